"""What time it is, for everything that has a due date or is recorded.

A demonstration of a year long past would be late from its first page. Where the setting `STARTS_ON` names a day, the
clock begins on it when the program starts, and runs on from there. Sign-in, tokens and invitations never use it.
"""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

_STARTED = timezone.now()


def now() -> datetime:
    """This moment, in UTC."""
    starts: date | None = getattr(settings, "STARTS_ON", None)
    if starts is None:
        return timezone.now()
    return timezone.now() + timedelta(days=(starts - timezone.localdate(_STARTED)).days)


def today() -> date:
    """This day, where the site stands."""
    return timezone.localdate(now())
