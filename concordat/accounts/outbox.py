"""The outbox: letters are rows until a mail server has taken them, so that no save waits for one and none is lost.

A letter is sent at least once. Whoever is stopped between handing a letter over and striking it out leaves it to be
sent again after LEASE; it is never left unsent.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from concordat.accounts.models import Letter

AT_ONCE = 100
LEASE = timedelta(minutes=5)  # longer than a mail server is waited for
HELD_UP = timedelta(minutes=10)
WAITS = (1, 5, 15, 60)  # minutes until the next try; afterwards always the last
KEPT = timedelta(days=3)  # then a letter is given up: who waited so long has asked again
FOR_GOOD = 500  # replies of a mail server from here on mean: do not try again

log = logging.getLogger("concordat.letters")


class Outbox(BaseEmailBackend):
    """Django's way of sending that stores letters instead, in the transaction that is open, if one is."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep one letter for each address."""
        letters = [
            Letter(
                to=one,
                reply_to=next(iter(message.reply_to), ""),
                subject=_line(message.subject),
                text=str(message.body),
            )
            for message in email_messages
            for one in message.recipients()
        ]
        return len(Letter.objects.bulk_create(letters))


def deliver(at: datetime) -> int:
    """Send the letters that are due; how many were taken. What fails ends the round and is tried again later.

    Raises OSError where no mail server answers; nothing is changed then.
    """
    due = list(Letter.objects.filter(due_at__lte=at).order_by("due_at", "pk")[:AT_ONCE])
    if not due:
        return 0
    sent = 0
    with get_connection(settings.DELIVERY_BACKEND) as connection:
        for letter in filter(lambda one: _claim(one, at), due):
            answers = [letter.reply_to] if letter.reply_to else None
            try:
                EmailMessage(
                    letter.subject, letter.text, to=[letter.to], reply_to=answers, connection=connection
                ).send()
            except (OSError, ValueError) as why:  # every refusal of a mail server is an OSError
                _keep(letter, at, why)
                break
            letter.delete()
            sent += 1
    return sent


def is_held_up(at: datetime) -> bool:
    """Whether letters are due that nobody has tried to send for long: no worker runs, or no mail server answers."""
    return Letter.objects.filter(due_at__lte=at - HELD_UP).exists()


def _line(subject: object) -> str:
    return " ".join(str(subject).split())


def _claim(letter: Letter, at: datetime) -> bool:
    """Whether the letter is ours to send: another may have taken it since it was read."""
    ours = Letter.objects.filter(pk=letter.pk, due_at=letter.due_at)
    letter.tries += 1
    return bool(ours.update(due_at=at + LEASE, tries=letter.tries))


def _keep(letter: Letter, at: datetime, why: Exception) -> None:
    """Have a letter tried again later, or give it up. The log says which letter and never to whom."""
    if _is_for_good(why) or at - letter.made_at > KEPT:
        log.error("letter given up", exc_info=why, extra={"count": letter.tries})
        letter.delete()
        return
    log.warning("letter not taken", exc_info=why, extra={"count": letter.tries})
    wait = WAITS[min(letter.tries, len(WAITS)) - 1]
    Letter.objects.filter(pk=letter.pk).update(due_at=at + timedelta(minutes=wait))


def _is_for_good(why: Exception) -> bool:
    return isinstance(why, SMTPRecipientsRefused) and all(code >= FOR_GOOD for code, _ in why.recipients.values())
