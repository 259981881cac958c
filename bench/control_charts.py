"""Control charts of every place, metric and month at once, beside statprocon series by series."""

import numpy as np
from statprocon import XmR

from bench.measure import Row, least, verdict
from concordat.metrics import calculate_charts

PLACES, METRICS, MONTHS = 151, 20, 105
AT_LEAST, GROWTH = 50, 10


def bench_control_charts() -> list[Row]:
    """Limits, special causes, classes and icons; the peer gives limits and three rules, no classes and no icons."""
    rng = np.random.default_rng(2011)
    one = np.round(rng.gamma(5, 20, (PLACES * METRICS, MONTHS)), 1)
    ten = np.tile(one, (GROWTH, 1))
    series = one.tolist()
    cost = least(lambda: calculate_charts(one, good="low", target=90))
    grown = least(lambda: calculate_charts(ten, good="low", target=90), runs=3)
    peer = least(lambda: [chart_by_peer(values) for values in series], runs=2)
    return [
        (
            f"control charts: {PLACES} places x {METRICS} metrics x {MONTHS} months, one core",
            f"{1000 * cost:.0f} ms",
            f"{peer / cost:.0f} x as fast as statprocon series by series ({peer:.1f} s)",
            f"at least {AT_LEAST} x",
            verdict(peer >= AT_LEAST * cost),
        ),
        (
            f"control charts of {GROWTH} times as many series",
            f"{1000 * grown:.0f} ms",
            f"{grown / cost:.1f} x the cost",
            f"at most {GROWTH} x, 10% aside for noise",
            verdict(grown <= 1.1 * GROWTH * cost),
        ),
    ]


def chart_by_peer(values: list[float]) -> object:
    """Limits and flags of one series."""
    chart = XmR(values)
    return (
        chart.x_central_line(),
        chart.upper_natural_process_limit(),
        chart.lower_natural_process_limit(),
        chart.rule_1_x_indices_beyond_limits(),
        chart.rule_2_runs_about_central_line(),
        chart.rule_3_runs_near_limits(),
    )
