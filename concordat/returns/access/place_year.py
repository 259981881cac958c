"""A year at one place, for somebody: each form with how far it is and until when, what is due next, what happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from concordat.accounts.access import By, rights_of, who_can
from concordat.accounts.models import BoardDate
from concordat.accounts.rights import Rights
from concordat.accounts.roles import Verb
from concordat.frameworks.forms import form_ids, load_form
from concordat.frameworks.framework import Framework
from concordat.history.models import Event
from concordat.metrics.ambition import Ambition
from concordat.places.area import Area
from concordat.places.vintage import area_by_slug
from concordat.questionnaires.form import Questionnaire
from concordat.returns.access.agenda import board_dates, steps_of
from concordat.returns.access.ambitions import load_ambitions
from concordat.returns.access.filling import Filling, load_filling
from concordat.returns.access.load import NotFound, load_scope, returns_for
from concordat.returns.access.overview import PlaceLine, list_forms
from concordat.returns.access.values import as_submitted_many
from concordat.returns.calendar import StepsBack
from concordat.returns.deadline import Closing, deadline_of
from concordat.returns.models.record import subject_of
from concordat.returns.place_return import Return
from concordat.returns.read_file import vintage_of
from concordat.returns.replay import MOVED, PREFILLED

MOST_EVENTS = 80
TOO_MANY = (PREFILLED, MOVED)  # what happens to hundreds of answers at once, with an event of its own beside it


@dataclass(frozen=True)
class FormAt:
    """One form of a year at a place: how far it is, when it closes, and the way to its deadline where one is known."""

    form: Questionnaire
    line: PlaceLine
    closing: Closing
    due: date | None
    steps: StepsBack | None

    @property
    def is_opened(self) -> bool:
        return self.line.state is not None

    @property
    def is_submitted(self) -> bool:
        return self.line.number > 0

    @property
    def due_on(self) -> date | None:
        """The day it is due, with its extension."""
        return timezone.localdate(self.closing.at) if self.closing.is_extended and self.closing.at else self.due

    def is_late(self, at: datetime) -> bool:
        """Whether it was opened, was never submitted, and its time is over."""
        return self.is_opened and not self.is_submitted and self.closing.is_closed(at)


@dataclass(frozen=True)
class PlaceYear:
    """A year at a place as somebody may see it. `filling` is the form to go on with, where they see drafts and it was
    opened; `events` are the latest first, `leads` the people who lead there, `sent` what the place submitted last to
    each form, the latest form first; `ambitions` are the place's own, by metric."""

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

    def can(self, verb: Verb) -> bool:
        return self.rights.can(verb, self.area.slug)


def load_place_year(by: By, slug: str, framework: Framework, at: datetime) -> PlaceYear:
    """A year at a place. The queries are the same few however much happened. Raises Denied and NotFound."""
    area, rights = load_area(by, slug, framework), rights_of(by)
    drafts = rights.can(Verb.SEE, slug)
    dates = board_dates(slug)
    ids = form_ids(framework)
    lines = list_forms(slug, ids, returns_for(by), drafts=drafts)
    steps = steps_of(dates, ids, timezone.localdate(at))
    forms = tuple(form_at(framework, line, steps.get(line.form)) for line in lines)
    focus = due_next(forms, at)
    filling = load_filling(by, slug, focus.form.id) if drafts and focus and focus.is_opened else None
    events = latest_events(slug, ids) if drafts else ()
    leads = tuple(dict.fromkeys(one.who for one in who_can(slug) if one.role == "lead" and one.place == slug))
    sent = list_sent(by, slug, ids)
    ambitions = load_ambitions(by, slug)
    return PlaceYear(
        area, framework, rights, drafts, forms, focus, filling, events, tuple(dates), leads, sent, ambitions
    )


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


def form_at(framework: Framework, line: PlaceLine, steps: StepsBack | None = None) -> FormAt:
    """A line with its form and when that closes."""
    form = load_form(line.form)
    known = framework.deadline_for(line.form)
    due = known.day if known and known.verified else None
    return FormAt(form, line, Closing(deadline_of(framework, line.form), line.extended_until), due, steps)
