"""`concordat frameworks`: what each policy year asks, what is not known of it, and how two years differ."""

from typing import Annotated

import typer

from concordat.cli.terminal import console, plainly, print_json

app = typer.Typer(help="What each policy year asks.", no_args_is_help=True, rich_markup_mode=None)

Json = Annotated[bool, typer.Option("--json", help="JSON for other software, instead of text.")]


@app.command("list", epilog="Example: concordat frameworks list")
def list_frameworks(as_json: Json = False) -> None:
    """List the frameworks held, their forms, and how much of each is unknown or unverified."""
    from concordat.frameworks.forms import form_ids
    from concordat.frameworks.read_yaml import framework_ids, load_framework
    from concordat.frameworks.unverified import list_unverified
    from concordat.frameworks.write_json import framework_in_list

    with plainly():
        frameworks = [load_framework(id) for id in framework_ids()]
        forms = {framework.id: form_ids(framework) for framework in frameworks}
    if as_json:
        print_json({"frameworks": [framework_in_list(one, forms[one.id]) for one in frameworks]})
        return
    doubts = {framework.id: list_unverified(framework) for framework in frameworks}
    from rich.table import Table

    table = Table(show_lines=True)
    for heading in ("Framework", "Title", "Conditions", "Metrics", "Forms", "Unknown or unverified"):
        table.add_column(heading, overflow="fold")
    for one in frameworks:
        counts = (len(one.condition_numbers), len(one.metrics))
        held = "\n".join(forms[one.id]) or "none held yet"
        table.add_row(one.id, one.title, *map(str, counts), held, str(len(doubts[one.id])))
    console().print(table)


@app.command(epilog="Example: concordat frameworks show 2016-17")
def show(
    year: Annotated[str, typer.Argument(help="A framework's id, such as 2016-17.")],
    as_json: Json = False,
) -> None:
    """Show a framework whole; what is unknown or unverified stands at the end, with its source."""
    from concordat.cli.show_frameworks import show_framework
    from concordat.frameworks.forms import form_ids
    from concordat.frameworks.read_yaml import load_framework
    from concordat.frameworks.write_json import framework_as_dict

    with plainly():
        framework = load_framework(year)
        forms = form_ids(framework)
    if as_json:
        print_json(framework_as_dict(framework, forms))
    else:
        show_framework(console(), framework, forms)


@app.command(epilog="Example: concordat frameworks compare 2016-17 2017-19")
def compare(
    before: Annotated[str, typer.Argument(metavar="A", help="A framework's id.")],
    after: Annotated[str, typer.Argument(metavar="B", help="Another's.")],
    as_json: Json = False,
) -> None:
    """Compare two frameworks: what continues and how, where a series breaks, what ended, what began."""
    from concordat.cli.show_frameworks import comparison_as_dict, show_comparison
    from concordat.frameworks.compare import compare_frameworks

    with plainly():
        comparison = compare_frameworks(before, after)
    if as_json:
        print_json(comparison_as_dict(comparison))
    else:
        show_comparison(console(), comparison)
