"""The metrics of a place as small charts: a sentence, the value, the target, the icon in words, and the table."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from django.core.cache import cache
from django.urls import reverse

import concordat
from concordat.metrics import load_series
from concordat.metrics.ambition import Ambition
from concordat.metrics.control_charts.control_chart import ControlChart
from concordat.metrics.control_charts.pictures import lay_out_table, list_icons
from concordat.metrics.figures_said import say_with_unit
from concordat.metrics.shelf import load_shelf
from concordat.metrics.value import Series
from concordat.places.area import Area, NotHeld
from concordat.places.find import UnknownPlace
from concordat.questionnaires.read_yaml import DataError
from concordat.returns.views.shown.place_waiting import page_at
from concordat.web.components import Column, Table

# What the policy of every year measures, of the metrics whose figures are published by place. Delays are shown as
# people per day, which needs no population and so has the longest series.
TILES = ("people-delayed-per-day", "non-elective-admissions", "residential-admissions", "reablement")

SHOWN_POINTS = 12  # in the table of a tile, the latest; the metric's own page has all


@dataclass(frozen=True, slots=True)
class Tile:
    """One metric. Without figures `why_empty` says why, and there is no chart."""

    id: str
    label: str
    period: str = ""
    value: str = ""
    target: str = ""
    icons: tuple[str, ...] = ()
    sentence: str = ""
    sparkline: str = ""
    href: str = ""
    table: Table | None = None
    why_empty: str = ""


def metric_tiles(area: Area, ambitions: Mapping[str, Ambition], metrics: Sequence[str] = TILES) -> tuple[Tile, ...]:
    """The metrics of a place, as published last, whatever year the page is of; `ambitions` are the place's, by metric.

    A tile takes up to a second to work out the first time; all workers keep it, until an edition comes.
    """
    keys = {one: picture_key("tile", one, area.slug, area.vintage, ambitions.get(one)) for one in metrics}
    kept: dict[str, Tile] = cache.get_many(list(keys.values()))
    new = {key: _tile(one, area.slug, area.vintage, ambitions.get(one)) for one, key in keys.items() if key not in kept}
    if new:
        cache.set_many(new, None)
    return tuple((kept | new)[key] for key in keys.values())


def picture_key(what: str, metric: str, place: str, vintage: int, ambition: Ambition | None = None) -> str:
    """Under what something made of a metric at a place is kept: another once other editions or another version ship,
    or the place's ambition is another."""
    made_of = (concordat.__version__, *(f"{one.id} {one.rows}" for one in load_shelf().editions))
    return sha256(repr((what, metric, place, vintage, ambition, made_of)).encode()).hexdigest()


@lru_cache(maxsize=500)
def chart_of(metric: str, place: str, vintage: int, ambition: Ambition | None = None) -> ControlChart | None:
    """The control chart of a metric at a place, with the place's ambition as its target where that is in the unit of
    the metric; None where nothing is held or the metric is unknown. Kept."""
    found = series_of(metric, place, vintage)
    if found is None or all(value.value is None for value in found.values):
        return None
    return found.spc(target=target_of(found, ambition))


def target_of(series: Series, ambition: Ambition | None) -> float | None:
    """The figure of an ambition, where it is in the unit of the metric."""
    return ambition.target if ambition and ambition.unit == series.unit else None


def say_target(chart: ControlChart, ambition: Ambition | None) -> str:
    """The target in words, with when it is to be met and where it stands; or that none is known."""
    latest = chart.latest
    if ambition is None or latest is None or latest.target is None:
        return "none is known"
    return f"{say_with_unit(latest.target, chart.decimals, chart.unit)} by {ambition.period}"


def _tile(metric: str, place: str, vintage: int, ambition: Ambition | None) -> Tile:
    series = series_of(metric, place, vintage)
    chart = chart_of(metric, place, vintage, ambition)
    href = page_at("metric", place, metric)
    if series is None or chart is None or chart.latest is None or chart.latest.value is None:
        label = series.definition.label if series else metric
        why = (series.why_empty if series else "") or "No figure is published of it."
        return Tile(metric, label, href=href, why_empty=why)
    latest, definition = chart.latest, series.definition
    headings, rows, numeric = lay_out_table(chart)
    columns = tuple(Column(text, 1 <= number <= numeric) for number, text in enumerate(headings))
    caption = f"{definition.label}, {series.name}, {chart.unit}"
    return Tile(
        metric,
        definition.label,
        latest.label,
        say_with_unit(chart.latest.value, chart.decimals, chart.unit),
        say_target(chart, ambition),
        tuple(list_icons(chart)),
        chart.sentence(),
        reverse("metric-sparkline", args=(place, metric)),
        href,
        Table(caption, columns, rows[:SHOWN_POINTS], size="s", compact=True),
    )


@lru_cache(maxsize=500)
def series_of(metric: str, place: str, vintage: int) -> Series | None:
    """On the latest boundaries that have figures, else, for a place that is gone, on those of the year."""
    for boundaries in (None, vintage):
        with suppress(DataError, UnknownPlace, NotHeld):
            return load_series(metric, place, vintage=boundaries)
    return None
