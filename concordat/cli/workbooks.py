"""`concordat return workbook` and `read`: a return as an Excel workbook to be filled, and back."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from concordat.cli.loading import load_one, start_one
from concordat.cli.terminal import console, fail, find_files, plainly, print_json, progress, write_file

if TYPE_CHECKING:
    from collections.abc import Mapping

    from concordat.findings import Finding
    from concordat.places.area import Area
    from concordat.questionnaires.changes import Difference
    from concordat.returns.place_return import Return
    from concordat.returns.read_file import FileRead

Json = Annotated[bool, typer.Option("--json", help="JSON for other software, instead of text.")]
After = Annotated[list[str] | None, typer.Option(help="Earlier returns of the place; may be given more than once.")]


def workbook(
    to: Annotated[Path, typer.Option("-o", "--output", help="The .xlsx file to write, or a folder for many.")],
    file: Annotated[
        str | None, typer.Argument(help="A return whose answers are filled in, or a folder of them.")
    ] = None,
    form: Annotated[str | None, typer.Option(help="Instead of a return: the id of a form, such as 2016-17-q3.")] = None,
    place: Annotated[str | None, typer.Option(help="Whose workbook, with --form: a name, a slug or a code.")] = None,
    after: After = None,
) -> None:
    """Write a return as an Excel workbook: a checklist, and a sheet for each section with what is known filled in.

    Of a folder of returns, every one is written into the folder named by -o, each after the earlier ones of its place.
    """
    if file and Path(file).is_dir():
        _write_many(Path(file), to)
        return
    if to.suffix.lower() != ".xlsx":
        fail(f"{to}: a workbook is an .xlsx file.")
    if to.exists():
        fail(f"{to}: there is such a file already; name another, so that nothing is lost.")
    if (file is None) == (form is None) or (form is None) != (place is None):
        fail("Name a return's file, or a form and a place: --form 2016-17-q3 --place Southend.")
    ret, notes = _kept(file, after or []) if file else _started(str(form), str(place), after or [])
    if ret.place is None:
        fail(f"{file}: the return does not say of which place it is; add a line such as `place: southend-on-sea`.")
    with plainly():
        _write_one(ret, to, notes)
    typer.echo(f"Written: {to}, with {len(ret.answers.answers)} of {len(ret.form.asked)} answers filled in.")


def _write_one(ret: "Return", to: Path, notes: "Mapping[str, str]") -> None:
    """Write one workbook whole or not at all; of a made-up return every sheet says that it is one."""
    from concordat.questionnaires.workbook.names import Stamp
    from concordat.questionnaires.workbook.write_workbook import write_workbook

    assert ret.place is not None, ret.form.id
    to.parent.mkdir(parents=True, exist_ok=True)
    draft = to.with_name(f".{to.name}.part")
    stamp = Stamp(ret.place.slug, ret.form.id, str(ret.form.version), ret.source)
    shown = f"{ret.place.name} – SYNTHETIC, made up by a computer" if ret.is_synthetic else ret.place.name
    for id in write_workbook(ret.answers, draft, stamp=stamp, place=shown, notes=notes):
        typer.echo(f"{to}: {ret.form.name_of(id)} is longer than a cell holds; the cell shows its beginning.")
    draft.replace(to)


def _write_many(folder: Path, to: Path) -> None:
    """A workbook for every return of a folder, in folders of the places; those that cannot be read are named."""
    from concordat.returns.load import load_returns

    paths = find_files([str(folder)])
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        fail(f"{to}: name a folder that is empty or not there, so that nothing is lost.")
    with plainly(), progress("Reading", len(paths)) as tick:
        loaded = load_returns(paths, tick)
    usable = [ret for _, ret in loaded if ret is not None and ret.place is not None]
    with plainly(), progress("Writing", len(usable)) as tick:
        for ret in usable:
            assert ret.place is not None, ret.form.id
            _write_one(ret, to / ret.place.slug / f"{ret.form.id}.xlsx", ret.remarks)
            if tick:
                tick(ret.place.name)
    for file, unread in loaded:
        if unread is None or unread.place is None:
            typer.echo(f"{file.path}: left out. {file.findings[0].message}", err=True)
    typer.echo(f"Written: {len(usable)} workbooks into {to}")


def _kept(file: str, after: list[str]) -> "tuple[Return, dict[str, str]]":
    """The return of a file, after earlier ones, and the notes for its cells."""
    ret = load_one(Path(file), after)
    return ret, dict(ret.remarks)


def _started(form: str, place: str, after: list[str]) -> "tuple[Return, dict[str, str]]":
    """A return with nothing but what is known already, and the notes that say where each answer comes from."""
    ret, sources = start_one(form, place, after)
    return ret, {id: f"Filled in from {source}; change it where it is wrong." for id, source in sources.items()}


def read(
    file: Annotated[Path, typer.Argument(metavar="IN.xlsx", help="The workbook, filled.")],
    to: Annotated[Path, typer.Option("-o", "--output", help="The .yaml file to write; where it is, it is updated.")],
    place: Annotated[str | None, typer.Option(help="The place that is expected: a name, a slug or a code.")] = None,
    named_map: Annotated[
        str | None, typer.Option("--map", help="For a national workbook: the map of its cells, a file or an id.")
    ] = None,
    form: Annotated[str | None, typer.Option(help="With --map: the form that it answers, such as 2016-17-q1.")] = None,
    as_json: Json = False,
) -> None:
    """Read a filled workbook into a return's file, and tell what could not be read and what changed.

    A file that is there already is the kept return: answers replace answers, a text too long or with characters that
    cannot be shown replaces nothing. `concordat return check` tells what is missing.
    """
    from concordat.findings import gravest_first, has_blocks
    from concordat.returns.load import check_files, check_read
    from concordat.returns.update_return import about_reading
    from concordat.returns.write_file import render_yaml

    if to.suffix.lower() not in (".yaml", ".yml"):
        fail(f"{to}: a workbook is read into a .yaml file.")
    if file.suffix.lower() not in (".xlsx", ".xlsm"):
        fail(f"{file}: this reads .xlsx files; open it in Excel or LibreOffice and save it as one.")
    with plainly():
        checked = check_read([_through_map(file, named_map, form, place)])[0] if named_map else check_files([file])[0]
    ret, findings = checked.ret, about_reading(checked)
    differences: list[Difference] = []
    written = False
    if ret is not None:
        ret, more, differences = _merge(ret, to, _expected(place, ret), checked.file.unread)
        findings = [*findings, *more]
        if ret is not None:
            write_file(to, render_yaml(ret))
            written = True
    findings = gravest_first(_once(findings))
    _tell(file, to if written else None, findings, differences, as_json=as_json)
    raise typer.Exit(1 if has_blocks(findings) else 0)


def _through_map(file: Path, named_map: str, form: str | None, place: str | None) -> "FileRead":
    """A national workbook, read through the map of its cells. Stops where the form is not known, or not of the map."""
    from concordat.cli.official import find_map
    from concordat.frameworks.forms import load_form
    from concordat.questionnaires.foreign.read_cells import read_official
    from concordat.returns.read_file import read_return_data

    cell_map = find_map(named_map)
    ids = list(cell_map.for_)
    if form is None and len(ids) > 1:
        fail(f"The map is for {', '.join(ids)}; say which with --form.")
    asked = load_form(form or ids[0])
    if asked.id not in ids:
        fail(f"The map is for {', '.join(ids)}, not for {asked.id}.")
    given, findings = read_official(file, cell_map, asked)
    called = next((str(given[one.id]) for one in asked.of_kind("place") if given.get(one.id)), "")
    data = {"place": place or called, "questionnaire": asked.id, "version": str(asked.version), "answers": given}
    return read_return_data(file, data, tuple(findings))


def _expected(place: str | None, ret: "Return") -> "Area | None":
    from concordat.places.find import find_area
    from concordat.returns.read_file import vintage_of

    with plainly():
        return find_area(place, vintage_of(ret.framework)) if place else None


def _merge(
    new: "Return", to: Path, expected: "Area | None", unread: frozenset[str]
) -> "tuple[Return | None, list[Finding], list[Difference]]":
    """What to write: the new return, or the kept one brought up to date; None where they do not belong together."""
    from concordat.questionnaires.changes import compare_answers
    from concordat.returns.load import load_returns
    from concordat.returns.update_return import check_same_place, check_same_return, update_return

    if expected and new.place != expected:
        return None, list(check_same_place(new, expected)), []
    if not to.exists():
        return new, [], []
    with plainly():
        kept_file, kept = load_returns([to])[0]
    if kept is None:
        fail(f"{to}: {kept_file.findings[0].message} {kept_file.findings[0].remedy} Or name another file.")
    if others := list(check_same_return(kept, new)):
        return None, others, []
    merged, findings = update_return(kept, new, unread)
    return merged, findings, compare_answers(kept.answers, merged.answers)


def _once(findings: "list[Finding]") -> "list[Finding]":
    """Without what is said in other words of an answer that was kept."""
    kept = {finding.where for finding in findings if finding.code == "kept-answer"}
    broken = ("too-long", "control-character")
    return [one for one in findings if not (one.where in kept and one.code in broken)]


def _tell(
    file: Path, to: Path | None, findings: "list[Finding]", differences: "list[Difference]", *, as_json: bool
) -> None:
    if as_json:
        names = ("id", "label", "change", "before", "after")
        shown: dict[str, Any] = {
            "file": str(file),
            "written": str(to) if to else None,
            "changes": [{name: str(getattr(one, name)) for name in names} for one in differences],
            "findings": [finding.as_dict() for finding in findings],
        }
        print_json(shown)
        return
    out = console()
    for finding in findings:
        out.print(f"{finding.severity:<8}  {finding.message}", markup=False, soft_wrap=True)
        out.print(f"          {finding.remedy}  [{finding.code} {finding.where}]", markup=False, soft_wrap=True)
    for one in differences:
        out.print(f"{one.change:<8}  {one.label}: {one.before!r} -> {one.after!r}", markup=False, soft_wrap=True)
    out.print(f"Written: {to}" if to else "Nothing is written.", markup=False, soft_wrap=True)
