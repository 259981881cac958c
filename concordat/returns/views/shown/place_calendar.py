"""A place's calendar: every day on the way to the year's deadlines, and for each form whether a board can sign it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.timezone import localdate, localtime

from concordat.accounts.models import BoardDate
from concordat.accounts.roles import Verb
from concordat.periods import format_date
from concordat.places.area import Area
from concordat.places.names import slug_of
from concordat.returns.access import FormAt, PlaceYear
from concordat.returns.calendar import Meeting
from concordat.returns.ical import Day
from concordat.returns.views.shown.place_board import said_board
from concordat.returns.views.shown.said_times import said_days
from concordat.returns.years import list_years
from concordat.web.components import Tag

_TAGS = {"deadline": Tag("Deadline", "orange"), "meeting": Tag("Board", "blue"), "papers": Tag("Papers", "aqua-green")}


@dataclass(frozen=True, slots=True)
class Entry:
    """One day. `remove` is where a meeting can be taken out, by who may."""

    id: str
    kind: str
    label: str
    day: date
    at: datetime | None = None
    remove: str = ""

    @property
    def tag(self) -> Tag:
        return _TAGS[self.kind]


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as the page lists it."""

    entry: Entry
    when: str
    away: str
    passed: bool


@dataclass(frozen=True, slots=True)
class Way:
    """One form: when it is due, and which meeting can sign it."""

    title: str
    due: str
    board: str
    warns: bool


@dataclass(frozen=True)
class PlaceCalendar:
    """The page."""

    name: str
    slug: str
    year: str
    years: tuple[str, ...]
    rows: tuple[Row, ...]
    ways: tuple[Way, ...]
    has_dates: bool
    may_record: bool
    why_not: str


def place_calendar(found: PlaceYear, now: datetime) -> PlaceCalendar:
    """The calendar of a year at a place."""
    today = localdate(now)
    rows = tuple(_row(one, today, may_remove=found.can(Verb.RECORD)) for one in entries_of_year(found))
    return PlaceCalendar(
        name=found.area.name,
        slug=found.area.slug,
        year=found.framework.id,
        years=tuple(one.id for one in reversed(list_years())),
        rows=rows,
        ways=tuple(_way(one, today) for one in sorted(found.forms, key=lambda one: one.is_submitted)),
        has_dates=bool(found.dates),
        may_record=found.can(Verb.RECORD),
        why_not="" if found.can(Verb.RECORD) else found.rights.why_not(Verb.RECORD, found.area.slug),
    )


def entries_of_year(found: PlaceYear) -> list[Entry]:
    """Deadlines, meetings and papers of a year at a place, the earliest first."""
    return entries_of(found.area, found.forms, _of_year(found, found.dates))


def entries_of(area: Area, forms: Sequence[FormAt], dates: Sequence[BoardDate]) -> list[Entry]:
    """Deadlines of some forms at a place, with meetings and papers, the earliest first."""
    entries = [_deadline(one) for one in forms if one.due_on]
    for one in dates:
        meeting = Meeting(one.body.name, one.held, one.papers_due)
        id = f"{area.slug}-{slug_of(one.body.name)}-{one.held}"
        remove = reverse("place-board-date-remove", args=(area.slug, one.pk))
        entries.append(Entry(f"{id}-papers", "papers", f"Papers for {meeting.board} close", meeting.papers_by))
        entries.append(Entry(id, "meeting", f"{meeting.board} meets", one.held, remove=remove))
    order = list(_TAGS)[::-1]
    return sorted(entries, key=lambda one: (one.day, order.index(one.kind), one.label))


def days_of(area: Area, entries: Sequence[Entry]) -> list[Day]:
    """The same for a calendar program, which is not told whose page it came from: each entry names the place."""
    name = area.name
    return [Day(one.id, one.label if name in one.label else f"{name}: {one.label}", one.day, one.at) for one in entries]


def _of_year(found: PlaceYear, dates: Sequence[BoardDate]) -> list[BoardDate]:
    """Meetings from the year's beginning to its end, or to its last deadline where that is later."""
    years = found.framework.years
    last = max([years[-1].last_day, *(one.due_on for one in found.forms if one.due_on)])
    return [one for one in dates if years[0].first_day <= one.held <= last]


def _deadline(one: FormAt) -> Entry:
    closes = localtime(one.closing.at) if one.closing.at else None
    at = closes if closes and (closes.hour, closes.minute) != (0, 0) else None
    extended = ", after its extension" if one.closing.is_extended else ""
    id = f"{one.line.place}-{one.form.id}"
    return Entry(id, "deadline", f"{one.form.title} is due{extended}", one.due_on or date.max, at)


def _row(entry: Entry, today: date, *, may_remove: bool) -> Row:
    hour = (
        "" if entry.at is None else ", noon" if (entry.at.hour, entry.at.minute) == (12, 0) else f", {entry.at:%H:%M}"
    )
    shown = entry if may_remove else Entry(entry.id, entry.kind, entry.label, entry.day, entry.at)
    return Row(shown, f"{entry.day:%A} {format_date(entry.day)}{hour}", said_days(entry.day, today), entry.day < today)


def _way(one: FormAt, today: date) -> Way:
    due = (
        f"Due {format_date(one.due_on)}, {said_days(one.due_on, today)}."
        if one.due_on
        else "No day is known for certain."
    )
    if one.is_submitted:
        return Way(one.form.title, f"{due} It is submitted.", "", warns=False)
    if one.due_on and one.due_on < today:
        return Way(one.form.title, due, "", warns=False)
    board, warns = said_board(one)
    return Way(one.form.title, due, board, warns)
