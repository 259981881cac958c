"""Whatever is answered, a check comes to an end, says the same twice, and a reason closes its finding and no other."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from concordat.findings import Severity
from concordat.frameworks.forms import load_form
from concordat.questionnaires.answers import read_answers
from concordat.questionnaires.completion import calculate_completion
from concordat.questionnaires.read_yaml import read_plain
from concordat.returns.checks import check_return
from concordat.returns.commentary import read_against_target
from concordat.returns.load import load_returns
from concordat.returns.place_return import Reason

SOUTHEND = Path(__file__).parents[3] / "examples" / "southend-on-sea"
IDS = sorted({question.id for number in (1, 2, 3, 4) for question in load_form(f"2016-17-q{number}").asked})
WORDS = (
    *("n/a", "Yes", "No", "Live", "Chair of HWB", "On track to meet target", "No improvement in performance", "TBC"),
    *("31/02/2017", "31/03/17", "01/01/0001", "31/12/9999", "£3,282,763", "£3.28m", "94%", "0.94", "-1", "24", "1e5"),
    *("75% against a target of 86%", "data are not yet available", "Q1 16/17 stands at 93%", "£9bn", "\x00", "٣٣"),
    *("Southend", "Thurrock", "(", "target", "x" * 600, "9" * 5000, "£" + "9" * 400),
)
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.decimals(), st.text(max_size=60), st.sampled_from(WORDS)
)
RAW = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
ANSWERS = st.dictionaries(st.sampled_from(IDS), RAW, max_size=12)


@cache
def southend():
    return [ret for _, ret in load_returns([SOUTHEND / f"2016-17-q{number}.yaml" for number in (1, 2, 3, 4)])]


@cache
def answered(number):
    return json.dumps(read_plain(SOUTHEND / f"2016-17-q{number + 1}.yaml")["answers"])


def changed(number, answers, before=None):
    """One of Southend's returns with some answers set by their ids, after an earlier return that may be changed too."""
    nested = json.loads(answered(number))
    for id, value in answers.items():
        *groups, last = id.split(".")
        group = nested
        for name in groups:
            group = group.setdefault(name, {})
        group[last] = value
    ret = southend()[number]
    earlier = ret.answers.earlier if before is None else (*ret.answers.earlier[:-1], before.answers)
    return replace(ret, answers=read_answers(ret.form, nested, earlier))


@settings(max_examples=150, deadline=None)
@given(number=st.integers(1, 3), before=ANSWERS, now=ANSWERS)
def test_check_return_any_answers(number, before, now):
    ret = changed(number, now, changed(number - 1, before))
    found = check_return(ret)
    assert found == check_return(ret)
    assert all(one.code and one.where and one.message and one.remedy for one in found)
    assert len({(one.code, one.where, one.message) for one in found}) == len(found)
    calculate_completion(ret.answers)


@settings(max_examples=60, deadline=None)
@given(number=st.integers(0, 3), now=ANSWERS, data=st.data())
def test_check_return_reason_closes_its_finding_only(number, now, data):
    ret = changed(number, now)
    before = check_return(ret)
    waiting = [one for one in before if one.severity is Severity.EXPLAIN]
    if not waiting:
        return
    answered_one = data.draw(st.sampled_from(waiting))
    reason = Reason(answered_one.code, answered_one.where, "The auditors of both bodies agreed on it in June.")
    after = check_return(replace(ret, reasons=(reason,)))
    assert [replace(one, reason=None) for one in after] == before
    assert [one for one in after if one.reason] == [replace(answered_one, reason=reason.text)]
    assert sum(one.is_open for one in after) == sum(one.is_open for one in before) - 1


@settings(max_examples=100, deadline=None)
@given(figure=st.integers(0, 1000), target=st.integers(0, 1000))
def test_read_against_target_reads_back_what_was_written(figure, target):
    """A figure and its target, written as people write them, are read as they were written."""
    for said in (
        f"The result is {figure / 10}% against a target of {target / 10}%.",
        f"Performance was {figure / 10}% (target {target / 10}%)",
        f"Target: {target / 10}%, actual {figure / 10}%",
    ):
        read = read_against_target(said)
        assert (float(read.figure), float(read.target)) == (figure / 10, target / 10)
        assert read.is_met("high") == (figure >= target)
        assert read.is_met("low") == (figure <= target)
        assert read.words in said


@settings(max_examples=200, deadline=None)
@given(text=st.text(alphabet="0123456789 %.,;()/£-atrgeplnbovwQ\n", max_size=400))
def test_read_against_target_any_text(text):
    read = read_against_target(text)
    assert read is None or read.figure is not None
