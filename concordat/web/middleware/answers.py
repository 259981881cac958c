"""Answers that Django leaves bare get a page; an answer to htmx never puts a sign-in page where a field was."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url

from concordat.web.middleware.requests import Answer
from concordat.web.problems import API
from concordat.web.views import errors

BARE = {405: errors.wrong_method, 413: errors.too_large}


def design_answers(get_response: Answer) -> Answer:
    """Design what came back without words: a method that is not allowed, too large a request, a session that ended."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not isinstance(response, HttpResponse):
            return response
        if response.status_code in BARE and (not response.content or request.path.startswith(API)):
            designed = BARE[response.status_code](request)
            return _keep_headers(designed, response)
        if _is_signed_out(request, response):
            return errors.signed_out(request)
        return response

    return answer


def _keep_headers(designed: HttpResponse, bare: HttpResponse) -> HttpResponse:
    if "Allow" in bare.headers:
        designed.headers["Allow"] = bare.headers["Allow"]
    return designed


def _is_signed_out(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether part of a page was asked for and the answer sends to the sign-in page."""
    to = response.headers.get("Location", "").partition("?")[0]
    return "HX-Request" in request.headers and response.status_code == 302 and to == resolve_url(settings.LOGIN_URL)
