"""What every page shows of the room: links of the main navigation."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse

from concordat.web.components import Link


def list_links(request: HttpRequest) -> Iterator[Link]:
    """Home and places, for who signed in; a place's pages belong to places."""
    if request.user.is_authenticated:
        yield Link("Home", reverse("home"), current=request.path == reverse("home"))
        yield Link("Places", reverse("places"), current=request.path.startswith(reverse("places")))
