"""The places of England, a region or a partnership with one form, and metrics anywhere, for whoever may see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from concordat.accounts.access import By, leads_of
from concordat.accounts.models import Person
from concordat.frameworks.forms import form_ids, framework_of, load_form
from concordat.frameworks.framework import Framework
from concordat.history.clock import today
from concordat.metrics.ambition import Ambition
from concordat.metrics.definition import Definition
from concordat.metrics.read_definitions import load_definition
from concordat.places.area import Area
from concordat.places.tree import Scope
from concordat.places.vintage import area_by_slug
from concordat.questionnaires.form import Questionnaire
from concordat.questionnaires.read_yaml import DataError
from concordat.returns.access import (
    NotFound,
    PlaceLine,
    count_signatures,
    list_places,
    list_submitted,
    load_ambitions,
    load_scope,
    returns_for,
    sees_drafts,
)
from concordat.returns.deadline import Closing, deadline_of
from concordat.returns.read_file import vintage_of
from concordat.returns.years import list_years, year_on
from concordat.rollups.groups import Report, roll_up_form


@dataclass(frozen=True)
class Overview:
    """One form at the places of a footprint as somebody may see it. `drafts` says whether they see more than what was
    submitted; `signed` counts the signatures that stand on each place's return."""

    scope: Scope
    framework: Framework
    form: Questionnaire
    lines: tuple[PlaceLine, ...]
    signed: Mapping[str, int]
    drafts: bool

    @property
    def vintage(self) -> int:
        return vintage_of(self.framework)

    @property
    def due(self) -> date | None:
        known = self.framework.deadline_for(self.form.id)
        return known.day if known and known.verified else None

    @cached_property
    def closing(self) -> Closing:
        """When the form closes for everybody."""
        return Closing(deadline_of(self.framework, self.form.id))

    def area(self, line: PlaceLine) -> Area:
        return area_by_slug(self.vintage)[line.place]

    def is_late(self, line: PlaceLine, at: datetime) -> bool:
        """Whether a place has not submitted and its time, with its extension, is over."""
        return not line.number and Closing(self.closing.deadline, line.extended_until).is_closed(at)


def load_overview(by: By, slug: str, form: str) -> Overview:
    """One form at the places of a footprint. Raises Denied and NotFound."""
    try:
        framework, asked = framework_of(form), load_form(form)
    except DataError as problem:
        raise NotFound(str(problem)) from None
    scope = load_scope(by, slug, vintage_of(framework))
    drafts = sees_drafts(by, slug)
    lines = list_places(form, scope.areas, returns_for(by), drafts=drafts)
    signed = count_signatures(form, scope.areas) if drafts else {}
    return Overview(scope, framework, asked, tuple(lines), signed, drafts)


def load_roll_up(by: By, slug: str, form: str) -> tuple[Overview, Report | None]:
    """The overview, and what the places submitted last, added up; None where none has submitted. Raises as above."""
    overview = load_overview(by, slug, form)
    return overview, load_report(by, overview)


def load_report(by: By, overview: Overview) -> Report | None:
    """What the places of an overview submitted last, added up; None where none has submitted. A few queries."""
    returns = list_submitted(overview.form.id, overview.scope.areas, returns_for(by))
    places = [overview.area(line) for line in overview.lines]
    whole = overview.scope.kind == "england"
    return roll_up_form(returns, "region" if whole else "nation", places) if returns else None


@dataclass(frozen=True)
class MetricsAt:
    """Where metrics are looked at: a place or footprint on the boundaries of a year, with its own ambitions."""

    scope: Scope
    vintage: int
    ambitions: Mapping[str, Ambition]


def load_metrics(by: By, slug: str) -> MetricsAt:
    """A place or footprint to look at metrics of, on today's boundaries. Raises Denied and NotFound."""
    vintage = vintage_of(year_on(today()))
    scope = load_scope(by, slug, vintage)
    return MetricsAt(scope, vintage, load_ambitions(by, slug))


def load_metric(by: By, slug: str, metric: str) -> tuple[MetricsAt, Definition]:
    """The same with the definition of one metric. Raises Denied and NotFound."""
    found = load_metrics(by, slug)
    try:
        return found, load_definition(metric)
    except DataError as problem:
        raise NotFound(str(problem)) from None


def list_waiting(found: Overview) -> list[PlaceLine]:
    """The places of an overview that have not submitted, by name."""
    return sorted((line for line in found.lines if not line.number), key=lambda line: found.area(line).name)


def load_leads(overview: Overview) -> dict[str, list[Person]]:
    """Who leads at each place of an overview. One query."""
    return leads_of(overview.scope.areas)


def form_on(day: date) -> str:
    """The form that a page begins with: the next that is due on a day, of any year that has begun, else the last that
    was due in the year that runs."""
    begun = [one for one in list_years() if one.years[0].first_day <= day]
    coming = sorted((due, id) for one in begun for id, due in _days_of(one).items() if due >= day)
    if coming:
        return coming[0][1]
    days = _days_of(year_on(day))
    return max(days, key=lambda id: days[id], default=form_ids(year_on(day))[-1])


def _days_of(framework: Framework) -> dict[str, date]:
    """The days on which the forms of a year are due, by form."""
    return {id: known.day for id in form_ids(framework) if (known := framework.deadline_for(id)) and known.day}


def list_forms_by_year() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every form by year, the latest year first, as a choice offers them: (id, title)."""
    return [(one.id, [(id, load_form(id).title) for id in form_ids(one)]) for one in reversed(list_years())]
