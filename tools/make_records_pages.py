"""Write the reference of person-level records: `python tools/make_records_pages.py`, or `--check` to compare it only.

docs/reference/records-schemas.md comes from the schemas and code lists; docs/reference/records-metrics.md from the
definitions, their specifications in tests/spec, and the rule of high risk; docs/reference/records-england.md from the
profile of the made-up England and a run of it. The same code and data give the same pages.
"""

import argparse
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from records_england import describe_england
from records_specs import Case, read_cases

from concordat.records.high_risk_rule import load_high_risk
from concordat.records.metrics.catalogue import METRICS
from concordat.records.metrics.definition import Counted, Metric, Percentile, Worked
from concordat.records.schema import CodeList, Table, load_code_lists, load_tables

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "docs" / "reference"
MADE = "<!-- Made by tools/make_records_pages.py: change concordat/records or tests/spec, then run make docs. -->"
TYPES = {
    "identifier": "identifier, a pseudonym once loaded",
    "year": "year",
    "date": "date",
    "text": "text",
    "code": "code",
}
KINDS = {Counted: "rows counted", Percentile: "percentile of rows", Worked: "worked out by month"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a page is out of date")
    only_check = parser.parse_args().check
    made = {
        "records-schemas.md": describe_schemas(),
        "records-metrics.md": describe_metrics(),
        "records-england.md": describe_england(MADE),
    }
    pages = {name: render(lines) for name, lines in made.items()}
    stale = [name for name, text in pages.items() if not is_written(REFERENCE / name, text, only_check)]
    for name in stale:
        print(f"docs/reference/{name} is not what the code says; run make docs.")
    sys.exit(1 if stale else 0)


def is_written(path: Path, text: str, only_check: bool) -> bool:
    """Whether the page says what it should once this is done."""
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return True
    if not only_check:
        path.write_text(text, encoding="utf-8", newline="")
    return not only_check


def render(lines: Iterator[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines).strip()) + "\n"


def describe_schemas() -> Iterator[str]:
    yield from ("# Schemas of records", "", MADE, "")
    yield (
        "A folder of records has a folder for each table, and in it a Parquet file for each month. What you have as "
        "CSV or Parquet under these names of columns is checked by `concordat records validate` and written so by "
        "`concordat records load` ([guide](../how-to/records.md)). A table that you do not have is left out, and so "
        "are the metrics that need it."
    )
    for table in load_tables().values():
        yield from describe_table(table)
    yield from ("", "## Code lists", "")
    yield "Loading understands the other spellings as well, in capitals or not, and writes the code."
    for codes in load_code_lists().values():
        yield from describe_codes(codes)


def describe_table(table: Table) -> Iterator[str]:
    yield from ("", f"## `{table.id}`: {table.title.lower()}", "", table.what, "")
    yield from ("| Column | Holds | Has to be there | What |", "|---|---|---|---|")
    for column in table.columns:
        holds = f"[{column.codes}](#{column.codes})" if column.codes else TYPES[column.type]
        yield f"| `{column.id}` | {holds} | {'yes' if column.required else 'may be empty'} | {column.what} |"
    yield ""
    overlaps = "Two rows of a person that overlap are refused. " if table.overlaps == "refused" else ""
    yield f"Files are cut by the month of `{table.month_of}`. {overlaps}Source: {sourced(table)}"


def describe_codes(codes: CodeList) -> Iterator[str]:
    yield from ("", f"### {codes.id}", "", f"{codes.title}. Source: {sourced(codes)}", "")
    yield from ("| Code | What | Group | Other spellings |", "|---|---|---|---|")
    for code in codes.codes:
        yield f"| `{code.id}` | {code.label} | {code.group or '–'} | {', '.join(code.also) or '–'} |"


def sourced(what: Any) -> str:
    """Where it comes from; what is not verified says so."""
    note = getattr(what, "note", None)
    return f"{what.source}." + ("" if what.verified else f" Not verified{f': {note}' if note else ''}.")


def describe_metrics() -> Iterator[str]:
    yield from ("# Metrics of records", "", MADE, "")
    yield (
        "What `concordat records compute` counts, by place and period. Each metric is one short definition; the rows "
        "below it are its specification: records in, counts out, on both sides of each line that it draws. The tests "
        "run them. Age is the year of the event less the year of birth. People are born in 1940 and live in A where a "
        "row does not say; admissions are emergencies, of people who leave for home. A dash is a figure that is "
        "missing: a denominator that records do not hold, because it is a population."
    )
    yield from ("", "| Metric | Title | Good | Version |", "|---|---|---|---|")
    for metric in METRICS.values():
        yield f"| [{metric.id}](#{metric.id}) | {metric.title} | {metric.good or '–'} | {metric.version} |"
    for metric in METRICS.values():
        yield from describe_metric(metric)
    yield from describe_high_risk()


def describe_metric(metric: Metric) -> Iterator[str]:
    yield from ("", f"## {metric.id}", "", f"{metric.title}.", "")
    yield f"* Numerator: {metric.counts}"
    yield f"* Denominator: {metric.out_of or 'none; the unit says which population it is meant for'}"
    yield f"* Unit: {metric.unit}"
    tables = ", ".join(f"[{table}](records-schemas.md#{anchor(table)})" for table in metric.tables)
    yield f"* Tables: {tables}; {KINDS[type(metric)]}"
    if metric.note:
        yield from ("", metric.note)
    yield from ("", "```text", *source_of(metric), "```")
    for case in read_cases(metric.id):
        yield from describe_case(case)


def anchor(table: str) -> str:
    title = load_tables()[table].title.lower()
    return re.sub(r"[^\w\s-]", "", f"{table}: {title}").replace(" ", "-")


def source_of(metric: Metric) -> list[str]:
    """The definition as it stands in the code: the function, or the lines of the condition."""
    if isinstance(metric, Worked):
        return inspect.getsource(metric.define).rstrip().splitlines()
    functions = (
        [metric.rows, metric.value]
        if isinstance(metric, Percentile)
        else [metric.numerator, metric.amount, metric.denominator]
    )
    found: list[str] = []
    for function in functions:
        if function is not None:
            lines = inspect.getsource(function).rstrip().splitlines()
            found += [line.strip().rstrip(",") for line in lines] if "<lambda>" in function.__name__ else lines
    return found


def describe_case(case: Case) -> Iterator[str]:
    yield from ("", f"**{case.says}**")
    for table, rows in case.tables.items():
        columns = [column.id for column in load_tables()[table].columns if any(column.id in row for row in rows)]
        yield from ("", f"`{table}`:", "", f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}")
        yield from (f"| {' | '.join(cell(row.get(name)) for name in columns)} |" for row in rows)
    yield from ("", "gives", "", f"| area | {case.by} | numerator | denominator |", "|---|---|---|---|")
    for one in case.expect:
        yield f"| {one['area']} | {one[case.by]} | {one['numerator']} | {one.get('denominator', '–')} |"


def cell(value: object) -> str:
    return "" if value is None else str(value)


def describe_high_risk() -> Iterator[str]:
    rule, score = load_high_risk()
    yield from ("", "## Who is at high risk", "")
    yield f"People of {rule.least_age} and over, alive, of whom one of these holds:"
    yield ""
    yield from (f"* `{reason.id}`: {reason.what}" for reason in rule.reasons)
    yield ""
    yield f"Version {rule.version}. Source: {sourced(rule)} It stands in `concordat/records/data/high_risk.yaml`."
    yield from ("", f"### {score.title}", "")
    yield f"Source: {sourced(score)}"
    yield from ("", "| Points | First three characters of the ICD-10 code |", "|---|---|")
    by_points: dict[float, list[str]] = {}
    for code, points in score.points.items():
        by_points.setdefault(points, []).append(code)
    yield from (
        f"| {points} | {', '.join(sorted(codes))} |" for points, codes in sorted(by_points.items(), reverse=True)
    )


if __name__ == "__main__":
    main()
