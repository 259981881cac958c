"""Errors for software: problem+json (RFC 9457) instead of a page."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse

CONTENT_TYPE = "application/problem+json"
API = "/api/"


def wants_problem(request: HttpRequest) -> bool:
    """Whether software asks: an address of the API, or JSON preferred to a page."""
    return request.path.startswith(API) or request.get_preferred_type(["text/html", "application/json"]) == (
        "application/json"
    )


def problem(status: int, detail: str = "", **more: object) -> HttpResponse:
    """An error as problem+json: title from the status, detail in words, and whatever members are named besides."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, **more}
    if detail:
        body["detail"] = detail
    return JsonResponse(body, status=status, content_type=CONTENT_TYPE)
