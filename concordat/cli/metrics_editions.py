"""`concordat metrics load`, `editions`, `changes`: editions that someone keeps, and what they change."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from concordat.cli.terminal import console, fail, plainly, print_json, read_day

if TYPE_CHECKING:
    from concordat.metrics.shelf import Shelf

LOAD = (
    "Exit code: 0 loaded, 1 something blocks and nothing was loaded, 2 wrong use. "
    "Example: concordat metrics load dtoc.csv --edition 'DToC, revised May 2020' --published 2020-05-14"
)
EDITIONS = "Example: concordat metrics editions"
CHANGES = "Example: concordat metrics changes delayed-transfers-2020-02 delayed-transfers-national-final"

DEFAULT_STORE = Path("metrics")
Store = Annotated[
    Path | None,
    typer.Option(
        envvar="CONCORDAT_METRICS",
        help="Folder of the editions that you loaded; by default metrics, where there is one.",
        show_default=False,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="JSON for other software, instead of text.")]


def load(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Published files, or your own figures, as CSV.")],
    kind: Annotated[str | None, typer.Option(help="What the file is, where its columns do not tell.")] = None,
    store: Store = None,
    edition: Annotated[str | None, typer.Option(help="What to call the edition; for one file.")] = None,
    published: Annotated[str | None, typer.Option(metavar="DATE", help="The day on which it was published.")] = None,
) -> None:
    """Load published files, or figures of your own, as new editions, and list what they change.

    Every file is checked first; where one has a finding that blocks, none is loaded.
    """
    from datetime import date

    from concordat.cli import show_metrics
    from concordat.metrics.kinds import read_file
    from concordat.metrics.store import add_edition, find_earlier, list_changes, open_shelf

    if edition and len(files) > 1:
        fail("--edition names one edition; load the files one by one to name them.")
    folder, day = store or DEFAULT_STORE, read_day(published)
    readings = []
    with plainly():
        shelf = open_shelf(folder)
        for path in dict.fromkeys(files):
            with busy(f"Reading {path.name}"):
                readings.append((path, *read_file(path, shelf, kind)))
    for path, _, reading in readings:
        show_metrics.show_findings(path, reading)
    if not all(reading.is_sound for _, _, reading in readings):
        typer.echo("Nothing was loaded.", err=True)
        raise typer.Exit(1)
    for path, found, reading in readings:
        with plainly():
            shelf = open_shelf(folder)
            earlier = find_earlier(shelf, found)
            changes = list_changes(shelf, earlier, reading) if earlier else None
            if earlier and changes and changes.are_none:
                typer.echo(f"{path}: the same figures as in {earlier.id}; not loaded again.")
                continue
            added = add_edition(folder, found, reading, on=date.today(), title=edition, published=day)  # noqa: DTZ011
        typer.echo(f"{path}: {added.rows:,} figures loaded into {folder} as edition {added.id}.")
        show_metrics.show_changes(earlier, changes)


def editions(store: Store = None, as_json: Json = False) -> None:
    """List the editions at hand, the earlier before the later."""
    from concordat.cli import show_metrics
    from concordat.metrics.write_series import edition_as_dict

    with plainly():
        found = open_store(store).editions
    if as_json:
        print_json({"editions": [{**edition_as_dict(one), "kind": one.kind, "rows": one.rows} for one in found]})
    else:
        show_metrics.show_editions(console(), found)


def changes(
    first: Annotated[str, typer.Argument(metavar="EDITION", help="The earlier edition.")],
    second: Annotated[str, typer.Argument(metavar="EDITION", help="The later edition.")],
    breakdown: Annotated[str | None, typer.Option(help="Only this part of the figures, such as total.")] = None,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """List the figures that two editions give differently."""
    from dataclasses import asdict

    from concordat.cli import show_metrics
    from concordat.metrics.edition_changes import compare_editions

    with plainly():
        shelf = open_store(store)
        one, other = shelf.edition(first), shelf.edition(second)
        found = compare_editions(shelf.parts(one, breakdown), shelf.parts(other, breakdown))
    if as_json:
        listed = [{**asdict(each), "period": str(each.period)} for each in found.differences]
        counts = {"same": found.same, "only_first": found.only_first, "only_second": found.only_second}
        print_json({"first": one.id, "second": other.id, **counts, "differences": listed})
    else:
        show_metrics.show_differences(console(), one, other, found)


@contextmanager
def busy(what: str) -> Iterator[None]:
    """A turning mark on the error stream while one long step runs; nothing where nobody watches."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(what):
        yield


def find_store(store: Path | None) -> Path | None:
    """The folder of loaded editions: as named, else the default one where it is there."""
    from concordat.metrics.shelf import LIST

    return store or (DEFAULT_STORE if (DEFAULT_STORE / LIST).exists() else None)


def open_store(store: Path | None) -> "Shelf":
    """The editions at hand. A store that is named has to be there; the default one need not."""
    from concordat.metrics.shelf import load_shelf

    return load_shelf(find_store(store))
