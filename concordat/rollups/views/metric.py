"""A metric at one place, and every metric there."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from concordat.accounts.access import SignedIn
from concordat.rollups.access import load_metric, load_metrics
from concordat.rollups.views.shown.metric_list import metric_list
from concordat.rollups.views.shown.metric_page import metric_page


@login_required
@require_safe
def show_metrics(request: SignedIn, place: str) -> HttpResponse:
    """The latest figure of every metric, or why there is none."""
    return render(request, "rollups/metrics.html", {"page": metric_list(load_metrics(request.user, place))})


@login_required
@require_safe
def show_metric(request: SignedIn, place: str, metric: str) -> HttpResponse:
    """The control chart, the place among all places, the definition and the figures."""
    page = metric_page(*load_metric(request.user, place, metric))
    return render(request, "rollups/metric.html", {"page": page})
