"""`concordat records`: person-level records made up, checked, loaded and counted."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from concordat.cli.show_records import show_check, show_steps
from concordat.cli.terminal import check_ending, console, fail, plainly, print_json, progress, read_day, write_file

if TYPE_CHECKING:
    from concordat.records.door.validate import Checked
    from concordat.records.request import Request

app = typer.Typer(help="Person-level records, checked and counted.", no_args_is_help=True, rich_markup_mode=None)

Files = Annotated[list[Path], typer.Argument(metavar="FILE…", help="CSV or Parquet files, or folders of them.")]
Table = Annotated[str | None, typer.Option(help="The table that the files are of; if not said, their columns decide.")]
Identifier = Annotated[
    str | None, typer.Option(help="What identifies people: nhs-number or own; if not said, the cells decide.")
]

EXTRA = ("duckdb", "ibis", "numba", "pyarrow", "stdnum", "pandas", "pyspark")
UNITS = {"MB": 1, "GB": 1000}

Json = Annotated[bool, typer.Option("--json", help="JSON for other software, instead of text.")]


@contextmanager
def _extra() -> Iterator[None]:
    """What goes wrong in its own words; a library that is not there, with what to install."""
    with plainly():
        try:
            yield
        except ModuleNotFoundError as problem:
            if (problem.name or "").partition(".")[0] not in EXTRA:
                raise
            fail(f"{problem.name} is not installed, and records need it; install concordat with the extra [records].")


@app.command(
    epilog="Example: concordat records generate build/england --admissions 100000 --months 24 --seed 1   "
    "The same version and seed write the same files; an interrupted run goes on."
)
def generate(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to write, empty or not there.")],
    admissions: Annotated[int, typer.Option(help="How many admissions, up to 200 million.")],
    seed: Annotated[int, typer.Option(help="Any whole number; another one gives another England.")],
    months: Annotated[int, typer.Option(help="In how many months.")] = 12,
    first: Annotated[str, typer.Option(metavar="MONTH", help="The first month.")] = "2023-04",
    events: Annotated[
        bool | None,
        typer.Option(
            "--events/--no-events",
            help="Social care, deaths, diagnoses and plans besides; if neither is said, up to 5 million admissions.",
        ),
    ] = None,
) -> None:
    """Make up an England of people who go into hospital and come back, as Parquet files by month, marked synthetic."""
    with _extra():
        from concordat.periods import Month
        from concordat.records.generate import generate_records, plan_records

        plan = plan_records(admissions, months, seed, Month.parse(first))
        with progress("Making up", plan.months) as tick:
            made = generate_records(folder, plan, events, tick)
    typer.echo(f"{made.admissions:,} synthetic admissions in {plan.months} months are in {folder}.")
    typer.echo(f"Tables: {', '.join(made.tables)}.")
    typer.echo(f"Files: {made.files}, of which {made.written} were written now.")


@app.command(
    epilog="Example: concordat records validate admissions.csv   "
    "Exit code: 0 every row can be used, 1 some cannot, 2 wrong use."
)
def validate(
    files: Files,
    table: Table = None,
    identifier: Identifier = None,
    as_json: Json = False,
) -> None:
    """Check files of records: rows read, rows that cannot be used, and why. Nothing is written, nobody is named."""
    checked = _check(files, table, identifier)
    show_check(checked, as_json)
    raise typer.Exit(0 if checked.is_sound else 1)


@app.command(epilog="Example: concordat records load admissions.csv -o records --key /safe/place/key")
def load(
    files: Files,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="The folder of records to write into.")],
    key: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The key of the pseudonyms; else CONCORDAT_RECORDS_KEY holds it."),
    ] = None,
    table: Table = None,
    identifier: Identifier = None,
    keep: Annotated[
        list[str] | None,
        typer.Option(metavar="COLUMN", help="Keep a column that no schema names, such as a geography."),
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Put months in place of those that are there.")] = False,
    as_json: Json = False,
) -> None:
    """Check files and write the rows that can be used as Parquet by month, with pseudonyms instead of identifiers.

    Rows that cannot be used are counted by reason; the report is kept in the folder as load.json.
    """
    with _extra():
        from concordat.records.door.key import read_key
        from concordat.records.door.load import load_checked, render_loaded

        folders = [output, *(file if file.is_dir() else file.parent for file in files)]
        secret = read_key(key, os.environ, folders)
        checked = _check(files, table, identifier)
        if not checked.accepted:
            show_check(checked, as_json)
            fail("No row was accepted, so that nothing was loaded.")
        loaded = load_checked(checked, output, secret, keep=keep or (), replace=replace)
    write_file(output / "load.json", render_loaded(checked, loaded))
    show_check(checked, as_json)
    if not as_json:
        typer.echo(f"Rows written: {loaded.rows:,}, in files by month: {len(loaded.files):,}, in {output}.")
        typer.echo(f"The key has the fingerprint {loaded.key_id}.")
        if loaded.left_out:
            typer.echo(f"Left out, as no schema names them: {', '.join(loaded.left_out)}. Keep one with --keep.")
    raise typer.Exit(0 if checked.is_sound else 1)


@app.command("key", epilog="Example: concordat records key /safe/place/key")
def make_key(
    file: Annotated[Path, typer.Argument(help="The file to write; it must not be there yet.")],
) -> None:
    """Make a key for pseudonyms. Keep it safe, and apart from the data: without it nobody can be matched again."""
    import secrets

    with plainly():
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            fail(
                f"{file}: this file is there already; a key that is lost cannot be made again, so nothing was written."
            )
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            out.write(secrets.token_hex(32) + "\n")
    typer.echo(f"A new key is in {file}, which only you can read. Keep a copy where the records are not.")


@app.command("metrics")
def list_metrics(as_json: Json = False) -> None:
    """List the metrics, what they count and out of what."""
    with _extra():
        from concordat.records.metrics.catalogue import METRICS
    if as_json:
        shown = ("id", "title", "version", "counts", "out_of", "unit", "good", "tables")
        print_json([{name: getattr(metric, name) for name in shown} for metric in METRICS.values()])
        return
    from rich.table import Table

    table = Table(title=f"{len(METRICS)} metrics", title_justify="left")
    for heading in ("Metric", "Title", "Tables"):
        table.add_column(heading, overflow="fold")
    for metric in METRICS.values():
        table.add_row(metric.id, metric.title, ", ".join(metric.tables))
    console().print(table)


@app.command(epilog="Example: concordat records compute build/england --metrics all --internal -o counts.csv")
def compute(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder of records.")],
    more: Annotated[list[str] | None, typer.Argument(metavar="[NAME]…", help="More metrics.")] = None,
    metrics: Annotated[
        list[str] | None, typer.Option(metavar="all|NAME", help="Which metrics; may be repeated.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="The CSV file to write.")
    ] = None,
    by: Annotated[str, typer.Option(help="month, quarter or year.")] = "month",
    geography: Annotated[str, typer.Option(metavar="COLUMN", help="The column of places to count by.")] = "area",
    engine: Annotated[str, typer.Option(help="What works it out: duckdb or spark.")] = "duckdb",
    master: Annotated[
        str | None, typer.Option(metavar="URL", help="Of Spark: where it runs; local[*] if not said.")
    ] = None,
    rule: Annotated[
        str | None, typer.Option(metavar="NAME", help="Of disclosure: suppress-under-8-round-5 or suppress-under-5.")
    ] = None,
    internal: Annotated[
        bool,
        typer.Option("--internal", help="Counts as they are, not suppressed: for use inside the organisation only."),
    ] = False,
    memory_limit: Annotated[str | None, typer.Option(metavar="SIZE", help="The most memory, such as 2GB.")] = None,
    threads: Annotated[int | None, typer.Option(min=1, help="How many threads; all there are if not said.")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Work everything out again, whatever is known.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Say what would be read, and stop.")] = False,
    as_json: Json = False,
) -> None:
    """Work metrics out by place and period. What is known of a month is kept beside the records and not read again."""
    check_ending(output, ".csv")
    named = tuple(name for word in [*(metrics or []), *(more or [])] for name in word.replace(",", " ").split())
    if not named:
        fail("Say which metrics: --metrics all, or names; `concordat records metrics` lists them.")
    if not explain and output is None:
        fail("Name the file to write: -o counts.csv. With --explain nothing is written.")
    with _extra():
        from concordat.cli.release_counts import find_rule_for, open_engine_for, write_out
        from concordat.records.compute import compute as work_out
        from concordat.records.compute import prepare
        from concordat.records.explain import explain as list_steps
        from concordat.records.request import Request

        chosen = find_rule_for(rule, internal)
        request = Request(
            folder=folder,
            metrics=named,
            geography=geography,
            by=by,
            engine=engine,
            threads=threads,
            memory_mb=_megabytes(memory_limit),
            fresh=fresh,
        )
        if explain:
            show_steps(list_steps(prepare(request)), as_json)
            return
        with progress("Working out", _pieces(request)) as tick, open_engine_for(request, master) as opened:
            computed = work_out(request, tick, opened)
        assert output is not None
        write_out(computed, chosen, output, as_json)


def _pieces(request: "Request") -> int:
    """How many tasks there are, for the bar."""
    from concordat.records.compute import prepare

    return len(prepare(request).tasks())


def _megabytes(size: str | None) -> int | None:
    if size is None:
        return None
    number, unit = size[:-2].strip(), size[-2:].upper()
    if unit not in UNITS or not number.replace(".", "", 1).isdigit():
        fail(f"{size} is no size; write one such as 800MB or 2GB.")
    return round(float(number) * UNITS[unit])


@app.command(
    "high-risk", epilog="Example: concordat records high-risk build/england --on 2025-03-31 --internal -o risk.csv"
)
def high_risk(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder of records.")],
    on: Annotated[str, typer.Option(metavar="DATE", help="The day.")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="The CSV file to write.")],
    geography: Annotated[str, typer.Option(metavar="COLUMN", help="The column of places.")] = "area",
    internal: Annotated[
        bool,
        typer.Option("--internal", help="Needed: the file is of single people, for use inside the organisation only."),
    ] = False,
) -> None:
    """List the people at high risk of an emergency on a day, by pseudonym, and why: by the rule in the reference."""
    check_ending(output, ".csv")
    if not internal:
        fail("The list is of single people, so that it must not leave the organisation; confirm with --internal.")
    day = read_day(on)
    assert day is not None
    with _extra():
        from concordat.records.people_at_risk import list_people_at_risk

        people = list_people_at_risk(folder, day, geography)
    write_file(output, people.write_csv())
    typer.echo(f"{people.height:,} people are at high risk on {day:%-d %B %Y}. Written: {output}.")
    typer.echo("Of single people: for use inside the organisation only.")


def _check(files: list[Path], table: str | None, identifier: str | None) -> "Checked":
    """Check files, with a bar."""
    from datetime import date

    with _extra():
        from concordat.records.door.identifiers import KINDS
        from concordat.records.door.read_rows import find_record_files
        from concordat.records.door.validate import check_files

        if identifier is not None and identifier not in KINDS:
            fail(f"There is no kind of identifier {identifier!r}; there are {' and '.join(KINDS)}.")
        today = date.today()  # noqa: DTZ011
        paths = find_record_files(files)
        with progress("Checking", len(paths)) as tick:
            return check_files(paths, today, table=table, identifier=identifier, tick=tick)  # type: ignore[arg-type]
