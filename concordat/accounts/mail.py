"""Letters to people: stored with what they tell of, and never in the way of it."""

from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.validators import validate_email
from django.utils.timezone import localdate

from concordat.accounts.models import Grant, Invitation, Person
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
    answers, subject = [reply_to] if reply_to else None, " ".join(subject.split())  # names in it may hold a line's end
    letters = [EmailMessage(subject, text, to=[one], reply_to=answers) for one in dict.fromkeys(to)]
    if letters:
        with get_connection() as connection:
            connection.send_messages(letters)


def address_of(path: str) -> str:
    """A page of the site as a letter names it; the setting SITE_ADDRESS says where the site is."""
    return str(getattr(settings, "SITE_ADDRESS", "http://localhost:8000")).rstrip("/") + path


def invitation_text(invitation: Invitation, secret: str) -> tuple[str, str]:
    """Subject and text of an invitation."""
    role, where = ROLES[invitation.role], _where(invitation)
    lines = [
        f"{invitation.invited_by.name} invites you to be {role.title} {where}.",
        role.__doc__ or "",
        "",
        "To accept, open this link:",
        address_of(INVITATION_PATH.format(secret=secret)),
        "",
        f"It holds until {format_date(localdate(invitation.expires_at))}. If you did not expect it, do nothing.",
    ]
    return f"Invitation: {role.title} {where}", "\n".join(lines) + "\n"


def granted_text(grant: Grant, by: Person) -> tuple[str, str]:
    """That somebody was given a role."""
    role, where = ROLES[grant.role], _where(grant)
    days = f"from {format_date(grant.starts)}" + (f" until {format_date(grant.ends)}" if grant.ends else "")
    lines = [f"{by.name} made you {role.title} {where}, {days}.", role.__doc__ or "", *_because(grant.reason)]
    return f"You are now {role.title} {where}", "\n".join([*lines, "", address_of(f"/places/{grant.place}/")]) + "\n"


def withdrawn_text(grant: Grant, by: Person, reason: str) -> tuple[str, str]:
    """That a role was taken back."""
    role, where = ROLES[grant.role], _where(grant)
    lines = [f"{by.name} ended your role of {role.title} {where}. What you did under it stays.", *_because(reason)]
    return f"You are no longer {role.title} {where}", "\n".join([*lines, "", address_of("/people/me/")]) + "\n"


def signatory_text(grant: Grant) -> tuple[str, str]:
    """To those who lead at a place, that somebody may sign there."""
    body = grant.body.name if grant.body else name_of(grant.place)
    lines = [
        f"{grant.person.name} may sign for {body} from {format_date(grant.starts)}. {grant.granted_by} gave that role.",
        *_because(grant.reason),
        "",
        address_of(f"/places/{grant.place}/people/"),
    ]
    return f"{name_of(grant.place)}: {grant.person.name} may sign", "\n".join(lines) + "\n"


def dropped_factor_text() -> tuple[str, str]:
    """That whoever runs the site took a second factor off an account."""
    lines = [
        "Whoever runs the site took the second factor off your account, as you asked. The password alone lets you in.",
        "Set it up anew with the device that you have now:",
        address_of("/account/2fa/"),
        "",
        "If you did not ask, set a new password at once and tell whoever administers your place.",
    ]
    return "Second factor taken off", "\n".join(lines) + "\n"


def closed_text(by: Person, reason: str) -> tuple[str, str]:
    """That somebody's account is closed."""
    lines = [f"{by.name} closed your account. Nobody can sign in with it now. What you did stays.", *_because(reason)]
    return "Your account is closed", "\n".join([*lines, "", "If you need it for your work, ask them."]) + "\n"


def reopened_text(by: Person) -> tuple[str, str]:
    """That somebody's account is open again."""
    lines = [f"{by.name} opened your account again. You can sign in as before.", "", address_of("/people/me/")]
    return "Your account is open again", "\n".join(lines) + "\n"


def _where(given: Grant | Invitation) -> str:
    return f"at {name_of(given.place)}" + (f" for {given.body.name}" if given.body else "")


def _because(reason: str) -> list[str]:
    return ["", f"The reason given: {reason.strip()}"] if reason.strip() else []


def read_address(email: str) -> str:
    """An e-mail address as it is kept, in small letters. Raises Refused for what is none."""
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise Refused(f"{email!r} is not an e-mail address; write it as name@council.") from None
    return address
