"""Who calls the API: a program with a token of its organisation, or a person who signed in in a browser."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja.errors import AuthenticationError, AuthorizationError
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from concordat.accounts.access import By, find_token
from concordat.accounts.models import ApiToken, Person

MOST_OF_A_TOKEN = 200  # characters; ours are shorter, and what is longer needs no look at the database


class Called(HttpRequest):
    """A request to the API whose caller is known."""

    auth: By


class Token(HttpBearer):
    """`Authorization: Bearer concordat_…`: a token of an organisation, with its scopes."""

    openapi_description = "A token of an organisation; whoever leads or administers its places makes them."

    def __call__(self, request: HttpRequest) -> ApiToken | None:
        """The token that is shown. A header that shows none that holds never falls back on a browser's session."""
        if "Authorization" not in request.headers:
            return None
        found: ApiToken | None = super().__call__(request)
        if found is None:
            raise AuthenticationError(message="The token is unknown, expired or revoked. Send Authorization: Bearer …")
        return found

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        return find_token(token) if len(token) <= MOST_OF_A_TOKEN else None


class Session(APIKeyCookie):
    """The session of somebody who signed in; whatever changes anything needs the token against forgery too."""

    param_name = settings.SESSION_COOKIE_NAME
    openapi_description = "For pages of this site. What changes anything sends X-CSRFToken with it."

    def __call__(self, request: HttpRequest) -> Person | None:
        """The person who signed in. Raises AuthorizationError where another site may have sent the request."""
        person: Any = request.user
        if not person.is_authenticated:
            return None
        if check_csrf(request) is not None:
            raise AuthorizationError(message="The request lacks the token against forgery: send X-CSRFToken.")
        found: Person = person
        return found

    def authenticate(self, request: HttpRequest, key: str | None) -> Person | None:
        return None
