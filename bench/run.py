"""`make bench`: checks, roll-ups and start-up, measured beside a peer; times are stated, ratios are the goals.

Processor time, the least of several runs after a warm-up, so that other work on the machine weighs little.
"""

import json
import resource
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.control_charts import bench_control_charts
from bench.flow import bench_flow
from bench.measure import Row, least, least_of_process, tell, verdict
from bench.metrics_loading import bench_metrics_loading
from bench.nation import make_nation
from bench.records import bench_records
from bench.site import bench_site
from bench.site_lists import bench_site_lists
from bench.workbooks import bench_workbooks
from concordat.places.vintage import areas
from concordat.questionnaires.write_schema import answers_schema
from concordat.returns.checks import check_return
from concordat.returns.load import Checked
from concordat.returns.place_return import Return
from concordat.returns.read_file import FileRead
from concordat.rollups.groups import make_report

GROWTH = 10  # ten times the returns


def main() -> None:
    """Measure what is named by a word of it (`make bench ONLY=site`), or everything; print one table."""
    steps: list[tuple[str, Callable[[], list[Row]]]] = [
        ("checks", bench_checks),
        ("roll-ups", bench_rollups),
        ("workbooks", bench_workbooks),
        ("metrics, loading", bench_metrics_loading),
        ("control charts", bench_control_charts),
        ("start-up", bench_start),
        ("flow", bench_flow),
        ("site, saving", bench_site),
        ("site, lists of places", bench_site_lists),
        ("records", bench_records),
    ]
    wanted = sys.argv[1:]
    steps = [one for one in steps if not wanted or any(word in one[0] for word in wanted)]
    if not steps:
        sys.exit(f"Nothing is measured of that name: {' '.join(wanted)}")
    rows = []
    for number, (name, step) in enumerate(steps, 1):
        tell(f"{number} of {len(steps)}: {name}")
        rows += step()
    tell("done")
    table = Table(title="Concordat, least of several runs, processor time", title_justify="left", show_lines=True)
    for heading, justify in (("What", "left"), ("Cost", "right"), ("Ratio", "right"), ("Goal", "left"), ("", "left")):
        table.add_column(heading, justify=justify)  # type: ignore[arg-type]
    for row in rows:
        table.add_row(*row)
    Console(width=150).print(table)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    Console().print(f"Peak memory of this run, with {604 * (GROWTH + 1):,} returns held: {peak:,.0f} MB.")
    if any(row[4] == "missed" for row in rows):
        sys.exit(1)


def bench_checks() -> list[Row]:
    """Check a nation's returns; ten nations' returns; validate the same answers with jsonschema."""
    ten = make_nation(GROWTH)  # held throughout, so that both counts are checked in a memory equally full
    one = ten[: len(ten) // GROWTH]
    cost = least(lambda: [check_return(ret) for ret in one])
    grown = least(lambda: [check_return(ret) for ret in ten], runs=3)
    validators = {ret.form.id: Draft202012Validator(answers_schema(ret.form)) for ret in one}
    nested = [(validators[ret.form.id], nest(ret)) for ret in one]
    peer = least(lambda: [list(validator.iter_errors(answers)) for validator, answers in nested])
    return [
        (
            f"check {len(one):,} returns: every rule, earlier quarters beside",
            f"{1000 * cost / len(one):.2f} ms each",
            f"{cost / peer:.2f} x jsonschema validating the same answers (types and limits only)",
            "milliseconds, at most 3 x",
            verdict(cost <= 3 * peer),
        ),
        (
            f"check {len(ten):,} returns",
            f"{1000 * grown / len(ten):.2f} ms each",
            f"{grown / cost:.1f} x the cost of {len(one):,}",
            f"at most {GROWTH} x, 10% aside for noise",
            verdict(grown <= 1.1 * GROWTH * cost),
        ),
    ]


def bench_rollups() -> list[Row]:
    """Roll a nation up, and ten times as many returns; write the same answers as JSON with the standard library."""
    many = [[checked(ret) for ret in make_nation(seed=seed)] for seed in range(GROWTH)]
    one = many[0]
    cost = least(lambda: make_report(one, "region"))
    grown = least(lambda: [make_report(nation, "region") for nation in many], runs=3)
    plain = [nest(entry.ret) for entry in one if entry.ret]
    peer = least(lambda: [json.loads(json.dumps(answers)) for answers in plain])
    return [
        (
            f"roll up {len(one):,} returns: the nation and nine regions, four forms, {len(areas(2017))} places",
            f"{cost:.2f} s",
            f"{cost / peer:.1f} x the standard library writing and reading the same answers as JSON",
            "under a second",
            verdict(cost < 1),
        ),
        (
            f"roll up {GROWTH * len(one):,} returns, as {GROWTH} nations",
            f"{grown:.2f} s",
            f"{grown / cost:.1f} x the cost of {len(one):,}",
            f"at most {GROWTH} x, 10% aside for noise",
            verdict(grown <= 1.1 * GROWTH * cost),
        ),
    ]


def bench_start() -> list[Row]:
    """Import the package and print the help, beside a bare interpreter and a bare import of the argument parser."""
    bare = least_of_process("pass")
    package = least_of_process("import concordat")
    parser = least_of_process("import typer")
    shown = "import sys; sys.argv=['concordat','--help']\nfrom concordat.cli import main\nmain()"
    help_ = least_of_process(shown)
    return [
        (
            "import concordat",
            f"{1000 * (package - bare):.1f} ms more than a bare interpreter",
            f"{package / bare:.2f} x a bare interpreter ({1000 * bare:.0f} ms)",
            "at most 1.25 x",
            verdict(package <= 1.25 * bare),
        ),
        (
            "concordat --help",
            f"{1000 * help_:.0f} ms in all",
            f"{help_ / parser:.2f} x importing its argument parser ({1000 * parser:.0f} ms)",
            "at most 1.5 x",
            verdict(help_ <= 1.5 * parser),
        ),
    ]


def checked(ret: Return) -> Checked:
    """A return held in memory, as a roll-up takes it."""
    file = FileRead(
        Path("held.yaml"), (), form=ret.form, form_named=ret.form.id, place=ret.place, framework=ret.framework
    )
    return Checked(file, ret, {}, ())


def nest(ret: Return) -> dict[str, Any]:
    """The answers of a return as nested plain values, as other software would hold them."""
    nested: dict[str, Any] = {}
    for id, answer in ret.answers.answers.items():
        *path, last = id.split(".")
        node = nested
        for step in path:
            node = node.setdefault(step, {})
        node[last] = int(answer.value) if isinstance(answer.value, Decimal) else str(answer.raw)
    return nested


if __name__ == "__main__":
    main()
