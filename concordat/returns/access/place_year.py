"""A year at one place, for somebody: each form with how far it is and until when, what is due next, what happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from concordat.accounts.access import By, rights_of, who_can
from concordat.accounts.models import BoardDate
from concordat.accounts.rights import Rights
from concordat.accounts.roles import Verb
from concordat.frameworks.forms import form_ids
from concordat.frameworks.framework import Framework
from concordat.history.models import Event
from concordat.metrics.ambition import Ambition
from concordat.places.area import Area
from concordat.places.vintage import area_by_slug
from concordat.returns.access.agenda import board_dates, ways_of_boards
from concordat.returns.access.ambitions import load_ambitions
from concordat.returns.access.every_year import list_every_form
from concordat.returns.access.filling import Filling, load_filling
from concordat.returns.access.form_at import FormAt, form_at
from concordat.returns.access.load import NotFound, load_scope, returns_for
from concordat.returns.access.overview import list_forms
from concordat.returns.access.values import as_submitted_many
from concordat.returns.models.record import subject_of
from concordat.returns.place_return import Return
from concordat.returns.read_file import vintage_of
from concordat.returns.replay import MOVED, PREFILLED
from concordat.returns.years import year_on

MOST_EVENTS = 80
TOO_MANY = (PREFILLED, MOVED)  # what happens to hundreds of answers at once, with an event of its own beside it


@dataclass(frozen=True)
class PlaceYear:
    """A year at a place as somebody may see it. `filling` is the form to go on with, where they see drafts and it was
    opened; `events` are the latest first, `leads` the people who lead there, `sent` what the place submitted last to
    each form, the latest form first; `ambitions` are the place's own, by metric; `other_years` are the forms of these,
    without how far they are."""

    area: Area
    framework: Framework
    rights: Rights
    drafts: bool
    forms: tuple[FormAt, ...]
    focus: FormAt | None
    filling: Filling | None
    events: tuple[Event, ...]
    dates: tuple[BoardDate, ...]
    leads: tuple[str, ...]
    sent: tuple[Return, ...]
    ambitions: Mapping[str, Ambition]
    other_years: tuple[FormAt, ...]

    def can(self, verb: Verb) -> bool:
        return self.rights.can(verb, self.area.slug)


@dataclass(frozen=True)
class PlaceDays:
    """A place with the forms of all years and the days on which its boards meet."""

    area: Area
    forms: tuple[FormAt, ...]
    dates: tuple[BoardDate, ...]


def load_place_year(by: By, slug: str, framework: Framework, at: datetime) -> PlaceYear:
    """A year at a place. The queries are the same few however much happened. Raises Denied and NotFound."""
    area, rights = load_area(by, slug, framework), rights_of(by)
    drafts = rights.can(Verb.SEE, slug)
    dates = board_dates(slug)
    ids = form_ids(framework)
    lines = list_forms(slug, ids, returns_for(by), drafts=drafts)
    boards = ways_of_boards(slug, ids, dates, timezone.localdate(at), drafts=drafts)
    forms = tuple(replace(form_at(framework, line), boards=boards.get(line.form, ())) for line in lines)
    focus = due_next(forms, at)
    filling = load_filling(by, slug, focus.form.id) if drafts and focus and focus.is_opened else None
    events = latest_events(slug, ids) if drafts else ()
    leads = tuple(dict.fromkeys(one.who for one in who_can(slug) if one.role == "lead" and one.place == slug))
    sent = list_sent(by, slug, ids)
    ambitions = load_ambitions(by, slug)
    others = tuple(one for one in list_every_form(by, slug) if one.form.id not in ids)
    return PlaceYear(
        area, framework, rights, drafts, forms, focus, filling, events, tuple(dates), leads, sent, ambitions, others
    )


def load_place_days(by: By, slug: str, at: datetime) -> PlaceDays:
    """Every day that a place's calendar has, whatever the year. Two queries. Raises Denied and NotFound."""
    area = load_area(by, slug, year_on(timezone.localdate(at)))
    return PlaceDays(area, list_every_form(by, slug), tuple(board_dates(slug)))


def load_area(by: By, slug: str, framework: Framework) -> Area:
    """A place on the boundaries of a year, for whoever may see anything there. Raises Denied and NotFound."""
    vintage = vintage_of(framework)
    scope = load_scope(by, slug, vintage)
    if not scope.is_area:
        raise NotFound(f"{scope.name} is no place with returns of its own.")
    return area_by_slug(vintage)[slug]


def due_next(forms: Sequence[FormAt], at: datetime) -> FormAt | None:
    """The form to go on with: one that is late, else the next that is due, else one that is open without a day."""
    waiting = [one for one in forms if not one.is_submitted]
    late = [one for one in waiting if one.is_late(at)]
    coming = sorted(
        (one for one in waiting if one.closing.at and not one.closing.is_closed(at)),
        key=lambda one: one.closing.at or at,
    )
    undated = [one for one in waiting if one.is_opened and one.closing.at is None]
    return next(iter([*late, *coming, *undated]), None)


def list_sent(by: By, slug: str, forms: Sequence[str]) -> tuple[Return, ...]:
    """What a place submitted last to each of some forms, the latest form first. A few queries."""
    records = list(returns_for(by).filter(place=slug, form__in=forms, submissions__gte=1))
    return tuple(as_submitted_many(sorted(records, key=lambda one: -forms.index(one.form))))


def latest_events(slug: str, forms: Sequence[str]) -> tuple[Event, ...]:
    """What happened last to the returns of a place to some forms, the latest first. One query."""
    found = Event.objects.filter(subject__in=[subject_of(slug, form) for form in forms]).exclude(verb__in=TOO_MANY)
    return tuple(found.order_by("-at", "-pk")[:MOST_EVENTS])
