"""The commands, as one tree. Rooms are imported where a command runs, so that help costs nothing."""

from typing import Annotated

import typer

import concordat
from concordat.cli import examples, frameworks, lists, places, returns, rollup

app = typer.Typer(
    name="concordat",
    help="Run a place's joint health-and-care agreement: returns that check themselves, and the view over all of them.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(returns.app, name="return")
app.command("rollup", help=rollup.HELP)(rollup.rollup)
app.command("answers", epilog="Example: concordat answers conditions.8.answer returns/ --is No")(lists.answers)
app.command("missing", epilog="Example: concordat missing returns/ --form 2016-17-q3 --csv remind.csv")(lists.missing)
app.add_typer(places.app, name="places")
app.add_typer(frameworks.app, name="frameworks")
app.add_typer(examples.app, name="examples")


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"concordat {concordat.__version__}")
        raise typer.Exit


@app.callback()
def concordat_command(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and stop.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Nothing of its own: the commands do the work."""
