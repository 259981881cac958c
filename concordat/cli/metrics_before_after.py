"""`concordat metrics before-after`: how a series changed at a known date."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from concordat.cli.metrics_editions import Store, find_store
from concordat.cli.terminal import check_ending, console, fail, plainly, print_json, read_day, write_file

if TYPE_CHECKING:
    from concordat.metrics.before_after import BeforeAfter

EPILOG = "Example: concordat metrics before-after stays.csv --change 01/03/2012 --good low --svg stays.svg"


def before_after(
    change: Annotated[str, typer.Option(help="The day of the change, DD/MM/YYYY; points from then on are after it.")],
    file: Annotated[
        Path | None, typer.Argument(help="CSV with the columns date,value; or none, with --metric and --place.")
    ] = None,
    metric: Annotated[str | None, typer.Option(help="A metric, instead of a file.")] = None,
    place: Annotated[str | None, typer.Option(help="The place of the metric, by name, slug or code.")] = None,
    start: Annotated[str | None, typer.Option("--from", help="First period of the metric that counts.")] = None,
    end: Annotated[str | None, typer.Option("--to", help="Last period of the metric that counts.")] = None,
    settled: Annotated[
        str | None,
        typer.Option(help="The day by which the change was made; points from the change to then are left out."),
    ] = None,
    errors: Annotated[str, typer.Option(help="How points depend on those before: ar1, newey-west or ols.")] = "ar1",
    seasonal: Annotated[bool, typer.Option("--seasonal", help="Take the seasons of the year out.")] = False,
    good: Annotated[str | None, typer.Option(help="Which direction is good: high, low or neither.")] = None,
    name: Annotated[str | None, typer.Option(help="What the figure of the file is called.")] = None,
    unit: Annotated[str, typer.Option(help="The unit of the figure of the file.")] = "",
    confidence: Annotated[float, typer.Option(help="Of the intervals.")] = 0.95,
    store: Store = None,
    svg: Annotated[Path | None, typer.Option(help="Write the chart of the regression here, .svg.")] = None,
    control_chart: Annotated[Path | None, typer.Option(help="Write the rebased control chart here, .svg.")] = None,
    table: Annotated[Path | None, typer.Option("--csv", help="Write the points and lines here, .csv.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON for other software, instead of text.")] = False,
) -> None:
    """Compare a series before and after a change at a known date: by segmented regression, and by a rebased chart."""
    from concordat.metrics.before_after import compare_means, draw_rebased, segmented_regression

    for path, ending in ((svg, ".svg"), (control_chart, ".svg"), (table, ".csv")):
        check_ending(path, ending)
    if good not in (None, "high", "low", "neither"):
        fail(f"--good is {good!r}; write high, low or neither.")
    if (file is None) == (metric is None):
        fail("Name either a file with dates and values, or a metric with --metric and --place.")
    if metric and not place:
        fail("Say whose figures are meant, with --place.")
    day, done = read_day(change), read_day(settled)
    assert day is not None, change
    with plainly():
        if file:
            dates, values, about = _of_file(file, name, unit)
        else:
            dates, values, about = _of_metric(str(metric), str(place), start, end, find_store(store))
        about |= {"good": good} if good else {}
        how: Any = errors
        regression = segmented_regression(
            dates, values, day, errors=how, seasonal=seasonal, settled=done, confidence=confidence, **about
        )
        means = compare_means(dates, values, day, errors=how, settled=done, confidence=confidence, **about)
        chart = draw_rebased(means)
    if svg:
        from concordat.metrics.before_after.chart import draw_before_after

        write_file(svg, draw_before_after(regression))
    if control_chart:
        write_file(control_chart, chart.svg())
    if table:
        write_file(table, _table(regression))
    if as_json:
        print_json({"regression": regression.as_dict(), "means": means.as_dict(), "chart": chart.to_dict()})
        return
    _show(regression)
    _show(means)
    console().print(chart.sentence(), soft_wrap=True)
    for written in (svg, control_chart, table):
        if written:
            typer.echo(f"Written: {written}")


def _of_file(path: Path, name: str | None, unit: str) -> tuple[list[date], list[float | None], dict[str, Any]]:
    from concordat.metrics.before_after.read_points import read_points

    dates, values = read_points(path)
    return dates, values, {"name": name or path.stem, "unit": unit}


def _of_metric(
    metric: str, place: str, start: str | None, end: str | None, store: Path | None
) -> tuple[list[date], list[float | None], dict[str, Any]]:
    from concordat.metrics.before_after.of_series import list_points
    from concordat.metrics.loading import load_series
    from concordat.periods import parse_period

    first, last = (parse_period(text) if text else None for text in (start, end))
    series = load_series(metric, place, store=store).between(first, last)
    dates, values = list_points(series)
    about = {"name": f"{series.definition.label}, {series.name}", "unit": series.unit, "good": series.definition.good}
    return dates, values, about


def _table(found: "BeforeAfter") -> str:
    import csv
    import io

    buffer = io.StringIO()
    rows = found.rows()
    writer = csv.DictWriter(buffer, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


def _show(found: "BeforeAfter") -> None:
    from rich.table import Table

    from concordat.metrics.before_after.effect import say_size

    out = console()
    out.print(f"{found.method}.", soft_wrap=True)
    out.print(found.sentence, soft_wrap=True)
    title = f"{found.before} points before, {found.after} after"
    caption = f"Left out: {'; '.join(found.left_out)}." if found.left_out else None
    table = Table(title=title, title_justify="left", caption=caption, caption_justify="left")
    table.add_column("What", overflow="fold")
    for heading in ("Difference", "From", "To"):
        table.add_column(heading, justify="right")
    for one in found.estimates:
        table.add_row(one.what, *(say_size(number) for number in (one.value, one.lower, one.upper)))
    out.print(table)
