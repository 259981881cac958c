"""The executable specifications of metrics in tests/spec: tiny tables of records in, expected counts out.

The tests run them, and tools/make_records_pages.py makes the reference of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from concordat.periods import Month
from concordat.records.compute import compute
from concordat.records.request import Request
from concordat.records.schema import load_tables

SPEC = Path(__file__).resolve().parent.parent / "tests" / "spec"
DEFAULTS = yaml.safe_load((SPEC / "defaults.yaml").read_text(encoding="utf-8"))
KINDS = {"identifier": pl.Int64, "year": pl.Int16, "date": pl.Date, "text": pl.String, "code": pl.String}


@dataclass(frozen=True)
class Case:
    """What it shows, the rows of each table as they are written, the period meant, and the counts that come out."""

    metric: str
    number: int
    says: str
    tables: dict[str, list[dict[str, Any]]]
    by: str
    only: str | None
    expect: tuple[dict[str, Any], ...]


def read_cases(metric: str | None = None) -> Iterator[Case]:
    """Every case of every metric, or of one."""
    for path in sorted(SPEC.glob("*.yaml")):
        if path.name == "defaults.yaml" or metric not in (None, path.stem):
            continue
        spec = yaml.safe_load(path.read_text(encoding="utf-8"))
        for number, case in enumerate(spec["cases"], 1):
            tables = {name: case[name] for name in load_tables() if name in case}
            only = str(case["only"]) if "only" in case else None
            yield Case(
                spec["metric"], number, case["says"], tables, case.get("by", "month"), only, tuple(case["expect"])
            )


def write_case(case: Case, folder: Path) -> None:
    """The case's records as a folder: by table and month, as loading writes them."""
    for name, rows in case.tables.items():
        table = load_tables()[name]
        schema = {column.id: KINDS[column.type] for column in table.columns}
        filled = [{**DEFAULTS[name], **row} for row in rows]
        by_month: dict[Month, list[dict[str, Any]]] = {}
        for row in filled:
            day: date = row[table.month_of]
            by_month.setdefault(Month(day.year, day.month), []).append(row)
        for month, part in by_month.items():
            path = folder / name / f"{month}.parquet"
            path.parent.mkdir(parents=True, exist_ok=True)
            pl.DataFrame([{id: row.get(id) for id in schema} for row in part], schema=schema).write_parquet(path)


def run_case(case: Case, folder: Path, plain: bool = False) -> list[dict[str, Any]]:
    """What comes out, in the words of `expect`."""
    request = Request(folder=folder, metrics=(case.metric,), by=case.by, plain=plain, fresh=True)
    rows = compute(request).counts.sort("place", "period").iter_rows(named=True)
    return [
        {
            "area": row["place"],
            case.by: row["period"],
            "numerator": row["numerator"],
            **({} if row["denominator"] is None else {"denominator": row["denominator"]}),
        }
        for row in rows
        if case.only in (None, row["period"])
    ]
