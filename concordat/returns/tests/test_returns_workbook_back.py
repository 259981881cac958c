"""A workbook out and back while the site goes on: three texts decide about each answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from concordat.accounts.actions import add_body, grant_role
from concordat.accounts.refused import Refused
from concordat.frameworks.forms import load_form
from concordat.history.access import verify_chain
from concordat.questionnaires.workbook.names import name_of
from concordat.questionnaires.workbook.read_workbook import read_workbook
from concordat.returns.access import NotFound, history_of, unrecorded
from concordat.returns.access.values import as_value
from concordat.returns.actions import (
    apply_workbook,
    carry_over,
    export_workbook,
    give_reason,
    load_upload,
    open_return,
    preview_carry_over,
    preview_workbook,
    proposals_of,
    records_on_old_version,
    save_answer,
)
from concordat.returns.demo import EXAMPLES
from concordat.returns.merge import is_same, propose_changes
from concordat.returns.models import AnswerRow, ReasonRow, ReturnRecord, Upload

FORM = load_form("2016-17-q3")
A, B, C = "money.income.actual.q3", "money.expenditure.actual.q3", "money.commentary"


def propose(workbook, site, since, unread=()):
    found = propose_changes(FORM, workbook, {id: (text, 3) for id, text in site.items()}, since, unread)
    return {one.question: (one.theirs, one.yours, one.is_conflict) for one in found}


ONE = FORM.questions[A]
TEXTS = st.sampled_from(["", "£1", "1.00", "£2", "what?"])


@given(TEXTS, TEXTS, TEXTS)
def test_what_is_proposed_by_the_plain_rule(base, yours, theirs):
    """Slow and obvious: the workbook changed it, to something else than the site says; the site did too, or not."""
    changed_here = not is_same(ONE, yours, base)
    wanted = changed_here and not is_same(ONE, yours, theirs)
    since = {A: base} if base != theirs else {}
    found = propose({A: yours}, {A: theirs}, since)
    assert (A in found) is wanted
    if wanted:
        assert found[A] == (theirs, yours, not is_same(ONE, theirs, base))


class TestThreeTexts:
    """`since` holds what stood there, of what the site changed after the workbook was taken."""

    def test_workbook_alone_changed(self):
        assert propose({A: "£2"}, {A: "£1"}, {}) == {A: ("£1", "£2", False)}

    def test_site_alone_changed(self):
        assert propose({A: "£1"}, {A: "£2"}, {A: "£1"}) == {}

    def test_both_changed_to_the_same(self):
        assert propose({A: "£2"}, {A: "2"}, {A: "£1"}) == {}

    def test_both_changed_differently(self):
        assert propose({A: "£2"}, {A: "£3"}, {A: "£1"}) == {A: ("£3", "£2", True)}

    def test_neither_changed(self):
        assert propose({A: "£1"}, {A: "1.00"}, {}) == {}

    def test_emptied_in_the_workbook(self):
        assert propose({}, {A: "£1"}, {}) == {A: ("£1", "", False)}

    def test_answered_on_the_site_only_after_it_was_taken(self):
        assert propose({}, {A: "£1"}, {A: ""}) == {}

    def test_answered_on_both_only_after_it_was_taken(self):
        assert propose({A: "£2"}, {A: "£1"}, {A: ""}) == {A: ("£1", "£2", True)}

    def test_unread_cells_change_nothing(self):
        assert propose({}, {A: "£1"}, {}, unread={A}) == {}

    def test_workbook_that_does_not_say_when_it_was_taken(self):
        assert propose({A: "£2", B: "£5"}, {A: "£1"}, None) == {A: ("£1", "£2", True), B: ("", "£5", False)}

    def test_the_same_by_value_or_by_its_letters(self):
        question = FORM.questions[A]
        assert is_same(question, "£1,000", "1000.00")
        assert is_same(question, "what?", " what? ")
        assert not is_same(question, "what?", "why?")
        assert not is_same(question, "", "0")


@pytest.fixture
def taken(filled, tmp_path):
    path = tmp_path / "q3.xlsx"
    export_workbook(filled, path)
    return path


def edit(path, **answers):
    """Type into a workbook as a person does: {question with __ for dots: value}."""
    book = load_workbook(path)
    for id, value in answers.items():
        name = book.defined_names[name_of(id.replace("__", "."))]
        ((sheet, cell),) = name.destinations
        book[sheet][cell.replace("$", "")] = value
    book.save(path)


def save(record, who, question, value):
    row = AnswerRow.objects.filter(record=record, question=question).first()
    return save_answer(
        record=record, question=question, value=value, expected_version=row.version if row else 0, by=who
    )


def text_of(record, question):
    return AnswerRow.objects.get(record=record, question=question).text


def test_workbook_says_how_far_the_history_had_come(filled, taken):
    assert read_workbook(taken).stamp.taken == str(ReturnRecord.objects.get(pk=filled.pk).chain.length)


def test_untouched_workbook_changes_nothing_whatever_the_site_did(filled, cast, taken):
    save(filled, cast.lead, C, "Changed on the site, after the workbook was taken.")
    shown = preview_workbook(record=filled, path=taken, by=cast.lead)
    assert shown.proposals == ()


def test_what_is_chosen_is_applied_and_the_rest_is_not(filled, cast, taken):
    edit(taken, money__income__actual__q3=3000000, money__commentary="The grant came late, so income is lower.")
    shown = preview_workbook(record=filled, path=taken, by=cast.finance, name="from finance.xlsx")
    assert {one.question: one.is_conflict for one in shown.proposals} == {A: False, C: False}
    upload = load_upload(filled, shown.upload.pk, cast.finance)
    assert proposals_of(upload) == shown.proposals
    done = apply_workbook(upload=upload, chosen=[A], by=cast.finance)
    assert (done.saved, done.conflicts) == ((A,), ())
    assert as_value(filled).answers.text(A) == "£3,000,000"
    assert text_of(filled, C) == "nil comment"
    event = history_of(filled, A).first()
    assert (event.verb, event.said["origin"], event.actor) == ("answered", "workbook from finance.xlsx", "Priya Lund")
    assert verify_chain(filled.subject).is_whole


def test_site_that_is_newer_is_a_conflict(filled, cast, taken):
    edit(taken, money__income__actual__q3=3000000)
    save(filled, cast.lead, A, "£3,100,000")
    (proposal,) = preview_workbook(record=filled, path=taken, by=cast.finance).proposals
    assert (proposal.is_conflict, proposal.theirs, proposal.base) == (True, "£3,100,000", "£3,282,762")


def test_answer_that_changes_between_look_and_choice_stays(filled, cast, taken):
    edit(taken, money__income__actual__q3=3000000, money__commentary="The grant came late, so income is lower.")
    shown = preview_workbook(record=filled, path=taken, by=cast.finance)
    save(filled, cast.lead, A, "£3,100,000")
    done = apply_workbook(upload=shown.upload, chosen=[A, C], by=cast.finance)
    assert done.saved == (C,)
    assert [(one.question, one.theirs, one.who) for one in done.conflicts] == [(A, "£3,100,000", "Nadia Fenn")]
    assert text_of(filled, A) == "£3,100,000"


def test_applying_twice_is_refused(filled, cast, taken):
    edit(taken, money__income__actual__q3=3000000)
    shown = preview_workbook(record=filled, path=taken, by=cast.finance)
    apply_workbook(upload=shown.upload, chosen=[A], by=cast.finance)
    with pytest.raises(Refused, match="applied already"):
        apply_workbook(upload=shown.upload, chosen=[A], by=cast.finance)


def test_upload_of_somebody_else_is_not_theirs(filled, cast, taken):
    shown = preview_workbook(record=filled, path=taken, by=cast.finance)
    with pytest.raises(NotFound, match="no such workbook of yours"):
        load_upload(filled, shown.upload.pk, cast.lead)


def test_workbook_of_another_return_is_not_taken(filled, cast, taken):
    other = ReturnRecord.objects.get(form="2016-17-q2")
    shown = preview_workbook(record=other, path=taken, by=cast.lead)
    assert shown.upload is None
    assert "other-form" in {one.code for one in shown.findings}
    assert not Upload.objects.filter(record=other).exists()


@pytest.mark.parametrize("text", ["", "PK not really", "place: nowhere\n"])
def test_what_is_no_workbook_is_told(filled, cast, tmp_path, text):
    path = tmp_path / ("q3.yaml" if "place" in text else "q3.xlsx")
    path.write_text(text)
    shown = preview_workbook(record=filled, path=path, by=cast.lead)
    assert shown.upload is None
    assert shown.findings


@pytest.fixture
def reissued(cast, monkeypatch, tmp_path):
    """A return on version 1 of a form whose version 2 has come, as the guide on reissuing has it."""
    folder = EXAMPLES.parent / "docs" / "examples"
    monkeypatch.setenv("CONCORDAT_FRAMEWORKS", str(folder / "frameworks"))
    grant_role(person=cast.lead, role="lead", place="kent", by=cast.administrator)
    add_body(name="Kent HWB", kind="board", places=["kent"], by=cast.lead)
    record = open_return(place="kent", form="2032-33-h1", by=cast.lead)
    ReturnRecord.objects.filter(pk=record.pk).update(version=1)
    record.version = 1
    for question, text in (("homes.packages", "24"), ("cover.email", "a@kent.example")):
        save_answer(record=record, question=question, value=text, expected_version=0, by=cast.lead)
    give_reason(record=record, code="far", where="homes.packages", text="a reason", by=cast.lead)
    return record


def test_draft_is_carried_over_question_by_question(reissued, cast):
    shown = preview_carry_over(reissued)
    assert list(records_on_old_version("2032-33-h1")) == [reissued]
    changes = carry_over(record=reissued, by=cast.lead)
    assert changes == shown
    assert reissued.version == 2
    ret = as_value(reissued)
    assert ret.answers.text("homes.packages-in-place") == "24"
    assert dict(ret.answers.unplaced) == {"cover.email": "a@kent.example"}
    assert ReasonRow.objects.get(record=reissued).where == "homes.packages-in-place"
    event = history_of(reissued).first()
    assert (event.verb, event.said["before"], event.said["after"]) == ("carried-over", 1, 2)
    assert {"question": "cover.email", "change": "vanished", "note": "no longer asked"} in event.said["changes"]
    assert list(records_on_old_version("2032-33-h1")) == []
    assert unrecorded(reissued) == []
    assert carry_over(record=reissued, by=cast.lead) == preview_carry_over(reissued) == []
