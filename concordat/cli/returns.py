"""`concordat return`: check, show and compare returns; the schema of a form."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from concordat.cli import intake, official, workbooks
from concordat.cli.loading import load_known, load_one, start_one
from concordat.cli.terminal import console, fail, find_files, plainly, print_json, progress, read_day

if TYPE_CHECKING:
    pass

app = typer.Typer(help="Check, show and compare returns.", no_args_is_help=True, rich_markup_mode=None)

Files = Annotated[
    list[str], typer.Argument(metavar="FILE…", help="Files (.yaml, .json or .xlsx), patterns, or folders of them.")
]
Json = Annotated[bool, typer.Option("--json", help="JSON for other software, instead of text.")]


@app.command(
    epilog="Example: concordat return check examples/southend-on-sea/*.yaml   "
    "Exit code: 0 nothing blocks, 1 something does, 2 wrong use."
)
def check(
    files: Files,
    as_json: Json = False,
    on: Annotated[str | None, typer.Option(help="Judge dates as at this day, DD/MM/YYYY.")] = None,
    every: Annotated[bool, typer.Option("--all", help="List each question that is not answered.")] = False,
    ambitions: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Ambitions, .csv or .yaml, to hold statuses against.")
    ] = None,
    figures: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Figures, .csv, beside ambitions; by default the published ones."),
    ] = None,
) -> None:
    """Check returns: how complete they are, and what a sharp-eyed reviewer would ask.

    Files of one place are ordered by period, and each is read beside the earlier ones.
    """
    from concordat.findings import has_blocks
    from concordat.returns.load import check_files

    paths, day = find_files(files), read_day(on)
    known = load_known(ambitions, figures)
    with plainly(), progress("Checking", len(paths)) as tick:
        checked = check_files(paths, day, tick, known)
    if as_json:
        print_json({"returns": [one.as_dict() for one in checked]})
    else:
        from concordat.cli.show import show_checked

        show_checked(console(), checked, every)
    raise typer.Exit(1 if any(has_blocks(one.findings) for one in checked) else 0)


@app.command(
    epilog="Example: concordat return start 2016-17-q3 --place Southend --after q1.yaml --after q2.yaml -o q3.yaml"
)
def start(
    form: Annotated[str, typer.Argument(help="The id of a form, such as 2016-17-q3.")],
    place: Annotated[str, typer.Option(help="A name, a slug or a code.")],
    to: Annotated[Path, typer.Option("-o", "--output", help="The .yaml file to write.")],
    after: Annotated[
        list[str] | None, typer.Option(help="Earlier returns of the place; may be given more than once.")
    ] = None,
) -> None:
    """Start a return: a file with every question, and what is known already filled in."""
    from concordat.cli.terminal import write_file
    from concordat.returns.start import render_started

    if to.suffix.lower() not in (".yaml", ".yml"):
        fail(f"{to}: a started return is a .yaml file.")
    if to.exists():
        fail(f"{to}: there is such a file already; name another, so that nothing is lost.")
    ret, sources = start_one(form, place, after or [])
    write_file(to, render_started(ret, sources))
    typer.echo(f"Written: {to}, with {len(sources)} of {len(ret.form.asked)} questions filled in.")


@app.command(epilog="Example: concordat return show q1.yaml q2.yaml --section money")
def show(
    files: Files,
    section: Annotated[str | None, typer.Option(help="Only this section, such as money.")] = None,
) -> None:
    """Show a return: each question, its answer, and what earlier periods said. The last file named is shown."""
    from concordat.cli.show import show_return
    from concordat.returns.load import load_returns

    with plainly():
        loaded = load_returns(find_files(files))
    file, ret = loaded[-1]
    if ret is None:
        fail(f"{file.path}: {file.findings[0].message} {file.findings[0].remedy}")
    ids = [one.id for one in ret.form.sections]
    if section and section not in ids:
        fail(f"{section!r} is no section of {ret.form.id}; the sections are {', '.join(ids)}.")
    show_return(console(), ret, [section] if section else ids)


@app.command(epilog="Example: concordat return compare 2016-17-q3.yaml 2016-17-q4.yaml")
def compare(
    before: Annotated[Path, typer.Argument(help="The earlier return.")],
    after: Annotated[Path, typer.Argument(help="The later return.")],
    as_json: Json = False,
) -> None:
    """Compare two returns, answer by answer, among the questions that both forms ask."""
    from concordat.cli.show import show_differences
    from concordat.questionnaires.changes import compare_answers

    returns = [load_one(path) for path in (before, after)]
    differences = compare_answers(returns[0].answers, returns[1].answers)
    if as_json:
        names = ("id", "label", "change", "before", "after")
        rows = [{name: str(getattr(one, name)) for name in names} for one in differences]
        print_json({"before": returns[0].form.id, "after": returns[1].form.id, "differences": rows})
    else:
        show_differences(console(), returns[0], returns[1], differences)


@app.command(epilog="Example: concordat return convert 2016-17-q4.yaml -o 2016-17-q4.json")
def convert(
    file: Annotated[Path, typer.Argument(help="A return, .yaml or .json.")],
    to: Annotated[Path, typer.Option("-o", "--output", help="The file to write; its ending says how.")],
) -> None:
    """Write a return anew, as YAML or JSON, carried over to the latest version of its form."""
    from concordat.cli.terminal import write_file
    from concordat.returns.load import load_returns
    from concordat.returns.write_file import render_json, render_yaml

    render = {".json": render_json, ".yaml": render_yaml, ".yml": render_yaml}.get(to.suffix.lower())
    if render is None:
        fail(f"{to}: write to a .yaml or a .json file.")
    if to.exists():
        fail(f"{to}: there is such a file already; name another, so that nothing is lost.")
    with plainly():
        read, ret = load_returns([file])[0]
    if ret is None or ret.place is None:
        fail(f"{file}: {read.findings[0].message} {read.findings[0].remedy}")
    write_file(to, render(ret))
    for change in ret.reissued:
        typer.echo(f"{change.id}: {change.change} ({change.note})")
    typer.echo(f"Written: {to}")


@app.command(epilog="Example: concordat return schema 2016-17-q3 > 2016-17-q3.schema.json")
def schema(
    form: Annotated[str, typer.Argument(metavar="FILE", help="A return's file, or the id of a form.")],
) -> None:
    """Print the JSON Schema of the return that a file is, or that a form asks for."""
    from concordat.frameworks.forms import load_form
    from concordat.returns.read_file import read_return_file
    from concordat.returns.write_schema import return_schema

    with plainly():
        if Path(form).exists() or Path(form).suffix:
            file = read_return_file(Path(form))
            if file.form is None:
                fail(f"{form}: {file.findings[0].message} {file.findings[0].remedy}")
            print_json(return_schema(file.form))
        else:
            print_json(return_schema(load_form(form)))


app.command(epilog="Example: concordat return fill q1.yaml --into official.xlsx --map map.yaml -o q1.xlsx")(
    official.fill
)
app.command(epilog="Example: concordat return map-check official.xlsx --map map.yaml --form 2016-17-q1")(
    official.map_check
)
app.command(epilog="Example: concordat return workbook 2016-17-q4.yaml --after 2016-17-q3.yaml -o 2016-17-q4.xlsx")(
    workbooks.workbook
)
app.command(
    epilog="Example: concordat return read 2016-17-q4.xlsx -o 2016-17-q4.yaml   "
    "Exit code: 0 nothing blocks, 1 something does, 2 wrong use."
)(workbooks.read)
app.command(
    epilog="Example: concordat return intake returns/   Exit code: 0 nothing blocks, 1 something does, 2 wrong use."
)(intake.intake)
