"""What the pages of workbooks, signatures and submissions show, worked out without a page."""

from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from concordat.accounts.views.shown.mandates import said_delegates, state_of_mandate
from concordat.findings import Finding, Severity
from concordat.frameworks.forms import load_form
from concordat.questionnaires.answers import read_answers
from concordat.returns.barriers import Barriers
from concordat.returns.deadline import LONDON, format_closing
from concordat.returns.demo import EXAMPLES
from concordat.returns.load import load_returns
from concordat.returns.merge import Proposal
from concordat.returns.receipt import make_receipt
from concordat.returns.views.shown.answers_as_they_were import list_answers
from concordat.returns.views.shown.barrier_lines import MOST_LISTED, group_barriers
from concordat.returns.views.shown.before_signing import LONG, cut_to_difference, show_before_signing
from concordat.returns.views.shown.fund import show_fund
from concordat.returns.views.shown.pages import Pages
from concordat.returns.views.shown.proposals import TAKEN, show_proposals
from concordat.returns.views.shown.receipt_rows import show_receipt
from concordat.returns.write_receipt_pdf import render_receipt_pdf

FORM = load_form("2016-17-q3")
PAGES = Pages("southend-on-sea", "2016-17-q3")
A, B, C = "money.income.actual.q3", "money.expenditure.actual.q3", "money.commentary"


@pytest.fixture(scope="module")
def southend():
    """Southend-on-Sea's quarter 3 of 2016-17, after quarters 1 and 2."""
    paths = [EXAMPLES / "southend-on-sea" / f"2016-17-q{number}.yaml" for number in (1, 2, 3)]
    return load_returns(paths)[-1][1]


def only(proposal, now, mine=(A, B, C), **more):
    return show_proposals(FORM, [proposal], now, mine, **more).lines[0]


class TestProposals:
    def test_an_answer_that_only_the_workbook_changed_is_ticked(self):
        line = only(Proposal(A, "", "£1", "2000", 3, "£1"), {A: ("£1", 3)})
        assert (line.site, line.workbook, line.tags, line.is_ticked) == ("£1", "£2,000", (), True)

    def test_a_newer_answer_is_shown_beside_both_and_not_ticked(self):
        line = only(Proposal(A, "", "£3", "£2", 4, "£1", is_conflict=True), {A: ("£3", 4)})
        assert (line.taken, line.site, line.workbook) == ("£1", "£3", "£2")
        assert (line.may_choose, line.is_ticked) == (True, False)

    def test_what_changed_since_it_was_sent_in_cannot_be_chosen(self):
        line = only(Proposal(A, "", "£1", "£2", 3, "£1"), {A: ("£9", 4)})
        assert (line.site, line.may_choose) == ("£9", False)

    def test_what_is_somebody_elses_cannot_be_chosen(self):
        assert not only(Proposal(A, "", "£1", "£2", 3), {A: ("£1", 3)}, mine=()).may_choose

    def test_an_answer_taken_out_reads_as_none(self):
        assert only(Proposal(C, "", "Words", "", 1), {C: ("Words", 1)}).workbook == "No answer"

    def test_afterwards_it_is_told_which_were_taken(self):
        proposals = [Proposal(A, "", "£1", "£2", 3), Proposal(B, "", "£1", "£2", 3)]
        shown = show_proposals(FORM, proposals, {A: ("£2", 4), B: ("£1", 3)}, (A, B), applied=True)
        assert ([TAKEN in line.tags for line in shown.lines], shown.taken) == ([True, False], 1)
        assert shown.choosable == frozenset()

    def test_a_question_that_a_new_version_dropped_is_left_out(self):
        assert show_proposals(FORM, [Proposal("gone.by", "", "", "x", 0)], {}, ("gone.by",)).count == 0


class TestBeforeSigning:
    def test_the_fund_in_three_lines_agrees_with_the_pack(self, southend):
        """The pack of 21 June 2017 prints £13,131,049 as the year's plan and forecast, both in and out."""
        fund = show_fund(southend)
        assert fund.caption == "Pooled fund for the year: £13,131,049"
        assert [column.text for column in fund.columns] == ["Flow", "Plan", "Forecast", "Actual so far"]
        assert [row[0] for row in fund.rows] == ["Income", "Expenditure", "Income less expenditure"]
        assert {row[1] for row in fund.rows} == {"£13,131,049", "£0"}

    def test_actuals_add_up_as_far_as_they_go(self, southend):
        answers = southend.answers
        quarters = [answers.known(f"money.income.actual.q{number}") for number in (1, 2, 3)]
        assert show_fund(southend).rows[0][3] == f"£{sum(quarters):,}"

    def test_a_form_without_money_has_no_fund(self, southend):
        form = load_form("2017-19-graduation")
        assert show_fund(replace(southend, answers=read_answers(form, {}))) is None

    def test_off_track_are_metrics_that_miss_or_have_no_data(self, southend):
        shown = show_before_signing(southend, (), None, "", PAGES)
        assert [(one.what, one.state) for one in shown.off_track] == [
            ("Non-elective admissions", "No improvement in performance")
        ]

    def test_conditions_not_met_come_with_all_that_was_said_to_them(self, southend):
        given = {"conditions.4-ii.answer": "No", "conditions.4-ii.when": "31/03/2018", "conditions.4-ii.why": "Late."}
        ret = replace(southend, answers=read_answers(FORM, given, southend.answers.earlier))
        shown = show_before_signing(ret, (), None, "", PAGES)
        assert [(one.state, one.words) for one in shown.conditions] == [("No", "31/03/2018; Late.")]

    def test_explained_are_the_findings_with_a_reason_alone(self, southend):
        found = [
            Finding("a", Severity.EXPLAIN, C, "x stands.", "", "Because."),
            Finding("b", Severity.EXPLAIN, C, "y stands.", ""),
            Finding("c", Severity.NOTE, C, "z stands.", "", "Noted."),
        ]
        shown = show_before_signing(southend, found, None, "", PAGES)
        assert [(one.what, one.words) for one in shown.explained] == [("X stands.", "Because.")]

    def test_long_texts_are_cut_to_where_they_differ(self):
        same = "The same words again and again. " * 20
        before, after = cut_to_difference(f"{same}Then this.", f"{same}Then that.")
        assert before.endswith("Then this.")
        assert after.endswith("Then that.")
        assert max(len(before), len(after)) <= LONG

    def test_short_texts_stay_whole(self):
        assert cut_to_difference("no comment", "nil comment") == ("no comment", "nil comment")
        assert cut_to_difference("", "x") == ("", "x")


class TestBarriers:
    def test_each_leads_to_where_it_is_mended(self):
        found = (
            Finding("unanswered", Severity.BLOCKS, A, "A is not answered.", "Answer it."),
            Finding("not-money", Severity.BLOCKS, B, "B is no amount.", "Write pounds."),
            Finding("filler", Severity.EXPLAIN, C, "C is a filler.", "Say more."),
            Finding("whole", Severity.BLOCKS, "the-return", "Something is wrong.", "Mend it."),
        )
        groups = group_barriers(Barriers(None, found, ("The board has not signed.",)), FORM, PAGES)
        here = "/places/southend-on-sea/returns/2016-17-q3/"
        assert {group.id: [line.href for line in group.lines] for group in groups} == {
            "unanswered": [f"{here}sections/money/#a-money_income_actual_q3"],
            "blocks": [f"{here}sections/money/#a-money_expenditure_actual_q3", here],
            "unexplained": [f"{here}findings/#f-filler-money_commentary"],
            "unsigned": [f"{here}before-signing/"],
        }

    def test_hundreds_are_counted_and_the_first_listed(self):
        found = tuple(Finding("filler", Severity.EXPLAIN, one.id, "", "") for one in FORM.asked)
        group = group_barriers(Barriers(None, found, ()), FORM, PAGES)[0]
        assert (len(group.lines), group.count) == (MOST_LISTED, len(FORM.asked))
        assert group.more == len(FORM.asked) - MOST_LISTED

    @pytest.mark.parametrize(("missing", "lines"), [(3, 3), (4, 1)])
    def test_where_many_of_a_section_are_unanswered_one_line_stands_for_them(self, missing, lines):
        asked = [one for one in FORM.asked if one.section == "money"][:missing]
        found = tuple(Finding("unanswered", Severity.BLOCKS, one.id, f"{one.id}?", "Answer it.") for one in asked)
        group = group_barriers(Barriers(None, found, ()), FORM, PAGES)[0]
        assert (len(group.lines), group.count, group.more) == (lines, missing, 0)
        assert group.lines[0].href == PAGES.field(FORM, asked[0].id)
        assert group.lines[0].message == (f"{asked[0].id}?" if lines > 1 else "Income and expenditure: 4 questions")


class TestAnswers:
    def test_every_answer_is_there_once(self, southend):
        """Held against the answers themselves: each text stands in the page as often as it was given."""
        shown = []
        for section in list_answers(southend):
            for group in section.groups:
                shown += [line.text for line in group.lines if line.is_answered]
                for row in group.table.rows if group.table else ():
                    shown += row[1:]
        given = [southend.answers.text(id) for id in southend.answers.answers]
        for text in set(given) - {"–"}:
            totals = 1 if text == "£13,131,049" else 0
            assert shown.count(text) >= given.count(text) + totals, text

    def test_questions_that_did_not_apply_are_left_out(self, southend):
        labels = [line.label for section in list_answers(southend) for group in section.groups for line in group.lines]
        assert not [label for label in labels if label.endswith("If not, when it will be")]


class TestReceipt:
    def receipt(self, **more):
        given = {
            "place": "southend-on-sea",
            "form": "2016-17-q3",
            "version": 1,
            "number": 2,
            "digest": "ab" * 32,
            "at": datetime(2017, 6, 1, 11, 32, 5, tzinfo=UTC),
            "by": "Nadia Fenn",
            "subject": "return:southend-on-sea/2016-17-q3",
            "sequence": 212,
            "head": "0f" * 32,
            "signed": [],
        }
        return make_receipt(**(given | more))

    def test_it_says_who_when_what_and_how_to_verify(self):
        signed = [
            {
                "name": "A",
                "role": "Chair",
                "body": "HWB",
                "moment": "2017-06-01T09:00:00.000000+00:00",
                "rests_on": "m",
            },
            {"name": "B", "role": "Vice", "body": "HWB", "moment": "2017-06-01T09:00:00.000000+00:00", "rests_on": ""},
        ]
        shown = show_receipt(self.receipt(signed=signed), "Southend-on-Sea", FORM)
        assert shown.rows[3].value == "1 June 2017, 12:32:05 BST by Nadia Fenn"
        assert [how for _, how in shown.signed] == [
            "1 June 2017, 10:00:00 BST; rests on m",
            "1 June 2017, 10:00:00 BST; provisional until the body ratifies it",
        ]
        assert {row.value for row in shown.proof} >= {"ab" * 32, "0f" * 32}
        assert "concordat history verify --against" in " ".join(shown.verify)

    def test_on_paper_it_is_marked_up_for_screen_readers_and_always_the_same(self):
        odd = 'A #strong[bold] <b> "quoted" \\ $x$ @ref // end'
        shown = show_receipt(self.receipt(by=odd), odd, FORM)
        at = datetime(2017, 6, 1, 11, 32, 5, tzinfo=UTC)
        paper = render_receipt_pdf(shown.on_paper("Concordat"), at)
        assert paper == render_receipt_pdf(shown.on_paper("Concordat"), at)
        assert b"pdfuaid:part" in paper
        assert b"/StructTreeRoot" in paper
        assert b"0f" * 32 in paper
        assert b"2016-17-q3/southend-on-sea/2" in paper


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2017, 3, 4, 0, 0, tzinfo=LONDON), "at the end of 3 March 2017"),
        (datetime(2017, 3, 3, 23, 59, tzinfo=LONDON), "at the end of 3 March 2017"),
        (datetime(2017, 3, 3, 23, 58, tzinfo=LONDON), "at 23:58 on 3 March 2017"),
        (datetime(2017, 5, 31, 11, 0, tzinfo=UTC), "at 12:00 on 31 May 2017"),
    ],
)
def test_when_something_closes_is_said_as_people_mean_it(at, said):
    assert format_closing(at) == said


def test_mandates_are_said_with_who_signs_and_whether_they_hold():
    people = [SimpleNamespace(name=name) for name in ("B", "A", "C")]

    def mandate(count, jointly, **more):
        every = SimpleNamespace(all=lambda: people[:count])
        return SimpleNamespace(kind="delegation", delegates=every, jointly=jointly, **more)

    assert said_delegates(mandate(1, 1)) == "B, alone"
    assert said_delegates(mandate(3, 1)) == "A, B and C, each alone"
    assert said_delegates(mandate(2, 2)) == "A and B, together"
    assert said_delegates(mandate(3, 2)) == "any 2 of A, B and C, together"
    last = mandate(1, 1, withdrawn=None, until=date(2017, 6, 30))
    assert [state_of_mandate(last, day)[1] for day in (date(2017, 6, 30), date(2017, 7, 1))] == [True, False]
