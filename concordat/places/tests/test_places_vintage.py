"""Which places there are: the counts are the published ones, not ours."""

import shutil
from pathlib import Path

import pytest

from concordat.places.area import VINTAGES, CouncilKind, NotHeld, place_types
from concordat.places.footprint import list_areas
from concordat.places.names import slug_of
from concordat.places.vintage import DATA, areas, build_areas, later_or_earlier
from concordat.questionnaires.read_yaml import DataError


@pytest.mark.parametrize(
    ("vintage", "councils", "places"),
    [
        (2017, 152, 151),
        (2018, 152, 151),
        (2019, 151, 151),
        (2020, 151, 151),
        (2021, 152, 152),
        (2022, 152, 152),
        (2023, 153, 153),
    ],
)
def test_areas_counts_are_those_of_the_year(vintage, councils, places):
    found = areas(vintage)
    assert len(found) == places
    assert sum(len(area.councils) for area in found) == councils
    assert len({area.slug for area in found}) == places


def test_areas_bournemouth_and_poole_share_a_board_until_2019():
    joint = next(area for area in areas(2018) if area.slug == "bournemouth-and-poole")
    assert [council.name for council in joint.councils] == ["Bournemouth", "Poole"]
    assert joint.code == "E06000028+E06000029"
    assert joint.asc_codes == ("810", "811")
    assert "bournemouth-and-poole" not in {area.slug for area in areas(2019)}


@pytest.mark.parametrize("slug", ["cornwall", "isles-of-scilly"])
def test_areas_unconfirmed_joint_planning_is_a_note_and_no_default(slug):
    area = next(area for area in areas(2017) if area.slug == slug)
    assert not area.verified
    assert "not confirmed" in area.note
    assert len(area.councils) == 1


def test_areas_every_other_is_verified():
    assert [area.slug for area in areas(2023) if not area.verified] == ["cornwall", "isles-of-scilly"]


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Southend-on-Sea", "southend-on-sea"), ("St. Helens", "st-helens"), ("Brighton & Hove", "brighton-and-hove")],
)
def test_slug_of(name, slug):
    assert slug_of(name) == slug


def test_slugs_are_kept_while_the_code_is():
    slugs = {}
    for vintage in VINTAGES:
        for area in areas(vintage):
            assert slugs.setdefault(area.code, area.slug) == area.slug
    assert {"kingston-upon-hull", "herefordshire", "bristol", "county-durham", "bath-and-north-east-somerset"} <= set(
        slugs.values()
    )


def test_list_areas_filters():
    assert len(list_areas(2017)) == 151
    assert len(list_areas(2017, region="London")) == 33
    assert len(list_areas(2017, kind="county")) == 27
    assert len(list_areas(2021, kind="metropolitan")) == 36
    assert [a.slug for a in list_areas(2017, stp="Mid and South Essex")] == ["essex", "southend-on-sea", "thurrock"]
    assert [a.slug for a in list_areas(2022, icb="QT6")] == ["cornwall", "isles-of-scilly"]
    assert [a.slug for a in list_areas(2017, region="South East", kind="county", stp="E54000044")] == [
        "buckinghamshire",
        "oxfordshire",
    ]


def test_list_areas_refuses_a_kind_that_is_none():
    with pytest.raises(ValueError, match="'shire' is no kind of council; write one of county, unitary"):
        list_areas(2017, kind="shire")


def test_place_types():
    assert place_types() == ["county", "unitary", "metropolitan", "london-borough"]


def test_later_or_earlier_follows_the_land_both_ways():
    named = {vintage: {area.slug: area for area in areas(vintage)} for vintage in VINTAGES}
    later = later_or_earlier(named[2017]["dorset"], 2023)
    assert [area.slug for area in later] == ["bournemouth-christchurch-and-poole", "dorset"]
    assert [area.slug for area in later_or_earlier(named[2023]["cumberland"], 2017)] == ["cumbria"]
    assert [area.slug for area in later_or_earlier(named[2017]["leeds"], 2023)] == ["leeds"]


def test_areas_of_a_year_not_held():
    with pytest.raises(NotHeld, match="There is no list of places for 2016; use a year from 2017 to 2023"):
        areas(2016)


def test_city_of_london_and_scilly_are_classified_by_code():
    kinds = {area.slug: area.kinds for area in areas(2023)}
    assert kinds["city-of-london"] == (CouncilKind.LONDON_BOROUGH,)
    assert kinds["isles-of-scilly"] == (CouncilKind.UNITARY,)
    assert kinds["north-yorkshire"] == (CouncilKind.UNITARY,)


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("councils.csv", "E06000002,Middlesbrough", "E06000001,Middlesbrough", "line 3: code E06000001 stands twice"),
        ("councils.csv", "Middlesbrough,unitary", "Middlesbrough,town", "line 3: kind is 'town'; write one of county"),
        ("councils.csv", "Middlesbrough,unitary,E12000001", "Middlesbrough,unitary,E1", "region is 'E1'; write one of"),
        ("councils.csv", "code,name,kind", "code,title,kind", r"line 1: .*missing: name; unknown: title.*Make them"),
        ("councils.csv", "111,,2017,2023", "111,,2017,2031", "2017 to 2031 are not years between 2017 and 2023"),
        ("councils.csv", "E06000002,Middlesbrough", "E06000002,Hartlepool", "E06000001 and E06000002 are both 'hartl"),
        ("councils.csv", "E06000002,Middlesbrough,", "E06000002,,", "line 3: name is empty; fill it in"),
        ("councils.csv", "E06000002,Middlesbrough,", "E06000002,Middlesbrough,,", "line 3: 10 fields where 9 belong"),
        ("councils.csv", "E06000002,Middlesbrough,", 'E06000002,"Middles"brough,', "not valid CSV .*check its quotes"),
        ("joint_areas.csv", "E06000028+E06000029", "E06000028+E06000099", "line 2: 'E06000099' is no council of 2017"),
        ("joint_areas.csv", "E06000052+", "E06000028+", "line 3: E06000028 is in another joint area of 2017 already"),
        ("joint_areas.csv", "2018,yes", "2018,maybe", "verified is 'maybe'; write one of yes, no"),
        ("joint_areas.csv", "Poole,E06000028+E06000029,2017", "Poole,E06000028+E06000029,soon", "first is 'soon'; wri"),
        ("changes.csv", "E06000060,yes", "E06000060,same", "same_land is 'same'; write one of yes, no"),
        ("regions.csv", "E12000002", "E12000001", "line 3: region E12000001 stands twice, first on line 2; keep one"),
    ],
)
def test_build_areas_broken_file(tmp_path, file, old, new, message):
    data = _copied(tmp_path)
    text = (data / file).read_text(encoding="utf-8")
    assert old in text
    (data / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError, match=message) as raised:
        build_areas(data, 2017)
    assert str(data / file) in str(raised.value)


def test_build_areas_file_not_there(tmp_path):
    data = _copied(tmp_path)
    (data / "regions.csv").unlink()
    with pytest.raises(DataError, match=r"regions\.csv: there is no such file"):
        build_areas(data, 2017)


def test_build_areas_file_not_utf8(tmp_path):
    data = _copied(tmp_path)
    (data / "regions.csv").write_bytes(b"code,name\nE12000001,Caf\xe9\n")
    with pytest.raises(DataError, match="not a text file in UTF-8; save it as CSV in UTF-8"):
        build_areas(data, 2017)


def _copied(tmp_path: Path) -> Path:
    for name in ("councils.csv", "joint_areas.csv", "changes.csv", "regions.csv"):
        shutil.copy(DATA / name, tmp_path / name)
    return tmp_path
