"""Metrics on the terminal."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console
from rich.table import Table

from concordat.cli.terminal import show_heading
from concordat.findings import gravest_first
from concordat.metrics.cells import PERIODS
from concordat.metrics.definition import Definition
from concordat.metrics.edition import LOCAL, SYNTHETIC, Edition
from concordat.metrics.edition_changes import Changes, Compared
from concordat.metrics.published_file import Reading
from concordat.metrics.value import Series, Value
from concordat.periods import format_date

if TYPE_CHECKING:
    from concordat.metrics.shelf import Shelf

LISTED = 12  # differences shown after loading
NOBODY = "nobody of authority yet"


def summarise(shelf: "Shelf", definition: Definition) -> dict[str, Any]:
    """A metric, and the first and last period that any edition has of it."""
    period_of = PERIODS[definition.frequency]
    held = definition.held
    spans = [span for one in shelf.of_measure(held.measure) for span in shelf.spans(one, held.measure)] if held else []
    own = shelf.of_measure(definition.id, provisional=True)
    synthetic = shelf.of_measure(definition.id, synthetic=True)
    return {
        "id": definition.id,
        "label": definition.label,
        "unit": definition.unit,
        "good": definition.good,
        "frequency": definition.frequency,
        "first": str(period_of(min(first for _, first, _ in spans))) if spans else None,
        "last": str(period_of(max(last for _, _, last in spans))) if spans else None,
        "why_none": definition.no_data,
        "local_provisional": bool(own),
        "synthetic": bool(synthetic),
    }


def show_list(out: Console, rows: Sequence[dict[str, Any]]) -> None:
    held = sum(row["first"] is not None for row in rows)
    table = Table(title=f"{len(rows)} metrics; figures are held of {held}", title_justify="left")
    for heading in ("Metric", "What", "Good", "Figures"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        span = row["first"] if row["first"] == row["last"] else f"{row['first']} to {row['last']}"
        own = ["your own"] * row["local_provisional"] + [SYNTHETIC] * row["synthetic"]
        table.add_row(row["id"], row["label"], row["good"], ", ".join([span or "", *own] if span else own) or "none")
    out.print(table)


def show_definition(out: Console, one: Definition, versions: Sequence[Definition]) -> None:
    show_heading(out, one.label)
    out.print(one.description)
    table = Table.grid(padding=(0, 2))
    rows = [
        ("Numerator", one.numerator),
        ("Denominator", one.denominator),
        ("Unit", one.unit),
        ("Good", one.good),
        ("Frequency", one.frequency),
        ("Interval", describe_interval(one)),
        ("Source", one.source),
        ("Licence", one.licence),
        ("Version", f"{one.version} of {len(versions)}{_span(one)}"),
        ("Checked by", one.checked_by or NOBODY),
        ("Next review", format_date(one.next_review) if one.next_review else "no day is set"),
    ]
    for name, text in rows:
        table.add_row(name, text)
    if one.no_data:
        table.add_row("No figures", one.no_data)
    for each in one.breaks:
        table.add_row("Break", f"{format_date(each.at)}: {each.why}")
    for caveat in one.caveats:
        table.add_row("Mind", caveat)
    out.print(table)


def describe_interval(one: Definition) -> str:
    """The method in words."""
    words = {"byar": "Byar, exact below a count of 10; 95%", "wilson": "Wilson; 95%", "none": "none"}
    return words[one.interval]


def show_series(
    out: Console, series: Series, edition: Edition | None, own: Series | None, compared: Sequence[Compared]
) -> None:
    part = "" if series.breakdown == "total" else f", {series.breakdown}"
    show_heading(out, f"{series.definition.label}{part}: {series.name}")
    out.print(f"In {series.unit}; good is {series.definition.good}.")
    if series.why_empty:
        out.print(series.why_empty)
    if series.values:
        _show_values(out, series.values)
    for text in dict.fromkeys(value.note for value in series.values if value.note):
        out.print(text)
    for one in series.breaks:
        out.print(f"Break on {format_date(one.at)}: {one.why} Values on either side are not compared.")
    for caveat in series.definition.caveats:
        out.print(f"Mind: {caveat}")
    if edition:
        issued = f", published {format_date(edition.published)}" if edition.published else ""
        out.print(f"Edition: {edition.title} ({edition.id}{issued}). {edition.source}; {edition.licence}.")
    if own:
        _show_own(out, own, compared)


def show_editions(out: Console, editions: Sequence[Edition]) -> None:
    table = Table(title=f"{len(editions)} editions, the earlier before the later", title_justify="left")
    for heading in ("Edition", "What", "Published", "Figures"):
        table.add_column(heading, overflow="fold", justify="right" if heading == "Figures" else "left")
    for one in editions:
        issued = format_date(one.published) if one.published else "not known"
        told = SYNTHETIC if one.synthetic else "own, provisional" if one.provisional else issued
        table.add_row(one.id, one.title, told, f"{one.rows:,}")
    out.print(table)


def show_findings(path: Path, reading: Reading) -> None:
    """What there is to say about a file: what blocks on the error stream, notes too."""
    for finding in gravest_first(reading.findings):
        typer.echo(f"{finding.severity}: {path.parent / finding.where}: {finding.message} {finding.remedy}", err=True)


def show_changes(earlier: Edition | None, changes: Changes | None) -> None:
    """What a file that was loaded changes, the first differences by name."""
    if earlier is None or changes is None:
        return
    typer.echo(
        f"Beside {earlier.id}: same {changes.same:,}, changed {len(changes.differences):,}, "
        f"new {changes.only_second:,}, not in this file {changes.only_first:,}."
    )
    for one in changes.differences[:LISTED]:
        typer.echo(f"  {one.name}, {one.period}, {one.measure} {one.breakdown}: {_said(one.first, one.second)}")
    if len(changes.differences) > LISTED:
        typer.echo(f"  and {len(changes.differences) - LISTED:,} more; concordat metrics changes lists them.")


def show_differences(out: Console, first: Edition, second: Edition, changes: Changes) -> None:
    out.print(f"{first.id} and {second.id}: same {changes.same:,}, changed {len(changes.differences):,}")
    table = Table()
    for heading in ("Where", "Period", "Measure", "Part", "Figure", "First", "Second"):
        table.add_column(heading, overflow="fold", justify="right" if heading in ("First", "Second") else "left")
    for one in changes.differences:
        figures = (_number(one.first), _number(one.second))
        table.add_row(one.name, str(one.period), one.measure, one.breakdown, one.figure, *figures)
    out.print(table)
    out.print(f"Only in the first {changes.only_first:,}, only in the second {changes.only_second:,}.")


def _show_own(out: Console, own: Series, compared: Sequence[Compared]) -> None:
    show_heading(out, f"{LOCAL.capitalize()}: the place's own figures")
    _show_values(out, own.values)
    for one in compared:
        if one.difference is not None:
            both = f"own {_number(one.own.value)}, published {_number(one.published.value)}"
            out.print(f"{one.own.period}: {both}, {_apart(one.difference)}.")


def show_synthetic(out: Console, series: Series, edition: Edition) -> None:
    """Figures of made-up people, and where they come from."""
    show_heading(out, f"{SYNTHETIC.capitalize()}: made-up people, who tell nothing of {series.name}")
    _show_values(out, series.values)
    out.print(f"Edition: {edition.title} ({edition.id}). {edition.note}")


def _apart(difference: float) -> str:
    if not difference:
        return "the same"
    return f"{_number(abs(difference))} {'more' if difference > 0 else 'less'}"


def _table(values: Sequence[Value], marks: Mapping[str, str]) -> Table:
    """One row for each period; why a value is missing is told by a mark, and below the table."""
    table = Table()
    for heading in ("Period", "Numerator", "Denominator", "Value", "95% interval"):
        table.add_column(heading, justify="left" if heading == "Period" else "right", no_wrap=True)
    several = len({value.edition for value in values}) > 1
    if several:
        table.add_column("Edition", overflow="fold")
    for one in values:
        span = f"{one.lower:,.2f} to {one.upper:,.2f}" if one.lower is not None else "–"
        shown = f"{one.value:,.2f}" if one.value is not None else f"missing {marks.get(one.missing, '')}".strip()
        row = [str(one.period), _number(one.numerator), _number(one.denominator), shown, span]
        table.add_row(*row, *([one.edition] if several else []))
    return table


def _show_values(out: Console, values: Sequence[Value]) -> None:
    reasons = dict.fromkeys(value.missing for value in values if value.missing)
    marks = {reason: f"({number})" for number, reason in enumerate(reasons, 1)}
    out.print(_table(values, marks))
    for reason, mark in marks.items():
        out.print(f"{mark} {reason}")


def _span(one: Definition) -> str:
    start = f", from {format_date(one.from_)}" if one.from_ else ""
    return start + (f", until {format_date(one.until)}" if one.until else "")


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"


def _said(first: float | None, second: float | None) -> str:
    return f"{_number(first)} before, {_number(second)} now"
