"""The figures of a metric as files."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from concordat.accounts.access import SignedIn
from concordat.metrics.write_series import make_table
from concordat.questionnaires.write_csv import render_table
from concordat.returns.views.shown.metric_tiles import chart_of, series_of
from concordat.rollups.access import load_metric
from concordat.rollups.among_places import place_among
from concordat.rollups.views.downloads import download


@login_required
@require_safe
def show_metric_figures(request: SignedIn, place: str, metric: str) -> HttpResponse:
    """Every period of the place: numerator, denominator, value, interval, edition, and why a value is missing."""
    at, definition = load_metric(request.user, place, metric)
    series = series_of(definition.id, at.scope.slug, at.vintage)
    if series is None or not series.values:
        raise Http404
    table = make_table([series])
    return download("csv", f"{place}-{metric}", render_table(table.columns, table.rows()).encode())


@login_required
@require_safe
def show_metric_places(request: SignedIn, place: str, metric: str) -> HttpResponse:
    """All places in the period in which they are compared."""
    at, definition = load_metric(request.user, place, metric)
    made_of = (definition.id, at.scope.slug, at.vintage)
    series = series_of(*made_of)
    found = place_among(series) if series and chart_of(*made_of) else None
    if found is None or found.among is None:
        raise Http404
    return download("csv", f"{found.definition.id}-{found.among.period}", found.render_csv().encode())
