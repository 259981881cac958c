"""A disk that takes nothing any more is told on a page, not as a failure of the site."""

import errno
import logging

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from concordat.web.middleware.requests import Answer
from concordat.web.views import errors

TAKES_NOTHING = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)

log = logging.getLogger("concordat.disk")


class DiskFull:
    """Turns a disk that is full into 503, so that whoever sent something knows that it was not saved."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Answer for what a full disk raised; leave everything else to Django."""
        if not isinstance(exception, OSError) or exception.errno not in TAKES_NOTHING:
            return None
        log.error("disk takes nothing", exc_info=exception)
        return errors.disk_full(request)
