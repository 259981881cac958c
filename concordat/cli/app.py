"""The commands, as one tree. Rooms are imported where a command runs, so that help costs nothing."""

from typing import Annotated

import typer

import concordat
from concordat.cli import (
    examples,
    flow,
    flow_answers,
    flow_fit,
    flow_workbook,
    frameworks,
    lists,
    metrics,
    places,
    records,
    returns,
    rollup,
    site,
    site_data,
    spc,
)

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
app.add_typer(metrics.app, name="metrics")
app.command("spc", help=spc.HELP, epilog=spc.EPILOG)(spc.spc)
app.add_typer(examples.app, name="examples")
for more in (flow_fit, flow_answers, flow_workbook):
    flow.app.add_typer(more.app)
app.add_typer(flow.app, name="flow")
app.add_typer(records.app, name="records")
app.command("serve", epilog="Example: concordat serve --demo")(site.serve)
app.command("jobs", epilog="Example: concordat jobs")(site.jobs)
app.command("check-deploy", epilog="Example: concordat check-deploy")(site.check_deploy)
app.command("appoint", epilog="Example: concordat appoint ada.winter@example.org --name 'Ada Winter'")(
    site_data.appoint
)
app.command("drop-second-factor", epilog="Example: concordat drop-second-factor ada.winter@example.org")(
    site_data.drop_second_factor
)
app.command("backup", epilog="Example: concordat backup /var/backups/concordat-2017-02-20.zip")(site_data.backup)
app.command("restore", epilog="Example: concordat restore concordat-2017-02-20.zip")(site_data.restore)
app.add_typer(site_data.history, name="history")


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
