"""Parquet files of records, as this room writes them: by month, whole or not at all, marked where they are made up."""

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

ROWS_IN_A_GROUP = 131_072  # enough groups in a month for every thread to have its own
EPOCH = date(1970, 1, 1)
SYNTHETIC = b"concordat.synthetic"  # key of a file's metadata


def days_since_epoch(day: date) -> int:
    """1970-01-01 is 0, as in Arrow's 32-bit dates."""
    return (day - EPOCH).days


def coded(codes: NDArray[np.integer], names: Sequence[str], missing: NDArray[np.bool_] | None = None) -> pa.Array:
    """Places in a list of names as a column of text. A name that stood twice would give files that differ by chance."""
    assert len(set(names)) == len(names), names
    return pa.DictionaryArray.from_arrays(
        pa.array(codes.astype(np.int16), mask=missing), pa.array(list(names), pa.string())
    )


def dates(days: NDArray[np.integer], missing: NDArray[np.bool_] | None = None) -> pa.Array:
    """Days since 1970-01-01 as a column of dates."""
    return pa.array(days.astype(np.int32), pa.int32(), mask=missing).cast(pa.date32())


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A draft to write, which takes the file's place when it is whole; making its folder. A full disk says where."""
    draft = path.with_name(f".{path.name}.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        yield draft
        os.replace(draft, path)
    except OSError as problem:  # the libraries that write do not say which file
        draft.unlink(missing_ok=True)
        raise OSError(problem.errno, problem.strerror or str(problem), str(path)) from None


def write_parquet(path: Path, columns: Mapping[str, pa.Array], marks: Mapping[bytes, bytes] | None = None) -> None:
    """Write a file whole or not at all, making its folder. The same columns give the same bytes."""
    table = pa.table(dict(columns))
    if marks:
        table = table.replace_schema_metadata(dict(marks))
    plain = [name for name, column in columns.items() if pa.types.is_integer(column.type) and name == "person"]
    with replacing(path) as draft:
        pq.write_table(
            table,
            draft,
            row_group_size=ROWS_IN_A_GROUP,
            compression="snappy",
            use_dictionary=[name for name in columns if name not in plain],
            column_encoding=dict.fromkeys(plain, "DELTA_BINARY_PACKED"),
            store_schema=True,
        )


def digest_of(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
