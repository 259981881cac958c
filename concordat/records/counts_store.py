"""Counts that were worked out before, each under a key that follows from all it was worked out from."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from concordat.records.metrics.definition import Metric
from concordat.records.parquet import replacing

FORMAT = 2  # of the files; a change forgets what was kept


class CountsStore:
    """A folder of counts. They are not suppressed: the folder stays with the records."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, metric: Metric, key: str) -> pl.DataFrame | None:
        """What was kept under the key; None where there is nothing, or nothing that can be read."""
        try:
            return pl.read_parquet(self._path(metric, key))
        except (OSError, PolarsError):
            return None

    def has(self, metric: Metric, key: str) -> bool:
        """Whether anything that can be read was kept under the key."""
        try:
            return bool(pl.read_parquet_schema(self._path(metric, key)))
        except (OSError, PolarsError):
            return False

    def put(self, metric: Metric, key: str, counts: pl.DataFrame) -> None:
        """Keep counts, whole or not at all."""
        path = self._path(metric, key)
        with replacing(path) as draft:
            counts.write_parquet(draft)

    def _path(self, metric: Metric, key: str) -> Path:
        return self._folder / metric.id / f"{key}.parquet"


def key_of(metric: Metric, geography: str, what: str, digests: Iterable[str]) -> str:
    """The key of a metric's counts: its version, the geography, `what` (a month, a file) and the inputs' digests."""
    said = json.dumps([FORMAT, metric.id, metric.version, geography, what, list(digests)])
    return hashlib.blake2b(said.encode(), digest_size=16).hexdigest()
