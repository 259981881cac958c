"""The key with which a calendar program reads a place's calendar for a person, who cannot sign in from there.

It is made of the person, the place and their password, signed with the site's key; nothing is stored. It opens one
calendar, which holds nothing but days, and only while the person may see the place; a new password ends it.
"""

from django.core.signing import BadSignature, Signer
from django.utils.crypto import constant_time_compare, salted_hmac

from concordat.accounts.models import Person
from concordat.returns.access.load import NotFound

_SALT = "concordat.returns.calendar"


def calendar_key(person: Person, place: str) -> str:
    """The key for a person and a place."""
    return Signer(salt=_SALT).sign(f"{person.pk}:{_mark(person, place)}").replace(":", ".")


def load_calendar_reader(key: str, place: str) -> Person:
    """Whose key it is. One query. Raises NotFound for one that is not, or no longer, a key of that place."""
    try:
        id, _, mark = Signer(salt=_SALT).unsign(key.replace(".", ":")).partition(":")
    except BadSignature:
        raise NotFound("This link to a calendar is not, or no longer, valid.") from None
    person = Person.objects.filter(pk=id, is_active=True).first()
    if person is None or not constant_time_compare(mark, _mark(person, place)):
        raise NotFound("This link to a calendar is not, or no longer, valid.")
    return person


def _mark(person: Person, place: str) -> str:
    return salted_hmac(_SALT, f"{person.pk}:{place}:{person.password}").hexdigest()[:32]
