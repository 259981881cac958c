"""What all commands share: the way they print, show progress, take files and say what went wrong."""

import glob
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

if TYPE_CHECKING:
    from datetime import date

    from rich.console import Console

RETURN_ENDINGS = (".yaml", ".yml", ".json", ".xlsx", ".xlsm")
WIDTH = 120  # columns of what goes into a file or another program
MANY = 2  # more files than this, and progress is shown


def console() -> "Console":
    """The terminal, or plain text of 120 columns where the output is not one.

    Without markup: what a place typed in square brackets is text, not style.
    """
    from rich.console import Console

    return Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else WIDTH)


def show_heading(out: "Console", text: str) -> None:
    """A line across the terminal with a heading on it."""
    from rich.text import Text

    out.rule(Text(text, style="bold"), align="left")


def print_json(value: object) -> None:
    """Write JSON to standard output."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def fail(message: object) -> NoReturn:
    """Say what is wrong and what to do, and stop with 2: wrong use."""
    typer.echo(f"concordat: {message}", err=True)
    raise typer.Exit(2)


@contextmanager
def plainly() -> Iterator[None]:
    """A mistake in what was asked for, told in its own words instead of a traceback."""
    try:
        yield
    except ValueError as problem:  # DataError, NotAPeriod, UnknownPlace and their like say what to do
        fail(problem)
    except OSError as problem:
        fail(f"{problem.filename}: {problem.strerror}." if problem.filename else problem)


def find_files(named: Sequence[str]) -> list[Path]:
    """The files that were named: as they are, by pattern, or all returns of a folder. Stops where there are none."""
    found: list[Path] = []
    for name in named:
        path = Path(name)
        if path.is_dir():
            inside = [one for one in sorted(path.rglob("*")) if _is_return(one)]
            if not os.access(path, os.R_OK | os.X_OK):
                fail(f"{name}: this folder cannot be read (permission denied).")
            if not inside:
                fail(f"{name}: no return is in this folder; returns are .yaml, .json or .xlsx files.")
            found += inside
        elif path.exists() or not glob.has_magic(name):
            found.append(path)
        else:
            matches = sorted(glob.glob(name, recursive=True))
            if not matches:
                fail(f"{name}: no file has a name like that.")
            found += [Path(match) for match in matches]
    return list(dict.fromkeys(found))


def _is_return(path: Path) -> bool:
    """Whether a file is a return by its name; not a hidden file, nor what an office program leaves beside one."""
    return path.suffix.lower() in RETURN_ENDINGS and not path.name.startswith((".", "~$")) and path.is_file()


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[str], None] | None]:
    """A bar on the error stream while many files are read; nothing for few, or where nobody watches."""
    if total <= MANY or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[name]}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total, name="")
        yield lambda name: bar.update(task, advance=1, name=name)


@contextmanager
def watched(what: str) -> Iterator[Callable[[str], None] | None]:
    """What is being worked on, on the error stream, where nobody knows how much there is; nothing for no watcher."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console

    with Console(stderr=True, markup=False, highlight=False).status(what) as shown:
        yield lambda name: shown.update(f"{what} {name}")


def read_day(text: str | None) -> "date | None":
    """A day given as an option. Stops with what to write instead."""
    from concordat.periods import parse_date

    with plainly():
        return parse_date(text) if text else None


def check_ending(path: Path | None, ending: str) -> None:
    """Stops where a file is to be written under an ending that says something else."""
    if path is not None and path.suffix.lower() != ending:
        fail(f"{path}: this writes {ending} files; name one that ends so.")


def write_file(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all, making its folder; text as UTF-8."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.part")
        draft.write_bytes(content.encode() if isinstance(content, str) else content)
        draft.replace(path)
    except OSError as problem:
        fail(f"{path}: cannot be written ({problem.strerror}).")
