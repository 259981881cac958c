"""Checked answer by answer, a return comes to what it comes to when it is checked whole."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concordat.frameworks.forms import load_form
from concordat.questionnaires.answers import read_answer
from concordat.questionnaires.completion import calculate_completion, count_waiting, state_of
from concordat.returns.checking import check_changed, check_whole
from concordat.returns.checks import check_return, checks_of
from concordat.returns.load import load_returns
from concordat.returns.place_return import Reason

SOUTHEND = Path(__file__).parents[3] / "examples" / "southend-on-sea"
TEXTS = (
    *("", "", "n/a", "Yes", "No", "No - In Progress", "Live", "Chair of HWB", "On track to meet target", "TBC"),
    *(
        "No improvement in performance",
        "Data not available to assess progress",
        "Strongly agree",
        "Shared via Open API",
    ),
    *("31/02/2017", "31/03/2017", "01/01/0001", "£3,282,763", "£3282", "0", "94%", "0.94", "-1", "24", "Thurrock"),
    *("75% against a target of 86%", "data are not yet available", "Q1 16/17 stands at 93%", "£9bn", "x" * 600),
)


@cache
def southend():
    return [ret for _, ret in load_returns([SOUTHEND / f"2016-17-q{number}.yaml" for number in (1, 2, 3, 4)])]


def answered(ret, id, text):
    """The return with another answer to one question; with none for an empty text."""
    answers = {one: answer for one, answer in ret.answers.answers.items() if one != id}
    if text:
        answers[id] = read_answer(ret.form.questions[id], text)
    return replace(ret, answers=replace(ret.answers, answers=answers))


def assert_alike(checking):
    """What was brought up to date says what an unread copy of the return says."""
    fresh = replace(checking.ret, answers=replace(checking.ret.answers))
    assert list(checking.findings) == check_return(fresh)
    assert checking.completion == calculate_completion(fresh.answers)
    assert count_waiting(checking.ret.answers) == count_waiting(fresh.answers)
    states = {one.id: state_of(fresh.answers, one) for one in fresh.form.asked}
    assert {one.id: state_of(checking.ret.answers, one) for one in fresh.form.asked} == states


@st.composite
def changes(draw):
    """A quarter, and answers to its questions one after the other; often several to the same few questions."""
    number = draw(st.integers(0, 3))
    asked = [question.id for question in load_form(f"2016-17-q{number + 1}").asked]
    few = draw(st.lists(st.sampled_from(asked), min_size=1, max_size=4))
    return number, draw(st.lists(st.tuples(st.sampled_from(few), st.sampled_from(TEXTS)), max_size=6))


@settings(max_examples=120, deadline=None)
@given(changes())
def test_check_changed_comes_to_what_check_return_comes_to(drawn):
    number, answers = drawn
    checking = check_whole(southend()[number])
    for id, text in answers:
        checking = check_changed(checking, answered(checking.ret, id, text), {id})
    assert_alike(checking)


@settings(max_examples=40, deadline=None)
@given(changes())
def test_check_changed_takes_several_answers_at_once(drawn):
    number, answers = drawn
    before = check_whole(southend()[number])
    ret = before.ret
    for id, text in answers:
        ret = answered(ret, id, text)
    assert_alike(check_changed(before, ret, {id for id, _ in answers}))


@pytest.mark.parametrize("number", range(4))
def test_every_answer_taken_back_and_given_again(number):
    whole = checking = check_whole(southend()[number])
    for id in whole.ret.answers.answers:
        checking = check_changed(checking, answered(checking.ret, id, ""), {id})
    assert not checking.ret.answers.answers
    assert_alike(checking)
    for id in whole.ret.answers.answers:
        checking = check_changed(checking, answered(checking.ret, id, whole.ret.answers.text(id)), {id})
    assert_alike(checking)
    assert checking.findings == whole.findings


def test_a_reason_needs_no_check_anew():
    before = check_whole(southend()[2])
    waiting = next(one for one in before.findings if one.is_open)
    ret = replace(before.ret, reasons=(Reason(waiting.code, waiting.where, "It was agreed with the board."),))
    after = check_changed(before, ret, ())
    assert_alike(after)
    assert waiting not in after.findings
    assert after.found is not before.found
    assert all(one is other for one, other in zip(after.found.results, before.found.results, strict=True))


def test_an_answer_costs_a_small_part_of_all_checks():
    """Of the checks, those run again that looked at the answer; what a narrative says concerns few others."""
    before = check_whole(southend()[2])
    counts = {id: len(before.found.following_from([id])) for id in before.ret.answers.answers}
    every = len(checks_of(before.ret.form))
    assert every > 300
    assert max(counts.values()) < every / 25
    assert counts["narrative.text"] <= 6
