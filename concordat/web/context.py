"""What every template can use: the site's name, the main navigation, whose page it is."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from concordat.web.components import Link


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context for all templates. Navigation is worked out only where a template shows it."""
    return {"site_name": settings.SITE_NAME, "navigation": SimpleLazyObject(lambda: list_navigation(request))}


def list_navigation(request: HttpRequest) -> list[Link]:
    """The links of the main navigation for this request, as the functions in settings.NAVIGATION give them."""
    return [link for name in settings.NAVIGATION for link in _links_of(name)(request)]


@cache
def _links_of(name: str) -> Callable[[HttpRequest], Iterable[Link]]:
    found: Callable[[HttpRequest], Iterable[Link]] = import_string(name)
    return found
