"""Nobody is invited twice to one role by mistake; a letter that was lost is sent again on purpose."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from concordat.accounts.access import rights_of
from concordat.accounts.actions import (
    accept_invitation,
    find_invitation,
    grant_role,
    invite,
    send_invitation_again,
    withdraw_grant,
    withdraw_invitation,
)
from concordat.accounts.models import Grant, Invitation
from concordat.accounts.refused import Refused
from concordat.history.access import events_of
from concordat.web.denied import Denied

SOUTHEND = "southend-on-sea"
PEOPLE = f"/places/{SOUTHEND}/people/"
KIM = {"email": "kim@example.org", "role": "contributor", "place": SOUTHEND}


@pytest.fixture
def invited(cast):
    made = invite(**KIM, by=cast.lead)
    mail.outbox.clear()
    return made


def sent_before(invitation, by):
    Invitation.objects.filter(pk=invitation.pk).update(sent_at=timezone.now() - by)


def test_invite_again_to_the_very_role_is_told_of_the_first(client, cast, invited):
    with pytest.raises(
        Refused, match=r"Nadia Fenn invited kim@example\.org to this on .* still stands\. Send it again"
    ):
        invite(**KIM | {"email": " Kim@Example.org"}, by=cast.administrator)
    client.force_login(cast.lead)
    answer = client.post(f"{PEOPLE}invite/", {"email": "kim@example.org", "role": "contributor", "reason": "Q3"})
    assert "the invitation still stands" in answer.content.decode()
    assert "kim@example.org" in answer.content.decode()
    assert not mail.outbox


def test_invite_to_another_role_or_after_the_first_is_over(cast, invited):
    invite(**KIM | {"role": "reader"}, by=cast.lead)
    invite(**KIM, body=cast.council, by=cast.lead)
    withdraw_invitation(invited[0], by=cast.lead)
    second, _ = invite(**KIM, by=cast.lead)
    Invitation.objects.filter(pk=second.pk).update(expires_at=timezone.now())
    invite(**KIM, by=cast.lead)
    assert len(mail.outbox) == 4


def test_invite_where_whoever_invited_first_may_no_longer(cast, invited):
    withdraw_grant(Grant.objects.get(person=cast.lead, role="lead"), by=cast.administrator, reason="left")
    rights_of(cast.lead)
    invite(**KIM, by=cast.administrator)


def test_invite_somebody_who_has_the_very_role(cast, invited):
    accept_invitation(secret=invited[1], name="Kim Reyes")
    with pytest.raises(Refused, match=r"Kim Reyes is Contributor here already, without an end\."):
        invite(**KIM, by=cast.lead)
    grant_role(person=cast.reader, role="contributor", place=SOUTHEND, by=cast.lead, ends=date(2018, 3, 31))
    with pytest.raises(Refused, match="already, until 31 March 2018"):
        invite(**KIM | {"email": cast.reader.email}, by=cast.lead)


def test_invitation_again_makes_a_new_link_that_holds_from_now(client, cast, invited):
    first, secret = invited
    sent_before(first, timedelta(days=20))
    Invitation.objects.filter(pk=first.pk).update(expires_at=timezone.now() - timedelta(days=6))
    client.force_login(cast.administrator)
    assert "Send again" in client.get(PEOPLE).content.decode()
    said = client.post(f"{PEOPLE}invitations/{first.pk}/again/", follow=True).content.decode()
    assert "A new link is on its way to kim@example.org" in said
    (letter,) = mail.outbox
    assert "Ada Winter invites you" in letter.body
    with pytest.raises(Refused, match="belongs to no invitation"):
        find_invitation(secret)
    again = find_invitation(re.search(r"/people/invitations/(\S+)", letter.body)[1])
    assert (again.pk, again.invited_by) == (first.pk, cast.administrator)
    assert again.expires_at > timezone.now() + timedelta(days=13)
    assert events_of(f"place:{SOUTHEND}").first().verb == "invited-again"


def test_invitation_again_within_minutes_sends_nothing(cast, invited):
    sent_before(invited[0], timedelta(minutes=4))
    with pytest.raises(Refused, match=r"went out at \d\d:\d\d; give it a while"):
        send_invitation_again(invited[0], by=cast.lead)
    assert not mail.outbox


def test_invitation_again_that_is_over_or_not_theirs(client, cast, invited):
    first, secret = invited
    sent_before(first, timedelta(hours=1))
    with pytest.raises(Denied):
        send_invitation_again(first, by=cast.outsider)
    accept_invitation(secret=secret, name="Kim Reyes")
    with pytest.raises(Refused, match="taken up or withdrawn already"):
        send_invitation_again(first, by=cast.lead)
    signing, _ = invite(**KIM | {"role": "signatory"}, body=cast.board, by=cast.administrator)
    client.force_login(cast.lead)
    assert f"invitations/{signing.pk}/" not in client.get(PEOPLE).content.decode()
    assert client.post(f"{PEOPLE}invitations/{signing.pk}/again/").status_code == 403
