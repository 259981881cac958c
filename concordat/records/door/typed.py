"""Cells to values: dates, years and codes in the ways that people write them; what cannot be read is missing."""

import polars as pl

from concordat.records.schema import Column, codes_of

DATE_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y%m%d")


def as_typed(cells: pl.Series, table: str, column: Column) -> pl.Series:
    """The values of a column; missing where a cell is empty or is nothing that the column can hold."""
    if column.type == "date":
        return _dates(cells)
    if column.type == "year":
        whole = cells.dtype.is_integer()
        return (
            cells.cast(pl.Int32, strict=False) if whole else as_text(cells).str.to_integer(strict=False, dtype=pl.Int32)
        )
    if column.type == "code":
        spellings = codes_of(table, column.id).spellings
        lowered = {word.lower(): code for word, code in spellings.items()}
        return as_text(cells).str.to_lowercase().replace_strict(lowered, default=None, return_dtype=pl.String)
    return as_text(cells)


def as_text(cells: pl.Series) -> pl.Series:
    """Text without blanks around it; missing where nothing is left."""
    if cells.dtype == pl.Boolean:
        return pl.select(pl.when(cells).then(pl.lit("yes")).when(~cells).then(pl.lit("no"))).to_series()
    text = cells.cast(pl.String, strict=False).str.strip_chars()
    return pl.select(pl.when(text != "").then(text)).to_series()


def _dates(cells: pl.Series) -> pl.Series:
    if cells.dtype == pl.Date:
        return cells
    if isinstance(cells.dtype, pl.Datetime):
        return cells.cast(pl.Date)
    if cells.dtype != pl.String:
        return pl.repeat(None, len(cells), dtype=pl.Date, eager=True)
    text = as_text(cells)
    tried = [text.str.to_date(one, strict=False, exact=True) for one in DATE_FORMATS[:2]]
    tried += [text.str.to_datetime(one, strict=False, exact=True).cast(pl.Date) for one in DATE_FORMATS[2:4]]
    tried.append(text.str.to_date(DATE_FORMATS[4], strict=False, exact=True))
    return pl.select(pl.coalesce(tried)).to_series()
