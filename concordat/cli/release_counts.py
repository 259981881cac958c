"""What `concordat records compute` does around computing: the engine, the rule of disclosure, what is written."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from concordat.cli.show_records import show_report
from concordat.cli.terminal import fail, write_file

if TYPE_CHECKING:
    from concordat.records.disclosure_rule import DisclosureRule
    from concordat.records.engines.engine import Engine
    from concordat.records.request import Computed, Request


def find_rule_for(named: str | None, internal: bool) -> "DisclosureRule | None":
    """The rule to release by; None inside the organisation. Stops where that is not said plainly."""
    from concordat.records.disclosure_rule import DEFAULT_RULE, INTERNAL, find_rule

    if internal:
        if named not in (None, INTERNAL):
            fail(f"--internal suppresses nothing, and --rule {named} does; say one of the two.")
        return None
    rule = find_rule(named or DEFAULT_RULE)
    if not rule.protects:
        fail("Counts that are not suppressed must not leave the organisation; confirm with --internal.")
    return rule


@contextmanager
def open_engine_for(request: "Request", master: str | None) -> "Iterator[Engine | None]":
    """Spark where it was asked for; None for the embedded engine, which computing opens itself."""
    if request.engine != "spark":
        if master is not None:
            fail("--master is where Spark runs; add --engine spark.")
        yield None
        return
    from concordat.records.engines.spark_engine import LOCAL, SparkEngine

    with SparkEngine(master=master or LOCAL, threads=request.threads, memory_mb=request.memory_mb) as engine:
        yield engine


def write_out(computed: "Computed", rule: "DisclosureRule | None", output: Path, as_json: bool) -> None:
    """Write the counts and the report of the run, and show it. Without a rule they are as they are."""
    from concordat.places.area import VINTAGES
    from concordat.places.vintage import areas
    from concordat.records.disclosure import release
    from concordat.records.write_counts import render_counts, render_report
    from concordat.records.write_release import render_release, render_release_report

    if rule is None:
        released, counts, report = None, render_counts(computed), render_report(computed)
    else:
        councils = {one.code: area.region for year in VINTAGES for area in areas(year) for one in area.councils}
        released = release(computed, rule, councils)
        counts, report = render_release(released), render_release_report(released)
    write_file(output, counts)
    write_file(output.with_suffix(".run.json"), report)
    show_report(computed, output, as_json, released)
