"""What the API answers where a request cannot be done: problem+json, always with what is wrong and what to do."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, Throttled, ValidationError

from concordat.accounts.refused import Refused
from concordat.config.api_body import Unreadable
from concordat.questionnaires.read_yaml import DataError
from concordat.returns.actions import ChangedMeanwhile, Closed, NoSuchQuestion, NotReady, NotSigned
from concordat.returns.etags import Mismatch, NoMatch, NotATag
from concordat.web.denied import Denied
from concordat.web.problems import problem

Handler = Callable[[HttpRequest, Any], HttpResponse]

# The nearest kind decides, so that every other Refused is 422.
STATUSES: tuple[tuple[type[Exception], int], ...] = (
    (NoSuchQuestion, 404),
    (Closed, 409),
    (NotSigned, 409),
    (ChangedMeanwhile, 412),
    (NoMatch, 428),
    (NotATag, 400),
    (Refused, 422),
    (Http404, 404),
    (DataError, 404),
)


def add_problems(api: NinjaAPI) -> None:
    """Have an API answer every exception that has a meaning with a problem of that meaning."""
    handlers: dict[type[Exception], Handler] = {kind: _answers(status) for kind, status in STATUSES}
    handlers |= {Denied: _denied, NotReady: _not_ready, Mismatch: _mismatch}
    handlers |= {HttpError: _failed, ValidationError: _invalid}
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def _answers(status: int) -> Handler:
    return lambda request, why: problem(status, str(why))


def _denied(request: HttpRequest, why: Denied) -> HttpResponse:
    return problem(403, why.reason, **({"who": list(why.who)} if why.who else {}))


def _not_ready(request: HttpRequest, why: NotReady) -> HttpResponse:
    return problem(409, str(why), findings=[one.as_dict() for one in why.findings])


def _mismatch(request: HttpRequest, why: Mismatch) -> HttpResponse:
    return problem(412, str(why), **why.as_dict())


def _failed(request: HttpRequest, why: HttpError) -> HttpResponse:
    cause = why.__cause__
    if isinstance(cause, Unreadable):
        return problem(cause.status, str(cause))
    response = problem(why.status_code, _said(why))
    if why.status_code == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="Concordat"'
    return response


def _said(why: HttpError) -> str:
    if isinstance(why, Throttled):
        return "Too many calls within a minute; wait as long as Retry-After says."
    return "Sign in, or send Authorization: Bearer … with a token." if why.message == "Unauthorized" else why.message


def _invalid(request: HttpRequest, why: ValidationError) -> HttpResponse:
    """What does not fit, by its place in the request; never with what was sent, which may be of any kind and length.

    An address with a name in it that nothing can have leads nowhere, as one with a name that nothing has.
    """
    wrong = [{"where": _place_of(one["loc"]), "message": _plain(one)} for one in why.errors]
    astray = any(one["loc"][0] == "path" for one in why.errors)
    return problem(
        404 if astray else 422, "; ".join(f"{one['where']}: {one['message']}" for one in wrong[:3]), errors=wrong
    )


def _place_of(loc: tuple[str | int, ...]) -> str:
    """`query.limit`, `body.value`: without the name that the code has for the whole body."""
    parts = loc[:1] + loc[2:] if loc[0] == "body" else loc
    return ".".join(map(str, parts))


def _plain(error: Mapping[str, Any]) -> str:
    if error["type"] == "value_error":  # our own words
        return str(error["ctx"]["error"])
    if error["type"] == "string_pattern_mismatch" and error["loc"][0] == "path":
        return "There is none of that name: names have small letters, digits and hyphens."
    return str(error["msg"])
