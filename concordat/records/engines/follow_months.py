"""Older people's emergencies month by month: each month's file is read once, beside what before it can still matter."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from concordat.records.engines.count_rows import as_counts
from concordat.records.engines.read_month import PlacedStays, read_month
from concordat.records.engines.readmission_kernel import (
    WITHIN,
    Before,
    Discharges,
    count_month,
    move_on,
    no_discharges,
    nothing_before,
)
from concordat.records.folder import RecordsFile
from concordat.records.footer import reading
from concordat.records.metrics.hospital import EMERGENCY_ADMISSIONS, LONG_STAY, LONG_STAYS, READMISSIONS
from concordat.records.parquet import days_since_epoch

FOLLOWED = (EMERGENCY_ADMISSIONS, LONG_STAYS, READMISSIONS)  # what one pass over months gives


@dataclass
class MonthFollower:
    """Works out FOLLOWED for months in any order; quickest where each is the next of the one before.

    `files` are all files of admissions, one for each month, in order.
    """

    files: Sequence[RecordsFile]
    geography: str
    _after: RecordsFile | None = None
    _before: Before = field(default_factory=nothing_before)
    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))
    _read: dict[RecordsFile, "Future[PlacedStays]"] = field(default_factory=dict)

    def count(self, file: RecordsFile, ahead: RecordsFile | None = None) -> dict[str, pl.DataFrame]:
        """The counts of a month's file by metric. `ahead` is read while the month is worked out."""
        month = file.month
        assert month is not None, file.path
        waiting = self._read.pop(file, None) or self._pool.submit(read_month, file, self.geography)
        if ahead is not None:
            self._read[ahead] = self._pool.submit(read_month, ahead, self.geography)
        placed = waiting.result()
        stays, places = placed.stays, len(placed.places)
        if not self._follows(file):
            self._before = Before(no_discharges(), read_discharges(files_before(self.files, file), file))
        counts = count_month(stays, self._before, places, LONG_STAY)
        self._before = move_on(self._before, stays, days_since_epoch(month.plus(1).first_day))
        self._after = file
        found = {
            EMERGENCY_ADMISSIONS.id: {"numerator": counts.admissions},
            LONG_STAYS.id: {"numerator": counts.long_stays},
            READMISSIONS.id: {"numerator": counts.readmissions, "denominator": counts.admissions},
        }
        number = pl.lit(month.year * 12 + month.number - 1).alias("month")
        return {
            id: as_counts(pl.DataFrame({"place": placed.places, **columns}).with_columns(number))
            for id, columns in found.items()
        }

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)

    def _follows(self, file: RecordsFile) -> bool:
        at = self.files.index(file)
        return self._after == (self.files[at - 1] if at else None)


def can_follow(files: Sequence[RecordsFile]) -> bool:
    """Whether files are of one month each, no month twice, and all have discharges and whole numbers as people."""
    months = [file.month for file in files]
    return (
        None not in months
        and len(set(months)) == len(months)
        and all("discharged" in file.columns for file in files)
        and all(pa.types.is_integer(pq.read_schema(file.path).field("person").type) for file in files)
    )


def files_before(files: Sequence[RecordsFile], file: RecordsFile) -> list[RecordsFile]:
    """The earlier files with a discharge that a readmission of the file's month can follow."""
    first = _earliest(file)
    return [one for one in files[: files.index(file)] if one.ends is not None and one.ends >= first]


def read_discharges(files: Sequence[RecordsFile], file: RecordsFile) -> Discharges:
    """The discharges in files of earlier months from 30 days before the file's month on, in order of person."""
    first = pa.scalar(_earliest(file), pa.date32())
    people, days = [], []
    for one in files:
        with reading(one.path):
            table = pq.read_table(one.path, columns=["person", "discharged"])
        discharged = table.column("discharged").cast(pa.date32())
        kept = table.set_column(1, "discharged", discharged).filter(pc.greater_equal(discharged, first))
        people.append(kept.column("person").to_numpy())
        days.append(kept.column("discharged").cast(pa.int32()).to_numpy())
    if not people:
        return no_discharges()
    person = np.concatenate(people).astype(np.int64, copy=False)
    order = np.argsort(person, kind="stable")
    return Discharges(person[order], np.concatenate(days)[order])


def _earliest(file: RecordsFile) -> date:
    assert file.month is not None, file.path
    return file.month.first_day - timedelta(days=WITHIN)
