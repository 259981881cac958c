"""How often a program, or a person's page, may call the API."""

import hashlib
import time
from contextlib import suppress

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from ninja.throttling import BaseThrottle

from concordat.accounts.models import ApiToken

WINDOW = 60  # seconds


class PerCaller(BaseThrottle):
    """So many calls a minute for each token, or for each address where the caller is not known.

    Counted in the cache that all workers share; two calls in the same instant may count as one, which is near enough.
    """

    def allow_request(self, request: HttpRequest) -> bool:
        key = f"api-{_caller(request)}-{int(time.time()) // WINDOW}"
        count: int = cache.get(key, 0)
        if count >= settings.API_CALLS_A_MINUTE:
            return False
        with suppress(OSError):  # a full disk stops no program that has a token
            cache.set(key, count + 1, 2 * WINDOW)
        return True

    def wait(self) -> float:
        """Seconds until the next minute begins."""
        return WINDOW - time.time() % WINDOW


def _caller(request: HttpRequest) -> str:
    by = getattr(request, "auth", None)
    kind = "token" if isinstance(by, ApiToken) else "person"
    said = f"{kind}:{by.pk}" if by else f"address:{request.META.get('REMOTE_ADDR', '')}"
    return hashlib.sha256(said.encode()).hexdigest()[:32]
