"""Records: four hospital metrics by area and month over synthetic admissions, beside the floor and beside peers.

`python bench/records.py --admissions 50000000` measures more than the 5 million of `make bench`. The made-up records
are kept in build/bench, so that the next run need not make them again.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.measure import Row, tell, verdict
from concordat.records.compute import compute
from concordat.records.generate import generate_records, plan_records
from concordat.records.request import Request

ROOT = Path(__file__).parent.parent
KEPT = ROOT / "build" / "bench"
ADMISSIONS, MONTHS, GROWTH = 5_000_000, 36, 4
MONTHS_BEFORE = (12, 36)  # a month more is worked out after so many
FIXED_WEIGHS = 20_000_000  # admissions below which opening 36 files and 36 queries weigh more than reading them
PEERS = {  # how many times as quick ours has to be
    "pandas": ("pandas", 8.0),
    "polars": ("Polars, streaming", 2.0),
    "spark": ("PySpark on two cores of this machine", 10.0),
    "duckdb-window": ("DuckDB with a window over the whole table", 1.5),
}
PANDAS_UP_TO = 5_000_000  # admissions; more do not fit into the memory of a small machine
RUNS = {"floor": 5, "ours": 3}


def bench_records(admissions: int = ADMISSIONS, peers: tuple[str, ...] = tuple(PEERS)) -> list[Row]:
    """Ours, the floor and the peers on the same files, each in a process of its own; growth; a month more."""
    folder = make_records(admissions)
    ways = ["floor", "ours", *(way for way in peers if way != "pandas" or admissions <= PANDAS_UP_TO)]
    told = {way: run_way(way, folder) for way in ways}
    same = {one["digest"] for way, one in told.items() if way != "floor"}
    ours, floor = told["ours"], told["floor"]
    rows = [
        (
            f"four hospital metrics of {admissions:,} admissions, {MONTHS} months, by area",
            _cost(ours),
            f"{ours['cpu'] / floor['cpu']:.1f} x the floor: DuckDB adding up the same columns ({floor['cpu']:.2f} s)",
            "at most 3 x from 20 million on",
            verdict(ours["cpu"] <= 3 * floor["cpu"] or admissions < FIXED_WEIGHS),
        )
    ]
    for way in ways[2:]:
        name, wanted = PEERS[way]
        times = told[way]["cpu"] / ours["cpu"]
        rows.append((f"the same in {name}", _cost(told[way]), f"{times:.1f} x ours", f"at least {wanted:g} x",
                     verdict(times >= wanted)))  # fmt: skip
    rows.append(("results of all ways", f"{len(ways) - 1} ways", "compared by digest", "identical",
                 verdict(len(same) == 1)))  # fmt: skip
    rows.append(("memory of it", f"{ours['mb']:,} MB", "at the peak of the process", "under 1,000 MB",
                 verdict(ours["mb"] < 1000)))  # fmt: skip
    return [*rows, *_growth(admissions, ours), _new_month(min(admissions, ADMISSIONS))]


def make_records(admissions: int, months: int = MONTHS) -> Path:
    """A folder of so many synthetic admissions; made where it is not there, or not whole."""
    folder = KEPT / f"records-{admissions}{'' if months == MONTHS else f'-{months}'}"
    if len(list(folder.glob("admissions/*.parquet"))) < months:
        tell(f"records: making {admissions:,} admissions, once and for all")
        generate_records(folder, plan_records(admissions, months, seed=1), events=False)
    return folder


def run_way(way: str, folder: Path) -> dict[str, Any]:
    """What `bench.records_ways` prints of one way."""
    tell(f"records: {way}, {folder.name}")
    runs = str(RUNS.get(way, 1))
    command = [sys.executable, "-m", "bench.records_ways", way, str(folder), runs]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{way}: {done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _growth(admissions: int, ours: dict[str, Any]) -> list[Row]:
    """A quarter of the admissions, so that the whole is four times as many."""
    part = run_way("ours", make_records(admissions // GROWTH))
    times = ours["cpu"] / part["cpu"]
    return [
        (
            f"{GROWTH} times as many admissions",
            _cost(part) + f" for {admissions // GROWTH:,}",
            f"{times:.1f} x the cost of a quarter",
            f"at most {1.25 * GROWTH:g} x",
            verdict(times <= 1.25 * GROWTH),
        )
    ]


def _new_month(admissions: int) -> Row:
    """The same month as the one after 12, and as the one after 36, with everything before it known."""
    short, long = MONTHS_BEFORE
    folder = make_records(admissions // MONTHS * (long + 1), long + 1)
    files = sorted((folder / "admissions").glob("*.parquet"))
    told = [_seconds_of_month(files[-before - 1 :]) for before in (short, long)]
    spent = [month for month, _ in told]
    known = f"{1000 * told[1][1]:.0f} ms to find that {long + 1} months are known"
    return (
        "one month more, all before it known",
        f"{1000 * spent[0]:.0f} ms after {MONTHS_BEFORE[0]}, {1000 * spent[1]:.0f} ms after {MONTHS_BEFORE[1]}",
        f"{spent[1] / spent[0]:.2f} x; {known}",
        "at most 1.25 x",
        verdict(spent[1] <= 1.25 * spent[0]),
    )


def _seconds_of_month(files: list[Path]) -> tuple[float, float]:
    """Processor seconds of the last file's month beyond those of finding that all is known; and the latter."""
    from bench.records_ways import METRICS  # noqa: PLC0415  (its peers are heavy)

    with tempfile.TemporaryDirectory() as made:
        admissions, request = Path(made) / "admissions", Request(folder=Path(made), metrics=METRICS)
        admissions.mkdir()
        for path in files[:-1]:
            (admissions / path.name).symlink_to(path)
        compute(request)
        kept = set((Path(made) / ".counts").rglob("*.parquet"))
        (admissions / files[-1].name).symlink_to(files[-1])
        known, month = [], []
        for _ in range(RUNS["floor"]):
            month.append(_processor_seconds(request, tasks=2))  # the month's readmissions, and its delayed days
            known.append(_processor_seconds(request, tasks=0))
            for path in set((Path(made) / ".counts").rglob("*.parquet")) - kept:
                path.unlink()
        return min(month) - min(known), min(known)


def _processor_seconds(request: Request, tasks: int) -> float:
    began = time.process_time()
    report = compute(request).report
    assert report.tasks_done == tasks, report.tasks_done
    return time.process_time() - began


def _cost(told: dict[str, Any]) -> str:
    return f"{told['cpu']:.2f} s ({told['clock']:.2f} on the clock, {told['mb']:,} MB)"


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--admissions", type=int, default=ADMISSIONS)
    parser.add_argument("--peers", nargs="*", choices=list(PEERS), default=list(PEERS))
    asked = parser.parse_args()
    table = Table(title="Records, processor time", title_justify="left", show_lines=True)
    for heading in ("What", "Cost", "Ratio", "Goal", ""):
        table.add_column(heading)
    for row in bench_records(asked.admissions, tuple(asked.peers)):
        table.add_row(*row)
    Console(width=150).print(table)


if __name__ == "__main__":
    main()
