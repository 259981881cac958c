"""Figures: published files read and checked, and everything that ships loaded into series."""

import csv
import tempfile
from pathlib import Path

import polars as pl
from rich.console import Console
from rich.progress import track

from bench.measure import Row, least, verdict
from concordat.metrics.loading import list_everywhere, load_from
from concordat.metrics.read_definitions import definitions
from concordat.metrics.read_delayed_transfers import (
    BREAKDOWNS,
    BY_BODY,
    BY_REASON,
    BY_TYPE,
    COLUMNS,
    MEASURE,
    TOTALS,
    read_delayed_transfers,
)
from concordat.metrics.shelf import Shelf, load_shelf, read_figures
from concordat.places.vintage import area_by_council

GROWTH = 10  # ten times the rows
LAST_MONTH = "2019-05"  # before it every council has one code, so that years can be made up
VINTAGE = 2019


def bench_metrics_loading() -> list[Row]:
    """Read a published table with every check, and ten times as long a one; load every metric of every place."""
    shelf = load_shelf()
    with tempfile.TemporaryDirectory() as folder:
        one, ten = (_write_table(Path(folder), shelf, copies) for copies in (1, GROWTH))
        rows = sum(1 for _ in one.open()) - 1
        cost = least(lambda: _read(one), runs=3)
        grown = least(lambda: _read(ten), runs=2)
        peer = least(lambda: _read_with_csv(one), runs=3)
    editions = least(lambda: _read_editions(shelf), runs=3)
    held = sum(edition.rows for edition in shelf.editions)
    values = _load_everything(shelf, "Loading every metric of every place")
    loaded = least(lambda: _load_everything(shelf, None), runs=2)
    half = least(lambda: _load_everything(shelf, None, every=2), runs=2)
    return [
        (
            f"read a published table of {rows:,} rows: columns, codes, numbers, three sums a row",
            f"{cost:.2f} s, {rows / cost:,.0f} rows/s",
            f"{cost / peer:.1f} x the standard library reading its numbers, unchecked",
            "at most 5 x",
            verdict(cost <= 5 * peer),
        ),
        (
            f"read a table of {GROWTH * rows:,} rows",
            f"{grown:.2f} s, {GROWTH * rows / grown:,.0f} rows/s",
            f"{grown / cost:.1f} x the cost of {rows:,}",
            f"at most {GROWTH} x, 10% aside for noise",
            verdict(grown <= 1.1 * GROWTH * cost),
        ),
        (
            f"read the {len(shelf.editions)} editions that ship from Parquet",
            f"{1000 * editions:.0f} ms, {held / editions:,.0f} figures/s",
            f"{held:,} figures",
            "under a second",
            verdict(editions < 1),
        ),
        (
            "load every metric of every place, region and England: values, intervals, why missing",
            f"{loaded:.1f} s, {values / loaded:,.0f} values/s",
            f"{loaded / half:.1f} x the cost of every second place; {values:,} values",
            "at most 2 x, 10% aside for noise",
            verdict(loaded <= 1.1 * 2 * half),
        ),
    ]


def _write_table(folder: Path, shelf: Shelf, copies: int) -> Path:
    """The table by council as it is published, its years `copies` times over, each copy nine years before the last."""
    figures = shelf.figures(shelf.edition("delayed-transfers-2020-02")).filter(pl.col("measure") == MEASURE)
    wide = figures.pivot("breakdown", index=["code", "period"], values="numerator").drop_nulls("acute")
    wide = wide.with_columns(month=pl.col("period").dt.strftime("%Y-%m")).filter(pl.col("month") < LAST_MONTH)
    councils = {council.code: council for area in area_by_council(2018).values() for council in area.councils}
    path = folder / f"table-{copies}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for copy in range(copies):
            for row in wide.iter_rows(named=True):
                if row["code"] in councils:
                    writer.writerow(_published(row, councils[row["code"]].asc_code, 9 * copy))
    return path


def _published(row: dict[str, object], asc: str, years: int) -> list[object]:
    month = str(row["month"])
    days = {BREAKDOWNS[name]: _whole(row[name]) for name in (*BY_TYPE, *BY_BODY, *BY_REASON)}
    found = {"period": f"{int(month[:4]) - years}{month[4:]}", "region": "-", "asc_code": asc, **days}
    found |= dict.fromkeys(TOTALS, _whole(row["total"]))
    return [found.get(column, "") for column in COLUMNS]


def _whole(number: object) -> object:
    return int(number) if isinstance(number, float) else ""


def _read(path: Path) -> None:
    reading = read_delayed_transfers(path)
    assert reading.is_sound, reading.findings[:3]


def _read_with_csv(path: Path) -> list[dict[str, int]]:
    """The standard library: every row as a mapping, every count as a number, nothing checked."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            {column: int(row[column] or 0) for column in (*BREAKDOWNS.values(), *TOTALS)}
            for row in csv.DictReader(file)
        ]


def _read_editions(shelf: Shelf) -> None:
    for edition, folder in shelf.places:
        read_figures.__wrapped__(folder / edition.file, edition.rows, 0)


def _load_everything(shelf: Shelf, told: str | None, every: int = 1) -> int:
    """How many values there are; shows how far it is where `told` says what it is doing."""
    places = list_everywhere(VINTAGE)[::every]
    pairs = [(one, where) for one in definitions() if one.held for where in places]
    shown = track(pairs, told, console=Console(stderr=True), transient=True) if told else pairs
    return sum(len(load_from(shelf, one, where).values) for one, where in shown)
