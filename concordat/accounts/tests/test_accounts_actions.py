"""People, bodies and rights, changed through the actions."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from concordat.accounts.access import actor_for, can, find_token, letters_to, rights_of, who_can, why
from concordat.accounts.actions import (
    accept_invitation,
    add_board_date,
    add_body,
    appoint_first_administrator,
    drop_board_date,
    find_invitation,
    grant_role,
    invite,
    make_token,
    record_mandate,
    revoke_token,
    withdraw_grant,
    withdraw_invitation,
    withdraw_mandate,
)
from concordat.accounts.models import ApiToken, BoardDate, Body, Grant, Invitation, Mandate, Person, Service
from concordat.accounts.refused import Refused
from concordat.accounts.roles import Verb
from concordat.history.access import events_of, verify_all
from concordat.returns.demo import make_cast
from concordat.web.denied import Denied

SOUTHEND = "southend-on-sea"


def test_first_administrator_is_the_only_one_nobody_grants(db):
    ada = appoint_first_administrator(email="Ada@Example.org", name="Ada Winter", password=None)
    assert ada.email == "ada@example.org"
    assert can(ada, Verb.GRANT, SOUTHEND)
    with pytest.raises(Refused, match="administrator already"):
        appoint_first_administrator(email="eve@example.org", name="Eve", password=None)
    assert Person.objects.count() == 1


def test_people_are_found_by_address_however_it_is_typed(cast):
    assert Person.objects.get_by_natural_key(" Nadia.FENN@example.org ") == cast.lead


def test_lead_grants_contributor_and_not_signatory(cast):
    grant = grant_role(person=cast.reader, role="contributor", place=SOUTHEND, by=cast.lead, reason="holiday cover")
    assert can(cast.reader, Verb.FILL_ASSIGNED, SOUTHEND)
    assert grant.granted_by == "Nadia Fenn"
    event = events_of(f"place:{SOUTHEND}").first()
    assert (event.verb, event.actor, event.said["role"]) == ("granted", "Nadia Fenn", "contributor")
    with pytest.raises(Denied, match="may give the roles Contributor, Finance officer, Reader here, not that of Sign"):
        grant_role(person=cast.reader, role="signatory", place=SOUTHEND, by=cast.lead, body=cast.board)


@pytest.mark.parametrize("who", ["contributor", "reviewer", "analyst", "outsider", "chair"])
def test_others_grant_nothing(cast, who):
    with pytest.raises(Denied):
        grant_role(person=cast.reader, role="reader", place=SOUTHEND, by=getattr(cast, who))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"role": "king"}, "There is no role 'king'"),
        ({"place": "atlantis"}, "There is no place 'atlantis'"),
        ({"role": "signatory"}, "Say for which body"),
        ({"ends": date(2016, 1, 1)}, "would end before it starts"),
        ({"starts": date(2010, 1, 1), "ends": date(2011, 1, 1)}, "would have ended already"),
        ({"ends": date(2017, 3, 1)}, "is Reader here already, without an end"),
    ],
)
def test_grants_that_make_no_sense_are_refused(cast, wrong, message):
    asked = {"person": cast.reader, "role": "reader", "place": SOUTHEND, "by": cast.administrator} | wrong
    with pytest.raises(Refused, match=message):
        grant_role(**asked)


def test_cast_is_made_again_without_harm(cast):
    assert make_cast() == cast


def test_granting_twice_is_one_grant(cast):
    once = grant_role(person=cast.reader, role="reader", place=SOUTHEND, by=cast.lead)
    assert grant_role(person=cast.reader, role="reader", place=SOUTHEND, by=cast.lead) == once


def test_nobody_gives_themselves_the_right_to_sign(cast):
    asked = {"role": "signatory", "place": SOUTHEND, "by": cast.administrator, "body": cast.board}
    with pytest.raises(Refused, match="Nobody gives themselves the role of Signatory"):
        grant_role(person=cast.administrator, **asked)
    with pytest.raises(Refused, match="Nobody gives themselves the role of Signatory"):
        invite(email=" Ada.Winter@example.org", **asked)
    assert not can(cast.administrator, Verb.SIGN, SOUTHEND)


def test_people_are_told_of_their_roles_and_leads_of_who_may_sign(cast):
    asked = {"place": SOUTHEND, "by": cast.administrator, "body": cast.board, "reason": "elected"}
    grant = grant_role(person=cast.reader, role="signatory", **asked)
    sent = {letter.to[0]: (letter.subject, letter.body) for letter in mail.outbox}
    assert set(sent) == {cast.reader.email, cast.lead.email}
    board = "Southend-on-Sea Health and Wellbeing Board"
    assert sent[cast.reader.email][0] == f"You are now Signatory at Southend-on-Sea for {board}"
    assert "The reason given: elected" in sent[cast.reader.email][1]
    assert sent[cast.lead.email][0] == "Southend-on-Sea: Mina Sole may sign"
    mail.outbox.clear()
    assert grant_role(person=cast.reader, role="signatory", **asked) == grant
    assert not mail.outbox
    withdraw_grant(grant, by=cast.administrator, reason="not elected again")
    assert mail.outbox[0].to == [cast.reader.email]
    assert "Ada Winter ended your role of Signatory" in mail.outbox[0].body


def test_first_administrator_can_be_appointed_again_where_none_can_act(cast):
    Person.objects.filter(pk=cast.administrator.pk).update(is_active=False)
    eve = appoint_first_administrator(email="eve@example.org", name="Eve", password=None)
    assert can(eve, Verb.GRANT, SOUTHEND)


def test_withdrawn_grant_ends_today_and_is_kept(cast):
    grant = Grant.objects.get(person=cast.contributor)
    withdraw_grant(grant, by=cast.lead, reason="left")
    assert not can(cast.contributor, Verb.SEE, SOUTHEND)
    assert "Their role of Contributor ended on 19 February 2017." in why(cast.contributor, Verb.SEE, SOUTHEND)
    assert Grant.objects.filter(pk=grant.pk).exists()
    assert events_of(f"place:{SOUTHEND}").first().said["reason"] == "left"


def test_why_names_who_could_help(cast):
    said = why(cast.reader, Verb.FILL, SOUTHEND)
    assert "It takes the role of lead, which an administrator can grant. Here that is Ada Winter." in said


def test_who_can_lists_grants_of_footprints_too(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = {(one.who, one.title, one.place) for one in who_can(SOUTHEND)}
    assert ("Sam Okafor", "Reviewer", "east-of-england") in found
    assert ("Nadia Fenn", "Lead", SOUTHEND) in found
    assert not any(who == "Lena Frost" for who, *_ in found)


def test_inactive_person_has_no_rights(cast):
    cast.lead.is_active = False
    cast.lead.save()
    assert not can(cast.lead, Verb.SEE, SOUTHEND)
    assert "Nadia Fenn" not in {one.who for one in who_can(SOUTHEND)}
    assert cast.lead.email not in letters_to(Verb.FILL, SOUTHEND)


def test_history_names_the_body_that_somebody_acts_for(cast, django_assert_num_queries):
    rights_of(cast.lead)
    with django_assert_num_queries(0):
        assert actor_for(cast.lead, SOUTHEND).body == "Southend-on-Sea Borough Council"


class TestInvitations:
    @pytest.fixture
    def invited(self, cast):
        mail.outbox.clear()
        return invite(email="New@Example.org", role="reader", place=SOUTHEND, by=cast.lead, reason="council audit")

    def test_the_letter_has_the_link_and_the_database_has_not(self, invited):
        invitation, secret = invited
        assert secret in mail.outbox[0].body
        assert mail.outbox[0].to == ["new@example.org"]
        assert secret not in str(Invitation.objects.values().get(pk=invitation.pk))

    def test_accepting_makes_the_person_with_a_confirmed_address(self, invited):
        person, grant = accept_invitation(secret=invited[1], name="Una New", password="a-long-password-indeed")
        assert (person.email, person.name, grant.role) == ("new@example.org", "Una New", "reader")
        assert person.check_password("a-long-password-indeed")
        assert person.emailaddress_set.get().verified
        assert can(person, Verb.SEE, SOUTHEND)

    def test_accepting_twice_is_refused(self, invited):
        accept_invitation(secret=invited[1], name="Una New")
        with pytest.raises(Refused, match="taken up already"):
            accept_invitation(secret=invited[1], name="Eve")

    def test_new_person_gives_a_name(self, invited):
        with pytest.raises(Refused, match="Give the name"):
            accept_invitation(secret=invited[1], name=" ")
        assert not Person.objects.filter(email="new@example.org").exists()

    def test_somebody_who_is_there_keeps_name_and_password(self, cast):
        cast.outsider.set_password("her-own-long-password")
        cast.outsider.save()
        _, secret = invite(email=cast.outsider.email, role="reader", place=SOUTHEND, by=cast.lead)
        person, _ = accept_invitation(secret=secret, name="Eve", password="another-long-password")
        assert (person, person.name) == (cast.outsider, "Lena Frost")
        assert person.check_password("her-own-long-password")

    def test_expired_invitation_is_refused(self, invited):
        Invitation.objects.update(expires_at=timezone.now())
        with pytest.raises(Refused, match="has expired; ask Nadia Fenn"):
            find_invitation(invited[1])

    def test_withdrawn_invitation_is_refused(self, cast, invited):
        withdraw_invitation(invited[0], by=cast.lead)
        with pytest.raises(Refused, match="was withdrawn"):
            find_invitation(invited[1])

    def test_wrong_link_is_refused(self, invited):
        with pytest.raises(Refused, match="belongs to no invitation"):
            find_invitation(invited[1] + "x")

    def test_wrong_address_is_refused(self, cast):
        with pytest.raises(Refused, match="not an e-mail address"):
            invite(email="new@", role="reader", place=SOUTHEND, by=cast.lead)


class TestTokens:
    def test_token_acts_for_its_body_within_its_scopes(self, cast):
        token, raw = make_token(body=cast.council, name="finance system", scopes=["write"], by=cast.lead)
        found = find_token(raw)
        assert found == token
        assert can(found, Verb.FILL, SOUTHEND)
        assert not can(found, Verb.SUBMIT, SOUTHEND)
        assert not can(found, Verb.SIGN, SOUTHEND)
        assert not can(found, Verb.SEE, "central-bedfordshire")
        actor = actor_for(found, SOUTHEND)
        assert (actor.id, actor.body) == (f"token:{token.pk}", "Southend-on-Sea Borough Council")
        assert raw not in str(ApiToken.objects.values().get())

    def test_revoked_and_expired_tokens_are_none(self, cast):
        token, raw = make_token(body=cast.council, name="a", scopes=["read"], by=cast.lead)
        revoke_token(token, by=cast.lead)
        assert find_token(raw) is None
        token, raw = make_token(body=cast.council, name="b", scopes=["read"], by=cast.lead, days=1)
        ApiToken.objects.filter(pk=token.pk).update(
            created_at=timezone.now() - timedelta(days=2), expires_at=timezone.now() - timedelta(days=1)
        )
        assert find_token(raw) is None
        assert rights_of(ApiToken.objects.get(pk=token.pk)).entitlements == ()
        assert find_token("concordat_guess") is None

    @pytest.mark.parametrize(
        ("wrong", "message"),
        [
            ({"scopes": []}, "Choose what the token may do"),
            ({"scopes": ["sign"]}, "Choose what the token may do"),
            ({"name": " "}, "Name the program"),
            ({"days": 0}, "between 1 and 366 days"),
            ({"days": 400}, "between 1 and 366 days"),
        ],
    )
    def test_tokens_that_make_no_sense_are_refused(self, cast, wrong, message):
        asked = {"body": cast.council, "name": "a", "scopes": ["read"], "by": cast.lead} | wrong
        with pytest.raises(Refused, match=message):
            make_token(**asked)

    def test_only_who_may_connect_programs_makes_and_revokes(self, cast):
        token, _ = make_token(body=cast.council, name="a", scopes=["read"], by=cast.lead)
        for person in (cast.contributor, cast.outsider, cast.reviewer):
            with pytest.raises(Denied):
                make_token(body=cast.council, name="a", scopes=["read"], by=person)
            with pytest.raises(Denied):
                revoke_token(token, by=person)


class TestBodies:
    def test_adding_a_place_to_a_body_that_is_there(self, cast):
        again = add_body(name=cast.ccg.name, kind="commissioner", places=[SOUTHEND, "essex"], by=cast.administrator)
        assert again == cast.ccg
        assert set(again.services.values_list("place", flat=True)) == {SOUTHEND, "essex"}

    @pytest.mark.parametrize(
        ("wrong", "message"),
        [
            ({"kind": "club"}, "A body is one of"),
            ({"name": "  "}, "Give the name"),
            ({"places": []}, "Say which places"),
            ({"places": ["atlantis"]}, "There is no place 'atlantis'"),
            ({"name": "NHS Southend CCG", "kind": "council"}, "is there already, as NHS commissioner"),
        ],
    )
    def test_bodies_that_make_no_sense_are_refused(self, cast, wrong, message):
        asked = {"name": "Some Trust", "kind": "provider", "places": [SOUTHEND], "by": cast.lead} | wrong
        with pytest.raises(Refused, match=message):
            add_body(**asked)

    def test_lead_adds_bodies_at_their_own_place_only(self, cast):
        with pytest.raises(Denied):
            add_body(name="Some Trust", kind="provider", places=[SOUTHEND, "essex"], by=cast.lead)

    def test_board_dates_are_entered_corrected_and_taken_out(self, cast):
        day = add_board_date(body=cast.board, held=date(2017, 3, 22), by=cast.lead)
        add_board_date(body=cast.board, held=date(2017, 3, 22), papers_due=date(2017, 3, 14), by=cast.lead)
        assert BoardDate.objects.get(pk=day.pk).papers_due == date(2017, 3, 14)
        drop_board_date(day, by=cast.lead)
        assert not BoardDate.objects.filter(held=date(2017, 3, 22)).exists()
        with pytest.raises(Refused, match="day of the meeting or before"):
            add_board_date(body=cast.board, held=date(2017, 3, 22), papers_due=date(2017, 3, 23), by=cast.lead)
        with pytest.raises(Denied):
            add_board_date(body=cast.board, held=date(2017, 3, 22), by=cast.outsider)


class TestMandates:
    def test_recorded_withdrawn_and_in_the_history(self, cast):
        mandate = record_mandate(body=cast.board, kind="decision", meeting="HWB", held=date(2017, 2, 15), by=cast.lead)
        withdraw_mandate(mandate, by=cast.lead)
        assert Mandate.objects.get(pk=mandate.pk).withdrawn == date(2017, 2, 19)
        verbs = [event.verb for event in events_of(f"body:{cast.board.slug}")[:2]]
        assert verbs == ["withdrew", "mandated"]

    @pytest.mark.parametrize(
        ("wrong", "message"),
        [
            ({"kind": "rumour"}, "A mandate is a decision or a delegation"),
            ({"meeting": " "}, "Name the meeting"),
            ({"until": date(2017, 2, 14)}, "end before it was given"),
            ({"kind": "delegation"}, "Name the people"),
        ],
    )
    def test_mandates_that_make_no_sense_are_refused(self, cast, wrong, message):
        asked = {"body": cast.board, "kind": "decision", "meeting": "HWB", "held": date(2017, 2, 15), "by": cast.lead}
        with pytest.raises(Refused, match=message):
            record_mandate(**(asked | wrong))

    def test_nobody_records_for_another_place(self, cast):
        with pytest.raises(Denied):
            record_mandate(body=cast.board, kind="decision", meeting="HWB", held=date(2017, 2, 15), by=cast.outsider)


def test_every_change_of_the_cast_is_in_whole_chains(cast):
    assert all(one.is_whole for one in verify_all())


def broken(name, make):
    return pytest.param(make, id=name)


DAY = date(2017, 2, 19)


@pytest.mark.parametrize(
    "make",
    [
        broken("one_name_of_an_address", lambda c: Person.objects.create(email=c.lead.email, name="x")),
        broken("a_body_is_of_a_known_kind", lambda c: Body.objects.create(slug="x", name="x", kind="club")),
        broken("a_body_serves_a_place_once", lambda c: Service.objects.create(body=c.board, place=SOUTHEND)),
        broken("a_board_meets_once_a_day", lambda c: BoardDate.objects.create(body=c.board, held=date(2017, 2, 15))),
        broken(
            "papers_come_before_the_meeting",
            lambda c: BoardDate.objects.create(body=c.board, held=DAY, papers_due=DAY + timedelta(1)),
        ),
        broken(
            "a_grant_is_of_a_known_role",
            lambda c: Grant.objects.create(person=c.lead, role="king", place=SOUTHEND, starts=DAY, granted_by="x"),
        ),
        broken(
            "a_grant_does_not_end_before_it_starts",
            lambda c: Grant.objects.create(
                person=c.lead, role="reader", place=SOUTHEND, starts=DAY, ends=DAY - timedelta(1), granted_by="x"
            ),
        ),
        broken(
            "a_role_for_a_body_is_granted_once_at_a_time",
            lambda c: Grant.objects.create(
                person=c.lead, role="lead", place=SOUTHEND, body=c.council, starts=DAY, granted_by="x"
            ),
        ),
        broken(
            "a_role_is_granted_once_at_a_time",
            lambda c: Grant.objects.create(person=c.reader, role="reader", place=SOUTHEND, starts=DAY, granted_by="x"),
        ),
        broken(
            "an_invitation_is_to_a_known_role",
            lambda c: Invitation.objects.create(
                email="a@b.org",
                role="king",
                place=SOUTHEND,
                token_digest="x",
                invited_by=c.lead,
                expires_at=timezone.now(),
            ),
        ),
        broken(
            "an_invitation_is_accepted_by_somebody",
            lambda c: Invitation.objects.create(
                email="a@b.org",
                role="reader",
                place=SOUTHEND,
                token_digest="x",
                invited_by=c.lead,
                expires_at=timezone.now(),
                accepted_at=timezone.now(),
            ),
        ),
        broken(
            "a_token_expires_after_it_is_made",
            lambda c: ApiToken.objects.create(
                body=c.board,
                name="x",
                scopes=[],
                begins="x",
                token_digest="x",
                expires_at=timezone.now() - timedelta(1),
            ),
        ),
        broken(
            "a_mandate_is_of_a_known_kind",
            lambda c: Mandate.objects.create(body=c.board, kind="rumour", meeting="x", held=DAY),
        ),
        broken(
            "a_mandate_does_not_end_before_it_was_given",
            lambda c: Mandate.objects.create(
                body=c.board, kind="decision", meeting="x", held=DAY, until=DAY - timedelta(1)
            ),
        ),
        broken(
            "somebody_signs_under_a_mandate",
            lambda c: Mandate.objects.create(body=c.board, kind="decision", meeting="x", held=DAY, jointly=0),
        ),
    ],
)
def test_the_database_refuses(cast, make, request):
    name = request.node.callspec.id
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        make(cast)
    assert name in str(refused.value) or "unique" in str(refused.value).lower()


def test_an_address_is_kept_in_small_letters(cast):
    with pytest.raises(IntegrityError, match="an_address_is_in_small_letters"), transaction.atomic():
        Person.objects.filter(pk=cast.lead.pk).update(email="NADIA@example.org")
