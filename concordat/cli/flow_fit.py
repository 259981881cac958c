"""`concordat flow fit` and `forecast`: stays and arrivals, from tables to lines of a parameter file."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from concordat.cli.terminal import check_ending, console, fail, plainly, print_json, progress, write_file

if TYPE_CHECKING:
    from concordat.flow.fit import Fitted
    from concordat.flow.forecast import Forecast

app = typer.Typer()

Sheet = Annotated[str | None, typer.Option(help="The sheet of a workbook; by default its first.")]
Svg = Annotated[Path | None, typer.Option(metavar="FILE", help="Draw a picture to this SVG file.")]
Json = Annotated[bool, typer.Option("--json", help="JSON for other software, instead of text.")]


@app.command(epilog="Example: concordat flow fit stays.csv --pathway Pathway --svg stays.svg")
def fit(
    stays: Annotated[Path, typer.Argument(help="CSV or Excel with a row for each stay.", metavar="STAYS")],
    days: Annotated[str | None, typer.Option(help="The column of days; by default days, or the only one.")] = None,
    pathway: Annotated[
        str | None, typer.Option(help="The column of pathways; by default pathway, where there is one.")
    ] = None,
    only: Annotated[str | None, typer.Option(help="Only this pathway.")] = None,
    distribution: Annotated[
        str | None, typer.Option(help="lognormal, gamma, exponential or empirical, instead of the one advised.")
    ] = None,
    sheet: Sheet = None,
    svg: Svg = None,
    as_json: Json = False,
) -> None:
    """Fit stays: log-normal, gamma, exponential, compared; prints lines to paste into a parameter file.

    A column `still in` with yes marks a stay that has lasted so long and goes on.
    """
    from concordat.flow.fit import CAVEAT, fit_stays
    from concordat.flow.fitted_stay import advise_distribution, render_stay
    from concordat.flow.read_stays import read_stays

    check_ending(svg, ".svg")
    with plainly():
        found = read_stays(stays, days=days, pathway=pathway, sheet=sheet)
        if only is not None:
            found = {name: one for name, one in found.items() if name.lower() == only.lower()} or fail(
                f"{stays}: no pathway is called {only!r}; there are {', '.join(found)}."
            )
        fitted = [fit_stays(one, name) for name, one in found.items()]
        lines = [render_stay(one, distribution) for one in fitted]
    if svg is not None:
        _draw(svg, fitted)
    if as_json:
        told = [{**_as_dict(one), "advised": advise_distribution(one)} for one in fitted]
        print_json({"pathways": told, "caveat": CAVEAT})
        return
    for one, line in zip(fitted, lines, strict=True):
        _show(one)
        typer.echo(line + "\n")
    console().print(CAVEAT)


def _draw(svg: Path, fitted: "list[Fitted]") -> None:
    from concordat.flow.charts import draw_fit

    if len(fitted) > 1:
        names = ", ".join(one.pathway for one in fitted)
        fail(f"{svg}: one picture shows one pathway; choose with --only one of {names}.")
    write_file(svg, draw_fit(fitted[0]))


def _as_dict(one: "Fitted") -> dict[str, object]:
    stays = one.stays
    return {
        "pathway": one.pathway,
        "stays": len(stays.days),
        "still_in": int(stays.still_in.sum()),
        "in_whole_days": stays.in_whole_days,
        "fits": [fit.as_dict() for fit in one.fits],
    }


def _show(one: "Fitted") -> None:
    from rich.table import Table

    stays = one.stays
    going_on = f", {int(stays.still_in.sum())} still going on" if stays.still_in.any() else ""
    title = f"{one.pathway}: {len(stays.days):,} stays{going_on}"
    table = Table(title=title, title_justify="left", caption_justify="left")
    table.caption = "Least AIC first. KS: how many in 100 the curve is off by, at most, on any day."
    for number, heading in enumerate(("Distribution", "Mean, days", "Deviation", "AIC", "KS", "Anderson-Darling")):
        table.add_column(heading, justify="right" if number else "left")
    for fit in one.fits:
        distance = "–" if fit.ad is None else f"{fit.ad:,.2f}"
        table.add_row(
            fit.distribution, f"{fit.mean:,.2f}", f"{fit.sd:,.2f}", f"{fit.aic:,.1f}", f"{fit.ks * 100:.1f}", distance
        )
    console().print(table)


@app.command(
    epilog="Example: concordat flow forecast dtoc.csv --column total_days --where name='Southend UA' --months 12"
)
def forecast(
    monthly: Annotated[Path, typer.Argument(help="CSV or Excel with a month in each row.", metavar="MONTHLY")],
    months: Annotated[int, typer.Option(help="Months ahead.")] = 12,
    column: Annotated[str | None, typer.Option(help="The column to forecast; by default the only one.")] = None,
    month: Annotated[str | None, typer.Option(help="The column of months; by default the first that has some.")] = None,
    where: Annotated[
        list[str] | None, typer.Option(help="Only rows where COLUMN=WORDS; may be given more than once.")
    ] = None,
    sheet: Sheet = None,
    svg: Svg = None,
    csv: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the months ahead as CSV.")] = None,
    as_json: Json = False,
) -> None:
    """Forecast a monthly series with 80% intervals, and tell how often such intervals held on months held back."""
    from concordat.flow.forecast import forecast_months
    from concordat.flow.read_months import read_months
    from concordat.flow.write_forecast import forecast_as_dict, render_forecast, render_monthly

    for path, ending in ((svg, ".svg"), (csv, ".csv")):
        check_ending(path, ending)
    with plainly():
        only = _split(where or [])
        history = read_months(monthly, month=month, value=column, only=only, sheet=sheet)
        with progress("Trying earlier years", 4) as tick:
            found = forecast_months(history, months, tick)
    if svg is not None:
        from concordat.flow.charts import draw_forecast

        write_file(svg, draw_forecast(found))
    if csv is not None:
        write_file(csv, render_forecast(found))
    if as_json:
        print_json(forecast_as_dict(found))
        return
    _show_forecast(found)
    typer.echo(render_monthly(found))


def _split(where: list[str]) -> dict[str, str]:
    made = {}
    for one in where:
        column, sign, wanted = one.partition("=")
        if not sign:
            fail(f"--where {one!r}: write a column, = and what has to stand in it, such as name=Southend.")
        made[column.strip()] = wanted.strip()
    return made


def _show_forecast(found: "Forecast") -> None:
    from rich.table import Table

    from concordat.flow.said import say_forecast, say_repeats

    table = Table(title=f"{found.history.column}, {len(found.months)} months ahead", title_justify="left")
    for heading in ("Month", "Middle", "80% interval", "A day"):
        table.add_column(heading, justify="left" if heading == "Month" else "right")
    for one in found.months:
        table.add_row(
            str(one.month), f"{one.middle:,.0f}", f"{one.lower:,.0f} to {one.upper:,.0f}", f"{one.per_day:,.2f}"
        )
    out = console()
    out.print(table)
    out.print(say_forecast(found))
    if found.repeats:
        out.print(say_repeats(found))
