"""Every metric at one place: the latest figure and what it shows, or why there is none."""

from dataclasses import dataclass

from django.core.cache import cache
from django.urls import reverse

from concordat.metrics.ambition import Ambition
from concordat.metrics.control_charts.pictures import list_icons
from concordat.metrics.definition import Definition
from concordat.metrics.figures_said import say_with_unit
from concordat.metrics.read_definitions import definitions
from concordat.returns.views.shown.metric_tiles import chart_of, picture_key, say_target, series_of
from concordat.returns.views.shown.places import home_of
from concordat.rollups.access import MetricsAt
from concordat.rollups.views.shown.metric_page import why_empty


@dataclass(frozen=True, slots=True)
class MetricLine:
    """One metric; without figures `why_empty` says why."""

    label: str
    href: str
    value: str = ""
    period: str = ""
    target: str = ""
    shows: str = ""
    why_empty: str = ""


@dataclass(frozen=True)
class MetricList:
    """The page: the metrics with figures, and those without."""

    name: str
    slug: str
    home: str
    held: tuple[MetricLine, ...]
    without: tuple[MetricLine, ...]


def metric_list(at: MetricsAt) -> MetricList:
    """Every metric at a place, by its name. The lines are kept by all workers, as the tiles of a place's home are."""
    known = sorted(definitions(), key=lambda one: one.label)
    keys = {one.id: _key(at, one) for one in known}
    kept: dict[str, MetricLine] = cache.get_many(list(keys.values()))
    new = {keys[one.id]: _line(at, one) for one in known if keys[one.id] not in kept}
    if new:
        cache.set_many(new, None)
    lines = [(kept | new)[key] for key in keys.values()]
    held, without = (tuple(one for one in lines if bool(one.value) is has) for has in (True, False))
    return MetricList(at.scope.name, at.scope.slug, home_of(at.scope.slug), held, without)


def _key(at: MetricsAt, definition: Definition) -> str:
    return picture_key("line", definition.id, at.scope.slug, at.vintage, at.ambitions.get(definition.id))


def _line(at: MetricsAt, definition: Definition) -> MetricLine:
    ambition: Ambition | None = at.ambitions.get(definition.id)
    made_of = (definition.id, at.scope.slug, at.vintage)
    href = reverse("metric", args=(at.scope.slug, definition.id))
    chart = chart_of(*made_of, ambition)
    if chart is None or chart.latest is None or chart.latest.value is None:
        why = why_empty(at, definition, series_of(*made_of))
        return MetricLine(definition.label, href, why_empty=why)
    value = say_with_unit(chart.latest.value, chart.decimals, chart.unit)
    shows = "; ".join(list_icons(chart)) or "too few figures for limits"
    return MetricLine(definition.label, href, value, chart.latest.label, say_target(chart, ambition), shows)
