"""Letters to people: stored with what they tell of, and never in the way of it."""

from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.validators import validate_email

from concordat.accounts.models import Invitation
from concordat.accounts.refused import Refused
from concordat.accounts.roles import ROLES
from concordat.periods import format_date
from concordat.places.tree import name_of

INVITATION_PATH = "/people/invitations/{secret}"


def send(to: Iterable[str], subject: str, text: str, *, reply_to: str = "") -> None:
    """Write one letter to each address, none of whom sees the others.

    With a mail server, EMAIL_BACKEND is the outbox: letters are stored in the transaction of what they tell of, go out
    after it, and are dropped with it. A mail server that is slow or away stops nobody.
    """
    answers = [reply_to] if reply_to else None
    letters = [EmailMessage(subject, text, to=[one], reply_to=answers) for one in dict.fromkeys(to)]
    if letters:
        with get_connection() as connection:
            connection.send_messages(letters)


def address_of(path: str) -> str:
    """A page of the site as a letter names it; the setting SITE_ADDRESS says where the site is."""
    return str(getattr(settings, "SITE_ADDRESS", "http://localhost:8000")).rstrip("/") + path


def invitation_text(invitation: Invitation, secret: str) -> tuple[str, str]:
    """Subject and text of an invitation."""
    role = ROLES[invitation.role]
    where = f"at {name_of(invitation.place)}" + (f" for {invitation.body.name}" if invitation.body else "")
    lines = [
        f"{invitation.invited_by.name} invites you to be {role.title} {where}.",
        role.__doc__ or "",
        "",
        "To accept, open this link:",
        address_of(INVITATION_PATH.format(secret=secret)),
        "",
        f"It holds until {format_date(invitation.expires_at.date())}. If you did not expect it, do nothing.",
    ]
    return f"Invitation: {role.title} {where}", "\n".join(lines) + "\n"


def read_address(email: str) -> str:
    """An e-mail address as it is kept, in small letters. Raises Refused for what is none."""
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise Refused(f"{email!r} is not an e-mail address; write it as name@council.") from None
    return address
