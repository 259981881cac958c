"""Invitations by e-mail: offered, taken up, withdrawn. Nobody makes an account without one."""

from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.timezone import localdate, localtime

from concordat.accounts.access import actor_for, find_person, rights_of
from concordat.accounts.actions.giving import check_giving, check_grant, refuse_signing_for_oneself
from concordat.accounts.actions.grants import put_grant
from concordat.accounts.mail import invitation_text, read_address, send
from concordat.accounts.models import Body, Grant, Invitation, Person
from concordat.accounts.refused import Refused
from concordat.accounts.roles import ROLES
from concordat.accounts.secrets import digest_of_token, new_link
from concordat.history.actions import open_chain, record
from concordat.history.chain import Note
from concordat.history.clock import today
from concordat.periods import format_date

DAYS = 14  # that a link holds
AGAIN_AFTER = timedelta(minutes=5)  # a second letter sooner than this is a second press of the button


def invite(
    *,
    email: str,
    role: str,
    place: str,
    by: Person,
    body: Body | None = None,
    ends: date | None = None,
    reason: str = "",
) -> tuple[Invitation, str]:
    """Offer somebody a role by e-mail; the invitation and the secret of its link, which is kept nowhere.

    Raises Denied and Refused as `grant_role` does, and Refused for an address that is none, for somebody who has that
    very role, and where an invitation to it still stands.
    """
    check_giving(by, role, place)
    check_grant(role, body, None, ends)
    address, secret = read_address(email), new_link()
    refuse_signing_for_oneself(by, address, role)
    with transaction.atomic():
        open_chain(f"place:{place}")  # locked, so that two who invite at once do not both write
        _refuse_having(address, role, place, body)
        _refuse_invited(address, role, place, body)
        invitation = Invitation.objects.create(
            email=address,
            role=role,
            place=place,
            body=body,
            ends=ends,
            reason=reason,
            token_digest=digest_of_token(secret),
            invited_by=by,
            expires_at=timezone.now() + timedelta(days=DAYS),
        )
        said = {"role": role, "body": body.name if body else "", "until": f"{ends or ''}", "reason": reason}
        record(f"place:{place}", Note("invited", f"invitation:{invitation.pk}", said), by=actor_for(by, place))
        send([address], *invitation_text(invitation, secret))
    return invitation, secret


def send_invitation_again(invitation: Invitation, *, by: Person) -> Invitation:
    """Write the letter of an invitation anew, with a new link that holds from now; the one before leads nowhere.

    The invitation is that of `by` from now on. Raises Denied where they could not have made it, and Refused where it
    was taken up or withdrawn, offers what is over or is had already, or went out minutes ago.
    """
    check_giving(by, invitation.role, invitation.place)
    check_grant(invitation.role, invitation.body, None, invitation.ends)
    refuse_signing_for_oneself(by, invitation.email, invitation.role)
    secret, at = new_link(), timezone.now()
    with transaction.atomic():
        found = Invitation.objects.select_for_update(of=("self",)).select_related("body").get(pk=invitation.pk)
        if found.accepted_at or found.withdrawn_at:
            raise Refused("The invitation was taken up or withdrawn already; invite them anew.")
        _refuse_having(found.email, found.role, found.place, found.body)
        if at - found.sent_at < AGAIN_AFTER:
            raise Refused(f"The letter to {found.email} went out at {localtime(found.sent_at):%H:%M}; give it a while.")
        found.token_digest, found.invited_by = digest_of_token(secret), by
        found.sent_at, found.expires_at = at, at + timedelta(days=DAYS)
        found.save(update_fields=["token_digest", "invited_by", "sent_at", "expires_at"])
        note = Note("invited-again", f"invitation:{found.pk}", {"role": found.role})
        record(f"place:{found.place}", note, by=actor_for(by, found.place))
        send([found.email], *invitation_text(found, secret))
    return found


def find_invitation(secret: str) -> Invitation:
    """The invitation that a link belongs to. Raises Refused where it holds no longer."""
    found = Invitation.objects.select_related("body", "invited_by").filter(token_digest=digest_of_token(secret)).first()
    if found is None:
        raise Refused("This link belongs to no invitation; copy the whole of it from the e-mail.")
    if found.accepted_at:
        raise Refused("This invitation was taken up already; sign in instead.")
    if found.withdrawn_at:
        raise Refused(f"This invitation was withdrawn; ask {found.invited_by.name}.")
    _refuse_closed(find_person(found.email))
    if found.expires_at <= timezone.now():
        raise Refused(f"This invitation has expired; ask {found.invited_by.name} for a new one.")
    if found.ends is not None and found.ends <= today():
        raise Refused(
            f"The role was offered until {format_date(found.ends)}; ask {found.invited_by.name} for a new one."
        )
    if found.role not in rights_of(found.invited_by).roles_given(found.place):
        raise Refused(f"{found.invited_by.name} may no longer give this role; ask whoever leads there to invite you.")
    return found


def accept_invitation(*, secret: str, name: str = "", password: str | None = None) -> tuple[Person, Grant]:
    """Take up an invitation: the person of its address, made where there is none, gets the role.

    Whoever opens the link has read the mail, so that the address counts as confirmed. A person who is there already
    keeps name and password. Raises Refused as `find_invitation` does, and where a new person gives no name.
    """
    with transaction.atomic():
        offered = Invitation.objects.select_for_update().get(pk=find_invitation(secret).pk)
        if offered.accepted_at:
            raise Refused("This invitation was taken up already; sign in instead.")
        person = Person.objects.filter(email=offered.email).first()
        if person is None:
            if not name.strip():
                raise Refused("Give the name that others shall see you by.")
            person = Person.objects.create_user(offered.email, name.strip(), password)
        EmailAddress.objects.update_or_create(
            user=person, email=person.email, defaults={"verified": True, "primary": True}
        )
        offered.accepted_at, offered.accepted_by = timezone.now(), person
        offered.save(update_fields=["accepted_at", "accepted_by"])
        giver = actor_for(offered.invited_by, offered.place)
        grant = put_grant(
            person, offered.role, offered.place, giver, offered.body, today(), offered.ends, offered.reason
        )
    return person, grant


def withdraw_invitation(invitation: Invitation, *, by: Person) -> Invitation:
    """Take an invitation back before it is taken up. Raises Denied where `by` could not have made it."""
    check_giving(by, invitation.role, invitation.place)
    with transaction.atomic():
        invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if invitation.accepted_at:
            raise Refused("The invitation was taken up already; withdraw the role instead.")
        if invitation.withdrawn_at is None:
            invitation.withdrawn_at = timezone.now()
            invitation.save(update_fields=["withdrawn_at"])
            note = Note("withdrew", f"invitation:{invitation.pk}", {"role": invitation.role})
            record(f"place:{invitation.place}", note, by=actor_for(by, invitation.place))
    return invitation


def _refuse_closed(person: Person | None) -> None:
    """Raises Refused for somebody whose account is closed: a role would be of no use to them."""
    if person and not person.is_active:
        raise Refused(f"The account of {person.name} is closed. An administrator of England can open it again.")


def _refuse_having(address: str, role: str, place: str, body: Body | None) -> None:
    """Raises Refused where somebody of an address has a role already on this day, or has been given it from a later,
    and where their account is closed."""
    _refuse_closed(find_person(address))
    held = Q(ends__isnull=True) | Q(ends__gt=today())
    grants = Grant.objects.filter(held, person__email=address, role=role, place=place, body=body)
    if found := grants.select_related("person").order_by("starts").first():
        until = f"until {format_date(found.ends)}" if found.ends else "without an end"
        raise Refused(
            f"{found.person.name} is {ROLES[role].title} here already, {until}. Other days are given under "
            "“Give a further role to somebody who is here”."
        )


def _refuse_invited(address: str, role: str, place: str, body: Body | None) -> None:
    """Raises Refused where an invitation to the very role still stands."""
    waiting = Invitation.objects.filter(email=address, role=role, place=place, body=body)
    waiting = waiting.filter(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=timezone.now())
    for found in waiting.select_related("invited_by"):
        over = found.ends is not None and found.ends <= today()
        if not over and role in rights_of(found.invited_by).roles_given(place):
            sent = format_date(localdate(found.sent_at))
            raise Refused(
                f"{found.invited_by.name} invited {address} to this on {sent}, and the invitation still stands. Send "
                "it again, or withdraw it, under “Invitations that wait”."
            )
