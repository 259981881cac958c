"""`concordat return fill` and `map-check`: answers into the workbook that a centre sends out, cell by cell."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from concordat.cli.loading import load_one
from concordat.cli.terminal import fail, plainly, print_json

if TYPE_CHECKING:
    from concordat.findings import Finding
    from concordat.questionnaires.foreign.cell_map import CellMap

Map = Annotated[
    str, typer.Option("--map", metavar="MAP", help="The map, a .yaml file; or the id of one that is held here.")
]
Json = Annotated[bool, typer.Option("--json", help="JSON for other software, instead of text.")]


def fill(
    file: Annotated[Path, typer.Argument(help="A return, .yaml or .json.")],
    into: Annotated[Path, typer.Option("--into", metavar="OFFICIAL", help="The workbook to fill; it stays as it is.")],
    named: Map,
    to: Annotated[Path, typer.Option("-o", "--output", help="The filled copy to write.")],
    after: Annotated[
        list[str] | None, typer.Option(help="Earlier returns of the place, whose answers some questions take over.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Fill a copy of an official workbook with a return, each answer in the cell that a map names.

    Nothing else in the workbook is touched. An answer that does not fit is left out and told.
    """
    from concordat.questionnaires.foreign.fill_workbook import fill_workbook

    if to.exists():
        fail(f"{to}: there is such a file already; name another, so that nothing is lost.")
    ret = load_one(file, after or [])
    with plainly():
        done = fill_workbook(into, to, ret.answers, find_map(named))
    if as_json:
        written = None if done.written is None else list(done.written)
        print_json({"written": written, "findings": [finding.as_dict() for finding in done.findings]})
    else:
        _tell(done.findings)
        if done.written is None:
            typer.echo("Nothing is written: mend the map first.")
        else:
            typer.echo(f"Written: {to}, with {len(done.written)} answers. Open it, look it over and save it.")
    _end(done.findings)


def map_check(
    workbook: Annotated[Path, typer.Argument(metavar="OFFICIAL", help="The workbook, .xlsx or .xlsm.")],
    named: Map,
    form: Annotated[str | None, typer.Option(help="The form; needed where the map is for several.")] = None,
    as_json: Json = False,
) -> None:
    """Check a map against its workbook: cells that are there, types that fit, nothing mapped twice."""
    from concordat.frameworks.forms import load_form
    from concordat.questionnaires.foreign.check_map import check_map
    from concordat.questionnaires.foreign.workbook import open_workbook

    cell_map = find_map(named)
    asked = form or (cell_map.for_[0] if len(cell_map.for_) == 1 else None)
    if asked is None:
        fail(f"The map is for {', '.join(cell_map.for_)}: say which with --form.")
    with plainly():
        findings = check_map(cell_map, load_form(asked), open_workbook(workbook))
    if as_json:
        print_json({"form": asked, "findings": [finding.as_dict() for finding in findings]})
    else:
        _tell(findings)
        blocks = sum(finding.severity.rank == 0 for finding in findings)
        typer.echo(f"{asked}: {blocks} faults." if blocks else f"{asked}: the map fits the workbook.")
    _end(findings)


def find_map(named: str) -> "CellMap":
    """A map by its file, or by its id among those held with the policy years. Stops with what to write instead."""
    from concordat.frameworks.forms import framework_of
    from concordat.questionnaires.foreign.cell_map import read_map

    path = Path(named)
    with plainly():
        if path.suffix or path.exists():
            return read_map(path)
        held = [read_map(one) for one in sorted(framework_of(named).folder.glob("maps/*.yaml"))]
    found = next((one for one in held if one.id == named), None)
    if found is None:
        there = ", ".join(one.id for one in held) or "none of that year"
        fail(f"There is no map {named!r}; held is {there}. Or name a .yaml file.")
    return found


def _tell(findings: "list[Finding]") -> None:
    for finding in findings:
        typer.echo(f"{finding.severity:<8}  {finding.message}  [{finding.code}, {finding.where}]")
        typer.echo(f"          {finding.remedy}")


def _end(findings: "list[Finding]") -> None:
    from concordat.findings import has_blocks

    raise typer.Exit(1 if has_blocks(findings) else 0)
