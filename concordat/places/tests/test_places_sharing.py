from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concordat.findings import Severity
from concordat.places.area import NotHeld
from concordat.places.commissioner import commissioners
from concordat.places.sharing import share_money_to_areas, share_to_areas
from concordat.places.vintage import area_by_council

CODES_2017 = [one.code for one in commissioners(2017)]
CODES_2022 = [one.code for one in commissioners(2022)]


def test_share_to_areas_splits_by_residents():
    # NHS Airedale, Wharfedale and Craven: 109,318 live in Bradford, 50,504 in North Yorkshire
    out = share_to_areas({"02N": 159_822}, 2017)
    assert _values(out) == {"bradford": pytest.approx(109_318), "north-yorkshire": pytest.approx(50_504)}
    covered = {share.area.slug: share.covered for share in out.shares}
    assert covered["bradford"] == pytest.approx(0.204409, abs=1e-6)  # the share that was published
    assert covered["north-yorkshire"] == pytest.approx(0.082572, abs=1e-6)
    assert out.covered == pytest.approx(159_822 / 55_619_430)
    assert "not by registration" in out.basis


def test_share_to_areas_lists_every_area():
    out = share_to_areas({"99G": 10.0}, 2017)
    assert len(out.shares) == 151
    assert [(s.area.slug, s.value, s.covered) for s in out.shares if s.covered] == [("southend-on-sea", 10.0, 1.0)]
    assert {s.value for s in out.shares if not s.covered} == {None}


def test_share_to_areas_by_65_and_over():
    out = share_to_areas({"02N": 100.0}, 2017, by="65+")
    assert _values(out)["bradford"] == pytest.approx(100 * 22_243 / (22_243 + 13_166))


def test_share_to_areas_65_and_over_not_held_in_2022():
    with pytest.raises(NotHeld, match="65 and over by commissioner are not held for 2022; share by all ages"):
        share_to_areas({"QH8": 1.0}, 2022, by="65+")


def test_share_to_areas_all_of_england_is_covered():
    out = share_to_areas(dict.fromkeys(CODES_2017, 1.0), 2017)
    assert out.covered == 1
    assert {share.covered for share in out.shares} == {1.0}
    assert out.findings == ()


def test_share_to_areas_joint_area_adds_both_councils():
    assert _values(share_to_areas({"NHS Dorset CCG": 770_689.0}, 2017)) == {
        "bournemouth-and-poole": pytest.approx(194_752 + 151_270),
        "dorset": pytest.approx(424_667),
    }


@pytest.mark.parametrize("name", ["E38000168", "99G", "NHS SOUTHEND CCG", "Southend", "99g"])
def test_share_to_areas_knows_codes_and_names(name):
    assert _values(share_to_areas({name: 3.0}, 2017)) == {"southend-on-sea": 3.0}


def test_share_to_areas_icb_is_its_locations():
    locations = {one.code: float(i) for i, one in enumerate(commissioners(2022)) if one.footprint == "E54000036"}
    assert len(locations) == 1
    assert _values(share_to_areas(dict.fromkeys(locations, 8.0), 2022)) == _values(share_to_areas({"QT6": 8.0}, 2022))


@pytest.mark.parametrize(
    ("figures", "vintage", "code", "message"),
    [
        ({"X24": 5.0}, 2017, "unknown-commissioner", "No commissioner of 2017 is called 'X24'"),
        ({"NHS Sothend CCG": 5.0}, 2017, "unknown-commissioner", "the closest"),
        ({"99G": 1.0, "NHS Southend CCG": 5.0}, 2017, "commissioner-counted-twice", "whom '99G' covers already"),
        ({"QT6": 1.0, "11N": 5.0}, 2022, "commissioner-counted-twice", "whom 'QT6' covers already"),
        ({"11N": 1.0, "QT6": 5.0}, 2022, "commissioner-counted-twice", "whom '11N' covers already"),
        ({"99G": float("nan")}, 2017, "not-a-figure", "nan is not a figure"),
    ],
)
def test_share_to_areas_keeps_aside_what_it_cannot_place(figures, vintage, code, message):
    out = share_to_areas(figures, vintage)
    (finding,) = out.findings
    assert (finding.code, finding.severity, finding.where) == (code, Severity.EXPLAIN, list(figures)[-1])
    assert message in finding.message
    assert list(out.unplaced) == list(figures)[-1:]


def test_share_to_areas_closest_commissioner_is_named():
    (finding,) = share_to_areas({"NHS Sothend CCG": 5.0}, 2017).findings
    assert "NHS Southend CCG" in finding.message


def test_share_to_areas_year_not_held():
    with pytest.raises(NotHeld, match="in 2021; use 2017, 2018 or 2019"):
        share_to_areas({}, 2021)


@pytest.mark.parametrize(("amount", "wrong"), [("1.005", True), ("NaN", True), ("1.05", False), ("-12", False)])
def test_share_money_to_areas_takes_whole_pence(amount, wrong):
    out = share_money_to_areas({"02N": Decimal(amount)}, 2017)
    assert bool(out.findings) is wrong
    assert wrong or sum(_values(out).values()) == Decimal(amount)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(CODES_2017), st.floats(0, 1e9), max_size=30))
def test_share_to_areas_counts_add_up(figures):
    out = share_to_areas(figures, 2017)
    assert sum(_values(out).values()) == pytest.approx(sum(figures.values()))


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(CODES_2022), st.decimals(0, 10**9, places=2), max_size=30))
def test_share_money_to_areas_adds_up_to_the_penny(figures):
    out = share_money_to_areas(figures, 2022)
    assert sum(_values(out).values(), Decimal(0)) == sum(figures.values(), Decimal(0))


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(CODES_2017), st.floats(0, 1e6), min_size=1, max_size=20))
def test_share_to_areas_agrees_with_the_slow_obvious_way(figures):
    slow = {}
    for one in commissioners(2017):
        for part in one.residents if one.code in figures else ():
            slug = area_by_council(2017)[part.council].slug
            whole = sum(other.people for other in one.residents)
            slow[slug] = slow.get(slug, 0) + figures[one.code] * part.people / whole
    assert _values(share_to_areas(figures, 2017)) == pytest.approx(slow)


def _values(out):
    return {share.area.slug: share.value for share in out.shares if share.value is not None}
