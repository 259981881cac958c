"""The pictures of a metric's page, each at an address of its own."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from concordat.accounts.access import SignedIn
from concordat.metrics.picture_page import Picture
from concordat.returns.views.pictures import kept_picture
from concordat.returns.views.shown.metric_tiles import chart_of, picture_key, series_of
from concordat.rollups.access import load_metric
from concordat.rollups.among_places import AmongPlaces, draw_funnel, draw_rank, place_among, render_among_map


@login_required
@require_safe
def show_metric_chart(request: SignedIn, place: str, metric: str) -> HttpResponse:
    """The control chart."""
    at, definition = load_metric(request.user, place, metric)
    made_of = (definition.id, at.scope.slug, at.vintage, at.ambitions.get(definition.id))
    chart = chart_of(*made_of)
    return kept_picture(picture_key("chart", *made_of), lambda: chart.svg() if chart else "")


@login_required
@require_safe
def show_metric_rank(request: SignedIn, place: str, metric: str) -> HttpResponse:
    """All places, ranked."""
    return _among(request, place, metric, "rank", lambda found: _svg(draw_rank(found)))


@login_required
@require_safe
def show_metric_funnel(request: SignedIn, place: str, metric: str) -> HttpResponse:
    """All places by size and value."""
    return _among(request, place, metric, "funnel", lambda found: _svg(draw_funnel(found)))


@login_required
@require_safe
def show_metric_map(request: SignedIn, place: str, metric: str) -> HttpResponse:
    """All places on the map of hexagons, by fifth."""
    return _among(request, place, metric, "map", lambda found: render_among_map(found, place))


def _among(request: SignedIn, place: str, metric: str, kind: str, draw: Callable[[AmongPlaces], str]) -> HttpResponse:
    at, definition = load_metric(request.user, place, metric)
    made_of = (definition.id, at.scope.slug, at.vintage)

    def drawn() -> str:
        series = series_of(*made_of)
        return draw(place_among(series)) if series and chart_of(*made_of) else ""

    return kept_picture(picture_key(kind, *made_of), drawn)


def _svg(picture: Picture | None) -> str:
    return picture.svg if picture else ""
