"""Series out: as plain values for JSON, and as a table of every value for CSV, Parquet and Excel."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from concordat.metrics.edition import Edition
from concordat.metrics.edition_changes import Compared
from concordat.metrics.value import Series, Value
from concordat.questionnaires.read_yaml import DataError

TABLE = {
    "metric": pl.String,
    "place": pl.String,
    "name": pl.String,
    "code": pl.String,
    "breakdown": pl.String,
    "period": pl.String,
    "first_day": pl.Date,
    "numerator": pl.Float64,
    "denominator": pl.Float64,
    "value": pl.Float64,
    "lower": pl.Float64,
    "upper": pl.Float64,
    "unit": pl.String,
    "edition": pl.String,
    "missing": pl.String,
    "note": pl.String,
}
ENDINGS = (".csv", ".parquet", ".xlsx", ".json")


def series_as_dict(
    series: Series,
    edition: Edition | None,
    own: Series | None = None,
    compared: Sequence[Compared] = (),
    synthetic: Series | None = None,
) -> dict[str, Any]:
    """A series with what it takes to read it; `local_provisional` and `synthetic` figures stand apart, under these."""
    definition = series.definition
    found: dict[str, Any] = {
        "metric": definition.id,
        "label": definition.label,
        "definition_version": definition.version,
        "unit": series.unit,
        "good": definition.good,
        "frequency": definition.frequency,
        "place": {"name": series.name, "slug": series.slug, "code": series.where.code},
        "breakdown": series.breakdown,
        "edition": edition_as_dict(edition) if edition else None,
        "why_empty": series.why_empty,
        "breaks": [{"at": str(one.at), "why": one.why} for one in series.breaks],
        "caveats": list(definition.caveats),
        "periods": [value_as_dict(value) for value in series.values],
    }
    if own is not None:
        found["local_provisional"] = {
            "periods": [value_as_dict(value) for value in own.values],
            "compared": [
                {
                    "period": str(one.own.period),
                    "own": one.own.value,
                    "published": one.published.value,
                    "difference": one.difference,
                }
                for one in compared
            ],
        }
    if synthetic is not None:
        found["synthetic"] = {"periods": [value_as_dict(value) for value in synthetic.values]}
    return found


def value_as_dict(value: Value) -> dict[str, Any]:
    held = value.lower is not None
    return {
        "period": str(value.period),
        "first_day": str(value.period.first_day),
        "numerator": value.numerator,
        "denominator": value.denominator,
        "value": value.value,
        "interval": {"lower": value.lower, "upper": value.upper, "confidence": 0.95} if held else None,
        "edition": value.edition,
        "missing": value.missing,
        "note": value.note,
    }


def edition_as_dict(edition: Edition) -> dict[str, Any]:
    return {
        "id": edition.id,
        "title": edition.title,
        "published": str(edition.published) if edition.published else None,
        "source": edition.source,
        "licence": edition.licence,
        "via": edition.via,
        "note": edition.note,
        "provisional": edition.provisional,
        "synthetic": edition.synthetic,
    }


def make_table(series: Iterable[Series]) -> pl.DataFrame:
    """Every value of every series, one row each, with the columns of TABLE."""
    rows = [_row(one, value) for one in series for value in one.values]
    return pl.DataFrame(rows, schema=TABLE, orient="row")


def write_table(table: pl.DataFrame, path: Path) -> None:
    """Write a table as its ending says, one of ENDINGS, whole or not at all. Raises DataError."""
    if path.suffix.lower() not in ENDINGS:
        raise DataError(f"{path}: figures are written to files that end with {', '.join(ENDINGS)}; name one that does.")
    draft = path.with_name(f".part-{path.name}")  # the ending stays last: the writers go by it
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.touch()  # what cannot be written is told here: the writers of tables do not say why
        _write(table, draft)
        draft.replace(path)
    except OSError as problem:
        raise DataError(f"{path}: cannot be written ({problem.strerror or problem}).") from None
    finally:
        if draft.exists():
            draft.unlink()


def _write(table: pl.DataFrame, path: Path) -> None:
    match path.suffix.lower():
        case ".csv":
            table.write_csv(path)
        case ".parquet":
            table.write_parquet(path, compression="zstd")
        case ".xlsx":
            table.write_excel(path, worksheet="figures", autofit=True)
        case _:
            rows = table.with_columns(pl.col("first_day").cast(pl.String)).to_dicts()
            path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _row(series: Series, value: Value) -> tuple[object, ...]:
    return (
        *(series.definition.id, series.slug, series.name, series.where.code, series.breakdown),
        *(str(value.period), value.period.first_day, value.numerator, value.denominator, value.value),
        *(value.lower, value.upper, series.unit, value.edition, value.missing, value.note),
    )
