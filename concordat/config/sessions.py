"""Who a request comes from, read with every request: the session, and the person who signed in with it."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from concordat.accounts.models import Person
from concordat.prepared import Prepared, Slot

_session = Prepared(lambda: Session.objects.filter(session_key=Slot(0)))
_person = Prepared(lambda: Person.objects.filter(pk=Slot(0)))


class SessionStore(db.SessionStore):
    """Django's sessions in the database, read by a prepared query."""

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing where it ended."""
        found = _session.first(self.session_key)
        if found is None or found.expire_date <= timezone.now():
            self._session_key = None
            return {}
        return self.decode(found.session_data)


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """Signing in as allauth does it; who signed in is read by a prepared query."""

    def get_user(self, user_id: int) -> Person | None:
        """The person of a session, as long as they may sign in."""
        found = _person.first(user_id)
        return found if found and self.user_can_authenticate(found) else None
