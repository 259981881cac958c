"""`concordat metrics chart`: a metric of a place as a control chart, beside all places in a funnel and a ranking."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from concordat.cli.metrics_editions import Json, Store, find_store
from concordat.cli.spc import FixAfter, Note, Rebase, Target, read_dated, read_target
from concordat.cli.terminal import console, fail, plainly, print_json, show_heading, write_file

if TYPE_CHECKING:
    from concordat.metrics.picture_page import Picture
    from concordat.metrics.value import Series

EPILOG = "Example: concordat metrics chart people-delayed-per-day --place southend-on-sea -o southend.html"
ENDINGS = (".html", ".svg", ".png")
LICENCE = "Contains public sector information licensed under the Open Government Licence v3.0."


def chart(
    metric: Annotated[str, typer.Argument(help="A metric by its id; concordat metrics list shows them.")],
    place: Annotated[str, typer.Option(help="A place by name, slug or code; England or a region too.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="A page (.html) with all pictures, or the chart alone (.svg, .png)."),
    ] = None,
    target: Target = None,
    rebase: Rebase = None,
    note: Note = None,
    fix_after: FixAfter = None,
    rules: Annotated[
        str | None, typer.Option(help="A rule set by name; concordat spc --list-rules shows them.")
    ] = None,
    edition: Annotated[str | None, typer.Option(help="Values of this edition only.")] = None,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Chart a metric of a place, and compare the place with all others."""
    from concordat.metrics.control_charts.pictures import picture_of
    from concordat.metrics.control_charts.rule_set import DEFAULT
    from concordat.metrics.loading import load_series

    if output is not None and output.suffix.lower() not in ENDINGS:
        fail(f"{output}: this writes {', '.join(ENDINGS)} files; name one that ends so.")
    with plainly():
        series = load_series(metric, place, edition=edition, store=find_store(store))
        made = series.spc(
            target=read_target(target),
            rebase=read_dated(rebase or [], "--rebase"),
            annotations=read_dated(note or [], "--note", needs_words=True),
            fix_after=fix_after,
            rules=rules or DEFAULT,
        )
    pictures = [picture_of(made)]
    if output.suffix.lower() == ".html" if output else not as_json:
        pictures += _among_places(series, find_store(store))
    if output is not None:
        _write(output, made.name, pictures, series.definition.source)
    if as_json:
        print_json({"series": [made.to_dict()]})
        return
    _show(pictures)


def _show(pictures: "list[Picture]") -> None:
    out = console()
    for picture in pictures:
        show_heading(out, picture.heading)
        out.print(picture.said)
        for told in (*picture.icons, *picture.notes):
            out.print(f"* {told.rstrip('.')}.")


def _among_places(series: "Series", store: Path | None) -> "list[Picture]":
    """Funnel and ranking on the boundaries of the latest figure's year; a note where there is nothing to compare."""
    from concordat.metrics.loading import load_all
    from concordat.metrics.places_charts import funnel_picture, rank_picture
    from concordat.metrics.places_compared import RATE_OF, compare_places, vintage_of

    metric = RATE_OF.get(series.definition.id, series.definition.id)
    latest = next(value.period for value in reversed(series.values) if value.value is not None)
    try:
        every = load_all(metric, vintage_of(latest), store=store)
        is_among = any(one.slug == series.slug for one in every)
        compared = compare_places(every, chosen=series.slug if is_among else None)
    except ValueError as problem:
        typer.echo(f"note: no comparison with other places. {problem}", err=True)
        return []
    if metric != series.definition.id:
        told = f"Places of different size are compared by {compared.definition.label}, the rate of the same figures."
        return [replace(one, notes=[told, *one.notes]) for one in (funnel_picture(compared), rank_picture(compared))]
    return [funnel_picture(compared), rank_picture(compared)]


def _write(output: Path, title: str, pictures: "list[Picture]", source: str) -> None:
    if output.suffix.lower() == ".html":
        from concordat.metrics.picture_page import render_page

        write_file(output, render_page(title, pictures, [f"Source: {source}.", LICENCE]))
    elif output.suffix.lower() == ".png":
        from concordat.metrics.drawing import render_png

        write_file(output, render_png(pictures[0].svg))
    else:
        write_file(output, pictures[0].svg)
