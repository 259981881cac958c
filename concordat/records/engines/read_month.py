"""A month of admissions out of its Parquet file, as arrays."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from concordat.records.engines.count_rows import NOT_KNOWN
from concordat.records.engines.readmission_kernel import STILL_THERE, Stays, in_order
from concordat.records.folder import RecordsFile
from concordat.records.footer import reading
from concordat.records.metrics.words import OLDER


@dataclass(frozen=True)
class PlacedStays:
    """A month's stays in order of person, and the names of the places that their `place` column counts."""

    stays: Stays
    places: tuple[str, ...]


def read_month(file: RecordsFile, geography: str) -> PlacedStays:
    """The stays of a file of one month; emergency admissions of people of 65 and over are `counted`."""
    month = file.month
    assert month is not None, file.path
    columns = ["person", "birth_year", "method", "admitted", "discharged", geography]
    with reading(file.path), pq.ParquetFile(file.path, read_dictionary=["method", geography]) as parquet:
        table = parquet.read(columns).unify_dictionaries()
    place, names = _coded(table.column(geography))
    method, methods = _coded(table.column("method"))
    emergency = methods.index("emergency") if "emergency" in methods else -1
    born = table.column("birth_year").to_numpy()
    stays = Stays(
        table.column("person").to_numpy().astype(np.int64, copy=False),
        _days(table.column("admitted")),
        _days(table.column("discharged")),
        place,
        (method == emergency) & (born <= month.year - OLDER),
    )
    return PlacedStays(in_order(stays), names)


def _coded(column: pa.ChunkedArray) -> tuple[NDArray[np.int32], tuple[str, ...]]:
    """Each row's place in a list of values, and the list."""
    if not pa.types.is_dictionary(column.type):
        column = column.cast(pa.string()).dictionary_encode()
    if not column.num_chunks:
        return np.zeros(0, np.int32), ()
    names = tuple(column.chunk(0).dictionary.to_pylist())
    codes = pa.chunked_array([chunk.indices for chunk in column.chunks])
    if codes.null_count:
        codes, names = pc.fill_null(codes, len(names)), (*names, NOT_KNOWN)
    return codes.to_numpy().astype(np.int32, copy=False), names


def _days(column: pa.ChunkedArray) -> NDArray[np.int32]:
    days = column.cast(pa.date32()).cast(pa.int32())
    if days.null_count:
        days = pc.fill_null(days, STILL_THERE)
    return np.asarray(days.to_numpy())
