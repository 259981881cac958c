"""Who a request comes from, read with every request: the session, and the person who signed in with it."""

from datetime import datetime, timedelta
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from concordat.accounts.models import Person
from concordat.prepared import Prepared, Slot

_BEGAN = "_began"  # in the session: the moment from which its hours count

_session = Prepared(lambda: Session.objects.filter(session_key=Slot(0)))
_person = Prepared(lambda: Person.objects.filter(pk=Slot(0)))


class SessionStore(db.SessionStore):
    """Django's sessions in the database, read by a prepared query, that end so long after signing in and no later.

    Django's own begin their hours anew each time something is kept in them, as when a password is asked for again.
    """

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing where it ended."""
        found = _session.first(self.session_key)
        if found is None or found.expire_date <= timezone.now():
            self._session_key = None
            return {}
        return self.decode(found.session_data)

    def cycle_key(self) -> None:
        """A new key for the same content, as signing in asks for it; the hours of whoever signs in count from now."""
        if SESSION_KEY not in self:
            self.pop(_BEGAN, None)
        super().cycle_key()

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """The row to be kept, with the end that its beginning gives it."""
        began = data.setdefault(_BEGAN, timezone.now().isoformat())
        row = super().create_model_instance(data)
        row.expire_date = datetime.fromisoformat(began) + timedelta(seconds=settings.SESSION_COOKIE_AGE)
        return row


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """Signing in as allauth does it; who signed in is read by a prepared query."""

    def get_user(self, user_id: int) -> Person | None:
        """The person of a session, as long as they may sign in."""
        found = _person.first(user_id)
        return found if found and self.user_can_authenticate(found) else None
