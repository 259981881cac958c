"""What changed: between two sets of answers, by amendment, and from one version of a form to the next."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concordat.questionnaires.answers import read_answers
from concordat.questionnaires.changes import Amendment, Change, carry_over, compare_answers, list_amendments
from concordat.questionnaires.definition import Definition, read_definition
from concordat.questionnaires.expand import expand

BAKERY = read_definition(Path(__file__).with_name("bakery.yaml"))
FORMS = {period: expand(BAKERY, f"2016-17-{period}") for period in BAKERY.periods}


def fill(period, given_answers, *earlier):
    return read_answers(FORMS[period], given_answers, earlier)


def form(*questions, version=1):
    section = {"id": "shop", "title": "Shop", "questions": list(questions)}
    data = {"id": "shop-form", "title": "Shop form", "version": version, "source": "the baker", "sections": [section]}
    return expand(Definition.model_validate(data), "shop-form")


def text(id, **more):
    return {"id": id, "kind": "text", "label": id.capitalize(), **more}


def choice(id, *options):
    return {"id": id, "kind": "choice", "label": id.capitalize(), "options": list(options)}


def test_compare_answers_tells_added_removed_and_changed_apart():
    before = fill("q1", {"shop": {"open": "Yes", "crust": "Dark"}, "diary": {"sold": "24"}})
    after = fill("q1", {"shop": {"open": "No", "crust": "Dark", "opens": "1/5/17"}})
    assert [(d.id, d.label, d.change, d.before, d.after) for d in compare_answers(before, after)] == [
        ("shop.open", "Open", Change.CHANGED, "Yes", "No"),
        ("shop.opens", "If not, when", Change.ADDED, "", "01/05/2017"),
        ("diary.sold", "Loaves sold", Change.REMOVED, "24", ""),
    ]


@pytest.mark.parametrize(
    ("before", "after", "differs"),
    [
        ({"flour": {"purse": "£1,000"}}, {"flour": {"purse": "1000.00"}}, False),
        ({"shop": {"open": "YES"}}, {"shop": {"open": "Yes"}}, False),
        ({"flour": {"purse": "lots"}}, {"flour": {"purse": "lots"}}, False),
        ({"flour": {"purse": "lots"}}, {"flour": {"purse": "heaps"}}, True),
        ({"flour": {"purse": "lots"}}, {"flour": {"purse": "5"}}, True),
        ({"diary": {"text": "Fine"}}, {"diary": {"text": "fine"}}, True),
    ],
)
def test_compare_answers_leaves_typing_aside_but_not_in_texts(before, after, differs):
    assert bool(compare_answers(fill("q1", before), fill("q1", after))) is differs


def test_list_amendments_keeps_both_figures():
    first = fill("q1", {"flour": {"rye": {"spent": {"q1": "£25"}}}})
    second = fill("q2", {"flour": {"rye": {"spent": {"q1": "27.50", "q2": "30"}}}}, first)
    assert list_amendments(second) == [Amendment("flour.rye.spent.q1", "Rye: Spent, Q1", "2016-17-q1", "£25", "£27.50")]
    assert first.text("flour.rye.spent.q1") == "£25"


def test_list_amendments_is_silent_where_the_figure_is_the_same_or_none():
    first = fill("q1", {"flour": {"rye": {"spent": {"q1": "£25"}}}})
    for figure in ("25.00", "", "unknown"):
        assert list_amendments(fill("q2", {"flour": {"rye": {"spent": {"q1": figure}}}}, first)) == []


def test_list_amendments_goes_by_what_was_returned_last():
    first = fill("q1", {"flour": {"rye": {"spent": {"q1": "25"}}}})
    second = fill("q2", {"flour": {"rye": {"spent": {"q1": "27"}}}}, first)
    again = fill("q3", {"flour": {"rye": {"spent": {"q1": "25"}}}}, first, second)
    assert [(a.returned_in, a.returned, a.amended) for a in list_amendments(again)] == [("2016-17-q2", "£27", "£25")]


OLD = form(text("kept"), text("old-name"), text("dropped"), choice("crust", "Dark", "Pale"))
NEW = form(text("kept"), text("new-name", was="shop.old-name"), text("new"), choice("crust", "Dark", "Gold"), version=2)
ANSWERS = {"shop": {"kept": "k", "old-name": "o", "dropped": "d", "crust": "Pale"}, "strange": "s"}


def test_carry_over_moves_keeps_and_sets_aside():
    carried, changes = carry_over(read_answers(OLD, ANSWERS), NEW)
    assert {id: (answer.raw, answer.value) for id, answer in carried.answers.items()} == {
        "shop.kept": ("k", "k"),
        "shop.new-name": ("o", "o"),
        "shop.crust": ("Pale", None),
    }
    assert carried.unplaced == {"strange": "s", "shop.dropped": "d"}
    assert [(change.id, change.change, change.note) for change in changes] == [
        ("shop.new-name", Change.MOVED, "was shop.old-name"),
        ("shop.new", Change.ADDED, "a new question"),
        (
            "shop.crust",
            Change.CHANGED,
            "new option 'Gold'; option 'Pale' is gone; the answer no longer fits and is kept as it was typed",
        ),
        ("shop.dropped", Change.VANISHED, "no longer asked"),
    ]


def test_carry_over_to_the_same_form_changes_nothing():
    before = read_answers(OLD, ANSWERS)
    carried, changes = carry_over(before, OLD)
    assert (carried.answers, carried.unplaced, changes) == (before.answers, before.unplaced, [])


def test_carry_over_says_how_a_question_changed():
    old = form({"id": "sold", "kind": "count", "label": "Sold"})
    new = form({"id": "sold", "kind": "money", "label": "Takings", "min": 0, "counted": "never"})
    carried, changes = carry_over(read_answers(old, {"shop": {"sold": "24"}}), new)
    assert carried.text("shop.sold") == "£24"
    assert [change.note for change in changes] == [
        "asked as money, was count; other limits; worded anew, was 'Sold'; no longer counts"
    ]


def raws(answers):
    return sorted(
        [str(answer.raw) for answer in answers.answers.values()] + [str(v) for v in answers.unplaced.values()]
    )


ids = st.sampled_from(["a", "b", "c", "d", "e"])


@given(
    old=st.sets(ids, min_size=1),
    kept=st.sets(ids),
    moved=st.dictionaries(ids.map("{}-moved".format), ids, max_size=3),
    kinds=st.dictionaries(ids, st.sampled_from(["count", "text", "yes-no"])),
    extra=st.dictionaries(ids.map("extra-{}".format), st.text(min_size=1).filter(str.strip)),
)
def test_carry_over_loses_no_answer(old, kept, moved, kinds, extra):
    before = form(*(text(id) for id in sorted(old)))
    asked = [text(id) | {"kind": kinds.get(id, "text")} for id in sorted(kept)]
    asked += [text(id, was=f"shop.{was}") for id, was in moved.items()]
    after = form(*(asked or [text("z")]), version=2)
    given_answers = read_answers(before, {"shop": {id: f"answer to {id}" for id in old}} | extra)
    carried, _ = carry_over(given_answers, after)
    assert set(raws(given_answers)) == set(raws(carried))


def test_carry_over_loses_no_answer_where_a_kept_question_also_says_what_it_was():
    merged = form(text("kept", was="shop.dropped"), version=2)
    carried, _ = carry_over(read_answers(OLD, ANSWERS), merged)
    assert raws(carried) == raws(read_answers(OLD, ANSWERS))


def test_carry_over_loses_no_answer_where_a_question_becomes_derived():
    count = {"id": "new", "kind": "count", "label": "New"}
    derived = {"id": "kept", "kind": "derived", "label": "Kept", "rate": {"of": "new", "population": "new", "per": 1}}
    carried, _ = carry_over(read_answers(OLD, ANSWERS), form(count, derived, version=2))
    assert raws(carried) == raws(read_answers(OLD, ANSWERS))
