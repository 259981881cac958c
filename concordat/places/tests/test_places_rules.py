from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concordat.findings import Severity
from concordat.places.area import NotHeld
from concordat.places.footprint import areas_of, footprints
from concordat.places.read_figures import read_figures, read_footprints
from concordat.places.rules import check_footprints
from concordat.places.vintage import areas
from concordat.questionnaires.read_yaml import DataError

REGIONS = {region.name: [area.name for area in areas_of(region)] for region in footprints("region", 2017)}


def test_check_footprints_regions_cover_every_place_once():
    assert check_footprints(REGIONS, 2017) == []


def test_check_footprints_place_left_out():
    (finding,) = check_footprints(_but("East of England", remove="Southend-on-Sea"), 2017)
    assert (finding.code, finding.severity, finding.where) == ("area-not-covered", Severity.BLOCKS, "southend-on-sea")
    assert finding.message == "Southend-on-Sea (E06000033) is in no footprint."


def test_check_footprints_place_in_two():
    (finding,) = check_footprints(_but("London", add="E06000033"), 2017)
    assert (finding.code, finding.severity, finding.where) == ("area-covered-twice", Severity.BLOCKS, "southend-on-sea")
    assert finding.message == "Southend-on-Sea (E06000033) is in East of England and London."


def test_check_footprints_wrong_name():
    findings = check_footprints(_but("London", add="Cambden"), 2017)
    assert [(f.code, f.where) for f in findings] == [("unknown-area", "London")]
    assert "the closest is Camden" in findings[0].message


def test_check_footprints_empty():
    (finding,) = check_footprints(REGIONS | {"Nowhere": []}, 2017)
    assert (finding.code, finding.where, finding.message) == ("empty-footprint", "Nowhere", "Nowhere holds no place.")


def test_check_footprints_joint_area_by_both_its_councils():
    given = _but("South West", remove="Bournemouth and Poole")
    given["South West"] += ["Bournemouth", "Poole"]
    (finding,) = check_footprints(given, 2017)
    assert (finding.code, finding.severity) == ("area-named-twice", Severity.NOTE)


def test_check_footprints_none_at_all():
    findings = check_footprints({}, 2023)
    assert len(findings) == 153
    assert {finding.code for finding in findings} == {"area-not-covered"}


def test_check_footprints_year_not_held():
    with pytest.raises(NotHeld):
        check_footprints({}, 2010)


@settings(deadline=None)
@given(st.lists(st.integers(0, 3), min_size=151, max_size=151))
def test_check_footprints_any_partition_passes(parts):
    proposed = {}
    for part, area in zip(parts, areas(2019), strict=True):
        proposed.setdefault(f"Part {part}", []).append(area.slug)
    assert check_footprints(proposed, 2019) == []


def test_read_figures(tmp_path):
    path = tmp_path / "figures.csv"
    path.write_text('commissioner,figure\n99G,"£1,234.50"\nNHS Dorset CCG,12\n', encoding="utf-8-sig")
    assert read_figures(path) == {"99G": Decimal("1234.50"), "NHS Dorset CCG": Decimal(12)}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("commissioner,figure\n99G,1\n99G,2\n", "line 3: commissioner 99G stands twice, first on line 2"),
        ("commissioner,figure\n99G,\n", "line 2: figure is empty; fill it in"),
        ("commissioner,figure\n99G,lots\n", "line 2: 'lots' is not an amount; write pounds as digits"),
        ("ccg,figure\n99G,1\n", "missing: commissioner; unknown: ccg.*Make them commissioner,figure"),
        ("", "line 1: the columns are not as expected"),
    ],
)
def test_read_figures_broken(tmp_path, text, message):
    path = tmp_path / "figures.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=message):
        read_figures(path)


def test_read_footprints(tmp_path):
    path = tmp_path / "footprints.csv"
    path.write_text("footprint,place\nA,Essex\nA,E06000033\nB,\n", encoding="utf-8")
    assert read_footprints(path) == {"A": ["Essex", "E06000033"], "B": []}


def _but(region, *, remove=None, add=None):
    given = {name: [place for place in places if place != remove] for name, places in REGIONS.items()}
    given[region] += [add] if add else []
    return given
