"""The metrics of a place as small charts: a sentence, the value, the target, the icon in words, and the table."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from django.core.cache import cache
from django.urls import reverse

import concordat
from concordat.metrics import load_series
from concordat.metrics.control_charts.control_chart import ControlChart
from concordat.metrics.control_charts.pictures import lay_out_table, list_icons
from concordat.metrics.figures_said import say_with_unit
from concordat.metrics.shelf import load_shelf
from concordat.metrics.value import Series
from concordat.places.area import Area, NotHeld
from concordat.places.find import UnknownPlace
from concordat.questionnaires.read_yaml import DataError
from concordat.web.components import Column, Table

# What the policy of every year measures, of the metrics whose figures are published by place. Delays are shown as
# people per day, which needs no population and so has the longest series.
TILES = ("people-delayed-per-day", "non-elective-admissions", "residential-admissions", "reablement")


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
    chart: str = ""
    table: Table | None = None
    why_empty: str = ""


def metric_tiles(area: Area, metrics: Sequence[str] = TILES) -> tuple[Tile, ...]:
    """The metrics of a place, as published last, whatever year the page is of.

    A tile takes up to a second to work out the first time; all workers keep it, until an edition comes.
    """
    keys = {one: picture_key("tile", one, area.slug, area.vintage) for one in metrics}
    kept: dict[str, Tile] = cache.get_many(list(keys.values()))
    new = {key: _tile(one, area.slug, area.vintage) for one, key in keys.items() if key not in kept}
    if new:
        cache.set_many(new, None)
    return tuple((kept | new)[key] for key in keys.values())


def picture_key(what: str, metric: str, place: str, vintage: int) -> str:
    """Under what something made of a metric at a place is kept: another once other editions or another version ship."""
    made_of = (concordat.__version__, *(f"{one.id} {one.rows}" for one in load_shelf().editions))
    return sha256(repr((what, metric, place, vintage, made_of)).encode()).hexdigest()


@lru_cache(maxsize=500)
def chart_of(metric: str, place: str, vintage: int) -> ControlChart | None:
    """The control chart of a metric at a place; None where nothing is held or the metric is unknown. Kept."""
    found = _series(metric, place, vintage)
    return found.spc() if found and any(value.value is not None for value in found.values) else None


def _tile(metric: str, place: str, vintage: int) -> Tile:
    series = _series(metric, place, vintage)
    chart = chart_of(metric, place, vintage)
    if series is None or chart is None or chart.latest is None or chart.latest.value is None:
        label = series.definition.label if series else metric
        return Tile(metric, label, why_empty=(series.why_empty if series else "") or "No figure is published of it.")
    latest, definition = chart.latest, series.definition
    headings, rows, numeric = lay_out_table(chart)
    columns = tuple(Column(text, 1 <= number <= numeric) for number, text in enumerate(headings))
    return Tile(
        metric,
        definition.label,
        latest.label,
        say_with_unit(chart.latest.value, chart.decimals, chart.unit),
        "none is known" if latest.target is None else say_with_unit(latest.target, chart.decimals, chart.unit),
        tuple(list_icons(chart)),
        chart.sentence(),
        reverse("metric-sparkline", args=(place, metric)),
        reverse("metric-chart", args=(place, metric)),
        Table(f"{definition.label}, {series.name}, {chart.unit}", columns, rows, size="s", compact=True),
    )


@lru_cache(maxsize=500)
def _series(metric: str, place: str, vintage: int) -> Series | None:
    """On the latest boundaries that have figures, else, for a place that is gone, on those of the year."""
    for boundaries in (None, vintage):
        with suppress(DataError, UnknownPlace, NotHeld):
            return load_series(metric, place, vintage=boundaries)
    return None
