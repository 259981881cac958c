"""Headers that every answer carries: what a page may load, and what a browser may not do with it."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from concordat.web.middleware.requests import Answer

POLICY = "Content-Security-Policy"
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def add_headers(get_response: Answer) -> Answer:
    """Add the content security policy and its like. A view may set a policy of its own, stricter or laxer."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault(POLICY, render_policy(settings.CONTENT_SECURITY_POLICY))
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault(
            "Cache-Control", "private, no-cache"
        )  # pages are for one person; files say their own
        return response

    return answer


def render_policy(directives: dict[str, list[str]]) -> str:
    """`default-src 'self'; script-src 'self'`, from the directives and their sources."""
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())
