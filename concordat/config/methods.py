"""The methods that every address has besides its own: HEAD, which is GET without its content, and OPTIONS."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase

from concordat.web.middleware.requests import Answer

View = Callable[..., HttpResponse]


def drop_content(get_response: Answer) -> Answer:
    """Send no content in answer to HEAD; its length stays named. The server would drop it too, and complain."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.method == "HEAD" and isinstance(response, HttpResponse):
            response.content = b""
        return response

    return answer


def with_head_and_options(urls: tuple[list[Any], str, str]) -> tuple[list[Any], str, str]:
    """The addresses of an API that knows neither method by itself."""
    for pattern in urls[0]:
        pattern.callback = _with_both(pattern.callback)
    return urls


def _with_both(view: View) -> View:
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        asked = request.method
        request.method = "GET" if asked == "HEAD" else asked
        try:
            response = view(request, *args, **named)
        finally:
            request.method = asked
        if not isinstance(response, HttpResponseNotAllowed):
            return response
        allowed = _allowed(response)
        if asked == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": ", ".join(allowed)})
        return HttpResponseNotAllowed(allowed)

    return answer


def _allowed(response: HttpResponse) -> list[str]:
    own = {method.strip() for method in response.headers["Allow"].split(",")}
    return sorted(own | {"OPTIONS"} | ({"HEAD"} if "GET" in own else set()))
