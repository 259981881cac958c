import shutil

import pytest

from concordat.places.area import VINTAGES, NotHeld
from concordat.places.commissioner import MID_YEARS, all_commissioners, commissioners, read_commissioners
from concordat.places.find import find_area
from concordat.places.footprint import (
    areas_of,
    commissioners_of,
    find_footprint,
    footprints,
    footprints_of,
    held_kinds,
)
from concordat.places.vintage import DATA, area_by_council, areas
from concordat.questionnaires.read_yaml import DataError


@pytest.mark.parametrize(
    ("vintage", "count", "people"),
    [(2017, 207, 55_619_430), (2018, 195, 55_619_430), (2019, 191, 56_286_961), (2022, 106, 56_550_138)],
)
def test_commissioners_counts_and_people_are_the_published_ones(vintage, count, people):
    found = commissioners(vintage)
    assert len(found) == count
    assert len({one.ods for one in found}) == count
    assert sum(part.people for one in found for part in one.residents) == people
    assert {part.council for one in found for part in one.residents} == set(area_by_council(vintage))


@pytest.mark.parametrize(
    ("kind", "vintage", "count"),
    [("stp", 2017, 44), ("stp", 2018, 42), ("stp", 2019, 42), ("icb", 2022, 42)]
    + [("region", vintage, 9) for vintage in VINTAGES]
    + [("england", vintage, 1) for vintage in VINTAGES],
)
def test_footprints_cover_every_area_once(kind, vintage, count):
    found = footprints(kind, vintage)
    assert len(found) == count
    for area in areas(vintage):
        shares = [one.shares[area.slug] for one in found if area.slug in one.shares]
        assert all(0 < share <= 1 for share in shares)
        assert sum(shares) == pytest.approx(1)


def test_all_commissioners_has_the_icbs_beside_their_locations():
    icbs = [one for one in all_commissioners(2022) if one.kind == "icb"]
    assert len(icbs) == 42
    assert sum(part.people for one in icbs for part in one.residents) == 56_550_138
    assert {one.footprint for one in commissioners(2022)} == {one.code for one in icbs}


def test_footprints_shares_of_a_cut_place():
    shares = find_footprint("Mid and South Essex", 2017).shares
    assert shares["southend-on-sea"] == 1
    assert shares["thurrock"] == 1
    assert shares["essex"] == pytest.approx(0.5646, abs=0.0001)


def test_footprints_joint_area_is_whole():
    assert find_footprint("Dorset", 2017, "stp").shares == {"bournemouth-and-poole": 1, "dorset": 1}


def test_areas_of_leaves_out_small_shares_when_asked():
    footprint = find_footprint("Cambridgeshire and Peterborough", 2017)
    assert {"cambridgeshire", "peterborough"} < {area.slug for area in areas_of(footprint)}
    assert {area.slug for area in areas_of(footprint, at_least=0.5)} == {"cambridgeshire", "peterborough"}


def test_footprints_of_and_commissioners_of_southend():
    southend = find_area("Southend", 2017)
    assert [(one.kind, one.name, share) for one, share in footprints_of(southend)] == [
        ("england", "England", 1),
        ("region", "East of England", 1),
        ("stp", "Mid and South Essex", 1),
    ]
    assert [(one.ods, mine, theirs) for one, mine, theirs in commissioners_of(southend)] == [("99G", 1, 1)]


def test_commissioners_of_a_joint_area_adds_its_councils():
    ((dorset, of_area, of_ccg),) = commissioners_of(find_area("Poole", 2017))
    assert (dorset.ods, of_area) == ("11J", 1)
    assert of_ccg == pytest.approx(0.252699 + 0.196279, abs=1e-6)


@pytest.mark.parametrize("vintage", [2020, 2021, 2023])
def test_commissioners_of_a_year_not_held(vintage):
    assert vintage not in MID_YEARS
    with pytest.raises(NotHeld, match=f"which places in {vintage}; use 2017, 2018 or 2019"):
        commissioners(vintage)


def test_footprints_not_held_or_unknown():
    with pytest.raises(
        NotHeld, match="no STP footprints on the boundaries of 2021; those held are of 2017, 2018, 2019"
    ):
        footprints("stp", 2021)
    with pytest.raises(ValueError, match="'ics' is no kind of footprint; write one of england, region, stp, icb"):
        footprints("ics", 2021)
    assert held_kinds(2021) == ["england", "region"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "109318,22243,0.683998",
            "109318,22243,0.583998",
            "line 2: share_of_commissioner of E38000001 adds up to 0.90",
        ),
        ("22243,0.683998,0.204409", "22243,0.683998,0.304409", "share_of_council of E08000032 adds up to 1.0999"),
        ("E10000023,50504", "E08000032,50504", "commissioner E38000001 with E08000032 stands twice, first on line 2"),
        ("50504,13166", "-5,13166", "line 3: people is '-5'; write a whole number of 0 or more"),
        ("109318,22243", "109,22243", "line 2: share_of_commissioner is 0.683998, but people make it 0.002154"),
        ("22243,0.683998", "22243,most", "share_of_commissioner is 'most'; write a share between 0 and 1"),
        (
            "E38000001,02N",
            "E38000001,02X",
            "line 3: ods of E38000001 is '02N', but '02X' on line 2; make them the same",
        ),
        ("people_65,", "", "line 1: .*missing: people_65"),
    ],
)
def test_read_commissioners_broken_file(tmp_path, old, new, message):
    path = tmp_path / "commissioners_2017.csv"
    shutil.copy(DATA / path.name, path)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError, match=message):
        read_commissioners(path, "stp")
