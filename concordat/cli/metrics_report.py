"""`concordat metrics report`: a performance report from data to a page, judged by rules with names."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from concordat.cli.terminal import check_ending, console, plainly, print_json, write_file

if TYPE_CHECKING:
    from concordat.metrics.performance.judged import JudgedReport

EPILOG = "Example: concordat metrics report examples/central-bedfordshire/performance-2013.yaml -o performance.html"


def report(
    file: Annotated[Path, typer.Argument(help="A performance report, .yaml.")],
    to: Annotated[Path | None, typer.Option("-o", "--output", help="Write the page here, .html.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON for other software, instead of text.")] = False,
) -> None:
    """Judge a performance report: colour and direction of each indicator by rule, beside what the document says."""
    from concordat.metrics.performance.judged import judge_report
    from concordat.metrics.performance.report import read_report

    check_ending(to, ".html")
    with plainly():
        judged = judge_report(read_report(file))
    if to:
        from concordat.metrics.performance.write_html import render_html

        write_file(to, render_html(judged))
    if as_json:
        print_json(judged.as_dict())
        return
    _show(judged)
    if to:
        typer.echo(f"Written: {to}")


def _show(judged: "JudgedReport") -> None:
    from rich.table import Table

    title = f"{judged.report.title}, {judged.place}, {judged.period}; colours by {judged.report.rag_rule}"
    table = Table(title=title, title_justify="left")
    for heading in ("Reference", "Target", "Current position", "Colour", "Direction", "Document says"):
        table.add_column(heading, overflow="fold")
    for one in judged.indicators:
        said = one.indicator.said
        words = " ".join(word for word in (said.rag, said.travel, said.printed) if word)
        for number, position in enumerate(one.judged):
            shown = ", ".join(word for word in (position.shown, position.position.definition) if word)
            first = (one.indicator.ref, one.target) if number == 0 else ("", "")
            table.add_row(*first, shown, position.rag, position.travel, words if number == 0 else "")
    for exception, measures in judged.exceptions:
        for measure in measures:
            table.add_row(exception.ref, measure.target, f"{measure.value}, {measure.what}", measure.rag, "", "")
    console().print(table)
