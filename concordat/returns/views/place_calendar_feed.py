"""A place's calendar for calendar programs."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from concordat.accounts.models import Person
from concordat.history.clock import now
from concordat.returns.access import load_place_days, load_place_year
from concordat.returns.access.calendar_key import load_calendar_reader
from concordat.returns.ical import Day, render_ical
from concordat.returns.views.shown.place_calendar import days_of, entries_of, entries_of_year
from concordat.returns.views.year_asked import year_asked


@require_safe
def show_place_calendar_feed(request: HttpRequest, place: str) -> HttpResponse:
    """Deadlines, meetings and papers of all years, or of the one that is asked for with `?year=`; read with the key of
    a person, or by who is signed in."""
    signed_in = request.user.is_authenticated and not request.GET.get("key")
    reader = cast(Person, request.user) if signed_in else load_calendar_reader(request.GET.get("key", ""), place)
    content = render_ical(*_asked(request, reader, place), now())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{place}.ics"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _asked(request: HttpRequest, reader: Person, place: str) -> tuple[str, list[Day]]:
    if not request.GET.get("year"):
        every = load_place_days(reader, place, now())
        return every.area.name, days_of(every.area, entries_of(every.area, every.forms, every.dates))
    found = load_place_year(reader, place, year_asked(request), now())
    return f"{found.area.name}, {found.framework.id}", days_of(found.area, entries_of_year(found))
