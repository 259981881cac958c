"""`concordat flow compare`, `sweep`, `need`, `cost`, `sensitivity`: answers, not only runs."""

from pathlib import Path
from typing import Annotated

import typer

from concordat.cli.flow import Json, Parameters, Replications, Seed, Threads
from concordat.cli.flow_showing import check_written, choose, draw, load, made, show, telling, write_figures
from concordat.cli.terminal import fail, plainly, print_json, read_day

app = typer.Typer()

Csv = Annotated[Path | None, typer.Option(metavar="FILE", help="Write every figure, unrounded, as CSV.")]
Excel = Annotated[Path | None, typer.Option(metavar="FILE", help="Write every figure to this Excel file.")]
Svg = Annotated[Path | None, typer.Option(metavar="FILE", help="Draw a picture to this SVG file.")]
Chosen = Annotated[str | None, typer.Option(help="The pathway; may be left out where there is one only.")]
Starting = Annotated[
    str | None, typer.Option(help="The day from which the number of places holds; by default the first.")
]
MOST_RUNS = 30  # that an answer found by halving takes, about; for the bar


@app.command(epilog="Example: concordat flow compare winter.yaml scenarios.yaml --svg scenarios.svg")
def compare(
    base: Parameters,
    scenarios: Annotated[Path, typer.Argument(help="A file of scenarios, YAML.", metavar="SCENARIOS")],
    replications: Replications = 200,
    seed: Seed = None,
    threads: Threads = 1,
    csv: Csv = None,
    excel: Excel = None,
    svg: Svg = None,
    as_json: Json = False,
) -> None:
    """Compare scenarios with a system as it is, on the same people: each difference with its 95% interval."""
    from concordat.flow.answer_charts import draw_scenarios
    from concordat.flow.compare import compare_scenarios
    from concordat.flow.read_scenarios import read_scenarios
    from concordat.flow.report_tables import table_of_scenarios
    from concordat.flow.said import say_scenarios

    check_written(csv, excel, svg)
    system, chosen = load(base, seed)
    with plainly():
        wanted = read_scenarios(scenarios, system).scenarios
        with telling("Comparing", len(wanted)) as tick:
            found = compare_scenarios(
                system, wanted, replications=replications, seed=chosen, threads=threads, tick=tick
            )
    draw(svg, lambda: draw_scenarios(found))
    write_figures(csv, excel, found)
    if as_json:
        print_json({**made(replications, chosen), "figures": [line.as_dict() for line in found.lines]})
        return
    show(table_of_scenarios(found), say_scenarios(found))


@app.command(epilog="Example: concordat flow sweep winter.yaml --pathway 'Care home' --from 20 --to 30 --step 2")
def sweep(
    file: Parameters,
    least: Annotated[int, typer.Option("--from", help="The fewest places.")],
    most: Annotated[int, typer.Option("--to", help="The most places.")],
    step: Annotated[int, typer.Option(help="From one number of places to the next.")] = 1,
    pathway: Chosen = None,
    starting: Starting = None,
    replications: Replications = 200,
    seed: Seed = None,
    threads: Threads = 1,
    csv: Csv = None,
    excel: Excel = None,
    svg: Svg = None,
    as_json: Json = False,
) -> None:
    """Try many numbers of places in a pathway: what each comes to, and how much winters differ."""
    from concordat.flow.answer_charts import draw_sweep
    from concordat.flow.report_tables import table_of_sweep
    from concordat.flow.said import say_sweep
    from concordat.flow.sweep import sweep_places

    check_written(csv, excel, svg)
    if step < 1 or most < least or least < 0:
        fail(f"--from {least} --to {most} --step {step}: write --from 0 or more, --to no less, and --step 1 or more.")
    system, chosen = load(file, seed)
    places = range(least, most + 1, step)
    with plainly(), telling("Sweeping", len(places)) as tick:
        found = sweep_places(
            system,
            choose(system, pathway),
            places,
            since=read_day(starting),
            replications=replications,
            seed=chosen,
            threads=threads,
            tick=tick,
        )
    draw(svg, lambda: draw_sweep(found))
    write_figures(csv, excel, found)
    if as_json:
        points = [
            {"places": one.places, **{key: spread.as_dict() for key, spread in one.figures.items()}}
            for one in found.points
        ]
        print_json({**made(replications, chosen), "pathway": found.pathway, "points": points})
        return
    show(table_of_sweep(found), [say_sweep(found)])


@app.command(epilog="Example: concordat flow need winter.yaml --pathway 'Home care' --target share-of-beds=3.5%")
def need(
    file: Parameters,
    target: Annotated[
        str, typer.Option(help="share-of-beds=3.5%, waiting=12, delayed-days=3000, or wait-90=2 (days).")
    ],
    pathway: Chosen = None,
    confidence: Annotated[float, typer.Option(help="Share of winters in which the target has to be met.")] = 0.8,
    of_all: Annotated[bool, typer.Option("--all", help="The target is of all pathways, not of this one.")] = False,
    starting: Starting = None,
    replications: Replications = 200,
    seed: Seed = None,
    threads: Threads = 1,
    csv: Csv = None,
    excel: Excel = None,
    svg: Svg = None,
    as_json: Json = False,
) -> None:
    """Find the fewest places of a pathway with which a target is met, and how sure that is."""
    from concordat.flow.answer_charts import draw_least_capacity
    from concordat.flow.least_capacity import find_least_capacity
    from concordat.flow.measures import ALL
    from concordat.flow.report_tables import table_of_least_capacity
    from concordat.flow.said import say_least_capacity
    from concordat.flow.target import parse_target

    check_written(csv, excel, svg)
    system, chosen = load(file, seed)
    with plainly():
        wanted = parse_target(target)
        with telling("Looking", MOST_RUNS) as tick:
            found = find_least_capacity(
                system,
                choose(system, pathway),
                wanted,
                confidence=confidence,
                scope=ALL if of_all else None,
                since=read_day(starting),
                replications=replications,
                seed=chosen,
                threads=threads,
                tick=tick,
            )
    draw(svg, lambda: draw_least_capacity(found))
    write_figures(csv, excel, found)
    if as_json:
        print_json({**made(replications, chosen), **found.as_dict()})
        return
    show(table_of_least_capacity(found), [say_least_capacity(found)])


@app.command(epilog="Example: concordat flow cost winter.yaml --pathway 'Care home'")
def cost(
    file: Parameters,
    pathway: Chosen = None,
    replications: Replications = 200,
    seed: Seed = None,
    threads: Threads = 1,
    csv: Csv = None,
    excel: Excel = None,
    svg: Svg = None,
    as_json: Json = False,
) -> None:
    """Find the cheapest number of places: hospital days of people who wait against places that stand ready."""
    from concordat.flow.answer_charts import draw_cost
    from concordat.flow.costs import find_least_cost
    from concordat.flow.report_tables import table_of_cost
    from concordat.flow.said import say_cost

    check_written(csv, excel, svg)
    system, chosen = load(file, seed)
    with plainly(), telling("Pricing", 2 * MOST_RUNS) as tick:
        name = choose(system, pathway)
        found = find_least_cost(system, name, replications=replications, seed=chosen, threads=threads, tick=tick)
    draw(svg, lambda: draw_cost(found))
    write_figures(csv, excel, found)
    if as_json:
        print_json({**made(replications, chosen), **found.as_dict()})
        return
    show(table_of_cost(found), [say_cost(found)])


@app.command(epilog="Example: concordat flow sensitivity winter.yaml --by 10 --range 'pathways.Care home.stay.mean=20'")
def sensitivity(
    file: Parameters,
    by: Annotated[float, typer.Option(help="How far each assumption is moved, down and up, in per cent.")] = 10,
    ranges: Annotated[
        list[str] | None, typer.Option("--range", help="PATH=PER CENT for one assumption; may be given more than once.")
    ] = None,
    replications: Replications = 200,
    seed: Seed = None,
    threads: Threads = 1,
    csv: Csv = None,
    excel: Excel = None,
    svg: Svg = None,
    as_json: Json = False,
) -> None:
    """Move each assumption down and up by itself, and see which one delayed days depend on most."""
    from concordat.flow.answer_charts import draw_sensitivity
    from concordat.flow.report_tables import table_of_sensitivity
    from concordat.flow.said import say_sensitivity
    from concordat.flow.sensitivity import LIMITS, calculate_sensitivity, list_assumed

    check_written(csv, excel, svg)
    system, chosen = load(file, seed)
    with plainly(), telling("Moving", len(list_assumed(system))) as tick:
        found = calculate_sensitivity(
            system,
            by=by / 100,
            ranges=dict(_read_range(one) for one in ranges or []),
            replications=replications,
            seed=chosen,
            threads=threads,
            tick=tick,
        )
    draw(svg, lambda: draw_sensitivity(found))
    write_figures(csv, excel, found)
    if as_json:
        print_json({**made(replications, chosen), **found.as_dict(), "limits": LIMITS})
        return
    show(table_of_sensitivity(found), [say_sensitivity(found), LIMITS])


def _read_range(text: str) -> tuple[str, float]:
    path, _, share = text.rpartition("=")
    try:
        return path.strip(), float(share.strip().removesuffix("%")) / 100
    except ValueError:
        fail(f"--range {text!r}: write a path, = and per cent, such as 'pathways.Home care.stay.mean=20'.")
