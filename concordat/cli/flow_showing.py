"""What the commands that give answers share: the system that is asked, and the ways an answer goes out."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from concordat.cli.flow import ticking
from concordat.cli.terminal import check_ending, console, fail, plainly, write_file

if TYPE_CHECKING:
    from concordat.flow.compare import Comparison
    from concordat.flow.costs import LeastCost
    from concordat.flow.least_capacity import LeastCapacity
    from concordat.flow.parameters import System
    from concordat.flow.report_tables import Table
    from concordat.flow.sensitivity import Sensitivity
    from concordat.flow.sweep import Sweep

    Answer = Comparison | Sweep | LeastCapacity | LeastCost | Sensitivity


def load(file: Path, seed: int | None) -> "tuple[System, int]":
    """The system of a file, and the seed: as asked, the file's, or 1."""
    from concordat.flow.read_parameters import read_system

    with plainly():
        system = read_system(file)
    return system, seed if seed is not None else system.seed if system.seed is not None else 1


def choose(system: "System", pathway: str | None) -> str:
    """The pathway that was named, or the only one. Stops where there are several and none was named."""
    names = [one.name for one in system.pathways]
    if pathway is None and len(names) > 1:
        fail(f"Which pathway? Add --pathway with one of {', '.join(names)}.")
    return pathway or names[0]


@contextmanager
def telling(what: str, total: int) -> Iterator[Callable[[str], None]]:
    """A bar that moves on with each run, for what takes longer than two seconds."""
    with ticking(what, total) as tick:
        yield lambda name: tick(1)


def check_written(csv: Path | None, excel: Path | None, svg: Path | None) -> None:
    """Stops where a file is to be written under another ending."""
    for path, ending in ((csv, ".csv"), (excel, ".xlsx"), (svg, ".svg")):
        check_ending(path, ending)


def made(replications: int, seed: int) -> dict[str, object]:
    """How an answer was made, for JSON."""
    import concordat

    return {"replications": replications, "seed": seed, "versions": {"concordat": concordat.__version__}}


def draw(svg: Path | None, picture: Callable[[], str]) -> None:
    """Write the picture, where one was asked for."""
    if svg is not None:
        write_file(svg, picture())


def write_figures(csv: Path | None, excel: Path | None, answer: "Answer") -> None:
    """Write the plain figures, where they were asked for."""
    from concordat.flow.write_figures import list_figures, render_csv, render_excel

    if csv is not None:
        write_file(csv, render_csv(list_figures(answer)))
    if excel is not None:
        write_file(excel, render_excel(list_figures(answer)))


def show(table: "Table", sentences: Sequence[str]) -> None:
    """A table, and what it says in words."""
    from rich.table import Table as Lines

    lines = Lines(title=table.caption, title_justify="left")
    for number, heading in enumerate(table.headings):
        lines.add_column(heading, justify="left" if number in table.words else "right", overflow="fold")
    for row in table.rows:
        lines.add_row(*row)
    out = console()
    out.print(lines)
    for sentence in sentences:
        out.print(sentence)
