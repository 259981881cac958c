"""`concordat rollup`: what the returns of many places say together."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from concordat.cli.terminal import (
    check_ending,
    console,
    fail,
    find_files,
    plainly,
    print_json,
    progress,
    read_day,
    write_file,
)

if TYPE_CHECKING:
    from concordat.places.area import Area
    from concordat.returns.load import Checked
    from concordat.rollups.groups import Report

HELP = "Roll up returns: coverage, answers with the names behind them, money, rates; by region, STP or type."


def rollup(
    folder: Annotated[list[str], typer.Argument(metavar="DIR…", help="Folders or files of returns.")],
    by: Annotated[str, typer.Option(help="Divide by nation, region, stp, icb, type or place.")] = "nation",
    place: Annotated[
        list[str] | None, typer.Option(help="Only this place; may be given more than once.", show_default=False)
    ] = None,
    region: Annotated[str | None, typer.Option(help="Only the places of this region.")] = None,
    stp: Annotated[str | None, typer.Option(help="Only the places of this STP.")] = None,
    form: Annotated[str | None, typer.Option(help="Only returns to this form, such as 2016-17-q3.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON for other software, instead of text.")] = False,
    csv: Annotated[Path | None, typer.Option(help="Write a table of every number to this file.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write a self-contained page to this file.")] = None,
    excel: Annotated[Path | None, typer.Option(help="Write a table of every number to this Excel file.")] = None,
    parquet: Annotated[Path | None, typer.Option(help="The same table as Parquet.")] = None,
    on: Annotated[str | None, typer.Option(help="The day to print on the page; by default today.")] = None,
) -> None:
    """Roll up the returns of a folder, each form apart, always with how much of the country they cover."""
    from concordat.returns.load import check_files
    from concordat.rollups.groups import make_report

    for path, ending in ((csv, ".csv"), (html, ".html"), (excel, ".xlsx"), (parquet, ".parquet")):
        check_ending(path, ending)
    paths, day = find_files(folder), read_day(on)
    with plainly(), progress("Reading", len(paths)) as tick:
        checked = check_files(paths, None, tick)
    if form:
        checked = only_form(form, checked)
    with plainly():
        report = make_report(checked, by, chosen_places(checked, place or [], region, stp))
    if not report.forms and not as_json:
        first = report.unused[0] if report.unused else None
        said = f" {first[0].path.name}: {first[1][0].message}" if first and first[1] else ""
        fail(f"No return could be rolled up; {len(report.unused)} files could not be used.{said}")
    if csv:
        from concordat.rollups.write_csv import render_csv

        write_file(csv, render_csv(report))
    if html:
        from datetime import date

        from concordat.rollups.write_html import render_html

        write_file(html, render_html(report, day or date.today()))  # noqa: DTZ011
    if excel:
        from concordat.rollups.write_tables import write_report

        with plainly():
            write_report(report, excel)
    if parquet:
        from concordat.rollups.write_parquet import write_parquet

        with plainly():
            write_parquet(report, parquet)
    _tell(report, as_json, [path for path in (csv, html, excel, parquet) if path])


def _tell(report: "Report", as_json: bool, written: list[Path]) -> None:
    if as_json:
        from concordat.rollups.write_json import rollup_as_dict

        print_json(rollup_as_dict(report))
        return
    from concordat.cli.show_rollup import show_report

    show_report(console(), report)
    for path in written:
        typer.echo(f"Written: {path}")


def only_form(form: str, checked: "list[Checked]") -> "list[Checked]":
    """The returns to one form, and the files that could not be read. Stops where there is no such return."""
    found = [one for one in checked if one.file.form_named == form or one.ret is None]
    if not any(one.ret for one in found):
        held = ", ".join(sorted({one.file.form_named for one in checked if one.ret})) or "none"
        fail(f"No return here answers {form!r}; the forms answered are {held}.")
    return found


def chosen_places(
    checked: "list[Checked]", named: list[str], region: str | None, stp: str | None
) -> "tuple[Area, ...] | None":
    """The places asked for, on the boundaries of the returns; None where the whole country is meant."""
    from concordat.places.find import find_area
    from concordat.places.footprint import list_areas
    from concordat.returns.read_file import vintage_of

    if not named and not region and not stp:
        return None
    vintage = vintage_of(next((one.file.framework for one in checked if one.file.framework), None))
    found = {area.slug: area for area in (find_area(name, vintage) for name in named)}
    if region or stp:
        inside = {area.slug: area for area in list_areas(vintage, region=region, stp=stp)}
        found = {slug: area for slug, area in inside.items() if not named or slug in found}
    return tuple(found.values())
