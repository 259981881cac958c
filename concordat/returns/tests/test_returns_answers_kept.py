"""Answers saved through the actions: what is kept, what collides, and that rows and files are the same return."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from concordat.accounts.actions import make_token
from concordat.accounts.refused import Refused
from concordat.frameworks.forms import framework_of, load_form
from concordat.history.access import verify_chain
from concordat.places.vintage import area_by_slug
from concordat.questionnaires.completion import calculate_completion
from concordat.returns.access import history_of, load_return
from concordat.returns.access.values import as_submitted, as_value, as_values
from concordat.returns.actions import (
    NoSuchQuestion,
    add_remark,
    assign,
    copy_last_period,
    give_reason,
    open_return,
    resolve_conflict,
    resolve_remark,
    save_answer,
    take_in_submitted,
)
from concordat.returns.checks import check_return
from concordat.returns.conflict import Conflict, Saved
from concordat.returns.demo import EXAMPLES
from concordat.returns.load import load_returns as load_files
from concordat.returns.models import AnswerRow, ReturnRecord
from concordat.returns.read_file import read_return_file
from concordat.returns.snapshot import calculate_content_digest
from concordat.returns.start import start_return
from concordat.web.denied import Denied

SOUTHEND, Q3 = "southend-on-sea", "2016-17-q3"
FUND, ACTUAL = "money.fund", "money.income.actual.q3"


def save(record, who, question, value, version=0):
    return save_answer(record=record, question=question, value=value, expected_version=version, by=who)


def text_of(record, question):
    return AnswerRow.objects.get(record=record, question=question).text


class TestOpening:
    def test_what_is_known_is_filled_in_and_says_where_it_comes_from(self, record):
        origins = dict(AnswerRow.objects.filter(record=record).values_list("question", "origin"))
        assert origins["cover.place"] == "the place"
        assert origins[FUND] == "2016-17-q2"
        assert "metrics.delayed-transfers.commentary" not in origins

    def test_prefilled_answers_are_those_of_the_library(self, record, cast):
        """The same as `concordat return start` gives from the files."""
        files = [EXAMPLES / SOUTHEND / f"2016-17-q{number}.yaml" for number in (1, 2)]
        earlier = [ret for _, ret in load_files(files)]
        started, sources = start_return(load_form(Q3), framework_of(Q3), area_by_slug(2017)[SOUTHEND], earlier)
        rows = AnswerRow.objects.filter(record=record).values_list("question", "text", "origin")
        assert {id: (text, origin) for id, text, origin in rows} == {
            id: (started.answers.text(id), source) for id, source in sources.items()
        }

    def test_opening_twice_is_one_return(self, record, cast):
        assert open_return(place=SOUTHEND, form=Q3, by=cast.lead) == record
        assert history_of(record).filter(verb="opened").count() == 1

    @pytest.mark.parametrize(("place", "form"), [(SOUTHEND, "2016-17-q9"), (SOUTHEND, "nonsense")])
    def test_what_there_is_not_is_refused(self, cast, place, form):
        with pytest.raises(Refused, match="There is no"):
            open_return(place=place, form=form, by=cast.lead)

    @pytest.mark.parametrize("who", ["contributor", "chair", "reviewer", "analyst", "outsider", "administrator"])
    def test_only_the_lead_opens(self, cast, who):
        with pytest.raises(Denied):
            open_return(place=SOUTHEND, form=Q3, by=getattr(cast, who))

    def test_each_prefilled_answer_is_an_event(self, record):
        event = history_of(record, FUND).get()
        assert (event.verb, event.said["after"], event.said["origin"]) == ("prefilled", "£13,131,049", "2016-17-q2")


class TestSaving:
    def test_saved_answer_is_there_with_version_history_and_value(self, record, cast):
        saved = save(record, cast.lead, ACTUAL, "3282762")
        assert isinstance(saved, Saved)
        assert (saved.version, saved.changed, str(saved.answer.value)) == (1, True, "3282762")
        assert as_value(record).answers.text(ACTUAL) == "£3,282,762"
        event = history_of(record, ACTUAL).get()
        assert (event.actor, event.body, event.verb) == ("Nadia Fenn", "Southend-on-Sea Borough Council", "answered")
        assert event.said == {"before": "", "after": "3282762", "version": 1, "origin": ""}

    def test_what_does_not_fit_is_kept_as_it_was_typed(self, record, cast):
        saved = save(record, cast.lead, ACTUAL, "about three million")
        assert saved.answer.misfit.code == "not-money"
        assert text_of(record, ACTUAL) == "about three million"

    def test_the_second_to_save_sees_both_values_and_writes_nothing(self, record, cast):
        save(record, cast.finance, ACTUAL, "£3,282,762")
        met = save(record, cast.lead, ACTUAL, "£3,300,000")
        assert isinstance(met, Conflict)
        assert (met.yours, met.theirs, met.version, met.who) == ("£3,300,000", "£3,282,762", 1, "Priya Lund")
        assert text_of(record, ACTUAL) == "£3,282,762"

    def test_saving_the_same_twice_is_no_conflict_and_no_event(self, record, cast):
        save(record, cast.finance, ACTUAL, "£3,282,762")
        again = save(record, cast.lead, ACTUAL, "£3,282,762")
        assert (again.version, again.changed, again.who) == (1, False, "Priya Lund")
        assert history_of(record, ACTUAL).count() == 1

    def test_taking_an_answer_back_keeps_its_version_going(self, record, cast):
        save(record, cast.lead, ACTUAL, "1")
        gone = save(record, cast.lead, ACTUAL, "  ", 1)
        assert (gone.version, gone.text, gone.answer) == (2, "", None)
        assert ACTUAL not in as_value(record).answers.answers
        assert isinstance(save(record, cast.finance, ACTUAL, "2", 0), Conflict)
        assert history_of(record, ACTUAL).first().verb == "cleared"

    def test_nothing_on_nothing_is_nothing(self, record, cast):
        saved = save(record, cast.lead, ACTUAL, "")
        assert (saved.text, saved.version, saved.changed) == ("", 0, False)
        assert not AnswerRow.objects.filter(question=ACTUAL).exists()

    def test_answer_that_was_prefilled_loses_its_origin_when_it_is_changed(self, record, cast):
        save(record, cast.lead, FUND, "£13,000,000", 1)
        assert AnswerRow.objects.get(record=record, question=FUND).origin == ""

    @pytest.mark.parametrize("question", ["money.nothing", "additional.budgets-rate", "", "money"])
    def test_what_the_form_does_not_ask_is_refused(self, record, cast, question):
        with pytest.raises(NoSuchQuestion):
            save(record, cast.lead, question, "1")

    def test_what_no_database_keeps_is_refused_and_changes_nothing(self, record, cast):
        for value in (["a"], "a\x00"):
            with pytest.raises(Refused):
                save(record, cast.lead, ACTUAL, value)
        assert not AnswerRow.objects.filter(question=ACTUAL).exists()

    def test_program_of_the_council_saves_by_its_token(self, record, cast):
        token, _ = make_token(body=cast.council, name="ledger", scopes=["write"], by=cast.lead)
        load_return(token, SOUTHEND, Q3, "fill", ACTUAL)
        save(record, token, ACTUAL, 3282762)
        assert history_of(record, ACTUAL).get().actor == "Southend-on-Sea Borough Council, by the token 'ledger'"

    def test_one_save_takes_few_queries(self, record, cast):
        with CaptureQueriesContext(connection) as queries:
            loaded = load_return(cast.lead, SOUTHEND, Q3, "fill", ACTUAL)
            save(loaded, cast.lead, ACTUAL, "1")
            check_return(as_value(loaded, notes=False))
        asked = [one["sql"].split()[0] for one in queries if "SAVEPOINT" not in one["sql"]]
        # Rights, the return; it again under lock, the answer, written, its event, the chain; answers, reasons, earlier.
        assert asked == [
            "SELECT",
            "SELECT",
            "SELECT",
            "SELECT",
            "INSERT",
            "INSERT",
            "UPDATE",
            "SELECT",
            "SELECT",
            "SELECT",
        ]


class TestConflicts:
    @pytest.fixture
    def met(self, record, cast):
        save(record, cast.finance, ACTUAL, "£3,282,762")
        return save(record, cast.lead, ACTUAL, "£3,300,000")

    def decide(self, record, who, met, keep):
        return resolve_conflict(
            record=record, question=ACTUAL, keep=keep, value=met.yours, seen_version=met.version, by=who
        )

    def test_mine(self, record, cast, met):
        assert self.decide(record, cast.lead, met, "mine").version == 2
        assert text_of(record, ACTUAL) == "£3,300,000"

    def test_theirs_is_recorded_with_what_was_dropped(self, record, cast, met):
        assert self.decide(record, cast.lead, met, "theirs").version == 1
        event = history_of(record, ACTUAL).first()
        assert (event.verb, event.said["kept"], event.said["dropped"]) == ("kept", "£3,282,762", "£3,300,000")

    @pytest.mark.parametrize("keep", ["mine", "theirs"])
    def test_answer_that_changed_again_is_a_conflict_again(self, record, cast, met, keep):
        save(record, cast.finance, ACTUAL, "£4", 1)
        again = self.decide(record, cast.lead, met, keep)
        assert (again.theirs, again.version) == ("£4", 2)

    def test_other_words_are_refused(self, record, cast, met):
        with pytest.raises(Refused, match="yours, or theirs"):
            self.decide(record, cast.lead, met, "both")


def test_last_period_is_copied_on_request(record, cast):
    question = "metrics.delayed-transfers.commentary"
    saved = copy_last_period(record=record, question=question, expected_version=0, by=cast.lead)
    assert saved.text.startswith("Our DToC plan") or len(saved.text) > 40
    assert AnswerRow.objects.get(record=record, question=question).origin == "2016-17-q2"
    with pytest.raises(Refused, match="2016-17-q2 has no answer to"):
        copy_last_period(record=record, question=ACTUAL, expected_version=0, by=cast.lead)


class TestTheSameReturn:
    """The same answers, from files and from rows, are equal in every part, and so is all that follows from them."""

    @pytest.fixture
    def loaded(self, cast):
        paths = sorted((EXAMPLES / SOUTHEND).glob("*.yaml"))
        records = [
            take_in_submitted(file=read_return_file(path), by=cast.lead, submitted=date(2017, 6, 1)) for path in paths
        ]
        return records, [ret for _, ret in load_files(paths)]

    def test_answers_earlier_returns_and_findings_are_equal(self, loaded):
        for kept, read in zip(as_values(loaded[0]), loaded[1], strict=True):
            assert dict(kept.answers.answers) == dict(read.answers.answers)
            assert (kept.place, kept.form, kept.framework) == (read.place, read.form, read.framework)
            assert (kept.printed, kept.source, kept.reasons) == (read.printed, read.source, read.reasons)
            assert [one.form.id for one in kept.earlier] == [one.form.id for one in read.earlier]
            assert [dict(one.answers.answers) for one in kept.earlier] == [
                dict(one.answers.answers) for one in read.earlier
            ]
            assert calculate_completion(kept.answers) == calculate_completion(read.answers)
            on = date(2017, 3, 3)
            assert check_return(kept, on) == check_return(read, on)
            assert calculate_content_digest(kept) == calculate_content_digest(read)

    def test_what_was_submitted_is_what_was_taken_in(self, loaded):
        for record, read in zip(*loaded, strict=True):
            submission = record.sent.get()
            kept = as_submitted(submission)
            assert dict(kept.answers.answers) == dict(read.answers.answers)
            assert calculate_content_digest(kept) == submission.snapshot.digest

    def test_many_take_as_many_queries_as_one(self, loaded, cast):
        records = loaded[0]
        with CaptureQueriesContext(connection) as one:
            as_value(records[3])
        with CaptureQueriesContext(connection) as four:
            as_values(records)
        assert len(one) == len(four) <= 5

    def test_taking_in_twice_is_once(self, loaded, cast):
        again = take_in_submitted(file=read_return_file(EXAMPLES / SOUTHEND / "2016-17-q3.yaml"), by=cast.lead)
        assert (again, again.sent.count()) == (loaded[0][2], 1)

    def test_others_take_nothing_in(self, cast):
        file = read_return_file(EXAMPLES / SOUTHEND / "2016-17-q3.yaml")
        with pytest.raises(Denied):
            take_in_submitted(file=file, by=cast.outsider)
        with pytest.raises(Refused, match="when it was submitted"):
            take_in_submitted(file=read_return_file(EXAMPLES / SOUTHEND / "2016-17-q1.yaml"), by=cast.lead)


def test_remarks_and_assignments_reach_the_value(record, cast):
    remark = add_remark(record=record, question=ACTUAL, text="ask finance", by=cast.reader, come_back=True)
    ret = as_value(record)
    assert ret.remarks[ACTUAL] == "ask finance"
    assert ret.assigned == {"money": "Priya Lund", "metrics": "NHS Southend CCG"}
    resolve_remark(remark=remark, by=cast.lead)
    resolve_remark(remark=remark, by=cast.lead)
    assert ACTUAL not in as_value(record).remarks
    assert history_of(record, ACTUAL).filter(verb="resolved").count() == 1


@pytest.mark.parametrize(("question", "text"), [(ACTUAL, "  "), ("nowhere", "text")])
def test_remarks_that_make_no_sense_are_refused(record, cast, question, text):
    with pytest.raises(Refused):
        add_remark(record=record, question=question, text=text, by=cast.lead)


class TestReasons:
    def give(self, record, who, text, version=None):
        return give_reason(
            record=record, code="filler", where="money.commentary", text=text, by=who, expected_version=version
        )

    def test_reason_answers_its_finding(self, record, cast):
        save(record, cast.lead, "money.commentary", "nil comment")
        self.give(record, cast.finance, "There is nothing that differs from the plan.")
        found = next(one for one in check_return(as_value(record)) if one.code == "filler")
        assert (found.reason, found.is_open) == ("There is nothing that differs from the plan.", False)

    def test_reason_changed_meanwhile_is_a_conflict(self, record, cast):
        self.give(record, cast.finance, "One reason.", 0)
        met = self.give(record, cast.lead, "Another.", 0)
        assert (met.theirs, met.version, met.who) == ("One reason.", 1, "Priya Lund")
        assert self.give(record, cast.lead, "Another.", 1).version == 2

    def test_empty_reason_takes_it_back(self, record, cast):
        self.give(record, cast.lead, "One reason.")
        self.give(record, cast.lead, "")
        assert as_value(record).reasons == ()

    def test_same_reason_twice_is_one_event(self, record, cast):
        self.give(record, cast.lead, "One reason.")
        assert not self.give(record, cast.lead, "One reason.").changed
        assert history_of(record, "money.commentary").count() == 1

    def test_reason_for_nothing_is_refused(self, record, cast):
        with pytest.raises(Refused, match="which finding"):
            give_reason(record=record, code="", where="x", text="y", by=cast.lead)


def test_every_change_is_in_a_whole_chain(record, cast):
    save(record, cast.lead, ACTUAL, "1")
    add_remark(record=record, question=ACTUAL, text="x", by=cast.lead)
    assign(record=record, target="budget", to=cast.contributor, by=cast.lead)
    found = verify_chain(record.subject)
    assert found.is_whole
    assert found.length == ReturnRecord.objects.get(pk=record.pk).chain.length == history_of(record).count()
