"""Rights put together from grants, and mandates, without a database."""

import re
from datetime import date
from pathlib import Path

import pytest

from concordat.accounts.mandates import DECISION, DELEGATION, Terms, is_enough, refuse_mandate, refuse_terms
from concordat.accounts.rights import Entitlement, Rights, who_may
from concordat.accounts.roles import ROLES, SCOPES, Verb, givers_of, roles_that

TODAY = date(2017, 2, 19)
SOUTHEND = "southend-on-sea"


def rights(*grants, on=TODAY):
    return Rights("Nadia Fenn", grants, on)


def grant(role, place, **more):
    return Entitlement(role, place, ROLES[role].may, who="Nadia Fenn", granted_by="Ada Winter", **more)


@pytest.mark.parametrize("role", ROLES.values(), ids=lambda role: role.name)
def test_every_role_is_a_sentence_and_a_set_of_verbs(role):
    assert role.__doc__.endswith(".")
    assert role.may <= set(Verb)
    assert role.gives <= set(ROLES)


def test_the_table_of_the_documentation_is_what_the_roles_say():
    text = (Path(__file__).parents[3] / "docs" / "explanation" / "site.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \| (.+?) \| (.*) \|$", text, re.MULTILINE)
    told = {
        verb: (words, [cell.strip() == "yes" for cell in cells.split("|")])
        for verb, words, cells in rows
        if verb in set(Verb)
    }
    assert told == {str(verb): (verb.words, [verb in role.may for role in ROLES.values()]) for verb in Verb}


def test_nobody_who_fills_also_signs_and_no_token_does():
    assert [role.name for role in ROLES.values() if {Verb.FILL, Verb.SIGN} <= role.may] == []
    assert not any(Verb.SIGN in verbs or Verb.GRANT in verbs for verbs in SCOPES.values())


def test_nobody_gives_a_role_that_may_more_than_they_and_an_administrator_may():
    for role in ROLES.values():
        for given in role.gives - ROLES["administrator"].gives:
            pytest.fail(f"{role.name} gives {given}, which not even an administrator gives")
    assert givers_of(Verb.SIGN) == ["Administrator"]
    assert roles_that(Verb.SUBMIT) == ["Lead"]


def test_lead_of_a_place_leads_there_only():
    held = rights(grant("lead", SOUTHEND))
    assert held.can(Verb.FILL, SOUTHEND)
    assert not held.can(Verb.FILL, "essex")
    assert not held.can(Verb.SEE, "east-of-england")


def test_reviewer_of_a_region_sees_its_places_and_partnerships():
    held = rights(grant("reviewer", "east-of-england"))
    assert held.can(Verb.SEE, SOUTHEND)
    assert held.can(Verb.SEE, "stp-mid-and-south-essex")
    assert not held.can(Verb.SEE, "kent")
    assert not held.can(Verb.FILL, SOUTHEND)


def test_analyst_sees_what_was_submitted_only():
    held = rights(grant("national-analyst", "england"))
    assert held.can(Verb.SEE_SUBMITTED, SOUTHEND)
    assert not held.can(Verb.SEE, SOUTHEND)


@pytest.mark.parametrize(
    ("on", "held"),
    [(date(2016, 12, 31), False), (date(2017, 1, 1), True), (date(2017, 1, 31), True), (date(2017, 2, 1), False)],
)
def test_grant_holds_from_its_first_day_until_the_day_before_it_ends(on, held):
    one = grant("lead", SOUTHEND, starts=date(2017, 1, 1), ends=date(2017, 2, 1))
    assert rights(one, on=on).can(Verb.SEE, SOUTHEND) is held


def test_why_names_the_grant():
    one = grant("lead", SOUTHEND, body="Council", starts=date(2016, 4, 1), reason="appointed")
    assert rights(one).why(Verb.SUBMIT, SOUTHEND) == (
        "Nadia Fenn may submit a return: Lead at Southend-on-Sea for Council since 1 April 2016, "
        "granted by Ada Winter: appointed."
    )


def test_why_says_what_is_missing_and_who_can_grant_it():
    said = rights(grant("reader", SOUTHEND)).why(Verb.SIGN, SOUTHEND)
    assert said.startswith("Nadia Fenn may not sign for their body at Southend-on-Sea. They are Reader")
    assert "It takes the role of signatory, which an administrator can grant." in said


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ((), "You have no role there."),
        (("reader",), "You are reader there."),
        (("reader", "finance-officer", "reader"), "You are reader and finance officer there."),
    ],
)
def test_why_not_tells_a_person_in_short_what_they_lack(held, said):
    assert rights(*(grant(role, SOUTHEND) for role in held)).why_not(Verb.SIGN, SOUTHEND) == (
        f"You may not sign for your body at Southend-on-Sea. {said} "
        "It takes the role of signatory, which an administrator can grant."
    )


def test_why_not_names_no_role_where_most_will_do():
    assert rights().why_not(Verb.SEE, SOUTHEND) == (
        "You may not see returns and drafts at Southend-on-Sea. You have no role there. "
        "It takes a role there, which a lead or an administrator can grant."
    )


def test_why_not_tells_of_a_role_that_ended():
    said = rights(grant("lead", SOUTHEND, ends=date(2017, 2, 1))).why_not(Verb.ASSIGN, SOUTHEND)
    assert "Your role of Lead ended on 1 February 2017." in said


def test_why_tells_of_a_role_that_ended():
    said = rights(grant("lead", SOUTHEND, ends=date(2017, 2, 1))).why(Verb.FILL, SOUTHEND)
    assert "Their role of Lead ended on 1 February 2017." in said


def test_bodies_and_scopes_and_roles_given():
    held = rights(
        grant("signatory", SOUTHEND, body_id=7, body="Board"), grant("lead", SOUTHEND, body_id=8, body="Council")
    )
    assert held.bodies_at(SOUTHEND) == {7, 8}
    assert held.bodies_at(SOUTHEND, Verb.SIGN) == {7}
    assert held.body_at(SOUTHEND) == "Board"
    assert held.scopes(Verb.FILL) == (SOUTHEND,)
    assert held.roles_given(SOUTHEND) == {"contributor", "finance-officer", "reader"}
    assert who_may(Verb.SIGN, held.at(SOUTHEND)) == ["Nadia Fenn"]


BOARD, CHAIR, VICE, OTHER = 1, 11, 12, 13
DELEGATED = Terms(
    id=5,
    kind=DELEGATION,
    body=BOARD,
    said="minute 42",
    held=date(2016, 12, 7),
    until=date(2017, 6, 30),
    forms=frozenset({"2016-17-q3"}),
    delegates=frozenset({CHAIR, VICE}),
    jointly=1,
)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({}, ""),
        ({"body": 2}, "The mandate is another body's."),
        ({"on": date(2016, 12, 6)}, "The mandate dates from 7 December 2016, after this day."),
        ({"on": date(2016, 12, 7)}, ""),
        ({"on": date(2017, 6, 30)}, ""),
        ({"on": date(2017, 7, 1)}, "The mandate ended on 30 June 2017."),
        ({"form": "2016-17-q4"}, "The mandate holds for 2016-17-q3, not for 2016-17-q4."),
        ({"person": OTHER}, "The mandate delegates to other people."),
    ],
)
def test_refuse_mandate(changed, why):
    asked = {"body": BOARD, "person": CHAIR, "form": "2016-17-q3", "on": TODAY} | changed
    assert refuse_mandate(DELEGATED, **asked) == why


def test_decision_of_the_body_serves_whoever_signs_for_it():
    decided = Terms(id=6, kind=DECISION, body=BOARD, said="minute 50", held=TODAY)
    assert refuse_mandate(decided, body=BOARD, person=OTHER, form="anything", on=TODAY) == ""
    assert is_enough(decided, {OTHER})
    assert not is_enough(decided, set())


def test_withdrawn_mandate_serves_no_more():
    gone = Terms(id=6, kind=DECISION, body=BOARD, said="minute 50", held=date(2017, 1, 1), withdrawn=date(2017, 2, 1))
    assert refuse_mandate(gone, body=BOARD, person=CHAIR, form="f", on=date(2017, 1, 31)) == ""
    assert "withdrawn on 1 February 2017" in refuse_mandate(
        gone, body=BOARD, person=CHAIR, form="f", on=date(2017, 2, 1)
    )


def test_joint_delegation_takes_as_many_of_its_delegates_as_it_says():
    joint = Terms(
        id=7, kind=DELEGATION, body=BOARD, said="m", held=TODAY, delegates=frozenset({CHAIR, VICE}), jointly=2
    )
    assert not is_enough(joint, {CHAIR})
    assert not is_enough(joint, {CHAIR, OTHER})
    assert is_enough(joint, {CHAIR, VICE})


@pytest.mark.parametrize(
    ("kind", "delegates", "jointly", "why"),
    [
        (DECISION, 0, 1, ""),
        (DECISION, 1, 1, "names no delegates"),
        (DELEGATION, 0, 1, "Name the people"),
        (DELEGATION, 2, 2, ""),
        (DELEGATION, 2, 3, "3 of 2 people cannot sign jointly"),
        (DELEGATION, 2, 0, "0 of 2 people cannot sign jointly"),
    ],
)
def test_refuse_terms(kind, delegates, jointly, why):
    said = refuse_terms(kind, delegates, jointly)
    assert (why in said) if why else said == ""
