"""Days out: what each pathway looks like day by day, over all replications, as CSV."""

import csv
import io
from collections.abc import Iterator
from datetime import timedelta

import numpy as np

from concordat.flow.calendar import Floats
from concordat.flow.result import PathwayResult, Result

BAND = (10, 90)  # percentiles: eight replications in ten lie between
FIGURES = ("delayed_days", "waiting_at_midnight", "occupied_place_days")
KINDS = ("mean", *(f"p{share}" for share in BAND))
HEADINGS = ("pathway", "day", "date", "warm_up", "places", *(f"{one}_{kind}" for one in FIGURES for kind in KINDS))


def render_daily(result: Result) -> str:
    """CSV with a row per pathway and day: each figure's mean over replications and its 10th and 90th percentile."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for one in result.pathways:
        writer.writerows(_list_rows(result, one))
    return out.getvalue()


def _list_rows(result: Result, one: PathwayResult) -> Iterator[list[object]]:
    first = result.system.start_date
    bands = np.hstack([_make_band(daily) for daily in (one.daily_delayed, one.daily_waiting, one.daily_occupied)])
    for day, figures in enumerate(bands.round(6).tolist()):
        date = first + timedelta(days=day) if first else ""
        warm_up = "yes" if day < one.warm_up_days else "no"
        yield [one.name, day, date, warm_up, int(one.places[day]), *figures]


def _make_band(daily: Floats) -> Floats:
    """(days, 3): mean, lower and upper percentile over replications."""
    return np.column_stack((daily.mean(axis=0), *np.percentile(daily, BAND, axis=0)))
