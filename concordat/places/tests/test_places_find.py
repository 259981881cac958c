import contextlib
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concordat.places.area import VINTAGES, NotHeld
from concordat.places.find import UnknownPlace, find_area
from concordat.places.footprint import find_footprint
from concordat.places.vintage import areas


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Southend", "southend-on-sea"),
        ("southend-on-sea", "southend-on-sea"),
        ("E06000033", "southend-on-sea"),
        ("e06000033", "southend-on-sea"),
        ("Southend UA", "southend-on-sea"),
        ("SOUTHEND ON SEA BOROUGH COUNCIL", "southend-on-sea"),
        ("621", "southend-on-sea"),
        ("625", "bedford"),
        ("00KB", "bedford"),
        ("Bedford", "bedford"),
        ("Essex", "essex"),
        ("York", "york"),
        ("Hull", "kingston-upon-hull"),
        ("Kingston upon Hull, City of", "kingston-upon-hull"),
        ("City of Kingston-on-Hull", "kingston-upon-hull"),
        ("Bournemouth", "bournemouth-and-poole"),
        ("Poole UA", "bournemouth-and-poole"),
        ("E06000029", "bournemouth-and-poole"),
        ("E06000028+E06000029", "bournemouth-and-poole"),
        ("Durham", "county-durham"),
        ("St Helens", "st-helens"),
        ("Brighton & Hove", "brighton-and-hove"),
        ("Royal Borough of Windsor & Maidenhead", "windsor-and-maidenhead"),
        ("London Borough of Camden", "camden"),
        ("City of London", "city-of-london"),
        ("City Of London Corporation", "city-of-london"),
        ("Medway Towns UA", "medway"),
        ("Herefordshire, County of", "herefordshire"),
        ("  newcastle on tyne ", "newcastle-upon-tyne"),
        ("Southend-on-Sea Health and Wellbeing Board", "southend-on-sea"),
    ],
)
def test_find_area_2017(text, slug):
    assert find_area(text, 2017).slug == slug


@pytest.mark.parametrize(
    ("text", "vintage", "slug"),
    [
        ("BCP", 2019, "bournemouth-christchurch-and-poole"),
        ("Bournemouth", 2020, "bournemouth-christchurch-and-poole"),
        ("E10000002", 2023, "buckinghamshire"),  # a new status, the same land
        ("E06000060", 2017, "buckinghamshire"),
        ("916", 2017, "buckinghamshire"),
        ("E10000023", 2023, "north-yorkshire"),
        ("Northamptonshire", 2020, "northamptonshire"),
    ],
)
def test_find_area_in_other_vintages(text, vintage, slug):
    assert find_area(text, vintage).slug == slug


@pytest.mark.parametrize("vintage", VINTAGES)
def test_find_area_every_name_slug_and_code_comes_home(vintage):
    for area in areas(vintage):
        texts = [area.name, area.slug, area.code, area.name.upper(), f"{area.name} Council"]
        texts += [text for c in area.councils for text in (c.name, c.code, c.asc_code, *c.other_codes, *c.other_names)]
        assert {find_area(text, vintage) for text in texts} == {area}


@pytest.mark.parametrize(
    ("text", "vintage", "message", "closest"),
    [
        (
            "Sothend",
            2017,
            "There is no place called 'Sothend' on the boundaries of 2017; the closest ",
            "Southend-on-Sea",
        ),
        ("Northampton", 2017, "the closest are Northamptonshire", "Northamptonshire"),
        ("Kensigton", 2017, "the closest ", "Kensington and Chelsea"),
        ("Kingston", 2017, "'Kingston' may mean Kingston upon Hull or Kingston upon Thames; write the full name", None),
        ("Yorkshire", 2017, "may mean East Riding of Yorkshire or North Yorkshire", None),
        ("London", 2017, "'London' is a region with 33 places; name one of them", None),
        ("E12000006", 2017, "is a region with 11 places", None),
        ("Cumbria", 2023, "of 2017 to 2022, not of 2023; there its land is in: Cumberland; Westmorland", "Cumberland"),
        ("E10000009", 2019, "not of 2019; there its land is in: Bournemouth, Christchurch and Poole; Dorset", "Dorset"),
        ("E06000058", 2017, "its land is in: Bournemouth and Poole; Dorset", "Dorset"),
        (
            "Cumberland",
            2019,
            "boundaries of 2023, not of 2019; there its land is in: Cumbria. Write that name",
            "Cumbria",
        ),
        ("", 2017, "There is no place called '' on the boundaries of 2017. Write a name, slug or code", None),
        ("Council", 2017, "There is no place called 'Council'", None),
    ],
)
def test_find_area_wrong(text, vintage, message, closest):
    with pytest.raises(UnknownPlace) as raised:
        find_area(text, vintage)
    assert message in str(raised.value)
    assert closest is None or closest in raised.value.closest


@settings(deadline=None)  # the first wrong text reads every vintage
@given(st.text(max_size=40))
def test_find_area_any_text_finds_or_says(text):
    with contextlib.suppress(UnknownPlace):
        assert find_area(text, 2021) in areas(2021)


def test_find_area_vintage_not_held():
    with pytest.raises(NotHeld, match="no list of places for 2015"):
        find_area("Southend", 2015)


@pytest.mark.parametrize(
    ("text", "vintage", "kind", "code"),
    [
        ("Mid and South Essex", 2017, None, "E54000026"),
        ("NHS Mid and South Essex Integrated Care Board", 2022, None, "E54000026"),
        ("QH8", 2022, "icb", "E54000026"),
        ("E54000026", 2018, "stp", "E54000026"),
        ("London", 2017, None, "E12000007"),
        ("England", 2020, None, "E92000001"),
        ("south west", 2017, None, "E12000009"),
        ("Dorset STP", 2017, None, "E54000041"),
    ],
)
def test_find_footprint(text, vintage, kind, code):
    assert find_footprint(text, vintage, kind).code == code


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "Devn",
            "no icb called 'Devn' in 2022; the closest is NHS Devon Integrated Care Board. Write its name or code.",
        ),
        ("Essex", "'Essex' may mean NHS Hertfordshire and West Essex Integrated Care Board (icb, E54000025), NHS Mid "),
    ],
)
def test_find_footprint_wrong(text, message):
    with pytest.raises(UnknownPlace) as raised:
        find_footprint(text, 2022, "icb")
    assert message in str(raised.value)


def test_importing_reads_nothing():
    modules = "area, commissioner, find, footprint, population, read_figures, rules, sharing, vintage"
    code = (
        "import builtins, pathlib\n"
        "opened = []\n"
        "real = pathlib.Path.open\n"
        "pathlib.Path.open = lambda self, *a, **k: (opened.append(self), real(self, *a, **k))[1]\n"
        f"from concordat.places import {modules}\n"
        "assert not opened, opened\n"
        "find.find_area('Southend', 2017)\n"
        "names = {path.name for path in opened}\n"  # no figures are read to find a name
        "assert names == {'councils.csv', 'joint_areas.csv', 'changes.csv', 'regions.csv'}, names\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
