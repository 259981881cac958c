"""`concordat flow`: how many places each discharge pathway needs."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from concordat.cli.terminal import check_ending, console, plainly, print_json, write_file

if TYPE_CHECKING:
    from concordat.flow.interval import Estimate
    from concordat.flow.result import Result

app = typer.Typer(
    help="Discharge flow: waits, occupancy, and the places that each pathway needs.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

PATIENCE = 2.0  # seconds before progress is shown
FORMATS = ("{:,.0f}", "{:,.2f}", "{:.1%}", "{:.1%}", "{:,.1f}", "{:.1%}")

Parameters = Annotated[Path, typer.Argument(help="A parameter file, YAML or JSON.", metavar="FILE")]
Replications = Annotated[int, typer.Option(help="How many times to run it; more give narrower intervals.")]
Seed = Annotated[int | None, typer.Option(help="Of the random numbers; the file's if left out, or else 1.")]
Threads = Annotated[int, typer.Option(help="Threads of the fast engine; no figure depends on it.")]
Json = Annotated[bool, typer.Option("--json", help="JSON for other software, instead of text.")]


@app.command(epilog="Example: concordat flow run winter.yaml --replications 1000 --seed 7 --json")
def run(
    file: Parameters,
    replications: Replications = 200,
    seed: Seed = None,
    engine: Annotated[
        Literal["auto", "fast", "event"],
        typer.Option(help="fast, event, or auto: event where priority, next_best or return is used."),
    ] = "auto",
    threads: Threads = 1,
    csv: Annotated[Path | None, typer.Option(metavar="FILE", help="Write every day of every pathway as CSV.")] = None,
    as_json: Json = False,
) -> None:
    """Simulate a parameter file: waiting, delayed days and occupancy of each pathway, with 95% intervals."""
    from concordat.flow.read_parameters import read_system
    from concordat.flow.simulate import simulate
    from concordat.flow.write_daily import render_daily

    check_ending(csv, ".csv")
    with plainly():
        system = read_system(file)
        with ticking("Simulating", replications * len(system.pathways)) as tick:
            chosen = seed if seed is not None else system.seed if system.seed is not None else 1
            result = simulate(system, replications=replications, seed=chosen, engine=engine, threads=threads, tick=tick)
    if csv is not None:
        write_file(csv, render_daily(result))
    say_if_slow(result)
    if as_json:
        print_json(result.to_dict())
    else:
        _show(result)
        if csv is not None:
            typer.echo(f"Every day is in {csv}.")


@app.command(epilog="Example: concordat flow example > winter.yaml")
def example() -> None:
    """Print a parameter file to start from, every figure of it made up."""
    import concordat.flow

    typer.echo((Path(concordat.flow.__file__).parent / "example.yaml").read_text(encoding="utf-8"), nl=False)


@contextmanager
def ticking(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """A bar on the error stream for what takes longer than two seconds; nothing where nobody watches."""
    from rich.console import Console
    from rich.progress import Progress

    began, done = time.monotonic(), 0
    with Progress(console=Console(stderr=True), transient=True, disable=True) as bar:
        task = bar.add_task(what, total=total)

        def tick(more: int) -> None:
            nonlocal done
            done += more
            if bar.disable and bar.console.is_terminal and time.monotonic() - began > PATIENCE:
                bar.disable = False
                bar.start()
            bar.update(task, completed=done)

        yield tick


def say_if_slow(result: "Result") -> None:
    """A line on the error stream where the compiler is missed."""
    from concordat.flow.compiler import COMPILER

    if result.engine == "fast" and COMPILER is None:
        typer.echo(
            "concordat: without Numba this ran in plain Python: the same figures, some ten times slower.", err=True
        )


def _show(result: "Result") -> None:
    from rich.table import Table

    out = console()
    measured = result.system.days - result.system.warm_up_days
    title = (
        f"{result.system.title or 'Flow'}: {measured:,} days, {result.replications:,} replications, seed {result.seed}"
    )
    table = Table(title=title, title_justify="left", caption_justify="left")
    table.caption = "Mean over replications, and the 95% interval of that mean."
    headings = ("Pathway", "Delayed days", "Mean wait, days", "Share who wait", "Occupancy", "Queue", "Turned away")
    for number, heading in enumerate(headings):
        table.add_column(heading, justify="right" if number else "left", overflow="fold")
    for one in result.pathways:
        figures = one.summary()
        table.add_row(one.name, *(_write(*pair) for pair in zip(figures.values(), FORMATS, strict=True)))
    out.print(table)
    for finding in result.findings:
        out.print(f"{finding.severity}: {finding.message} {finding.remedy}")


def _write(one: "Estimate", form: str) -> str:
    """A mean above its interval, or a dash where nothing can be said."""
    if one.mean is None:
        return "–"
    mean = form.format(one.mean)
    if one.lower is None or one.upper is None:
        return mean
    return f"{mean}\n{form.format(one.lower)} to {form.format(one.upper)}"
