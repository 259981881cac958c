"""`concordat metrics share`: figures of CCGs shared out to places, and a plan compared with the places' ambitions."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from concordat.cli.terminal import check_ending, console, fail, plainly, print_json, write_file

if TYPE_CHECKING:
    from concordat.metrics.plan_comparison import PlanComparison

EPILOG = "Example: concordat metrics share plan.csv --period 2017-18-q1 --ambitions ambitions.csv"
COLUMNS = ("slug", "name", "covered", "plan", "ambition", "unit", "difference", "relative", "why")


def share(
    file: Annotated[Path, typer.Argument(help="CSV with the columns commissioner,figure: the plan of each CCG.")],
    period: Annotated[str, typer.Option(help="The quarter or month that the plan is for, such as 2017-18-q1.")],
    ambitions: Annotated[Path, typer.Option(metavar="FILE", help="Ambitions of places, .csv or .yaml.")],
    metric: Annotated[str, typer.Option(help="The metric, by its id in the ambitions.")] = "non-elective-admissions",
    vintage: Annotated[
        int | None, typer.Option(help="Share by the table of 2017, 2018 or 2019; by default that of the period's year.")
    ] = None,
    least: Annotated[
        float, typer.Option(min=0, max=1, help="Compare places of whose residents the CCGs serve at least this share.")
    ] = 0.99,
    as_json: Annotated[bool, typer.Option("--json", help="JSON for other software, instead of text.")] = False,
    csv: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a line for each place here too, .csv.")
    ] = None,
) -> None:
    """Share a plan of CCGs out to places by where their people live, and compare it with what the places mean to reach.

    What cannot be compared is listed with the reason.
    """
    from concordat.metrics.ambition import read_ambitions
    from concordat.metrics.plan_comparison import compare_plan
    from concordat.periods import parse_period
    from concordat.places.read_figures import read_figures

    check_ending(csv, ".csv")
    with plainly():
        plan = {name: float(figure) for name, figure in read_figures(file).items()}
        given, wanted = read_ambitions(ambitions), parse_period(period)
        if not any(one.metric == metric for one in given):
            there = ", ".join(dict.fromkeys(one.metric for one in given))
            fail(f"{ambitions}: there is no ambition for {metric}; there are some for {there}. Name one with --metric.")
        found = compare_plan(plan, given, wanted, metric=metric, vintage=vintage, least_covered=least)
    if csv:
        from concordat.questionnaires.write_csv import render_table

        write_file(csv, render_table(COLUMNS, (list(row.values()) for row in _rows(found))))
    if as_json:
        print_json(_as_json(found, metric))
    else:
        _show(found, metric)
        if csv:
            typer.echo(f"Written: {csv}")


def _rows(found: "PlanComparison") -> list[dict[str, object]]:
    return [
        {
            "slug": one.area.slug,
            "name": one.area.name,
            "covered": round(one.covered, 6),
            "plan": one.plan,
            "ambition": one.ambition,
            "unit": one.unit,
            "difference": one.difference,
            "relative": one.relative,
            "why": one.why,
        }
        for one in found.areas
    ]


def _as_json(found: "PlanComparison", metric: str) -> dict[str, object]:
    unplaced = [
        {"commissioner": one.commissioner, "figure": one.figure, "reason": one.reason} for one in found.unplaced
    ]
    strangers = [{"place": one.place, "period": str(one.period)} for one in found.strangers]
    return {
        "metric": metric,
        "period": str(found.period),
        "basis": found.basis,
        "covered": found.covered,
        "places": _rows(found),
        "unplaced": unplaced,
        "strangers": strangers,
    }


def _show(found: "PlanComparison", metric: str) -> None:
    from rich.table import Table

    title = f"{metric}, {found.period}: {len(found.compared)} of {len(found.areas)} places compared"
    table = Table(title=title, title_justify="left", caption=found.basis, caption_justify="left")
    table.add_column("Place", overflow="fold")
    for heading in ("Covered", "Plan", "Ambition", "Difference"):
        table.add_column(heading, justify="right")
    table.add_column("Unit", overflow="fold")
    table.add_column("Why not compared", overflow="fold")
    for one in found.areas:
        difference = "" if one.difference is None else f"{one.difference:+,.1f}"
        relative = "" if one.relative is None else f" ({one.relative:+.1%})"
        numbers = ["" if number is None else f"{number:,.1f}" for number in (one.plan, one.ambition)]
        table.add_row(one.area.name, f"{one.covered:.1%}", *numbers, difference + relative, one.unit, one.why)
    console().print(table)
    for left in found.unplaced:
        typer.echo(f"Not shared out: {left.commissioner}, {left.figure:,.1f}. {left.reason}", err=True)
    for stranger in found.strangers:
        typer.echo(f"Not a place on these boundaries: {stranger.place}; its ambition is left out.", err=True)
