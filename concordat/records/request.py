"""What is asked of a computation, and what it has to say of itself when it is done."""

import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

try:
    import resource
except ImportError:  # not on Windows
    resource = None  # type: ignore[assignment]


EMBEDDED = "duckdb"  # the engine within this process


@dataclass(frozen=True, kw_only=True)
class Request:
    """Which metrics of which folder, by which column of places and which period, and with what means."""

    folder: Path
    metrics: tuple[str, ...]
    geography: str = "area"
    by: str = "month"
    engine: str = EMBEDDED
    threads: int | None = None
    memory_mb: int | None = None
    fresh: bool = False  # work everything out again
    plain: bool = False  # by plain definitions only, without the pass over months


@dataclass
class RunReport:
    """What was done: rows and files read or known from before, seconds by metric, memory at its peak, and notes."""

    engine: str
    geography: str
    by: str
    synthetic: bool
    rows_read: int = 0
    tasks_done: int = 0
    tasks_known: int = 0
    seconds: float = 0.0
    peak_memory_mb: int = 0
    seconds_by_metric: dict[str, float] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    inputs: dict[str, str] = field(default_factory=dict)
    rule: str = "none: for use inside the organisation"
    notes: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Computed:
    """Counts in the columns metric, place, period, numerator, denominator, behind, in order; and the report.

    A numerator is missing where there is nothing to take a percentile of; a denominator where it is a population;
    `behind`, of how many stays or people a sum of days is, where the numerator is no such sum.
    """

    counts: pl.DataFrame
    report: RunReport


def peak_memory_mb() -> int:
    """The most memory that this process has had, in MB; 0 where the system does not say."""
    if resource is None:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(most // (1 << 20 if sys.platform == "darwin" else 1 << 10))
