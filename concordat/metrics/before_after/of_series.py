"""Before and after on a series of a metric: its points, refused where the definition breaks inside."""

from datetime import date

from concordat.metrics.value import Series


def list_points(series: Series) -> tuple[list[date], list[float | None]]:
    """The first day of each period and its value, None where it is missing.

    Raises ValueError where the series breaks between values, since those on either side must not be compared, and
    where it has no value at all.
    """
    held = [one for one in series.values if one.value is not None]
    if not held:
        why = series.values[0].missing if series.values else series.why_empty
        raise ValueError(f"{series.definition.label} has no values for {series.name}. {why}".rstrip())
    for one in series.breaks:
        if held[0].period.first_day < one.at <= held[-1].period.last_day:
            raise ValueError(
                f"The series breaks on {one.at}: {one.why.rstrip('.')}. Compare within one side: leave the other out "
                "with a first or a last period."
            )
    return [one.period.first_day for one in series.values], [one.value for one in series.values]
