"""One line in the log for each request: what kind of page, how it ended, how long it took; never its address."""

import logging
import re
import time
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

Answer = Callable[[HttpRequest], HttpResponseBase]

HEADER = "X-Request-ID"
current_request: ContextVar[str] = ContextVar("current_request", default="")
log = logging.getLogger("concordat.requests")

_GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")


def log_requests(get_response: Answer) -> Answer:
    """Give each request an id, or keep the one that a proxy gave it, and log it once it is answered."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get(HEADER, "")
        token = current_request.set(given if _GIVEN.fullmatch(given) else str(uuid.uuid4()))
        started = time.perf_counter()
        try:
            response = get_response(request)
            response.headers[HEADER] = current_request.get()
            _log(request, response, time.perf_counter() - started)
            return response
        finally:
            current_request.reset(token)

    return answer


def _log(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    match = request.resolver_match
    route = match.route if match else ""
    level = logging.DEBUG if route.startswith("health/") or not match else logging.INFO
    fields = {"method": request.method, "route": route, "status": response.status_code}
    log.log(level, "request", extra={**fields, "milliseconds": round(seconds * 1000, 1)})
