"""What a metric is: how it is counted, where it breaks, what to mind, and which editions its figures are from."""

from dataclasses import dataclass

from concordat.metrics.definition import Definition
from concordat.metrics.edition import Edition
from concordat.metrics.shelf import load_shelf
from concordat.metrics.value import Series
from concordat.periods import format_date
from concordat.web.components import SummaryRow

GOOD = {"high": "a higher value", "low": "a lower value", "neither": "neither a higher nor a lower value"}
INTERVALS = {
    "byar": "95%, by Byar's method, exact for counts below 10",
    "wilson": "95%, by Wilson's method",
    "none": "none: the value says nothing of how it was counted",
}


@dataclass(frozen=True, slots=True)
class MetricFacts:
    """A definition as a page shows it."""

    id: str
    label: str
    description: str
    unit: str
    good: str
    rows: tuple[SummaryRow, ...]
    breaks: tuple[str, ...]
    caveats: tuple[str, ...]
    editions: tuple[str, ...]


def metric_facts(definition: Definition, series: Series | None) -> MetricFacts:
    """A definition, with the editions that the figures of a series are from."""
    verified = f"Checked by {definition.checked_by}" if definition.checked_by else "Confirmed by nobody of authority"
    rows = (
        SummaryRow("Counts", definition.numerator),
        SummaryRow("Of", definition.denominator),
        SummaryRow("In", definition.unit),
        SummaryRow("Good is", GOOD[definition.good]),
        SummaryRow("Published", definition.frequency),
        SummaryRow("Interval", INTERVALS[definition.interval]),
        SummaryRow("Source", f"{definition.source}; {definition.licence}"),
        SummaryRow("Version", f"{definition.version}. {verified}."),
    )
    breaks = tuple(f"{format_date(one.at)}: {one.why}" for one in definition.breaks)
    return MetricFacts(
        definition.id,
        definition.label,
        definition.description,
        definition.unit,
        GOOD[definition.good],
        rows,
        breaks,
        definition.caveats,
        _editions(series),
    )


def _editions(series: Series | None) -> tuple[str, ...]:
    used = {one.edition for one in series.values if one.value is not None} if series else set()
    return tuple(_said(one) for one in load_shelf().editions if one.id in used)


def _said(one: Edition) -> str:
    via = f", by way of {one.via}" if one.via else ""
    day = f"on {format_date(one.published)}" if one.published else "on a day not known here"
    return f"{one.title}. Published {day}; {one.source}{via}; {one.licence}. {one.note}".strip()
