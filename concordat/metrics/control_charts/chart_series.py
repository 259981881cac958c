"""The control chart of a metric's series: its name, unit and direction, and limits that begin anew at its breaks."""

from typing import TYPE_CHECKING

from concordat.metrics.control_charts.control_chart import ControlChart
from concordat.metrics.control_charts.rule_set import DEFAULT, RuleSet
from concordat.metrics.control_charts.spc import At, Remarks, Values, read_remarks, spc
from concordat.metrics.numbers_in import as_floats

if TYPE_CHECKING:
    from concordat.metrics.value import Series


def chart_series(
    series: "Series",
    *,
    target: Values | None = None,
    rebase: Remarks = (),
    fix_after: int | None = None,
    screen: bool | None = None,
    rules: str | RuleSet = DEFAULT,
    annotations: Remarks = (),
) -> ControlChart:
    """The chart of a series, from its first period with a value to its last; options as those of `spc`.

    Where the definition says that the series breaks, limits begin anew with the break as the reason. Raises ValueError
    for a series without any value, with why it has none, and as `spc` does.
    """
    there = [at for at, value in enumerate(series.values) if value.value is not None]
    name = f"{series.definition.label}, {series.name}"
    if not there:
        why = series.why_empty or next(
            (value.missing for value in series.values if value.missing), "No figure is held."
        )
        raise ValueError(f"{name}: there is nothing to chart. {why}")
    held = series.values[there[0] : there[-1] + 1]
    first, last = held[0].period.first_day, held[-1].period.first_day
    begins: dict[At, str] = {one.at: one.why for one in series.breaks if first < one.at <= last}
    aims = None if target is None else as_floats(target, "target")
    if aims is not None and aims.shape == (len(series.values),):
        aims = aims[there[0] : there[-1] + 1]
    return spc(
        [value.value for value in held],
        [value.period for value in held],
        good=series.definition.good,
        target=aims,
        rebase=begins | read_remarks(rebase),
        fix_after=fix_after,
        screen=screen,
        rules=rules,
        annotations=annotations,
        name=name,
        unit=series.unit,
    )
