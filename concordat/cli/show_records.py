"""How the commands for records print what they found."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from concordat.cli.terminal import console, print_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from concordat.records.disclosure import Released
    from concordat.records.door.validate import Checked
    from concordat.records.explain import Step
    from concordat.records.request import Computed

FEW = 5  # files; of more, those that are sound are only counted


def show_check(checked: "Checked", as_json: bool) -> None:
    """Rows read, accepted and refused, by reason; no cell is shown."""
    if as_json:
        print_json(checked.as_dict())
        return
    from concordat.records.door.check_rows import REASONS

    shown = [file for file in checked.files if len(checked.files) <= FEW or file.accepted < file.rows]
    if hidden := len(checked.files) - len(shown):
        typer.echo(f"{hidden:,} files: every row accepted.")
    for file in shown:
        source, kind = file.source, "NHS numbers" if file.identifier == "nhs-number" else "the owner's own identifiers"
        typer.echo(
            f"{source.path}: {source.table.title.lower()}, {kind}; {file.rows:,} rows, {file.accepted:,} accepted."
        )
        for one in file.refused():
            rows = ", ".join(f"{row:,}" for row in one.rows) + (", …" if one.count > len(one.rows) else "")
            typer.echo(f"  {one.count:,} rejected: {one.reason} ({one.column}): {REASONS[one.reason]}.")
            typer.echo(f"    {source.row_name} {rows}")
    for problem in checked.unreadable:
        typer.echo(problem)
    typer.echo(
        f"{checked.rows:,} rows read, {checked.accepted:,} accepted, {checked.rows - checked.accepted:,} rejected."
    )
    if checked.unreadable:
        unread = len(checked.unreadable)
        typer.echo(f"{unread:,} {'file' if unread == 1 else 'files'} could not be read.")


def show_steps(steps: "Sequence[Step]", as_json: bool) -> None:
    """What would be read."""
    if as_json:
        print_json([step.as_dict() for step in steps])
        return
    for step in steps:
        typer.echo(f"{', '.join(step.metrics)}: {step.how}.")
        left = step.pieces - step.known
        reads = f"{left:,} to do, which read {step.rows:,} rows of files of {_size(step.size)}" if left else "all known"
        typer.echo(f"  {step.pieces:,} pieces: {reads}.")


def show_report(computed: "Computed", output: Path, as_json: bool, released: "Released | None" = None) -> None:
    """What was done, and where the counts are."""
    report = computed.report
    if as_json:
        print_json(report.as_dict())
        return
    from rich.table import Table

    table = Table(title=f"{computed.counts.height:,} counts", title_justify="left")
    for heading, justify in (("Metric", "left"), ("Counted", "right"), ("Seconds", "right")):
        table.add_column(heading, justify=justify, overflow="fold")  # type: ignore[arg-type]
    rows = dict(computed.counts.get_column("metric").value_counts().iter_rows())
    for metric in report.versions:
        seconds, left_out = report.seconds_by_metric.get(metric), "known" if metric in rows else ""
        table.add_row(metric, f"{rows.get(metric, 0):,}", f"{seconds:.1f}" if seconds is not None else left_out)
    console().print(table)
    done, known = report.tasks_done, report.tasks_known
    typer.echo(
        f"{report.rows_read:,} rows read in {report.seconds:.1f} seconds by {report.engine}; "
        f"{done:,} pieces worked out, {known:,} known before; {report.peak_memory_mb:,} MB of memory at most."
    )
    for note in report.notes:
        typer.echo(f"note: {note}")
    if report.synthetic:
        typer.echo("The records are synthetic.")
    typer.echo(_say_rule(released) if released else "Not suppressed: for use inside the organisation only.")
    typer.echo(f"Written: {output}, {output.with_suffix('.run.json')}.")


def _say_rule(released: "Released") -> str:
    """By which rule counts were released, and what must not be published beside them."""
    held_back = len(released.withheld)
    told = f"{released.suppressed:,} figures are suppressed (*)."
    if held_back:
        told += f" Exact totals that would give some away must not be published: {held_back} under withheld_totals."
    return f"Released by {released.rule.name}: {released.rule.title}. {told}"


def _size(size: int) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.1f} MB"
