"""A made-up England of any size, written month by month; an interrupted run goes on to the same files."""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import pyarrow as pa

from concordat.periods import Month
from concordat.records.england.events import SocialCare
from concordat.records.england.months import Country, Plan, found_country, share_out_admissions, simulate_months
from concordat.records.england.profile import load_profile
from concordat.records.england.write_events import events_by_month
from concordat.records.england.write_months import admissions_columns
from concordat.records.folder import MARKER
from concordat.records.parquet import SYNTHETIC, write_parquet

MOST_ADMISSIONS = 200_000_000
MOST_MONTHS = 240
EVENTS_UP_TO = 5_000_000  # admissions: with more, social care and deaths are made only where asked for
FIRST = Month(2023, 4)
ASKED = "generated.json"

Tick = Callable[[str], None]


class CannotGenerate(ValueError):
    """What is asked for cannot be made here; the message says why and what to do."""


@dataclass(frozen=True)
class Generated:
    """What is in the folder now. `written`: files written by this run, the others were there from an earlier one."""

    admissions: int
    files: int
    written: int
    tables: tuple[str, ...]


def plan_records(admissions: int, months: int, seed: int, first: Month = FIRST) -> Plan:
    """A plan within what can be made. Raises CannotGenerate."""
    if not 1 <= admissions <= MOST_ADMISSIONS:
        raise CannotGenerate(f"{admissions:,} admissions cannot be made; ask for 1 to {MOST_ADMISSIONS:,}.")
    if not 1 <= months <= MOST_MONTHS:
        raise CannotGenerate(f"{months} months cannot be made; ask for 1 to {MOST_MONTHS}.")
    if seed < 0:
        raise CannotGenerate(f"{seed} is no seed; give a whole number from 0 on.")
    if not 1950 <= first.year <= 2100:
        raise CannotGenerate(f"{first} is too far away; begin between 1950 and 2100.")
    return Plan(admissions, first, months, seed)


def generate_records(folder: Path, plan: Plan, events: bool | None = None, tick: Tick | None = None) -> Generated:
    """Write a plan's records into a folder, one Parquet file for each table and month, each marked synthetic.

    `events`: social care, deaths, diagnoses and plans besides; without a word, up to 5 million admissions. `tick` is
    told each month of admissions. The same plan gives the same bytes. Raises CannotGenerate where the folder holds
    anything else than a part of the same.
    """
    with_events = plan.admissions <= EVENTS_UP_TO if events is None else events
    asked = _claim(folder, plan, with_events)
    country = found_country(plan)
    care = SocialCare(country, plan.rng(2)) if with_events else None
    if care:
        care.begin()
    marks = {SYNTHETIC: json.dumps(asked, sort_keys=True).encode()}
    written = 0
    with ThreadPoolExecutor(1) as pool:
        waiting: Future[bool] | None = None
        for made in simulate_months(country):
            if care:
                care.add_month(made)
            if made.warms_up:
                continue
            written += waiting.result() if waiting else 0
            path = folder / "admissions" / f"{made.month}.parquet"
            waiting = pool.submit(_write, path, partial(admissions_columns, country, made.stays), marks)
            if tick:
                tick(str(made.month))
        written += waiting.result() if waiting else 0
    tables = ["admissions"]
    for table, path, columns in _files_of_events(folder, country, care) if care else ():
        written += _write(path, partial(dict, columns), marks)
        tables.append(table)
    files = len(list(folder.glob("*/*.parquet")))
    return Generated(sum(share_out_admissions(plan, country.profile)), files, written, tuple(dict.fromkeys(tables)))


def _write(path: Path, make: Callable[[], Mapping[str, pa.Array]], marks: Mapping[bytes, bytes]) -> bool:
    """Write a file unless an earlier run has; files are put in place whole, so that one that is there is right."""
    if path.exists():
        return False
    write_parquet(path, make(), marks)
    return True


def _files_of_events(
    folder: Path, country: Country, care: SocialCare
) -> Iterator[tuple[str, Path, dict[str, pa.Array]]]:
    for table, events in care.rows():
        for month, columns in events_by_month(country, table, events):
            yield table, folder / table / f"{month}.parquet", columns


def _claim(folder: Path, plan: Plan, events: bool) -> dict[str, object]:
    """Take the folder for a plan: it has to be empty, or to hold the same plan's files. What was asked for is noted."""
    asked: dict[str, object] = {**asdict(plan), "first": str(plan.first), "events": events}
    asked["profile"] = load_profile().version
    noted = folder / ASKED
    if noted.exists():
        held = _read_asked(noted)
        differs = [name for name in asked if held.get(name) != asked[name]]
        if differs:
            said = ", ".join(f"{name} {held.get(name)} instead of {asked[name]}" for name in differs)
            raise CannotGenerate(
                f"{folder}: it holds records made with {said}; name another folder, or ask for the same."
            )
        return asked
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CannotGenerate(f"{folder}: it is not empty, and what is in it was not made here; name an empty folder.")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARKER).write_text(_notice(plan), encoding="utf-8")
    draft = folder / f".{ASKED}.part"
    draft.write_text(json.dumps(asked, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    os.replace(draft, noted)
    return asked


def _read_asked(noted: Path) -> dict[str, object]:
    try:
        held: dict[str, object] = dict(json.loads(noted.read_text(encoding="utf-8")))
    except (ValueError, TypeError):
        raise CannotGenerate(f"{noted}: it does not say what was made here; name another folder.") from None
    return held


def _notice(plan: Plan) -> str:
    return (
        "SYNTHETIC RECORDS\n\n"
        "A computer made these people up: none of them exists, none of this happened.\n"
        f"{plan.admissions:,} admissions in {plan.months} months from {plan.first}, from the seed {plan.seed}.\n"
        "The same version and seed give the same files.\n"
    )
