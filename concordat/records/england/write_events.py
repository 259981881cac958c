"""Made-up events as columns of their tables, and the files of each month."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from concordat.periods import Month
from concordat.records.england.events import FRAIL_CODES, OTHER_CODES, Events
from concordat.records.england.months import Country
from concordat.records.england.strata import SEXES, Ints
from concordat.records.england.write_months import birth_years, person_ids
from concordat.records.parquet import coded, dates, days_since_epoch
from concordat.records.schema import codes_of, load_tables

DIAGNOSES = (*FRAIL_CODES, *OTHER_CODES)


def events_by_month(country: Country, table: str, events: Events) -> Iterator[tuple[Month, dict[str, pa.Array]]]:
    """Each month's columns of a table, in order of person and day. What comes after the last day is not known yet."""
    schema, last = load_tables()[table], country.plan.day(country.plan.last_day)
    day = events.columns[schema.month_of].astype(np.int64)
    ids = person_ids(country, events.person)
    order = np.lexsort((day, ids))
    order = order[day[order] <= last]
    zero = days_since_epoch(country.plan.day_zero)
    months = (day[order] + zero).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    for number in np.unique(months):
        rows = order[months == number]
        yield (
            Month(1970 + int(number) // 12, int(number) % 12 + 1),
            _columns(country, table, events, ids, rows, zero, last),
        )


def _columns(
    country: Country, table: str, events: Events, ids: Ints, rows: NDArray[np.integer], zero: int, last: int
) -> dict[str, pa.Array]:
    stratum, found = events.stratum[rows], {}
    for column in load_tables()[table].columns:
        values = events.columns.get(column.id)
        if column.id == "person":
            found[column.id] = pa.array(ids[rows])
        elif column.id == "birth_year":
            years = birth_years(country, events.person[rows], stratum)
            found[column.id] = pa.array(years.astype(np.int16))
        elif column.id == "sex":
            found[column.id] = coded(country.strata.sex[stratum], SEXES)
        elif column.id == "area":
            found[column.id] = coded(country.strata.area[stratum], country.strata.areas)
        elif values is None:
            continue
        elif column.type == "date":
            found[column.id] = dates(values[rows] + zero, None if column.required else values[rows] > last)
        else:
            names = DIAGNOSES if column.id == "diagnosis" else codes_of(table, column.id).ids
            found[column.id] = coded(values[rows], names)
    return found
