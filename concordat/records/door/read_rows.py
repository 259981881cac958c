"""Files of records in, as they are: CSV with every cell as text, Parquet with its own types."""

import csv
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from concordat.records.footer import NotRecords
from concordat.records.geography import WHO
from concordat.records.schema import Table, load_tables

ALIASES = dict.fromkeys(WHO, "person")
ENDINGS = (".csv", ".parquet")


@dataclass(frozen=True)
class RowsIn:
    """A file's rows, its columns under the names of the table, and what its first row is called."""

    path: Path
    table: Table
    rows: pl.DataFrame
    says_nhs_number: bool

    @property
    def row_name(self) -> str:
        """Lines of a CSV file count with its heading; rows of others from 1."""
        return "line" if self.path.suffix.lower() == ".csv" else "row"

    @property
    def first_row(self) -> int:
        return 2 if self.row_name == "line" else 1


def find_record_files(named: list[Path]) -> list[Path]:
    """The files named, and those in folders named. Raises NotRecords where there is none, or one of another kind."""
    found: list[Path] = []
    for path in named:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.suffix.lower() in ENDINGS and not _is_hidden(p, path))
            if not inside:
                raise NotRecords(f"{path}: there are no CSV or Parquet files in this folder.")
            found += inside
        elif not path.exists():
            raise NotRecords(f"{path}: there is no such file.")
        elif path.suffix.lower() not in ENDINGS:
            raise NotRecords(f"{path}: records come as CSV (.csv) or Parquet (.parquet) files.")
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def read_rows(path: Path, table: str | None = None) -> RowsIn:
    """The rows of a file. Raises NotRecords where it cannot be read, or no table has its columns."""
    rows = _read_csv(path) if path.suffix.lower() == ".csv" else _read_parquet(path)
    written = _headings(path) if path.suffix.lower() == ".csv" else rows.columns
    names = [name.strip().lower() for name in written]
    says = "person" not in names and any(name in ALIASES for name in names)
    names = [ALIASES.get(name, name) if says else name for name in names]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise NotRecords(f"{path}: the column {twice[0]} is there twice; keep one of them.")
    rows.columns = names
    return RowsIn(path, _find_table(path, names, table), rows, says)


def _find_table(path: Path, names: list[str], named: str | None) -> Table:
    """The table that was named, or that of the folder, or the one whose columns the file has."""
    tables = load_tables()
    id = named or (path.parent.name if path.parent.name in tables else None)
    if id is None:
        whole = [one for one in tables.values() if set(one.required) <= set(names)]
        near = (
            whole
            or sorted(tables.values(), key=lambda one: -len(set(one.required) & set(names)) / len(one.required))[:1]
        )
        id = max(near, key=lambda one: len({column.id for column in one.columns} & set(names))).id
    missing = [name for name in tables[id].required if name not in names]
    if missing:
        raise NotRecords(
            f"{path}: missing-column: {', '.join(missing)}; {tables[id].title.lower()} need it, the file has "
            f"{', '.join(names)}. Say --table if these are not {id}."
        )
    return tables[id]


def _read_csv(path: Path) -> pl.DataFrame:
    try:
        return pl.read_csv(path, infer_schema=False)
    except (PolarsError, UnicodeError, OSError) as problem:
        raise NotRecords(f"{path}: {_why_not_csv(path, problem)}") from None


def _headings(path: Path) -> list[str]:
    """The first line of a CSV file as it is written; where a name stands twice, polars gives it another."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return next(csv.reader(file), [])


def _why_not_csv(path: Path, problem: Exception) -> str:
    """The first line that is not as it should be, or what the reader says."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.reader(file)
            width = len(next(lines, []))
            if not width:
                return "the file is empty; its first line has to name the columns."
            for number, cells in enumerate(lines, 2):
                if len(cells) > width:
                    return f"line {number} has {len(cells)} cells, and the first line names {width} columns."
    except UnicodeDecodeError as wrong:
        return f"this is not UTF-8 text (byte {wrong.start:,}); save it as CSV UTF-8."
    except (OSError, csv.Error) as wrong:
        return f"it cannot be read ({wrong})."
    return f"it cannot be read ({str(problem).splitlines()[0]})."


def _read_parquet(path: Path) -> pl.DataFrame:
    try:
        return pl.read_parquet(path, hive_partitioning=False)
    except (PolarsError, OSError) as problem:
        said = str(problem).splitlines()[0]
        raise NotRecords(f"{path}: this is no Parquet file that can be read ({said}).") from None


def _is_hidden(path: Path, within: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(within).parts)
