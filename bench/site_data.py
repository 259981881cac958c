"""Returns to save answers in: quarter 3 of many places, each answered as Southend's was, and somebody who fills them.

Run with the settings of a site; prints what a browser of that person sends, and what stands there to be changed.
"""

# ruff: noqa: E402  # models load once Django is set up

import json
import sys

import django

django.setup()

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.middleware.csrf import _get_new_csrf_string

from concordat.accounts.actions import grant_role
from concordat.history.clock import today
from concordat.places.vintage import areas
from concordat.returns.actions import open_return
from concordat.returns.demo import fill_from_example, load_returns, make_cast
from concordat.returns.models import AnswerRow, ReasonRow, ReturnRecord

FORM = "2016-17-q3"


def main(count: int) -> None:
    """Make everything ready for `count` places."""
    call_command("migrate", verbosity=0)
    cast = make_cast()
    record = load_returns(cast)
    fill_from_example(record, cast)
    grant_role(person=cast.lead, role="lead", place="england", by=cast.administrator, starts=today(), reason="bench")
    chosen = [area.slug for area in areas(record.vintage)][:count]
    for place in chosen:
        _copy(record, open_return(place=place, form=FORM, by=cast.lead))
    session = SessionStore()
    session[SESSION_KEY] = str(cast.lead.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = cast.lead.get_session_auth_hash()
    session.save()
    seen = record.answers.get(question=sys.argv[2])
    told = {"places": chosen, "session": session.session_key, "csrf": _get_new_csrf_string()}
    print(json.dumps(told | {"text": seen.text, "version": seen.version}))


def _copy(record: ReturnRecord, other: ReturnRecord) -> None:
    if other.pk == record.pk:
        return
    other.answers.all().delete()
    answers, reasons = list(record.answers.all()), list(record.reasons.all())
    for row in (*answers, *reasons):
        row.pk, row.record = None, other
    AnswerRow.objects.bulk_create(answers)
    ReasonRow.objects.bulk_create(reasons)


main(int(sys.argv[1]))
