"""Who gets which return, and who is asked to answer what."""

from datetime import date

import pytest
from django.core import mail
from django.http import Http404

from concordat.accounts.actions import make_token
from concordat.accounts.refused import Refused
from concordat.frameworks.forms import load_form
from concordat.returns.access import (
    NotFound,
    history_of,
    is_opened,
    load_assignment,
    load_remark,
    load_return,
    load_scope,
    load_signature,
    load_submission,
    questions_to_fill,
    returns_for,
    sees_drafts,
)
from concordat.returns.actions import add_remark, assign, chase, complete_assignment, hand_back
from concordat.returns.models import Assignment
from concordat.web.denied import Denied

SOUTHEND, Q2, Q3 = "southend-on-sea", "2016-17-q2", "2016-17-q3"
MONEY, METRIC, BUDGET = "money.income.actual.q3", "metrics.delayed-transfers.commentary", "budget.pooled"

MAY = {
    "lead": {"see", "open", "fill", "remark", "explain", "assign", "submit", "record", "grant", "connect"},
    "contributor": {"see", "fill-assigned", "remark", "fill", "explain"},  # the last two as far as assigned
    "finance": {"see", "fill-assigned", "remark", "explain", "fill"},
    "chair": {"see", "remark", "sign"},
    "reviewer": {"see", "remark", "extend"},
    "analyst": {"see-submitted"},
    "administrator": {"see", "record", "extend", "grant", "connect"},
    "reader": {"see"},
    "outsider": set(),
}
VERBS = sorted(set().union(*MAY.values()))


@pytest.mark.parametrize("who", MAY)
def test_each_of_the_cast_may_do_what_the_role_says_and_nothing_else(record, cast, who):
    """The table of docs/explanation/site.md, as the loader has it."""
    person, may = getattr(cast, who), set()
    for verb in VERBS:
        try:
            may.add(verb) if load_return(person, SOUTHEND, Q3, verb) else None
        except Denied:
            continue
    assert may == MAY[who]


def test_outsider_is_told_no_name_and_nothing_of_what_there_is(record, cast):
    for form in (Q3, "2016-17-q4", "nonsense"):
        with pytest.raises(Denied) as refused:
            load_return(cast.outsider, SOUTHEND, form)
        assert refused.value.who == ()
        assert "You have no role there." in refused.value.reason


def test_reader_is_told_who_can_help(record, cast):
    with pytest.raises(Denied) as refused:
        load_return(cast.reader, SOUTHEND, Q3, "fill")
    assert refused.value.who == ("Ada Winter",)


def test_what_was_not_opened_is_not_found(cast):
    with pytest.raises(NotFound, match="No return to 2016-17-q4 was opened"):
        load_return(cast.lead, SOUTHEND, "2016-17-q4")


def test_loading_takes_two_queries(record, cast, django_assert_num_queries):
    with django_assert_num_queries(2):
        load_return(cast.lead, SOUTHEND, Q3, "fill", MONEY).chain.head  # noqa: B018


class TestAssigned:
    @pytest.mark.parametrize(
        ("who", "question", "allowed"),
        [
            ("finance", MONEY, True),  # the section, to them
            ("finance", METRIC, False),
            ("contributor", METRIC, True),  # the section, to their body
            ("contributor", MONEY, False),
            ("contributor", "metrics.nothing", False),
        ],
    )
    def test_who_fills_what_is_assigned(self, record, cast, who, question, allowed):
        if allowed:
            assert load_return(getattr(cast, who), SOUTHEND, Q3, "fill", question) == record
        else:
            with pytest.raises(Denied, match="is not assigned to you"):
                load_return(getattr(cast, who), SOUTHEND, Q3, "fill", question)

    def test_questions_to_fill(self, record, cast):
        form = load_form(Q3)
        assert questions_to_fill(cast.lead, record) == {one.id for one in form.asked}
        assert {form.questions[id].section for id in questions_to_fill(cast.finance, record)} == {"money"}
        assert {form.questions[id].section for id in questions_to_fill(cast.contributor, record)} == {"metrics"}
        assert questions_to_fill(cast.chair, record) == frozenset()

    def test_one_question_to_somebody(self, record, cast):
        assign(record=record, target=BUDGET, to=cast.contributor, by=cast.lead)
        load_return(cast.contributor, SOUTHEND, Q3, "fill", BUDGET)
        load_return(cast.contributor, SOUTHEND, Q3, "explain", BUDGET)

    def test_asking_another_takes_it_from_the_first(self, record, cast):
        assign(record=record, target="money", to=cast.contributor, by=cast.lead)
        with pytest.raises(Denied):
            load_return(cast.finance, SOUTHEND, Q3, "fill", MONEY)
        load_return(cast.contributor, SOUTHEND, Q3, "fill", MONEY)

    def test_handed_back_it_is_theirs_no_more_and_the_lead_is_told(self, record, cast):
        asked = load_assignment(cast.finance, record, Assignment.objects.get(target="money").pk, own=True)
        mail.outbox.clear()
        hand_back(assignment=asked, by=cast.finance, words="The CCG holds these figures.")
        with pytest.raises(Denied):
            load_return(cast.finance, SOUTHEND, Q3, "fill", MONEY)
        assert [(letter.to, "The CCG holds" in letter.body) for letter in mail.outbox] == [([cast.lead.email], True)]
        with pytest.raises(Refused, match="is handed back already"):
            chase(assignment=asked, by=cast.lead)
        with pytest.raises(Refused, match="Say why"):
            hand_back(assignment=asked, by=cast.finance, words=" ")

    def test_done_is_recorded_and_can_still_be_corrected(self, record, cast):
        complete_assignment(assignment=Assignment.objects.get(target="money"), by=cast.finance)
        assert history_of(record).first().verb == "completed"
        load_return(cast.finance, SOUTHEND, Q3, "fill", MONEY)

    def test_asked_and_chased_by_letter_to_person_and_body(self, record, cast):
        mail.outbox.clear()
        assign(record=record, target="budget", to=cast.contributor, by=cast.lead, due=date(2017, 2, 24), words="Soon")
        chased = chase(assignment=Assignment.objects.get(target="metrics"), by=cast.lead)
        assert chased.state == "chased"
        assert [letter.to[0] for letter in mail.outbox] == [cast.contributor.email] * 2
        assert "by 24 February 2017" in mail.outbox[0].subject
        assert mail.outbox[1].subject.startswith("Reminder: Southend-on-Sea, ")

    def test_sections_that_there_are_not_are_refused(self, record, cast):
        with pytest.raises(Refused, match="no section or question 'weather'"):
            assign(record=record, target="weather", to=cast.contributor, by=cast.lead)


class TestWhichReturns:
    def test_drafts_for_those_of_the_place_and_its_region(self, record, cast):
        for who in ("lead", "contributor", "chair", "reader", "reviewer", "administrator"):
            assert {one.form for one in returns_for(getattr(cast, who))} == {"2016-17-q1", Q2, Q3}

    def test_submitted_ones_for_the_analyst(self, record, cast):
        assert {one.form for one in returns_for(cast.analyst)} == {"2016-17-q1", Q2}
        assert not sees_drafts(cast.analyst, SOUTHEND)
        assert load_submission(cast.analyst, SOUTHEND, Q2).number == 1
        with pytest.raises(NotFound, match="has not submitted"):
            load_submission(cast.analyst, SOUTHEND, Q3)
        with pytest.raises(NotFound):
            load_submission(cast.lead, SOUTHEND, Q2, 7)

    def test_nothing_for_the_outsider(self, record, cast):
        assert list(returns_for(cast.outsider)) == []
        assert not is_opened(cast.outsider, SOUTHEND, Q3)
        with pytest.raises(Denied):
            load_submission(cast.outsider, SOUTHEND, Q2)

    def test_program_sees_the_places_of_its_body(self, record, cast):
        token, _ = make_token(body=cast.council, name="a", scopes=["read"], by=cast.lead)
        assert returns_for(token).count() == 3
        with pytest.raises(Denied):
            load_return(token, SOUTHEND, Q3, "fill", MONEY)


class TestScopes:
    @pytest.mark.parametrize(
        ("who", "slug"),
        [("lead", SOUTHEND), ("reviewer", "east-of-england"), ("reviewer", SOUTHEND), ("analyst", "england")],
    )
    def test_place_or_footprint_of_theirs(self, cast, who, slug):
        assert load_scope(getattr(cast, who), slug, 2017).slug == slug

    @pytest.mark.parametrize(("who", "slug"), [("lead", "england"), ("reviewer", "london"), ("outsider", SOUTHEND)])
    def test_others_are_denied(self, cast, who, slug):
        with pytest.raises(Denied):
            load_scope(getattr(cast, who), slug, 2017)

    @pytest.mark.parametrize("who", ["lead", "outsider", "administrator"])
    def test_a_place_that_there_is_not_is_not_found(self, cast, who):
        with pytest.raises(Http404, match="There is no place 'atlantis'"):
            load_scope(getattr(cast, who), "atlantis", 2017)

    def test_footprint_of_another_year_is_not_found(self, cast):
        with pytest.raises(NotFound, match="boundaries of that year"):
            load_scope(cast.reviewer, "icb-mid-and-south-essex", 2017)


def test_parts_of_another_return_are_not_found(record, cast):
    other = record.__class__.objects.get(form=Q2)
    remark = add_remark(record=record, question=MONEY, text="x", by=cast.lead)
    assert load_remark(cast.lead, record, remark.pk) == remark
    for load, id in ((load_remark, remark.pk), (load_assignment, Assignment.objects.first().pk), (load_signature, 1)):
        with pytest.raises(NotFound):
            load(cast.lead, other, id)
    with pytest.raises(NotFound):
        load_assignment(cast.contributor, record, Assignment.objects.get(target="money").pk, own=True)
