"""Every place of every year has room on the map, its own wherever the map has one."""

import pytest

from concordat.places.area import VINTAGES
from concordat.places.hexagons import Hexagon, hexagons, read_hexagons
from concordat.places.vintage import areas
from concordat.questionnaires.read_yaml import DataError


@pytest.mark.parametrize("vintage", VINTAGES)
def test_every_place_has_a_hexagon_and_none_shares_one_unsaid(vintage):
    found = hexagons(vintage)
    assert found.keys() == {area.slug for area in areas(vintage)}
    assert len({(one.q, one.r, one.part) for one in found.values()}) == len(found)
    by_cell = {}
    for one in found.values():
        by_cell.setdefault((one.q, one.r), []).append(one)
    assert all(one.parts == len(cell) for cell in by_cell.values() for one in cell)


@pytest.mark.parametrize(
    ("vintage", "shared"),
    [
        (2017, []),
        (2019, []),
        (2021, ["north-northamptonshire", "west-northamptonshire"]),
        (2023, ["cumberland", "north-northamptonshire", "west-northamptonshire", "westmorland-and-furness"]),
    ],
)
def test_only_successors_of_a_county_share_a_hexagon(vintage, shared):
    assert sorted(slug for slug, one in hexagons(vintage).items() if one.parts > 1) == shared


def test_places_of_2017_have_the_hexagons_of_those_that_followed_them():
    found = hexagons(2017)
    by_2019 = hexagons(2019)
    assert found["dorset"] == by_2019["dorset"]
    assert found["bournemouth-and-poole"] == by_2019["bournemouth-christchurch-and-poole"]


def test_neighbours_are_as_far_apart_as_hexagons_are():
    (x, y), (right, _), (up_x, up_y) = (Hexagon(0, 0).centre, Hexagon(1, 0).centre, Hexagon(0, 1).centre)
    assert right - x == pytest.approx(3**0.5)
    assert ((up_x - x) ** 2 + (up_y - y) ** 2) ** 0.5 == pytest.approx(3**0.5)
    assert up_y < y


def test_a_cell_that_is_no_number_is_named_with_its_line(tmp_path):
    path = tmp_path / "hexagons.csv"
    path.write_text("code,name,q,r\nE1,One,1,x\n")
    with pytest.raises(DataError, match=r"hexagons\.csv.*2"):
        read_hexagons(path)
