"""A place's calendar for calendar programs (RFC 5545): deadlines, meetings of the board, and when papers close."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event


@dataclass(frozen=True, slots=True)
class Day:
    """One entry. `id` stays the same as long as it is the same thing; `at` is the moment where there is an hour."""

    id: str
    label: str
    day: date
    at: datetime | None = None


def render_ical(name: str, days: Iterable[Day], stamp: datetime) -> bytes:
    """The calendar as a file. Whole days, save where an hour is known; `stamp` is the moment it is made.

    An hour is a moment without an end, in universal time, which needs no table of time zones beside it.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Concordat//Calendar of a place//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for one in days:
        event = Event()
        event.add("uid", f"{one.id}@concordat")
        event.add("dtstamp", stamp)
        event.add("dtstart", one.at.astimezone(UTC) if one.at else one.day)
        if one.at is None:
            event.add("dtend", one.day + timedelta(days=1))
        event.add("summary", one.label)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content
