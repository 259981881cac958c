"""A metric at one place: what it says, the control chart, the place among all, and what the figures are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.urls import reverse

from concordat.metrics.ambition import Ambition
from concordat.metrics.control_charts.control_chart import ControlChart
from concordat.metrics.control_charts.pictures import picture_of
from concordat.metrics.control_charts.sentence import tell_episode
from concordat.metrics.definition import Definition
from concordat.metrics.figures_said import say_with_unit
from concordat.metrics.picture_page import Picture
from concordat.metrics.places_charts import render_sentence
from concordat.metrics.value import Series
from concordat.returns.views.shown.metric_tiles import chart_of, picture_key, say_target, series_of, target_of
from concordat.returns.views.shown.places import home_of
from concordat.rollups.access import MetricsAt
from concordat.rollups.among_places import AmongPlaces, draw_funnel, draw_rank, place_among, render_among_map, say_map
from concordat.rollups.views.shown.metric_facts import MetricFacts, metric_facts
from concordat.web.components import Link

MOST_REASONS = 2  # of missing figures that are told; the download has all
FUNNEL = "Each mark is a place, the larger to the right; within the curves chance alone would keep it."
DRAWINGS: dict[str, Callable[[AmongPlaces], Picture | None]] = {"rank": draw_rank, "funnel": draw_funnel}


@dataclass(frozen=True, slots=True)
class Figures:
    """A table of many rows. `numeric` says how many columns, after the first, are figures."""

    caption: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture at an address of its own: `of` which figures, what it says, and what has to be known of it."""

    heading: str
    of: str
    said: str
    src: str
    notes: tuple[str, ...] = ()
    is_map: bool = False


@dataclass(frozen=True)
class MetricPage:
    """The page. Without figures `why_empty` says why, and there is the definition alone.

    `causes` are the special causes, the latest first; `others` is the metric that places are compared by instead.
    """

    name: str
    slug: str
    home: str
    facts: MetricFacts
    why_empty: str = ""
    value: str = ""
    period: str = ""
    target: str = ""
    target_from: str = ""
    icons: tuple[str, ...] = ()
    chart: Shown | None = None
    causes: tuple[str, ...] = ()
    figures: Figures | None = None
    stands: str = ""
    among: tuple[Shown, ...] = ()
    among_figures: Figures | None = None
    why_alone: str = ""
    others: Link | None = None
    files: tuple[Link, ...] = ()


def metric_page(at: MetricsAt, definition: Definition) -> MetricPage:
    """The page of a metric at a place. It takes some seconds the first time; all workers keep it."""
    ambition = at.ambitions.get(definition.id)
    key = picture_key("page", definition.id, at.scope.slug, at.vintage, ambition)
    page: MetricPage | None = cache.get(key)
    if page is None:
        page = _make(at, definition, ambition)
        cache.set(key, page, None)
    return page


def _make(at: MetricsAt, definition: Definition, ambition: Ambition | None) -> MetricPage:
    series = series_of(definition.id, at.scope.slug, at.vintage)
    chart = chart_of(definition.id, at.scope.slug, at.vintage, ambition)
    facts = metric_facts(definition, series)
    if series is None or chart is None or chart.latest is None or chart.latest.value is None:
        why = why_empty(at, definition, series)
        return MetricPage(at.scope.name, at.scope.slug, home_of(at.scope.slug), facts, why_empty=why)
    picture, found, args = picture_of(chart), place_among(series), (at.scope.slug, definition.id)
    drawn = tuple(_drawn(found, kind, made, args) for kind, draw in DRAWINGS.items() if (made := draw(found)))
    files = [Link("These figures as CSV", reverse("metric-figures", args=args))]
    if found.among:
        files.append(Link("All places as CSV", reverse("metric-places", args=args)))
    return MetricPage(
        name=at.scope.name,
        slug=at.scope.slug,
        home=home_of(at.scope.slug),
        facts=facts,
        value=say_with_unit(chart.latest.value, chart.decimals, chart.unit),
        period=chart.latest.label,
        target=say_target(chart, ambition),
        target_from=_target_from(at, series, ambition),
        icons=tuple(picture.icons),
        chart=Shown(
            "Run chart" if chart.is_run_chart else "Control chart",
            f"{definition.label}, {at.scope.name}",
            picture.said,
            reverse("metric-chart", args=args),
            (*picture.notes, *_missing(series)),
        ),
        causes=_causes(chart),
        figures=Figures(picture.heading, picture.headings, picture.rows, picture.numeric),
        stands=render_sentence(found.compared) if found.compared else "",
        among=(*drawn, *_map(found, args)),
        among_figures=_table(found),
        why_alone=found.why,
        others=_others(at, definition, found),
        files=tuple(files),
    )


def why_empty(at: MetricsAt, definition: Definition, series: Series | None) -> str:
    """Why there is no figure, and what there is to do about it."""
    if definition.no_data:
        return definition.no_data
    if series is None and not at.scope.is_area:
        return f"No figure is published for {at.scope.name} as a whole. Look at the places in it, or at England."
    why = (series.why_empty or next((one.missing for one in series.values if one.missing), "")) if series else ""
    return why or f"The editions that are held have no figure of it for {at.scope.name}."


def _target_from(at: MetricsAt, series: Series, ambition: Ambition | None) -> str:
    if ambition is None:
        return f"No target was published for places, and no return of {at.scope.name} gives one."
    if target_of(series, ambition) is None:
        return f"The {ambition.source} gives {ambition}, in another unit than the figures."
    return f"The target is from {at.scope.name}'s {ambition.source}."


def _causes(chart: ControlChart) -> tuple[str, ...]:
    ordered = sorted(chart.episodes, key=lambda one: (one.last, one.first), reverse=True)
    told = (tell_episode(chart, one) for one in ordered)
    return tuple(f"{one[0].upper()}{one[1:]}" for one in told)


def _missing(series: Series) -> tuple[str, ...]:
    """Why periods have no value, each reason once."""
    reasons = list(dict.fromkeys(one.missing for one in series.values if one.missing))
    told = [f"No value: {one}" for one in reasons[:MOST_REASONS]]
    more = len(reasons) - MOST_REASONS
    return (*told, *([f"{more} more reasons are in the download."] if more > 0 else []))


def _drawn(found: AmongPlaces, kind: str, made: Picture, args: tuple[str, str]) -> Shown:
    heading = {"rank": "All places, ranked", "funnel": "All places by size: the funnel"}[kind]
    said = FUNNEL if kind == "funnel" else made.said
    return Shown(heading, found.definition.label, said, reverse(f"metric-{kind}", args=args), tuple(made.notes))


def _map(found: AmongPlaces, args: tuple[str, str]) -> tuple[Shown, ...]:
    if not render_among_map(found, args[0]):
        return ()
    src = reverse("metric-map", args=args)
    return (Shown("All places on the map", found.definition.label, say_map(found, args[0]), src, is_map=True),)


def _table(found: AmongPlaces) -> Figures | None:
    """Every place with its figure and the fifth that it is in; with interval and verdict where there are any."""
    if (made := draw_rank(found)) is None or found.among is None:
        return None
    fifths = found.fifths()
    given = [str(fifths.get(slug, "")) for slug in found.among.slugs]
    kept = (0, 1, 2, 3, 6) if found.compared else (0, 1)  # what values are made of stands in the download
    rows = [[*(row[at] for at in kept), fifth] for row, fifth in zip(made.rows, given, strict=True)]
    headings = [*(made.headings[at] for at in kept), "Fifth"]
    caption = f"{found.definition.label}, {found.among.label}, {found.definition.unit}"
    return Figures(caption, headings, rows, 3 if found.compared else 2)


def _others(at: MetricsAt, definition: Definition, found: AmongPlaces) -> Link | None:
    if found.definition.id == definition.id:
        return None
    return Link(found.definition.label, reverse("metric", args=(at.scope.slug, found.definition.id)))
