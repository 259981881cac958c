"""Faults of every kind in made-up returns and in Southend's own: each is found at its place, each twin is silent."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from concordat.returns.checks import check_return
from concordat.returns.load import load_returns
from concordat.synthetic.fault import FAULT, TWIN, Change, apply_change, lanes_of
from concordat.synthetic.faults import KINDS, spoil, spoil_each
from concordat.synthetic.faults_of_statuses import SAID
from concordat.synthetic.measures import ON_TARGET
from concordat.synthetic.nation import generate_nation

SOUTHEND = Path(__file__).parents[3] / "examples" / "southend-on-sea"
SEEDS = (1, 2)
EVERY = 23  # one return in so many is spoiled with every kind, one at a time
# What Southend's own returns have as they stand, so that it cannot be put in.
STANDS_IN_SOUTHEND = {"same-figures-all-year", "figures-of-last-quarter", "text-of-last-quarter-mistyped"}
# An answer alone does not bring these about: they are about files, versions and reasons, or two answers for one.
OF_FILES = {
    "amended",
    "given-twice",
    "idle-reason",
    "reissued",
    "two-for-one-period",
    "control-character",
    "not-a-month",
}


@cache
def nation(seed):
    return tuple(generate_nation(seed=seed))


@cache
def southend():
    return tuple(ret for _, ret in load_returns(sorted(SOUTHEND.glob("*.yaml"))))


def misjudged(ret, seed):
    """Each fault that is not found at its place under its code, each twin with a new finding of that code."""
    sound = check_return(ret)
    for spoiled, changed in spoil_each(ret, seed):
        new = [one for one in check_return(changed) if one not in sound and one.code == spoiled.kind.code]
        if spoiled.what == FAULT and spoiled.change.where not in {one.where for one in new}:
            yield f"{spoiled.file} {spoiled.kind.id}: missed {spoiled.change}"
        known = {one.where for one in sound if one.code == spoiled.kind.code}
        if spoiled.what == TWIN and {one.where for one in new} - known:
            yield f"{spoiled.file} {spoiled.kind.id}: {new[0].message} for {spoiled.change}"


@pytest.mark.parametrize("seed", SEEDS)
def test_check_return_finds_every_fault_and_no_twin_in_made_up_returns(seed):
    wrong = [line for ret in nation(seed)[seed::EVERY] for line in misjudged(ret, seed)]
    assert wrong == []


@pytest.mark.parametrize("seed", [*SEEDS, 3])
def test_check_return_finds_every_fault_and_no_twin_in_southend(seed):
    assert [line for ret in southend() for line in misjudged(ret, seed)] == []


def test_spoil_each_southend_has_every_kind_but_those_it_has_itself():
    kinds = {spoiled.kind.id for ret in southend() for spoiled, _ in spoil_each(ret, 1)}
    assert {kind.id for kind in KINDS} - kinds == STANDS_IN_SOUTHEND


@pytest.mark.parametrize("seed", SEEDS)
def test_spoil_whole_nation_is_as_the_truth_says(seed):
    """All at once: faults of one place do not hide each other, and no twin speaks."""
    sound = {(ret.place.slug, ret.form.id): ret for ret in nation(seed)}
    returns, truth = spoil(nation(seed), seed, per_kind=2)
    spoiled = {(ret.place.slug, ret.form.id): ret for ret in returns}
    assert spoiled.keys() == sound.keys()
    for one in truth:
        before = {(found.code, found.where) for found in check_return(sound[one.place, one.form])}
        after = {(found.code, found.where) for found in check_return(spoiled[one.place, one.form])}
        if one.what == FAULT:
            assert (one.kind.code, one.change.where) in after - before, one
        else:
            assert (one.kind.code, one.change.where) not in after - before, one


def test_spoil_puts_in_as_many_of_each_kind_as_asked():
    _, truth = spoil(nation(1), 1, per_kind=2)
    counts = Counter((one.kind.id, one.what) for one in truth)
    assert counts == {(kind.id, what): 2 for kind in KINDS for what in (FAULT, TWIN)}


def test_spoil_same_seed_same_truth_and_another_differs():
    first, again, other = (spoil(nation(1)[:80], seed)[1] for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_spoil_no_part_of_a_place_carries_two():
    _, truth = spoil(nation(1), 1, per_kind=3)
    lanes = Counter((one.place, lane) for one in truth for lane in lanes_of(one.kind, one.change))
    assert max(lanes.values()) == 1


def test_spoil_leaves_the_sound_returns_alone():
    before = [dict(ret.answers.answers) for ret in nation(2)[:40]]
    spoil(nation(2)[:40], 1)
    assert [dict(ret.answers.answers) for ret in nation(2)[:40]] == before


def test_kinds_are_named_once_and_told_in_words():
    assert len({kind.id for kind in KINDS}) == len(KINDS) >= 50
    assert all(kind.fault and kind.twin and kind.fault != kind.twin for kind in KINDS)
    assert len({kind.code for kind in KINDS}) >= 25


def test_kinds_cover_what_a_fault_may_be():
    """Every code that the reference lists for answers and figures, but for those that only a file brings about."""
    codes = {kind.code for kind in KINDS}
    assert not codes & OF_FILES
    assert codes >= {
        "total-differs",
        "unit-slip",
        "not-a-date",
        "date-passed",
        "date-out-of-range",
        "status-contradicts-figure",
        "status-without-data",
        "stock-from-flows",
        "text-unchanged",
        "filler",
        "role-not-name",
        "worse-without-comment",
        "percentage-of-count",
        "figure-restated",
        "other-place",
        "unanswered",
        "not-an-option",
        "out-of-range",
        "too-long",
        "identical-all-year",
        "amount-out-of-scale",
        "printed-differs",
    }


@pytest.mark.parametrize("wording", SAID)
def test_check_return_reads_every_wording(wording):
    ret = next(ret for ret in southend() if ret.form.id == "2016-17-q2")
    status, words = "metrics.delayed-transfers.status", "metrics.delayed-transfers.commentary"
    changed = apply_change(ret, Change(status, {status: ON_TARGET, words: wording.format(450, 400)}))
    assert ("status-contradicts-figure", status) in {(one.code, one.where) for one in check_return(changed)}
