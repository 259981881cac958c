"""Whatever is given goes in, and nothing that was given is lost."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concordat.questionnaires import answers as module
from concordat.questionnaires.answers import is_empty, read_answers, same
from concordat.questionnaires.definition import read_definition
from concordat.questionnaires.expand import expand

BAKERY = read_definition(Path(__file__).with_name("bakery.yaml"))
FORM = expand(BAKERY, "2016-17-q1")
NEXT = expand(BAKERY, "2016-17-q2")

SEGMENTS = sorted({segment for id in FORM.questions for segment in id.split(".")})
leaves = (
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats()
    | st.decimals()
    | st.text()
    | st.sampled_from(["Yes", "£3.2m", "(12)", "31/02/2017", "24.5", "Dark", "-", "\x00"])
)
keys = st.sampled_from(SEGMENTS) | st.text(st.characters(exclude_characters="."), min_size=1, max_size=4)
anything = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=5), max_leaves=30
)
of_the_form = st.dictionaries(st.sampled_from(list(FORM.questions)), leaves | anything, max_size=10)


def given_leaves(value, prefix=""):
    """A slow, plain reference: every (id, raw) that was given and is not empty."""
    if is_empty(value):
        return []
    if prefix in FORM.questions or not isinstance(value, dict):
        return [(prefix, value)]
    found = []
    for key, inner in value.items():
        found += given_leaves(inner, f"{prefix}.{key}" if prefix else key)
    return found


@given(anything | of_the_form)
def test_read_answers_never_raises_and_loses_nothing(value):
    answers = read_answers(FORM, value)
    kept = {id: answer.raw for id, answer in answers.answers.items()} | dict(answers.unplaced)
    expected = dict(given_leaves(value))
    assert kept.keys() == expected.keys()
    assert all(kept[id] is raw for id, raw in expected.items())
    assert not answers.answers.keys() & answers.unplaced.keys()


@given(of_the_form)
def test_each_answer_is_a_value_or_a_misfit(value):
    answers = read_answers(FORM, value)
    for id, answer in answers.answers.items():
        assert (answer.value is None) is (answer.misfit is not None)
        assert answers.text(id) or answer.raw == ""


def test_read_answers_takes_nested_and_whole_ids_alike():
    nested = read_answers(FORM, {"shop": {"crust": "Dark"}, "diary": {"sold": 24}})
    whole = read_answers(FORM, {"shop.crust": "Dark", "diary.sold": 24})
    halved = read_answers(FORM, {"shop": {"crust": "Dark"}, "diary.sold": 24})
    assert nested.answers == whole.answers == halved.answers
    assert nested.unplaced == whole.unplaced == {}


def test_read_answers_sets_aside_what_the_form_does_not_ask():
    given_answers = {"shop": {"crusty": "Dark", "lights": {"on": "Yes", "off": ""}}, "diary": "fine", "x": [1]}
    answers = read_answers(FORM, given_answers)
    assert answers.answers == {}
    assert answers.unplaced == {"shop.crusty": "Dark", "shop.lights.on": "Yes", "diary": "fine", "x": [1]}


def test_a_group_that_stands_where_a_question_is_asked_is_kept_whole():
    answers = read_answers(FORM, {"shop": {"crust": {"top": "Dark", "bottom": "Pale"}}})
    assert answers.answers["shop.crust"].raw == {"top": "Dark", "bottom": "Pale"}
    assert answers.answers["shop.crust"].misfit.code == "not-one-value"


@pytest.mark.parametrize("nothing", [None, "", "  \n", {}, []])
def test_nothing_is_no_answer(nothing):
    assert read_answers(FORM, {"shop": {"crust": nothing}}).answers == {}
    assert read_answers(FORM, nothing).answers == {}


@pytest.mark.parametrize("something", [0, False, Decimal(0), "0", [""], {"a": ""}])
def test_zero_no_and_a_list_are_something(something):
    assert not is_empty(something)


def test_read_answers_refuses_what_is_no_return(monkeypatch):
    monkeypatch.setattr(module, "MOST_ANSWERS", 3)
    assert len(read_answers(FORM, dict.fromkeys("abc", 1)).unplaced) == 3
    with pytest.raises(ValueError, match=r"^more than 3 answers: this is not a return\.$"):
        read_answers(FORM, dict.fromkeys("abcd", 1))


def test_known_falls_back_on_the_latest_earlier_answer():
    first = read_answers(FORM, {"shop": {"open": "No", "crust": "Dark"}, "flour": {"rye": {"plan": {"q1": 5}}}})
    second = read_answers(NEXT, {}, (first,))
    assert (second.value("shop.open"), second.known("shop.open")) == (None, "No")
    assert second.known("flour.rye.plan.q1") == 5  # no longer asked
    assert second.known("shop.crust") is None  # asked anew, and not taken over
    assert second.said_before("shop.crust") == [("2016-17-q1", "Dark")]
    assert second.previous is first
    assert first.previous is None


def test_same_leaves_typing_aside():
    assert same("Golden – even", "golden - even")
    assert same(Decimal("1.0"), Decimal(1))
    assert not same("Dark", "Pale")
    assert not same(None, "Pale")


@pytest.mark.parametrize(
    "twice",
    [{"shop.crust": "Dark", "shop": {"crust": "Pale"}}, {"x": {1: "Dark", "1": "Pale"}}],
    ids=["id", "unplaced"],
)
def test_read_answers_keeps_both_of_two_answers_to_one_question(twice):
    answers = read_answers(FORM, twice)
    kept = [answer.raw for answer in answers.answers.values()] + list(answers.unplaced.values())
    assert "Dark" in str(kept)
    assert "Pale" in str(kept)


def test_read_answers_takes_any_depth():
    value = "deep"
    for _ in range(5000):
        value = {"shop": value}
    assert list(read_answers(FORM, value).unplaced.values()) == ["deep"]
