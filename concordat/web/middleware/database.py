"""Where the database does not answer, the person is told so and loses nothing."""

import logging

from django.db import InterfaceError, OperationalError, connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from concordat.web.middleware.requests import Answer
from concordat.web.views import errors

log = logging.getLogger("concordat.database")


class DatabaseAway:
    """Turns a database that does not answer into 503 with a moment to try again.

    What fails outside a view, such as reading the session in a page's header, reaches `errors.failed`, which does the
    same.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Answer 503 for what says that the database is away; leave everything else to Django."""
        if not isinstance(exception, OperationalError | InterfaceError):
            return None
        log.error("database away", exc_info=exception)
        connections.close_all()  # the next request starts with a connection of its own
        return errors.database_away(request)
