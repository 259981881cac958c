"""`concordat metrics`: definitions, published figures with their editions, and a place's own figures beside them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from concordat.cli import metrics_before_after, metrics_chart, metrics_editions, metrics_report, metrics_share
from concordat.cli.metrics_editions import Json, Store, busy, open_store
from concordat.cli.terminal import check_ending, console, fail, plainly, print_json, progress

if TYPE_CHECKING:
    from concordat.metrics.definition import Definition
    from concordat.metrics.shelf import Shelf
    from concordat.metrics.value import Series, Where
    from concordat.periods import Period

app = typer.Typer(
    help="Metrics: what they count, published figures with their editions, your own beside them.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.command("load", epilog=metrics_editions.LOAD)(metrics_editions.load)
app.command("editions", epilog=metrics_editions.EDITIONS)(metrics_editions.editions)
app.command("changes", epilog=metrics_editions.CHANGES)(metrics_editions.changes)
app.command("report", epilog=metrics_report.EPILOG)(metrics_report.report)
app.command("before-after", epilog=metrics_before_after.EPILOG)(metrics_before_after.before_after)
app.command("chart", epilog=metrics_chart.EPILOG)(metrics_chart.chart)
app.command("share", epilog=metrics_share.EPILOG)(metrics_share.share)

Metric = Annotated[str, typer.Argument(metavar="METRIC", help="The id of a metric; concordat metrics list has them.")]
Edition = Annotated[str | None, typer.Option(help="Only from this edition; by default each figure from the latest.")]
Breakdown = Annotated[str, typer.Option(help="A part of the figure, such as acute, social-care or reason-e.")]
Vintage = Annotated[int | None, typer.Option(help="Boundaries of this year; by default the latest with figures.")]


@app.command("list", epilog="Example: concordat metrics list")
def list_metrics(store: Store = None, as_json: Json = False) -> None:
    """List every metric, and the periods for which figures are held."""
    from concordat.cli import show_metrics
    from concordat.metrics.read_definitions import definitions

    with plainly():
        shelf = open_store(store)
        rows = [show_metrics.summarise(shelf, one) for one in definitions()]
    if as_json:
        print_json({"metrics": rows})
    else:
        show_metrics.show_list(console(), rows)


@app.command(epilog="Example: concordat metrics definition delayed-transfers")
def definition(
    metric: Metric,
    version: Annotated[int | None, typer.Option(help="A version before the latest.")] = None,
    as_json: Json = False,
) -> None:
    """Show how a metric is defined, where it breaks, and who checked it."""
    from concordat.cli import show_metrics
    from concordat.metrics.read_definitions import load_definition, versions_of

    with plainly():
        found, versions = load_definition(metric, version), versions_of(metric)
    if as_json:
        print_json({**found.model_dump(mode="json", by_alias=True), "versions": [one.version for one in versions]})
    else:
        show_metrics.show_definition(console(), found, versions)


@app.command(epilog="Example: concordat metrics show people-delayed-per-day --place southend-on-sea --from 2019-01")
def show(
    metric: Metric,
    place: Annotated[str, typer.Option(help="A place by name, slug or code; a region; an ICB's code; or england.")],
    edition: Edition = None,
    start: Annotated[str | None, typer.Option("--from", help="First period: 2016-17, 2016-17-q3 or 2017-03.")] = None,
    end: Annotated[str | None, typer.Option("--to", help="Last period.")] = None,
    breakdown: Breakdown = "total",
    vintage: Vintage = None,
    csv: Annotated[Path | None, typer.Option(help="Write the values to this CSV file.")] = None,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Show a metric in a place, period by period: numerator, denominator, value, interval, edition, why it is missing.

    A place's own figures stand apart, beside the published ones where there are both; so do synthetic ones.
    """
    from concordat.cli import show_metrics
    from concordat.metrics.edition import LOCAL, SYNTHETIC
    from concordat.metrics.edition_changes import compare_own
    from concordat.metrics.loading import load_from, load_place
    from concordat.metrics.read_definitions import load_definition
    from concordat.metrics.write_series import make_table, series_as_dict, write_table

    check_ending(csv, ".csv")
    with plainly():
        first, last = _read_period(start), _read_period(end)
        shelf, defined = open_store(store), load_definition(metric)
        where = load_place(shelf, defined, place, vintage)
        series = load_from(shelf, defined, where, edition=edition, breakdown=breakdown).between(first, last)
        own = _apart(shelf, defined, where, first, last, LOCAL) if not edition else None
        synthetic = _apart(shelf, defined, where, first, last, SYNTHETIC) if not edition else None
        compared = compare_own(own, series) if own else ()
        stated = shelf.edition(series.edition) if series.edition else None
        if csv:
            write_table(make_table([series, *(one for one in (own, synthetic) if one)]), csv)
    if as_json:
        print_json(series_as_dict(series, stated, own, compared, synthetic))
        return
    show_metrics.show_series(console(), series, stated, own, compared)
    if synthetic:
        show_metrics.show_synthetic(console(), synthetic, shelf.edition(synthetic.edition))
    if csv:
        typer.echo(f"Written: {csv}")


@app.command(epilog="Example: concordat metrics export people-delayed-per-day discharge-delay -o figures.xlsx")
def export(
    metrics: Annotated[list[str], typer.Argument(metavar="METRIC…", help="Ids of metrics.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="A file that ends .csv, .parquet, .xlsx or .json.")],
    place: Annotated[
        list[str] | None, typer.Option(help="Only this place; may be given more than once.", show_default=False)
    ] = None,
    edition: Edition = None,
    breakdown: Breakdown = "total",
    vintage: Annotated[int, typer.Option(help="Boundaries of this year, where no place is named.")] = 2019,
    store: Store = None,
) -> None:
    """Write metrics of every place, every region and England to a table, one row for each value or missing value."""
    from concordat.metrics.loading import list_everywhere, load_from, load_place
    from concordat.metrics.read_definitions import load_definition
    from concordat.metrics.write_series import ENDINGS, make_table, write_table

    if output.suffix.lower() not in ENDINGS:
        fail(f"{output}: figures are written to files that end with {', '.join(ENDINGS)}; name one that does.")
    with plainly():
        shelf = open_store(store)
        defined = [load_definition(one) for one in dict.fromkeys(metrics)]
        named = [(one, load_place(shelf, one, name, None)) for one in defined for name in place or ()]
        pairs = named or [(one, where) for one in defined for where in list_everywhere(vintage)]
        with progress("Loading", len(pairs)) as tick:
            series = []
            for one, where in pairs:
                series.append(load_from(shelf, one, where, edition=edition, breakdown=breakdown))
                if tick:
                    tick(f"{one.id}, {where.name}")
        with busy(f"Writing {output}"):
            table = make_table(series)
            write_table(table, output)
    for text in dict.fromkeys(f"{one.definition.id}: {one.why_empty}" for one in series if one.why_empty):
        typer.echo(text, err=True)
    missing = table["value"].null_count()
    typer.echo(f"Written: {output}: {table.height:,} rows, of which {missing:,} have no value and say why.")


def _read_period(text: str | None) -> "Period | None":
    from concordat.periods import parse_period

    return parse_period(text) if text else None


def _apart(
    shelf: "Shelf",
    defined: "Definition",
    where: "Where",
    first: "Period | None",
    last: "Period | None",
    edition: str,
) -> "Series | None":
    """The place's own figures, or synthetic ones, which stand apart; None where there are none."""
    from concordat.metrics.loading import load_from

    found = load_from(shelf, defined, where, edition=edition).between(first, last)
    return found if found.values else None
