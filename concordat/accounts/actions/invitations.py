"""Invitations by e-mail: offered, taken up, withdrawn. Nobody makes an account without one."""

from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from concordat.accounts.access import actor_for, rights_of
from concordat.accounts.actions.giving import check_giving, check_grant, refuse_signing_for_oneself
from concordat.accounts.actions.grants import put_grant
from concordat.accounts.mail import invitation_text, read_address, send
from concordat.accounts.models import Body, Grant, Invitation, Person
from concordat.accounts.refused import Refused
from concordat.accounts.secrets import digest_of_token, new_link
from concordat.history.actions import record
from concordat.history.chain import Note
from concordat.history.clock import today
from concordat.periods import format_date

DAYS = 14  # that a link holds


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

    Raises Denied and Refused as `grant_role` does, and Refused for an address that is none.
    """
    check_giving(by, role, place)
    check_grant(role, body, None, ends)
    address, secret = read_address(email), new_link()
    refuse_signing_for_oneself(by, address, role)
    with transaction.atomic():
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


def find_invitation(secret: str) -> Invitation:
    """The invitation that a link belongs to. Raises Refused where it holds no longer."""
    found = Invitation.objects.select_related("body", "invited_by").filter(token_digest=digest_of_token(secret)).first()
    if found is None:
        raise Refused("This link belongs to no invitation; copy the whole of it from the e-mail.")
    if found.accepted_at:
        raise Refused("This invitation was taken up already; sign in instead.")
    if found.withdrawn_at:
        raise Refused(f"This invitation was withdrawn; ask {found.invited_by.name}.")
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
