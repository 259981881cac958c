"""The control chart of a comparison of before and after: limits begin anew at the change."""

from concordat.metrics.before_after.effect import BeforeAfter
from concordat.metrics.control_charts.control_chart import ControlChart
from concordat.metrics.control_charts.spc import spc


def draw_rebased(found: BeforeAfter, reason: str = "The change") -> ControlChart:
    """The points of a comparison as an XmR chart, rebased at the first point after the change, for a reason.

    Its limits say how far points vary on either side; how far the means are apart, `compare_means` says with an
    interval. A side of fewer points than limits need is a run chart, and the chart says so.
    """
    good = found.good if found.good in ("high", "low") else "neither"
    return spc(
        found.values,
        found.dates,
        good=good,  # type: ignore[arg-type]  # one of the three
        rebase={found.dates[found.before]: reason},
        name=found.name,
        unit=found.unit,
    )
