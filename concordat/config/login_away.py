"""An organisation's login that does not answer is told on a page, not as a failure of the site."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from requests import RequestException

from concordat.web.middleware.requests import Answer


class LoginAway:
    """Turns a login elsewhere that does not answer, or not as it should, into 503 with what to do."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)  # type: ignore[return-value]

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer for what the request to the other login raised; leave everything else to Django."""
        if not isinstance(exception, RequestException):
            return None
        return render(request, "socialaccount/login_away.html", status=503)
