"""A control chart as a picture with its words and its table, for pages and notebooks."""

from typing import TYPE_CHECKING

from concordat.metrics.control_charts.charts import render_chart
from concordat.metrics.control_charts.sentence import KINDS, tell_assurance, tell_variation
from concordat.metrics.figures_said import say_column
from concordat.metrics.picture_page import Picture

if TYPE_CHECKING:
    from concordat.metrics.control_charts.control_chart import ControlChart


def picture_of(chart: "ControlChart") -> Picture:
    """Chart, sentence, notes and a row for each point, the latest first."""
    headings, rows, numeric = lay_out_table(chart)
    return Picture(
        heading=chart.name or "Control chart",
        svg=render_chart(chart),
        said=chart.sentence(),
        headings=headings,
        rows=rows,
        notes=[*chart.notes, *([] if chart.is_run_chart else [chart.rule_set.describe()])],
        numeric=numeric,
        icons=list_icons(chart),
    )


def list_icons(chart: "ControlChart") -> list[str]:
    """What the icons say, those that there are."""
    return [one for one in (tell_variation(chart), tell_assurance(chart)) if one]


def lay_out_table(chart: "ControlChart") -> tuple[list[str], list[list[str]], int]:
    """Headings, rows of text with the latest point first, and how many columns after the first are figures."""
    decimals = chart.decimals + 1
    has_target = any(point.target is not None for point in chart.points)
    fields = ["value", "mean", "lower", "upper", *(["target"] if has_target else [])]
    points = chart.points[::-1]
    columns = [say_column((getattr(point, field) for point in points), decimals) for field in fields]
    rows = [
        [point.label, *figures, KINDS[point.kind] if point.kind else "no value", ", ".join(point.rules)]
        for point, *figures in zip(points, *columns, strict=True)
    ]
    middle = "Median" if chart.is_run_chart and not chart.rebases else "Mean"
    headings = ["Period", "Value", middle, "Lower limit", "Upper limit", *(["Target"] if has_target else [])]
    return [*headings, "Variation", "Rules"], rows, len(fields)
