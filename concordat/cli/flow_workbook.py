"""`concordat flow workbook`, `start`, `table`, `report`: from a spreadsheet to the page for the board."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from concordat.cli.flow import Parameters, Replications, Seed, Threads
from concordat.cli.flow_showing import load, telling
from concordat.cli.terminal import check_ending, fail, plainly, read_day, write_file

if TYPE_CHECKING:
    from concordat.flow.parameters import System

app = typer.Typer()

PATHWAYS = ("Pathway 1", "Pathway 2", "Pathway 3")
RUNS_OF_A_REPORT = 200  # about; for the bar


@app.command(epilog="Example: concordat flow workbook -o winter.xlsx")
def workbook(
    output: Annotated[Path, typer.Option("--output", "-o", help="The Excel file to write.")],
    example: Annotated[bool, typer.Option("--example", help="Fill it with a made-up place.")] = False,
) -> None:
    """Write a workbook to fill: arrivals, stays, capacity, start, costs, scenarios and assumptions."""
    from concordat.flow import example_workbook
    from concordat.flow.write_workbook import render_workbook

    check_ending(output, ".xlsx")
    if example:
        made = example_workbook
        content = render_workbook(made.make_example(), made.PATHWAYS, made.REMARK)
    else:
        content = render_workbook(example_workbook.make_blank(), PATHWAYS)
    write_file(output, content)
    typer.echo(f"Written: {output}")


@app.command(epilog="Example: concordat flow start winter.xlsx -o winter.yaml")
def start(
    file: Annotated[Path, typer.Argument(help="A filled workbook.", metavar="WORKBOOK")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The parameter file to write.")],
) -> None:
    """Make a parameter file of a filled workbook: stays fitted, coming months forecast, each choice told.

    Scenarios of the workbook go into a file beside it, which ends in -scenarios.yaml.
    """
    from concordat.flow.filled_workbook import read_filled
    from concordat.flow.start_system import start_system
    from concordat.flow.write_parameters import render_system
    from concordat.flow.write_scenarios import render_scenarios

    check_ending(output, ".yaml")
    with plainly():
        filled = read_filled(file)
        with telling("Fitting and forecasting", len(filled.arrivals)) as tick:
            started = start_system(filled, tick)
    for sentence in started.said:
        typer.echo(sentence)
    write_file(output, render_system(started.system))
    typer.echo(f"Written: {output}")
    if started.scenarios is not None:
        beside = output.with_name(f"{output.stem}-scenarios.yaml")
        write_file(beside, render_scenarios(started.scenarios))
        typer.echo(f"Written: {beside}")


@app.command(epilog="Example: concordat flow table winter.yaml -o capacity-and-demand.xlsx")
def table(
    file: Parameters,
    output: Annotated[Path, typer.Option("--output", "-o", help="What to write: .xlsx or .csv; with --take, .yaml.")],
    take: Annotated[
        Path | None, typer.Option(help="Take demand and places from this table, CSV or Excel, into the parameters.")
    ] = None,
    replications: Replications = 200,
    seed: Seed = None,
    threads: Threads = 1,
) -> None:
    """Fill the monthly table of capacity and demand that plans hold, or take one into a parameter file."""
    from concordat.flow.planning_template import fill_template
    from concordat.flow.simulate import simulate
    from concordat.flow.template_files import render_csv, render_excel

    system, chosen = load(file, seed)
    if take is not None:
        _take(system, take, output)
        return
    ending = output.suffix.lower()
    if ending not in (".csv", ".xlsx"):
        fail(f"{output}: the table is written as .csv or .xlsx; name a file that ends so.")
    with plainly():
        result = simulate(system, replications=replications, seed=chosen, threads=threads)
        lines = fill_template(result)
    if ending == ".csv":
        write_file(output, render_csv(lines))
    else:
        write_file(output, render_excel(lines))
    typer.echo(f"Written: {output}, {len(lines)} rows. Titles and order are ours; the official ones are not confirmed.")


def _take(system: "System", table: Path, output: Path) -> None:
    from concordat.flow.planning_template import apply_template
    from concordat.flow.template_files import read_template
    from concordat.flow.write_parameters import render_system

    check_ending(output, ".yaml")
    with plainly():
        changed = apply_template(system, read_template(table))
    write_file(output, render_system(changed))
    typer.echo(f"Written: {output}. Its assumptions are left out: they were about {system.title or 'the file before'}.")


@app.command(
    epilog="Example: concordat flow report winter.yaml winter-scenarios.yaml --target share-of-beds=3.5% -o board.html"
)
def report(
    file: Parameters,
    scenarios: Annotated[Path | None, typer.Argument(help="A file of scenarios, YAML.", metavar="[SCENARIOS]")] = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="The page to write, .html.")] = Path("report.html"),
    target: Annotated[
        str | None, typer.Option(help="share-of-beds=3.5%, waiting=12, delayed-days=3000, or wait-90=2 (days).")
    ] = None,
    pathway: Annotated[
        str | None, typer.Option(help="The pathway to size; by default the one in which people wait most.")
    ] = None,
    confidence: Annotated[float, typer.Option(help="Share of winters in which the target has to be met.")] = 0.8,
    replications: Replications = 200,
    seed: Seed = None,
    threads: Threads = 1,
    on: Annotated[str | None, typer.Option(help="The day to print on the page; by default today.")] = None,
) -> None:
    """Write a self-contained page for a board: what to expect, scenarios, places needed, cost, what matters."""
    from datetime import date

    from concordat.flow.read_scenarios import read_scenarios
    from concordat.flow.report import make_report
    from concordat.flow.said import say_cost, say_headline, say_least_capacity, say_scenarios, say_sensitivity
    from concordat.flow.target import parse_target
    from concordat.flow.write_html import render_html

    check_ending(output, ".html")
    day = read_day(on) or date.today()  # noqa: DTZ011
    system, chosen = load(file, seed)
    with plainly():
        wanted = read_scenarios(scenarios, system).scenarios if scenarios else ()
        aim = parse_target(target) if target else None
        with telling("Working it out", RUNS_OF_A_REPORT) as tick:
            made = make_report(
                system,
                wanted,
                target=aim,
                pathway=pathway,
                confidence=confidence,
                replications=replications,
                seed=chosen,
                threads=threads,
                tick=tick,
            )
    write_file(output, render_html(made, day))
    typer.echo(say_headline(made.result))
    for sentence in say_scenarios(made.comparison):
        typer.echo(sentence)
    typer.echo(say_least_capacity(made.least) if made.least else made.why_none)
    for one in made.costs:
        typer.echo(say_cost(one))
    typer.echo(say_sensitivity(made.sensitivity))
    typer.echo(f"Written: {output}")
