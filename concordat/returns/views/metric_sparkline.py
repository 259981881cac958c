"""A metric of a place in the size of a thumb."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from concordat.accounts.access import SignedIn
from concordat.history.clock import today
from concordat.returns.access import load_ambitions, load_area
from concordat.returns.views.pictures import kept_picture
from concordat.returns.views.shown.metric_tiles import chart_of, picture_key
from concordat.returns.views.shown.sparkline import render_sparkline
from concordat.returns.years import year_on


@login_required
@require_safe
def show_metric_sparkline(request: SignedIn, place: str, metric: str) -> HttpResponse:
    """The control chart of a metric at a place as a line, as SVG."""
    area = load_area(request.user, place, year_on(today()))
    made_of = (metric, area.slug, area.vintage, load_ambitions(request.user, place).get(metric))
    chart = chart_of(*made_of)
    return kept_picture(picture_key("sparkline", *made_of), lambda: render_sparkline(chart) if chart else "")
