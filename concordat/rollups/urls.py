"""The pages over many places, at /places/<footprint>/, before those of a single place; and metrics, at any."""

from django.urls import path, register_converter
from django.urls.converters import SlugConverter

from concordat.places.tree import is_footprint
from concordat.rollups.views.footprint_home import show_footprint_home, show_footprint_list
from concordat.rollups.views.footprint_remind import show_footprint_remind
from concordat.rollups.views.footprint_roll_up import show_footprint_roll_up, show_footprint_roll_up_file
from concordat.rollups.views.metric import show_metric, show_metrics
from concordat.rollups.views.metric_figures import show_metric_figures, show_metric_places
from concordat.rollups.views.metric_pictures import (
    show_metric_chart,
    show_metric_funnel,
    show_metric_map,
    show_metric_rank,
)


class FootprintConverter(SlugConverter):
    """England, a region, an STP or an ICB of any year; a place's slug never is one."""

    def to_python(self, value: str) -> str:
        if not is_footprint(value):
            raise ValueError(value)
        return value


register_converter(FootprintConverter, "footprint")
METRIC = "<slug:place>/metrics/<slug:metric>/"
FORM = "<footprint:footprint>/returns/<slug:form>/"

urlpatterns = [
    path("<footprint:footprint>/", show_footprint_home, name="footprint-home"),
    path(FORM, show_footprint_home, name="footprint-form"),
    path(f"{FORM}places.<slug:kind>", show_footprint_list, name="footprint-list"),
    path(f"{FORM}roll-up/", show_footprint_roll_up, name="footprint-roll-up"),
    path(f"{FORM}roll-up.<slug:kind>", show_footprint_roll_up_file, name="footprint-roll-up-file"),
    path(f"{FORM}remind/", show_footprint_remind, name="footprint-remind"),
    path("<slug:place>/metrics/", show_metrics, name="metrics"),
    path(METRIC, show_metric, name="metric"),
    path(f"{METRIC}chart.svg", show_metric_chart, name="metric-chart"),
    path(f"{METRIC}rank.svg", show_metric_rank, name="metric-rank"),
    path(f"{METRIC}funnel.svg", show_metric_funnel, name="metric-funnel"),
    path(f"{METRIC}map.svg", show_metric_map, name="metric-map"),
    path(f"{METRIC}figures.csv", show_metric_figures, name="metric-figures"),
    path(f"{METRIC}places.csv", show_metric_places, name="metric-places"),
]
