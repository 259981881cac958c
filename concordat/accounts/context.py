"""What the room adds to the main navigation."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse

from concordat.web.components import Link


def navigation(request: HttpRequest) -> Iterable[Link]:
    """Organisations, for whoever is signed in."""
    if request.user.is_authenticated:
        href = reverse("bodies")
        yield Link("Organisations", href, current=request.path.startswith(href))
