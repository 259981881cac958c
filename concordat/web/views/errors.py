"""What a person sees when something is wrong: what happened, whether anything was lost, what to do."""

import sys
from collections.abc import Mapping
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

from concordat.web.denied import Denied
from concordat.web.middleware.requests import current_request
from concordat.web.problems import problem, wants_problem

RETRY_SECONDS = 10
RETRY_ATTEMPTS = 300
TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
NEVER_SHOWN = ("csrfmiddlewaretoken", "password")


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 where more was sent than is allowed."""
    if isinstance(exception, TOO_LARGE):
        return too_large(request)
    # Raised before anybody knows who asks, where the host is not ours.
    return _answer(request, 400, "The request could not be understood.", read_person=hasattr(request, "user"))


@requires_csrf_token
def denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, with the reason and who can grant what is missing where a `Denied` says so."""
    why = exception if isinstance(exception, Denied) else Denied()
    return _answer(request, 403, why.reason or "You may not do this.", {"reason": why.reason, "who": why.who})


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return _answer(request, 404, "There is nothing at this address.")


def wrong_method(request: HttpRequest) -> HttpResponse:
    """405."""
    return _answer(request, 405, f"This address does not take {request.method}.")


def too_large(request: HttpRequest) -> HttpResponse:
    """413."""
    most = (
        settings.UPLOAD_BYTES if request.content_type == "multipart/form-data" else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    )
    return _answer(request, 413, f"More was sent than is allowed at once, {most // 1024**2} MB.", read_person=False)


def too_many(request: HttpRequest) -> HttpResponse:
    """429, after too many attempts to sign in and their like."""
    response = _answer(request, 429, "Too many attempts; wait five minutes.", read_person=False)
    response.headers["Retry-After"] = str(RETRY_ATTEMPTS)
    return response


def signed_out(request: HttpRequest) -> HttpResponse:
    """401 for a part of a page, whose script keeps what was typed and says so."""
    return HttpResponse("You have been signed out. Sign in again in another tab, then save.", status=401)


def failed(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the database was away; rendered without touching the database."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return database_away(request)
    return _answer(request, 500, "Something went wrong on our side.", read_person=False)


def database_away(request: HttpRequest) -> HttpResponse:
    """503, with when to try again; rendered without touching the database."""
    return _for_a_moment(request, "The database does not answer", "The site cannot reach its database.")


def disk_full(request: HttpRequest) -> HttpResponse:
    """503 where the disk takes nothing any more, so that nothing that was sent could be kept."""
    return _for_a_moment(request, "The disk of the site is full", "The site has no room left to keep anything.")


def _for_a_moment(request: HttpRequest, detail: str, why: str) -> HttpResponse:
    said = f"{detail}. Nothing was saved; try again shortly."
    response = _answer(request, 503, said, {"why": why}, read_person=False)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 where a form's token no longer holds: shows what was typed, to send again if it came from our own page."""
    typed = _typed(request.POST)
    again = bool(typed) and not request.FILES and _is_ours(request)
    return _answer(request, 403, "The form was open too long.", {"typed": typed, "again": again}, page="csrf")


def _answer(
    request: HttpRequest,
    status: int,
    detail: str,
    context: Mapping[str, object] | None = None,
    *,
    page: str = "",
    read_person: bool = True,
) -> HttpResponse:
    """A page, a sentence for a part of a page, or problem+json. Without `read_person` no context is worked out."""
    if wants_problem(request):
        return problem(status, detail)
    if "HX-Request" in request.headers:
        return HttpResponse(detail, status=status, content_type="text/plain; charset=utf-8")
    values = {"request_id": current_request.get(), "unsaved": request.method == "POST", **(context or {})}
    html = render_to_string(f"web/errors/{page or status}.html", values, request if read_person else None)
    return HttpResponse(html, status=status)


def _typed(posted: QueryDict) -> list[tuple[str, str]]:
    """What was typed, field by field, without tokens and passwords."""
    return [
        (name, str(value))
        for name, values in posted.lists()
        for value in values
        if value and not any(word in name.lower() for word in NEVER_SHOWN)
    ]


def _is_ours(request: HttpRequest) -> bool:
    """Whether the form stood on a page of this site, so that sending it again is what the person wants."""
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    return bool(origin) and urlsplit(origin).netloc == request.get_host()
