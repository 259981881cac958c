"""`concordat answers` and `concordat missing`: what all places say to one question, and who has not returned."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from concordat.cli.rollup import chosen_places, only_form
from concordat.cli.terminal import check_ending, console, fail, find_files, plainly, print_json, progress, write_file

if TYPE_CHECKING:
    from concordat.returns.load import Checked

Rows = list[tuple[object, ...]]
MOST_COLUMNS = 9  # a wider table is shown a line for each answer

Folder = Annotated[list[str], typer.Argument(metavar="DIR…", help="Folders or files of returns.")]
Region = Annotated[str | None, typer.Option(help="Only the places of this region.")]
Stp = Annotated[str | None, typer.Option(help="Only the places of this STP.")]
Form = Annotated[str | None, typer.Option(help="Only returns to this form, such as 2016-17-q3.")]
Json = Annotated[bool, typer.Option("--json", help="JSON for other software, instead of text.")]
Csv = Annotated[Path | None, typer.Option(help="Write the list to this CSV file.")]
Excel = Annotated[Path | None, typer.Option(help="Write the list to this Excel file.")]


def answers(
    question: Annotated[str, typer.Argument(help="A question's id, or the beginning of some, such as conditions.8.")],
    folder: Folder,
    form: Form = None,
    region: Region = None,
    stp: Stp = None,
    answer: Annotated[str | None, typer.Option("--is", help="Only places that answered this.")] = None,
    as_json: Json = False,
    csv: Csv = None,
    excel: Excel = None,
) -> None:
    """Set the answers of all places to one question side by side, with the names."""
    from concordat.rollups.side_by_side import set_side_by_side

    if Path(question).exists():
        fail(f"{question} is a file or a folder; name the question first, such as conditions.8.answer.")
    checked = _read(folder, form, csv, excel)
    with plainly():
        table = set_side_by_side(checked, question, chosen_places(checked, [], region, stp), answer)
    unread = sum(one.ret is None for one in checked)
    if unread:
        typer.echo(f"{unread} files could not be read; `concordat return check` says why.", err=True)
    _tell(list(table.columns), table.rows(), f"{question}: {len(table.lines)} returns", as_json, csv, excel)


def missing(
    folder: Folder,
    form: Form = None,
    region: Region = None,
    stp: Stp = None,
    as_json: Json = False,
    csv: Csv = None,
    excel: Excel = None,
) -> None:
    """List the places to remind: those that were late, whose return is not ready, or that have not returned."""
    from concordat.rollups.groups import make_report
    from concordat.rollups.side_by_side import list_due

    checked = _read(folder, form, csv, excel)
    with plainly():
        report = make_report(checked, "nation", chosen_places(checked, [], region, stp))
    rows: list[tuple[object, ...]] = [(one.form, one.place, one.state, one.days, one.due) for one in list_due(report)]
    columns = ["form", "place", "state", "days late", "due"]
    for one in report.forms:
        typer.echo(f"{one.whole.form.id}: {one.whole.coverage}", err=True)
    _tell(columns, rows, f"{len(rows)} late, not ready or missing", as_json, csv, excel)


def _read(folder: list[str], form: str | None, csv: Path | None, excel: Path | None) -> "list[Checked]":
    """The returns of a folder, to one form where it is named. Stops before reading where the output is misnamed."""
    from concordat.returns.load import check_files

    check_ending(csv, ".csv")
    check_ending(excel, ".xlsx")
    paths = find_files(folder)
    with plainly(), progress("Reading", len(paths)) as tick:
        checked = check_files(paths, None, tick)
    if all(one.ret is None for one in checked):
        first = checked[0]
        fail(f"No return here could be read. {first.file.path}: {first.findings[0].message}")
    return only_form(form, checked) if form else checked


def _tell(
    columns: list[str],
    rows: list[tuple[object, ...]],
    title: str,
    as_json: bool,
    csv: Path | None,
    excel: Path | None,
) -> None:
    if csv:
        from concordat.questionnaires.write_csv import render_table

        write_file(csv, render_table(columns, rows))
    if excel:
        from concordat.rollups.write_tables import write_table

        with plainly():
            write_table(columns, rows, excel, "List")
    if as_json:
        shown = [
            [None if cell is None else cell if isinstance(cell, int) else str(cell) for cell in row] for row in rows
        ]
        print_json({"columns": columns, "rows": shown})
        return
    from rich.table import Table
    from rich.text import Text

    if len(columns) > MOST_COLUMNS:
        columns, rows = _one_answer_a_line(columns, rows)
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    console().print(table if rows else f"{title}: none.")
    for path in (csv, excel):
        if path:
            typer.echo(f"Written: {path}")


def _one_answer_a_line(columns: list[str], rows: Rows) -> tuple[list[str], Rows]:
    """A table of many questions as one of many lines; what was not answered is left out."""
    place, form = columns.index("place"), columns.index("form")
    first = columns.index("submitted") + 1
    lines: Rows = [
        (row[place], row[form], columns[number], row[number])
        for row in rows
        for number in range(first, len(columns))
        if row[number] is not None
    ]
    return ["place", "form", "question", "answer"], lines
