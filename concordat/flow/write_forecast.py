"""A forecast out: JSON, CSV, and the lines of a parameter file."""

import csv
import io
from collections.abc import Sequence

from concordat.flow.forecast import LEVEL, Forecast, HeldBack, MonthAhead

COLUMNS = ("month", "middle", "lower", "upper", "per_day")


def forecast_as_dict(found: Forecast) -> dict[str, object]:
    """For JSON: the months ahead, how the model was chosen, and the months that were held back."""
    return {
        "column": found.history.column,
        "history": {"from": str(found.history.months[0]), "to": str(found.history.months[-1])},
        "model": found.model,
        "chosen": found.chosen,
        "interval": LEVEL,
        "months": _list_months(found.months),
        "held_back": _as_dict(found.held_back) if found.held_back else None,
        "repeats": [_as_dict(one) for one in found.repeats],
    }


def render_forecast(found: Forecast) -> str:
    """CSV with a row for each month ahead."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in found.months:
        figures = (one.middle, one.lower, one.upper, one.per_day)
        writer.writerow([str(one.month), *(round(figure, 3) for figure in figures)])
    return buffer.getvalue()


def render_monthly(found: Forecast) -> str:
    """Lines to paste into a parameter file: the arrivals of the months ahead."""
    lines = [f"    {one.month}: {one.middle:.1f}" for one in found.months]
    return "\n".join((f"# {found.history.column}: forecast with {found.model}", "arrivals:", "  monthly:", *lines))


def _list_months(months: Sequence[MonthAhead]) -> list[dict[str, object]]:
    return [
        {"month": str(one.month), "middle": one.middle, "lower": one.lower, "upper": one.upper}
        | ({} if one.actual is None else {"actual": one.actual})
        for one in months
    ]


def _as_dict(one: HeldBack) -> dict[str, object]:
    return {
        "model": one.model,
        "covered": one.covered,
        "of": len(one.months),
        "error": one.error,
        "seasonal_naive_error": one.naive_error,
        "months": _list_months(one.months),
    }
