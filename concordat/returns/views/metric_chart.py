"""Charts of a place's metrics as pictures, drawn once and kept: what they show ships, and never changes under way."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from concordat.accounts.access import SignedIn
from concordat.history.clock import today
from concordat.metrics.control_charts.control_chart import ControlChart
from concordat.returns.access import load_area
from concordat.returns.views.shown.metric_tiles import TILES, chart_of, picture_key
from concordat.returns.views.shown.sparkline import render_sparkline
from concordat.returns.years import year_on

AN_HOUR = 60 * 60


@login_required
@require_safe
def show_metric_chart(request: SignedIn, place: str, metric: str) -> HttpResponse:
    """The control chart of a metric at a place, as SVG."""
    return _picture(request, place, metric, ControlChart.svg)


@login_required
@require_safe
def show_metric_sparkline(request: SignedIn, place: str, metric: str) -> HttpResponse:
    """The same in the size of a thumb."""
    return _picture(request, place, metric, render_sparkline)


def _picture(request: SignedIn, place: str, metric: str, draw: Callable[[ControlChart], str]) -> HttpResponse:
    area = load_area(request.user, place, year_on(today()))
    key = picture_key(draw.__qualname__, metric, area.slug, area.vintage)
    svg = cache.get(key)
    if svg is None:
        chart = chart_of(metric, area.slug, area.vintage) if metric in TILES else None
        if chart is None:
            raise Http404
        cache.set(key, svg := draw(chart), None)
    response = HttpResponse(svg, content_type="image/svg+xml")
    response.headers["Cache-Control"] = f"private, max-age={AN_HOUR}"
    return response
