"""`concordat return intake`: a folder of returns taken in, and what each needs."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from concordat.cli.terminal import console, plainly, print_json, progress

if TYPE_CHECKING:
    from concordat.returns.intake import Taken


def intake(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder that the returns arrive in.")],
    processes: Annotated[int, typer.Option(help="How many processes read at once.", min=1, max=32)] = 2,
    as_json: Annotated[bool, typer.Option("--json", help="JSON for other software, instead of text.")] = False,
    every: Annotated[bool, typer.Option("--all", help="List accepted files too.")] = False,
) -> None:
    """Take in a folder of returns: match each to its place and period, check it, list what to query.

    An index in the folder remembers what was found, and the next run goes on from there.
    """
    from concordat.returns.intake import count_states, has_blocks, list_files, take_in

    with plainly(), progress("Taking in", len(list_files(folder))) as tick:
        taken = take_in(folder, processes, tick)
    if as_json:
        print_json({"returns": [one.as_dict() for one in taken], "totals": count_states(taken)})
    else:
        _show(taken, every)
    raise typer.Exit(1 if has_blocks(taken) else 0)


def _show(taken: "list[Taken]", every: bool) -> None:
    from rich.table import Table
    from rich.text import Text

    from concordat.returns.intake import State, count_states

    colours = {State.ACCEPTED: "green", State.QUERIED: "yellow", State.UNREADABLE: "red"}
    table = Table(show_lines=True)
    for column in ("File", "Place", "Form", "State", "Why"):
        table.add_column(column, overflow="fold")
    for one in taken:
        if every or one.state is not State.ACCEPTED:
            first = [f"{finding['message']} [{finding['where']}]" for finding in one.findings[:3]]
            more = [f"and {len(one.findings) - 3} more"] if len(one.findings) > 3 else []
            state = Text(str(one.state), style=colours[one.state])
            table.add_row(one.file, one.place or "", one.questionnaire or "", state, "\n".join(first + more))
    out = console()
    if table.row_count:
        out.print(table)
    counts = ", ".join(f"{count} {state}" for state, count in count_states(taken).items())
    read = sum(one.now for one in taken)
    out.print(
        f"{len(taken)} files: {counts}; {read} read now, {len(taken) - read} known from the last run.", style="bold"
    )
