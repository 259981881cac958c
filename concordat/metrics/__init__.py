"""What a place is measured by: definitions, published values and their editions, intervals, control charts, verdicts.

What is named here is loaded when it is first asked for, so that an interval does not cost the loading of charts, tables
and regressions. Add a name under its file, once for type checkers and once below; no file may be called as a name is.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from concordat.metrics.comparison import compare as compare
    from concordat.metrics.comparison import quantiles as quantiles
    from concordat.metrics.control_charts.control_chart import ControlChart as ControlChart
    from concordat.metrics.control_charts.many_charts import calculate_charts as calculate_charts
    from concordat.metrics.control_charts.rule_set import rule_sets as rule_sets
    from concordat.metrics.control_charts.spc import spc as spc
    from concordat.metrics.funnel import funnel_limits as funnel_limits
    from concordat.metrics.funnel import pooled_mean as pooled_mean
    from concordat.metrics.intervals import byar as byar
    from concordat.metrics.intervals import count_interval as count_interval
    from concordat.metrics.intervals import exact_poisson as exact_poisson
    from concordat.metrics.intervals import rate_interval as rate_interval
    from concordat.metrics.intervals import wilson as wilson
    from concordat.metrics.loading import load_all as load_all
    from concordat.metrics.loading import load_series as load_series
    from concordat.metrics.places_charts import render_funnel as render_funnel
    from concordat.metrics.places_charts import render_rank as render_rank
    from concordat.metrics.places_compared import compare_places as compare_places
    from concordat.metrics.read_definitions import definitions as definitions
    from concordat.metrics.read_definitions import load_definition as load_definition
    from concordat.metrics.standardised import directly_standardised_rate as directly_standardised_rate
    from concordat.metrics.trends import trend as trend

_FILES = {
    "comparison": ("compare", "quantiles"),
    "control_charts.control_chart": ("ControlChart",),
    "control_charts.many_charts": ("calculate_charts",),
    "control_charts.rule_set": ("rule_sets",),
    "control_charts.spc": ("spc",),
    "funnel": ("funnel_limits", "pooled_mean"),
    "intervals": ("byar", "count_interval", "exact_poisson", "rate_interval", "wilson"),
    "loading": ("load_all", "load_series"),
    "places_charts": ("render_funnel", "render_rank"),
    "places_compared": ("compare_places",),
    "read_definitions": ("definitions", "load_definition"),
    "standardised": ("directly_standardised_rate",),
    "trends": ("trend",),
}
_FILE_OF = {name: file for file, names in _FILES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _FILE_OF:
        raise AttributeError(f"concordat.metrics has no {name}.")
    return getattr(import_module(f"concordat.metrics.{_FILE_OF[name]}"), name)


def __dir__() -> list[str]:
    return sorted(_FILE_OF)
