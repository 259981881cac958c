"""Letters: stored with what they tell of, sent at least once, tried again, given up in the end."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.utils import timezone

from concordat.accounts import outbox
from concordat.accounts.actions import invite
from concordat.accounts.mail import send
from concordat.accounts.models import Invitation, Letter
from concordat.accounts.outbox import HELD_UP, KEPT, LEASE, deliver, is_held_up

LOCAL = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture(autouse=True)
def outgoing(db, settings):
    settings.EMAIL_BACKEND = "concordat.accounts.outbox.Outbox"
    settings.DELIVERY_BACKEND = LOCAL
    mail.outbox = []


def failing(monkeypatch, why):
    """A mail server that takes the connection and then no letter."""

    def refuse(self, messages):
        raise why

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)


def refused(code):
    return SMTPRecipientsRefused({"jo@example.org": (code, b"no")})


def test_a_letter_is_stored_and_sent_afterwards():
    send(["jo@example.org", "kim@example.org", "jo@example.org"], "A\r\nword", "Text", reply_to="sam@example.org")
    assert mail.outbox == []
    assert deliver(timezone.now()) == 2
    assert [letter.to for letter in mail.outbox] == [["jo@example.org"], ["kim@example.org"]]
    assert {(one.subject, one.body, *one.reply_to) for one in mail.outbox} == {("A word", "Text", "sam@example.org")}
    assert not Letter.objects.exists()
    assert deliver(timezone.now()) == 0


def test_a_letter_is_dropped_with_what_it_tells_of(cast):
    with transaction.atomic():
        invite(email="kim@example.org", role="reader", place="southend-on-sea", by=cast.lead)
        assert Letter.objects.count() == 1
        transaction.set_rollback(True)
    assert (Invitation.objects.count(), Letter.objects.count()) == (0, 0)


def test_letters_of_signing_in_go_the_same_way(cast, client):
    client.post("/account/password/reset/", {"email": cast.lead.email})
    assert mail.outbox == []
    deliver(timezone.now())
    assert [letter.to for letter in mail.outbox] == [[cast.lead.email]]
    assert "/account/password/reset/key/" in mail.outbox[0].body


def test_a_letter_that_is_not_taken_is_tried_again(monkeypatch):
    send(["jo@example.org"], "A word", "Text")
    start = timezone.now()
    with monkeypatch.context() as broken:
        failing(broken, SMTPServerDisconnected("away"))
        assert deliver(start) == 0
        assert deliver(start + timedelta(minutes=1)) == 0  # the second wait is longer
    assert deliver(start + timedelta(minutes=5)) == 0
    assert deliver(start + timedelta(minutes=6)) == 1
    assert len(mail.outbox) == 1


def test_an_address_that_there_is_not_is_given_up_at_once_and_one_that_is_full_is_not(monkeypatch):
    send(["jo@example.org"], "A word", "Text")
    failing(monkeypatch, refused(452))
    deliver(timezone.now())
    assert Letter.objects.count() == 1
    failing(monkeypatch, refused(550))
    deliver(timezone.now() + timedelta(hours=1))
    assert not Letter.objects.exists()


def test_a_letter_is_given_up_in_the_end(monkeypatch):
    send(["jo@example.org"], "A word", "Text")
    failing(monkeypatch, SMTPServerDisconnected("away"))
    deliver(timezone.now() + KEPT - timedelta(minutes=1))
    assert Letter.objects.count() == 1
    deliver(timezone.now() + KEPT + timedelta(hours=2))
    assert not Letter.objects.exists()


def test_a_letter_that_another_has_taken_is_left_to_them():
    send(["jo@example.org"], "A word", "Text")
    at = timezone.now()
    mine, theirs = Letter.objects.get(), Letter.objects.get()
    assert outbox._claim(theirs, at)
    assert not outbox._claim(mine, at)
    assert deliver(at) == 0
    assert deliver(at + LEASE) == 1  # whoever had taken it was stopped


def test_it_is_told_that_nobody_sends(client, settings):
    assert client.get("/health/jobs").status_code == 200
    send(["jo@example.org"], "A word", "Text")
    assert client.get("/health/jobs").json() == {"status": "working"}
    assert is_held_up(timezone.now() + HELD_UP + timedelta(seconds=1))
    Letter.objects.update(due_at=timezone.now() - HELD_UP - timedelta(seconds=1))
    response = client.get("/health/jobs")
    assert (response.status_code, response.json()) == (503, {"status": "held up"})
    settings.DELIVERY_BACKEND = LOCAL
    deliver(timezone.now())
    assert client.get("/health/jobs").status_code == 200
