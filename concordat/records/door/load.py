"""Accepted rows into a folder of records: by table and month, people as pseudonyms, in order of person."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow as pa

from concordat.periods import Month
from concordat.records.door.check_rows import CheckedFile
from concordat.records.door.identifiers import find_kind, pseudonyms
from concordat.records.door.key import check_same_key, key_id, note_key
from concordat.records.door.validate import Checked
from concordat.records.folder import MARKER
from concordat.records.footer import NotRecords
from concordat.records.geography import WHO
from concordat.records.parquet import write_parquet
from concordat.records.schema import Table

KEY_ID = b"concordat.key-id"  # of a file's metadata
_MONTH = "*month"  # no column of anybody's


@dataclass(frozen=True)
class Loaded:
    """What was written: files, rows, the key's fingerprint, and columns that were left out."""

    files: tuple[Path, ...]
    rows: int
    key_id: str
    left_out: tuple[str, ...]


def load_checked(
    checked: Checked, folder: Path, key: bytes, *, keep: Sequence[str] = (), replace: bool = False
) -> Loaded:
    """Write the accepted rows of files that were checked.

    Columns that no schema names are left out unless `keep` names them. Raises WrongKey where the folder has another
    key, NotRecords where nothing was accepted, a column cannot be kept, the folder holds made-up records, or a month is
    there already and `replace` is not said.
    """
    if (folder / MARKER).exists():
        raise NotRecords(f"{folder}: it holds synthetic records; load real ones into another folder.")
    check_same_key(folder, key)
    keep = _kept(checked, keep)
    if not checked.accepted:
        raise NotRecords("No row was accepted, so that there is nothing to load.")
    tables = {file.source.table.id: file.source.table for file in checked.files}
    parts = [part for table in tables.values() for part in _months(checked, table, key, keep)]
    there = [path for table, month, _ in parts if (path := _path(folder, table, month)).exists()]
    if there and not replace:
        raise NotRecords(
            f"{there[0]}: this month is loaded already{f', and {len(there) - 1} more are' if len(there) > 1 else ''}; "
            "load all of its rows together, and say --replace to put them in place of those."
        )
    folder.mkdir(parents=True, exist_ok=True)
    note_key(folder, key)
    marks = {KEY_ID: key_id(key).encode()}
    for table, month, rows in parts:
        write_parquet(_path(folder, table, month), _arrow(rows), marks)
    left_out = {name for file in checked.files for name in _extra(file) if name not in keep}
    written = tuple(_path(folder, table, month) for table, month, _ in parts)
    return Loaded(written, sum(rows.height for _, _, rows in parts), key_id(key), tuple(sorted(left_out)))


def render_loaded(checked: Checked, loaded: Loaded) -> str:
    """What was checked and loaded, as JSON to be kept with the records; no identifier is in it."""
    said = {"key-id": loaded.key_id, "files": len(loaded.files), "left-out": list(loaded.left_out), **checked.as_dict()}
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def _months(
    checked: Checked, table: Table, key: bytes, keep: Sequence[str]
) -> Iterator[tuple[Table, Month, pl.DataFrame]]:
    """A table's accepted rows, month by month."""
    names = [column.id for column in table.columns]
    parts = []
    for file in checked.files:
        if file.source.table.id == table.id:
            rows = file.typed.filter(pl.Series(file.refusal == 0))
            parts.append(rows.select(name for name in (*names, *keep) if name in rows.columns))
    rows = pl.concat(parts, how="diagonal")
    rows = rows.with_columns(pseudonyms(rows.get_column("person"), key).alias("person"))
    if "birth_year" in rows.columns:
        rows = rows.with_columns(pl.col("birth_year").cast(pl.Int16))
    dated = rows.sort("person", table.begins).with_columns(pl.col(table.month_of).dt.strftime("%Y-%m").alias(_MONTH))
    for (month,), part in sorted(dated.partition_by(_MONTH, as_dict=True, include_key=False).items()):
        yield table, Month.parse(str(month)), part


def _arrow(rows: pl.DataFrame) -> dict[str, pa.Array]:
    table = rows.to_arrow(compat_level=pl.CompatLevel.oldest())
    columns = {name: table.column(name).combine_chunks() for name in table.column_names}
    return {
        name: column.cast(pa.string()) if pa.types.is_large_string(column.type) else column
        for name, column in columns.items()
    }


def _extra(file: CheckedFile) -> list[str]:
    known = {column.id for column in file.source.table.columns}
    return [name for name in file.typed.columns if name not in known]


def _kept(checked: Checked, keep: Sequence[str]) -> list[str]:
    """The columns to be kept, as the files call them. Raises NotRecords for what no file has, and for NHS numbers."""
    names = [name.strip().lower() for name in keep]
    for name in names:
        held = [file.typed.get_column(name) for file in checked.files if name in file.typed.columns]
        if not held:
            extra = sorted({name for file in checked.files for name in _extra(file)})
            raise NotRecords(f"No file has a column {name} to keep; there are {', '.join(extra) or 'no others'}.")
        if name != "person" and any(find_kind(one, name in WHO) == "nhs-number" for one in held):
            raise NotRecords(f"The column {name} holds NHS numbers, which are not kept; name another with --keep.")
    return names


def _path(folder: Path, table: Table, month: Month) -> Path:
    return folder / table.id / f"{month}.parquet"
