"""Asking those who sign for their signature: a letter, an event, and no second letter by a second press."""

from datetime import timedelta

import pytest
from django.core import mail

from concordat.accounts.actions import grant_role, record_mandate, withdraw_grant
from concordat.accounts.models import Grant
from concordat.accounts.refused import Refused
from concordat.history import clock
from concordat.history.access import verify_chain
from concordat.returns.access import history_of
from concordat.returns.access.recent import read_recent
from concordat.returns.actions import NotReady, ask_for_signature
from concordat.returns.actions.ask_signature import AGAIN_AFTER
from concordat.returns.tests.signing_steps import change, sign_for_board, text_of

HERE = "/places/southend-on-sea/returns/2016-17-q3"
CHAIR, VICE_CHAIR = "rowan.marsh@example.org", "iris.holm@example.org"


@pytest.fixture
def press(client, filled, cast):
    """Press the button of the board, as the lead; what the page says then."""
    client.force_login(cast.lead)
    page = f"{HERE}/signatures/{cast.board.slug}/ask/"
    return lambda: text_of(client.post(page, follow=True))


def later(monkeypatch, by):
    at = clock.now() + by
    monkeypatch.setattr("concordat.returns.actions.changing.now", lambda: at)


def test_return_ask_signature_writes_to_those_who_sign(press, filled, cast):
    said = press()
    assert "A letter is on its way to Cllr Iris Holm and Cllr Rowan Marsh." in said
    assert sorted(letter.to[0] for letter in mail.outbox) == [VICE_CHAIR, CHAIR]
    letter = mail.outbox[0]
    assert letter.subject == "Southend-on-Sea: Better Care Fund quarterly return, Q3 2016-17 waits for your signature"
    assert f"{HERE}/before-signing/" in letter.body
    assert "Nadia Fenn asks you to sign" in letter.body
    assert "It closes at the end of 3 March 2017." in letter.body
    event = history_of(filled).first()
    assert (event.verb, event.about) == ("asked-to-sign", f"body:{cast.board.slug}")
    assert verify_chain(filled.subject).is_whole


def test_return_ask_signature_says_when_it_was_last_asked(client, press, filled, cast):
    assert "Nobody has asked for the signature yet." in text_of(client.get(f"{HERE}/submit/"))
    press()
    said = text_of(client.get(f"{HERE}/submit/"))
    assert "It can be signed by Cllr Iris Holm and Cllr Rowan Marsh. Nadia Fenn asked them by a letter, today, " in said
    assert "Ask for the signature again" in said
    history = text_of(client.get(f"{HERE}/history/"))
    assert "asked Cllr Iris Holm and Cllr Rowan Marsh to sign for Southend-on-Sea Health and Wellbeing Board" in history
    assert "asked for the signature of Southend-on-Sea Health" in text_of(client.get("/places/southend-on-sea/"))


def test_return_ask_signature_pressed_twice_sends_one_letter_each(press, filled):
    press()
    said = press()
    assert "Nadia Fenn asked Cllr Iris Holm and Cllr Rowan Marsh at" in said
    assert len(mail.outbox) == 2


def test_ask_for_signature_again_once_time_has_passed(press, filled, cast, monkeypatch):
    press()
    later(monkeypatch, AGAIN_AFTER - timedelta(seconds=5))
    with pytest.raises(Refused, match=r"From .* on they can be asked again"):
        ask_for_signature(record=filled, body=cast.board, by=cast.lead)
    later(monkeypatch, AGAIN_AFTER)
    ask_for_signature(record=filled, body=cast.board, by=cast.lead)
    assert len(mail.outbox) == 4


def test_ask_for_signature_waits_until_nothing_is_open(client, record, cast):
    with pytest.raises(NotReady):
        ask_for_signature(record=record, body=cast.board, by=cast.lead)
    client.force_login(cast.lead)
    assert "Ask for the signature" not in text_of(client.get(f"{HERE}/submit/"))
    assert not mail.outbox


def test_ask_for_signature_of_a_body_that_has_signed_or_is_not_asked(filled, cast):
    with pytest.raises(Refused, match="does not wait for a signature of Southend-on-Sea Borough Council"):
        ask_for_signature(record=filled, body=cast.council, by=cast.lead)
    sign_for_board(filled, cast)
    with pytest.raises(Refused, match="does not wait for a signature of"):
        ask_for_signature(record=filled, body=cast.board, by=cast.lead)


def test_ask_for_signature_of_those_alone_who_sign_jointly_and_have_not(filled, cast):
    people = [cast.chair, cast.vice_chair]
    said = {"body": cast.board, "kind": "delegation", "meeting": "HWB", "held": clock.today(), "by": cast.lead}
    both = record_mandate(**said, delegates=people, jointly=2)
    sign_for_board(filled, cast, mandate=both)
    mail.outbox.clear()
    ask_for_signature(record=filled, body=cast.board, by=cast.lead)
    assert [letter.to for letter in mail.outbox] == [[VICE_CHAIR]]


def test_ask_for_signature_of_nobody_who_could(client, filled, cast):
    for grant in Grant.objects.filter(role="signatory", place=filled.place):
        withdraw_grant(grant, by=cast.administrator, reason="moved")
    mail.outbox.clear()
    with pytest.raises(Refused, match="An administrator can give somebody the role of signatory"):
        ask_for_signature(record=filled, body=cast.board, by=cast.lead)
    client.force_login(cast.lead)
    said = text_of(client.get(f"{HERE}/submit/"))
    assert "See who can give the role of signatory" in said
    assert "Ask for the signature" not in said
    grant_role(person=cast.chair, role="signatory", place="east-of-england", by=cast.administrator, body=cast.board)
    mail.outbox.clear()
    ask_for_signature(record=filled, body=cast.board, by=cast.lead)
    assert [letter.to for letter in mail.outbox] == [[CHAIR]]


def test_only_whoever_submits_sees_the_button(client, filled, cast):
    client.force_login(cast.chair)
    said = text_of(client.get(f"{HERE}/submit/"))
    assert "It can be signed by Cllr Iris Holm and Cllr Rowan Marsh." in said
    assert "Ask for the signature" not in said
    assert client.post(f"{HERE}/signatures/{cast.board.slug}/ask/").status_code == 403
    client.force_login(cast.lead)
    assert client.post(f"{HERE}/signatures/no-such/ask/").status_code == 404


def test_a_letter_asked_for_changes_no_answer_that_was_kept(filled, cast):
    kept = read_recent(filled)
    ask_for_signature(record=filled, body=cast.board, by=cast.lead)
    assert read_recent(filled).checking is kept.checking  # nothing was read and checked anew
    change(filled, cast)
    assert read_recent(filled).checking is not kept.checking


def test_place_home_leads_whoever_submits_to_where_they_ask(client, filled, cast):
    client.force_login(cast.lead)
    assert f'href="{HERE}/submit/">Signatures' in text_of(client.get("/places/southend-on-sea/"))
    client.force_login(cast.chair)
    assert f'href="{HERE}/before-signing/">Signatures' in text_of(client.get("/places/southend-on-sea/"))
