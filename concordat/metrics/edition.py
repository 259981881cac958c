"""Editions: one issue of some figures, from where, of when. A file that is issued again is another edition."""

from datetime import date
from typing import Annotated

import polars as pl
from pydantic import Field

from concordat.questionnaires.data_file import Data, Id

LOCAL = "local provisional"  # what a place's own figures are called wherever they are shown
SYNTHETIC = "synthetic"  # what figures of made-up people are called; they stand for no place, and apart from all others

# One row for each figure of an edition. `period` is the first day of the month or financial year, `code` an ONS code
# (areas, regions, England) or an ODS code (commissioners, trusts), `published` a mean, rate or share as it was printed.
# A figure that its source does not give is null, and `missing` says what stands there instead.
FIGURES = {
    "measure": pl.String,
    "breakdown": pl.String,
    "code": pl.String,
    "period": pl.Date,
    "numerator": pl.Float64,
    "denominator": pl.Float64,
    "published": pl.Float64,
    "missing": pl.String,
}
KEY = ("measure", "breakdown", "code", "period")


class Edition(Data):
    """One issue of some figures. `published` is None where the source does not say when it came out.

    `kind` is the kind of file that it was read from, `file` holds the figures, `via` is who carried them if not the
    publisher. `provisional` figures are a place's own: they never stand in for published ones. `synthetic` ones are
    provisional too, and stand apart from both.
    """

    id: Id
    title: str
    kind: Id
    published: date | None
    source: str
    licence: str
    via: str = ""
    note: str = ""
    provisional: bool = False
    synthetic: bool = False
    measures: Annotated[tuple[Id, ...], Field(strict=False)]
    file: str
    rows: int
