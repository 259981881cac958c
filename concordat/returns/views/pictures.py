"""Pictures of metrics, drawn once and kept by all workers: what they show ships, and never changes under way."""

from collections.abc import Callable

from django.core.cache import cache
from django.http import Http404, HttpResponse

AN_HOUR = 60 * 60


def kept_picture(key: str, draw: Callable[[], str]) -> HttpResponse:
    """The picture that is kept under a key, as SVG; drawn where none is. Raises Http404 where there is none to draw."""
    svg = cache.get(key)
    if svg is None:
        svg = draw()
        if not svg:
            raise Http404
        cache.set(key, svg, None)
    response = HttpResponse(svg, content_type="image/svg+xml")
    response.headers["Cache-Control"] = f"private, max-age={AN_HOUR}"
    return response
