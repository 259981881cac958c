import pytest

from concordat.places.area import VINTAGES
from concordat.places.footprint import footprints, held_kinds
from concordat.places.tree import above, areas_under, covers, find_scope, is_known, parents_of, scopes
from concordat.places.vintage import area_by_slug


@pytest.mark.parametrize("vintage", VINTAGES)
def test_scopes_have_a_slug_of_their_own_each(vintage):
    every = [one for kind in held_kinds(vintage) for one in footprints(kind, vintage)]
    assert len(scopes(vintage)) == len(area_by_slug(vintage)) + len(every)


def test_parents_of_southend_are_england_region_and_partnership():
    southend = area_by_slug(2017)["southend-on-sea"]
    assert [one.slug for one in parents_of(southend)] == ["england", "east-of-england", "stp-mid-and-south-essex"]


@pytest.mark.parametrize(
    ("scope", "place", "inside"),
    [
        ("southend-on-sea", "southend-on-sea", True),
        ("east-of-england", "southend-on-sea", True),
        ("england", "southend-on-sea", True),
        ("england", "east-of-england", True),
        ("east-of-england", "stp-mid-and-south-essex", True),
        ("stp-mid-and-south-essex", "southend-on-sea", True),
        ("stp-mid-and-south-essex", "essex", True),
        ("east-of-england", "england", False),
        ("london", "southend-on-sea", False),
        ("southend-on-sea", "east-of-england", False),
        ("southend-on-sea", "essex", False),
        ("nowhere", "southend-on-sea", False),
    ],
)
def test_covers(scope, place, inside):
    assert covers(scope, place) is inside
    assert (scope in above(place)) is inside


def test_neighbour_with_a_handful_of_people_is_no_member():
    """Some patients of Mid and South Essex live across its edge in Suffolk, too few to make Suffolk a member."""
    assert "suffolk" not in scopes(2017)["stp-mid-and-south-essex"].areas


def test_areas_under_england_are_all_there_ever_were():
    assert areas_under(["england"]) == {slug for vintage in VINTAGES for slug in area_by_slug(vintage)}
    assert areas_under([]) == frozenset()
    assert areas_under(["southend-on-sea", "nowhere"]) == {"southend-on-sea"}


def test_find_scope_and_is_known():
    assert find_scope("east-of-england", 2017).name == "East of England"
    assert find_scope("icb-mid-and-south-essex", 2017) is None
    assert is_known("icb-mid-and-south-essex")
    assert not is_known("atlantis")
