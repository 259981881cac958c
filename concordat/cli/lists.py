"""`concordat answers` and `concordat missing`: what all places say to one question, and who has not returned."""

from pathlib import Path
from typing import Annotated

import typer

from concordat.cli.rollup import chosen_places, only_form
from concordat.cli.terminal import console, fail, find_files, plainly, print_json, progress, write_file

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
    from concordat.returns.load import check_files
    from concordat.returns.side_by_side import set_side_by_side

    paths = find_files(folder)
    with plainly(), progress("Reading", len(paths)) as tick:
        checked = check_files(paths, None, tick)
        checked = only_form(form, checked) if form else checked
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
    """List the places that have not returned, and those that returned late: whom to remind."""
    from concordat.returns.groups import make_report
    from concordat.returns.load import check_files
    from concordat.returns.side_by_side import list_due

    paths = find_files(folder)
    with plainly(), progress("Reading", len(paths)) as tick:
        checked = check_files(paths, None, tick)
        checked = only_form(form, checked) if form else checked
        report = make_report(checked, "nation", chosen_places(checked, [], region, stp))
    if not report.forms:
        fail("No return here could be read; `concordat return check` says why.")
    rows: list[tuple[object, ...]] = [
        (one.form, one.place, "missing" if one.days is None else "late", one.days, one.due) for one in list_due(report)
    ]
    columns = ["form", "place", "state", "days late", "due"]
    for one in report.forms:
        typer.echo(f"{one.whole.form.id}: {one.whole.coverage}", err=True)
    _tell(columns, rows, f"{len(rows)} missing or late", as_json, csv, excel)


def _tell(
    columns: list[str],
    rows: list[tuple[object, ...]],
    title: str,
    as_json: bool,
    csv: Path | None,
    excel: Path | None,
) -> None:
    if csv:
        from concordat.returns.write_csv import render_table

        write_file(csv, render_table(columns, rows))
    if excel:
        from concordat.returns.write_tables import write_table

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

    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    console().print(table)
    for path in (csv, excel):
        if path:
            typer.echo(f"Written: {path}")
