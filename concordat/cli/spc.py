"""`concordat spc`: control charts of the series of a CSV file, as text, JSON, pictures or a page."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from concordat.cli.terminal import check_ending, console, fail, plainly, print_json, show_heading, write_file

if TYPE_CHECKING:
    from concordat.metrics.control_charts.control_chart import ControlChart
    from concordat.metrics.control_charts.read_series import NamedSeries

HELP = "Draw control charts (XmR) of the series of a CSV file with the columns date and value."
EPILOG = (
    "The file may have columns series (several in one file) and target (one that moves). "
    "Example: concordat spc delays.csv --good low --target 9 --rebase '2017-04-01=new ward' --svg delays.svg"
)

Target = Annotated[str | None, typer.Option(help="A target that does not move, such as 9 or 3.5%.")]
Rebase = Annotated[list[str] | None, typer.Option(help="Begin limits anew at this DATE, or DATE=reason. Repeatable.")]
Note = Annotated[list[str] | None, typer.Option(help="A remark on the chart, DATE=words. Repeatable.")]
FixAfter = Annotated[int | None, typer.Option(help="Limits from the first so many points, 12 or more.")]


def _list_rules(asked: bool) -> None:
    """Print the rule sets and stop."""
    if not asked:
        return
    from concordat.metrics.control_charts.rule_set import DEFAULT, rule_sets

    for one in rule_sets().values():
        typer.echo(f"{one.id}{' (default)' if one.id == DEFAULT else ''}: {one.label}; as of {one.as_of}")
        typer.echo(f"  {one.describe()}")
        typer.echo(f"  Moving ranges are {'screened' if one.screen else 'not screened'}. {one.notes}".rstrip())
        typer.echo(f"  Source: {one.source}")
    raise typer.Exit


def spc(
    file: Annotated[Path, typer.Argument(help="CSV: date,value and optionally series, target.")],
    good: Annotated[str, typer.Option(help="Which direction is good: high, low or neither.")] = "neither",
    target: Target = None,
    rebase: Rebase = None,
    note: Note = None,
    fix_after: FixAfter = None,
    screen: Annotated[
        bool | None,
        typer.Option("--screen/--no-screen", help="Leave far moving ranges out, or not; else as the rules."),
    ] = None,
    rules: Annotated[str | None, typer.Option(help="A rule set by name; --list-rules shows them.")] = None,
    name: Annotated[str | None, typer.Option(help="What to call a series that has no name in the file.")] = None,
    unit: Annotated[str, typer.Option(help="The unit, such as 'people per day' or %.")] = "",
    svg: Annotated[Path | None, typer.Option(help="Write the chart of one series as SVG.")] = None,
    png: Annotated[Path | None, typer.Option(help="Write the chart of one series as PNG.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write a page with every chart and its table.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON for other software, instead of text.")] = False,
    list_rules: Annotated[
        bool, typer.Option("--list-rules", help="Show the rule sets and stop.", callback=_list_rules, is_eager=True)
    ] = False,
) -> None:
    """Read the series, chart each, and print or write what is asked for."""
    from concordat.metrics.control_charts.read_series import read_series

    for path, ending in ((svg, ".svg"), (png, ".png"), (html, ".html")):
        check_ending(path, ending)
    with plainly():
        series = read_series(file)
    if target is not None and any(one.targets for one in series):
        fail(f"{file}: the file has a column target; leave out --target, or the column.")
    if (svg or png) and len(series) > 1:
        fail(f"{file}: there are {len(series)} series in it; --svg and --png draw one, --html all of them.")
    options: dict[str, object] = {"good": good, "fix_after": fix_after, "screen": screen, "unit": unit}
    options |= {"rules": rules} if rules else {}
    with plainly():
        charts = _charts(file, series, options, read_target(target), rebase or [], note or [], name)
    _write(charts, svg, png, html)
    if as_json:
        print_json({"series": [chart.to_dict() for chart in charts]})
    elif len(charts) == 1:
        _show_one(charts[0])
    else:
        _show_many(charts)
    for one, chart in zip(series, charts, strict=True):
        of = f"{chart.name}: " if len(charts) > 1 else ""
        if not one.was_sorted:
            typer.echo(f"note: {of}the dates were not in order; they were sorted.", err=True)
        for told in chart.notes:
            typer.echo(f"note: {of}{told}", err=True)


def _charts(
    file: Path,
    series: "Sequence[NamedSeries]",
    options: dict[str, object],
    target: float | None,
    rebase: Sequence[str],
    note: Sequence[str],
    name: str | None,
) -> "list[ControlChart]":
    from concordat.metrics.control_charts.spc import spc as chart_of

    rebases, notes = read_dated(rebase, "--rebase"), read_dated(note, "--note", needs_words=True)
    _check_inside(series, [*rebases, *notes])
    return [
        chart_of(
            one.values,
            one.days,
            target=one.targets if one.targets is not None else target,
            rebase=_within(one, rebases),
            annotations=_within(one, notes),
            name=name if name and one.name == file.stem else one.name,
            **options,  # type: ignore[arg-type]
        )
        for one in series
    ]


def read_target(text: str | None) -> float | None:
    """A target as people type it. Raises ValueError for what is no number."""
    from concordat.metrics.control_charts.read_series import read_figure

    if text is None:
        return None
    try:
        found = read_figure(text.strip())
    except ValueError:
        found = None
    if found is None:
        raise ValueError(f"--target {text!r} is not a number; write one such as 9 or 3.5%.")
    return found


def read_dated(texts: Sequence[str], option: str, needs_words: bool = False) -> "list[tuple[str, str]]":
    """DATE=words as (day in ISO, words)."""
    from concordat.metrics.control_charts.read_series import read_day

    found = []
    for text in texts:
        when, _, words = text.partition("=")
        if needs_words and not words.strip():
            raise ValueError(f"{option} {text!r} has no words; write DATE=words.")
        try:
            found.append((read_day(when.strip()).isoformat(), words.strip()))
        except ValueError as problem:
            raise ValueError(f"{option}: {problem}") from None
    return found


def _check_inside(series: "Sequence[NamedSeries]", dated: Sequence[tuple[str, str]]) -> None:
    for when, _ in dated:
        if not any(_is_inside(one, when) for one in series):
            first, last = min(one.days[0] for one in series), max(one.days[-1] for one in series)
            raise ValueError(f"{when} lies outside the points, which go from {first} to {last}.")


def _within(one: "NamedSeries", dated: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those that fall inside a series: several of one file need not cover the same time."""
    return [(when, words) for when, words in dated if _is_inside(one, when)]


def _is_inside(one: "NamedSeries", when: str) -> bool:
    return one.days[0].isoformat() <= when <= one.days[-1].isoformat()


def _write(charts: "Sequence[ControlChart]", svg: Path | None, png: Path | None, html: Path | None) -> None:
    if svg:
        write_file(svg, charts[0].svg())
    if png:
        write_file(png, charts[0].png())
    if html:
        from concordat.metrics.control_charts.pictures import picture_of
        from concordat.metrics.picture_page import render_page

        title = charts[0].name if len(charts) == 1 else "Control charts"
        write_file(html, render_page(title, [picture_of(chart) for chart in charts]))


def _show_one(chart: "ControlChart") -> None:
    from rich.table import Table

    from concordat.metrics.control_charts.pictures import lay_out_table, list_icons

    (headings, rows, numeric), out = lay_out_table(chart), console()
    show_heading(out, chart.name)
    out.print(chart.sentence())
    for icon in list_icons(chart):
        out.print(f"* {icon}.")
    table = Table(title=f"Rules: {chart.rule_set.id}", title_justify="left")
    for number, heading in enumerate(headings):
        table.add_column(heading, justify="right" if 0 < number <= numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*row)
    out.print(table)


def _show_many(charts: "Sequence[ControlChart]") -> None:
    from rich.table import Table

    from concordat.metrics.control_charts.sentence import tell_assurance, tell_variation
    from concordat.metrics.figures_said import say_figure

    table = Table(title=f"{len(charts)} series, rules: {charts[0].rule_set.id}", title_justify="left")
    for heading in ("Series", "Latest", "Value", "Mean", "Lower limit", "Upper limit", "Variation", "Assurance"):
        right = heading in ("Value", "Mean", "Lower limit", "Upper limit")
        table.add_column(heading, justify="right" if right else "left", overflow="fold")
    for chart in charts:
        latest, decimals = chart.latest, chart.decimals
        figures = (latest.value if latest else None, chart.mean, chart.lower, chart.upper)
        table.add_row(
            chart.name,
            latest.label if latest else "none",
            *(say_figure(figure, decimals) for figure in figures),
            tell_variation(chart) or "run chart",
            tell_assurance(chart),
        )
    console().print(table)
