"""The pages of people, roles, invitations, organisations and tokens, through the browser's door."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from concordat.accounts.access import can, find_token
from concordat.accounts.actions import grant_role, invite, make_token, withdraw_grant, withdraw_invitation
from concordat.accounts.models import ApiToken, Body, Grant, Invitation, Person
from concordat.accounts.roles import Verb
from concordat.history.models import Event

SOUTHEND = "southend-on-sea"
PEOPLE = f"/places/{SOUTHEND}/people/"
PASSWORD = "a long and quiet evening"
COUNCIL = "/people/bodies/southend-on-sea-borough-council/"
INVITED = {"email": "kim@example.org", "role": "contributor", "body": "", "reason": "Quarter 3"}


@pytest.fixture
def as_(client, cast):
    def enter(who):
        client.force_login(getattr(cast, who))
        return client

    return enter


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def link_in(letter):
    return re.search(r"/people/invitations/\S+", letter.body).group()


def day(name, on):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def test_people_shows_every_grant_with_its_reason(as_):
    said = text(as_("reader").get(PEOPLE))
    for words in ("Nadia Fenn", "Lead at Southend-on-Sea for Southend-on-Sea Borough Council, since 1 April 2016"):
        assert words in said
    assert "Reviewer at East of England" in said
    assert "Granted by Ada Winter: the demonstration's cast".replace("'", "&#x27;") in said
    assert "Leads the fund at a place" in said
    assert "Lena Frost" not in said


@pytest.mark.parametrize(
    ("who", "shown"), [("reader", False), ("chair", False), ("lead", True), ("administrator", True)]
)
def test_addresses_are_shown_to_those_only_who_may_grant(as_, who, shown):
    said = as_(who).get(PEOPLE).content.decode()
    assert ("tom.achterberg@example.org" in said) is shown
    assert ("Invite by e-mail" in said) is shown


def test_outsider_is_refused_and_told_no_name(as_):
    response = as_("outsider").get(PEOPLE)
    assert response.status_code == 403
    assert "Nadia" not in text(response)


def test_unknown_place_is_not_found(as_):
    assert as_("lead").get("/places/atlantis/people/").status_code == 404


def test_asking_why_names_the_grant_or_what_is_missing(as_, cast):
    client = as_("reader")
    said = text(client.get(PEOPLE, {"who": cast.lead.pk, "what": "submit"}))
    assert "Nadia Fenn may submit a return: Lead at Southend-on-Sea" in said
    said = text(client.get(PEOPLE, {"who": cast.reader.pk, "what": "fill"}))
    assert "Mina Sole may not answer any question" in said
    assert "Here that is Ada Winter." in said


@pytest.mark.parametrize("asked", [{"who": "x", "what": "submit"}, {"who": "999", "what": "y"}, {"what": ""}])
def test_asking_nonsense_is_told_at_the_field(as_, asked):
    response = as_("reader").get(PEOPLE, asked)
    assert response.status_code == 200
    assert "There is a problem" in text(response)


def test_asking_about_somebody_elsewhere_is_no_choice(as_, cast):
    assert "Lena" not in text(as_("lead").get(PEOPLE, {"who": cast.outsider.pk, "what": "fill"}))


def test_number_of_queries_is_the_same_for_ten_times_the_people(as_, cast, django_assert_max_num_queries):
    client = as_("administrator")
    with django_assert_max_num_queries(9) as few:
        client.get(PEOPLE)
    for number in range(90):
        person = Person.objects.create_user(f"p{number}@example.org", f"P {number}")
        grant_role(person=person, role="reader", place=SOUTHEND, by=cast.administrator)
    with django_assert_max_num_queries(len(few)):
        client.get(PEOPLE)
    with django_assert_max_num_queries(12) as few:
        client.get("/people/bodies/")
    Body.objects.bulk_create(Body(slug=f"b{n}", name=f"B {n}", kind="provider") for n in range(40))
    with django_assert_max_num_queries(len(few)):
        client.get("/people/bodies/")


def test_invite_sends_a_link_and_waits(as_, cast):
    mail.outbox.clear()
    response = as_("lead").post(
        PEOPLE + "invite/", INVITED | {"body": cast.council.pk} | day("ends", date(2018, 3, 31))
    )
    assert response.status_code == 302
    assert mail.outbox[0].to == ["kim@example.org"]
    assert Invitation.objects.get().ends == date(2018, 3, 31)
    said = text(as_("lead").get(PEOPLE))
    assert "kim@example.org" in said
    assert "Waiting" in said
    assert "kim@example.org" not in text(as_("reader").get(PEOPLE))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"email": "kim"}, "kim is no e-mail address. Write it as name@council."),
        ({"role": "signatory"}, "What was chosen is not on offer."),
        ({"reason": ""}, "Say why they have the role."),
        ({"body": "999999"}, "What was chosen is not on offer."),
        ({"ends_day": "31", "ends_month": "2", "ends_year": "2018"}, "is not a day of any calendar"),
        (day("ends", date(2016, 1, 1)), "The role would end before it starts"),
    ],
)
def test_wrong_invitation_is_told_and_nothing_is_lost(as_, wrong, said):
    response = as_("lead").post(PEOPLE + "invite/", INVITED | wrong)
    assert response.status_code == 200
    assert said in text(response)
    assert "There is a problem" in text(response)
    assert (wrong.get("reason", "Quarter 3") or "kim@example.org") in response.content.decode()
    assert not Invitation.objects.exists()


def test_signatory_without_a_body_is_refused_in_words(as_):
    response = as_("administrator").post(PEOPLE + "invite/", INVITED | {"role": "signatory"})
    assert "Say for which body" in text(response)


def test_grant_and_withdraw(as_, cast):
    client = as_("lead")
    asked = {"person": cast.reader.pk, "role": "contributor", "body": cast.council.pk, "reason": "cover"}
    assert client.post(PEOPLE + "grant/", asked).status_code == 302
    grant = Grant.objects.get(person=cast.reader, role="contributor")
    address = f"{PEOPLE}grants/{grant.pk}/withdraw/"
    assert "Withdraw the role of Contributor from Mina Sole" in text(client.get(address))
    assert "Say why the role ends." in text(client.post(address, {"reason": ""}))
    assert client.post(address, {"reason": "back again"}).status_code == 302
    grant.refresh_from_db()
    assert grant.ends == date(2017, 2, 19)
    assert "Roles that have ended" in text(client.get(PEOPLE))


def test_lead_withdraws_no_administrators_or_signatories(as_, cast):
    grant = Grant.objects.get(person=cast.chair)
    address = f"{PEOPLE}grants/{grant.pk}/withdraw/"
    client = as_("lead")
    assert client.get(address).status_code == client.post(address, {"reason": "x"}).status_code == 403
    assert address not in client.get(PEOPLE).content.decode()
    assert address in as_("administrator").get(PEOPLE).content.decode()


def test_grant_elsewhere_is_not_reached_through_this_place(as_, cast):
    grant = Grant.objects.get(person=cast.outsider)
    assert as_("lead").post(f"{PEOPLE}grants/{grant.pk}/withdraw/", {"reason": "x"}).status_code == 404


@pytest.fixture
def invited(cast):
    return invite(email="kim@example.org", role="contributor", place=SOUTHEND, by=cast.lead, body=cast.council)


ACCEPTED = {"name": "Kim Reyes", "password": PASSWORD, "again": PASSWORD}


def test_accepting_makes_the_account_signs_in_and_gives_the_role(client, invited):
    address = f"/people/invitations/{invited[1]}"
    said = text(client.get(address))
    assert "Nadia Fenn invites kim@example.org to be Contributor" in said
    response = client.post(address, ACCEPTED, follow=True)
    assert response.redirect_chain[-1][0] == "/people/me/"
    assert "Contributor at Southend-on-Sea" in text(response)
    kim = Person.objects.get(email="kim@example.org")
    assert can(kim, Verb.FILL_ASSIGNED, SOUTHEND)
    again = client.get(address)
    assert again.status_code == 410
    assert "taken up already" in text(again)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": " "}, "Fill this in."),
        ({"again": "other"}, "The two passwords differ"),
        ({"password": "short", "again": "short"}, "too short"),
        ({"password": "password1234", "again": "password1234"}, "too common"),
        ({"password": "", "again": ""}, "Type the password that you want to sign in with."),
        ({"password": "kim@example.org", "again": "kim@example.org"}, "too similar"),
    ],
)
def test_wrong_acceptance_is_told_and_makes_nobody(client, invited, wrong, said):
    response = client.post(f"/people/invitations/{invited[1]}", ACCEPTED | wrong)
    assert said in text(response)
    assert not Person.objects.filter(email="kim@example.org").exists()


def test_links_that_hold_no_longer_say_why(client, invited, cast):
    assert "belongs to no invitation" in text(client.get("/people/invitations/nonsense"))
    Invitation.objects.update(expires_at=timezone.now() - timedelta(1))
    said = client.post(f"/people/invitations/{invited[1]}", ACCEPTED)
    assert said.status_code == 410
    assert "has expired; ask Nadia Fenn for a new one" in text(said)
    Invitation.objects.update(expires_at=timezone.now() + timedelta(1))
    withdraw_invitation(invited[0], by=cast.lead)
    assert "was withdrawn; ask Nadia Fenn" in text(client.get(f"/people/invitations/{invited[1]}"))


def test_role_that_would_have_ended_before_the_link_was_opened_is_refused(client, cast, settings):
    _, secret = invite(email="kim@example.org", role="reader", place=SOUTHEND, by=cast.lead, ends=date(2017, 2, 21))
    settings.STARTS_ON = date(2017, 2, 21)
    response = client.post(f"/people/invitations/{secret}", ACCEPTED)
    assert response.status_code == 410
    assert "was offered until 21 February 2017; ask Nadia Fenn for a new one" in text(response)


def test_invitation_holds_no_longer_than_its_giver_may_give(client, invited, cast):
    withdraw_grant(Grant.objects.get(person=cast.lead), by=cast.administrator, reason="left")
    response = client.post(f"/people/invitations/{invited[1]}", ACCEPTED)
    assert response.status_code == 410
    assert "Nadia Fenn may no longer give this role" in text(response)
    assert not Person.objects.filter(email="kim@example.org").exists()


def test_role_withdrawn_before_its_first_day_has_ended(as_, cast):
    grant = grant_role(
        person=cast.reader, role="contributor", place=SOUTHEND, by=cast.lead, starts=date(2017, 5, 1), reason="cover"
    )
    assert "Starts later" in text(as_("lead").get(PEOPLE))
    for _ in range(2):
        withdraw_grant(grant, by=cast.lead, reason="not needed")
    said = text(as_("lead").get(PEOPLE))
    assert "Starts later" not in said
    assert "withdrawn before 1 May 2017 was over" in said
    assert Event.objects.filter(subject=f"place:{SOUTHEND}", verb="withdrew").count() == 1


def test_last_administrator_is_not_withdrawn(as_, cast):
    grant = Grant.objects.get(person=cast.administrator)
    address = f"/places/england/people/grants/{grant.pk}/withdraw/"
    response = as_("administrator").post(address, {"reason": "moving on"})
    assert "Ada Winter is the only administrator of England" in text(response)
    assert "moving on" in response.content.decode()
    assert can(cast.administrator, Verb.GRANT, SOUTHEND)
    grant_role(person=cast.reviewer, role="administrator", place="england", by=cast.administrator)
    assert as_("administrator").post(address, {"reason": "moving on"}).status_code == 302
    assert not can(cast.administrator, Verb.GRANT, SOUTHEND)


def test_invitation_can_be_withdrawn_once_only_before_it_is_taken_up(as_, invited, client):
    address = f"{PEOPLE}invitations/{invited[0].pk}/withdraw/"
    assert as_("reader").post(address).status_code == 403
    assert "is withdrawn" in text(as_("lead").post(address, follow=True))
    Invitation.objects.update(withdrawn_at=None)
    client.logout()
    client.post(f"/people/invitations/{invited[1]}", ACCEPTED)
    assert "withdraw the role instead" in text(as_("lead").post(address, follow=True)).replace("&#x27;", "'")


def test_whoever_has_an_account_gets_the_role_and_keeps_the_password(client, cast):
    cast.outsider.set_password(PASSWORD)
    cast.outsider.save()
    _, secret = invite(email="Lena.Frost@example.org", role="reader", place=SOUTHEND, by=cast.lead)
    said = text(client.get(f"/people/invitations/{secret}"))
    assert "account for this address already" in said
    response = client.post(f"/people/invitations/{secret}", {"name": "Eve", "password": "x", "again": "x"})
    assert response.status_code == 302
    assert "_auth_user_id" not in client.session  # a link alone signs nobody in to an account that is there
    person = Person.objects.get(pk=cast.outsider.pk)
    assert person.name == "Lena Frost"
    assert person.check_password(PASSWORD)
    assert can(person, Verb.SEE, SOUTHEND)


def test_own_account_says_my_roles_and_why(as_):
    said = text(as_("chair").get("/people/me/"))
    assert "Signatory at Southend-on-Sea for Southend-on-Sea Health and Wellbeing Board" in said
    assert "sign for their body" in said
    assert "Set up a second factor" in said


def test_own_account_without_a_role_says_what_to_do(as_, cast):
    for grant in Grant.objects.filter(person=cast.reader):
        withdraw_grant(grant, by=cast.lead, reason="left")
    assert "You have no role at present" in text(as_("reader").get("/people/me/"))


def test_bodies_are_those_of_my_places(as_):
    said = text(as_("reader").get("/people/bodies/"))
    assert "NHS Southend CCG" in said
    assert "Central Bedfordshire" not in said
    assert "Central Bedfordshire" in text(as_("administrator").get("/people/bodies/"))
    assert "Enter an organisation" not in said


def test_body_shows_places_and_people(as_):
    said = text(as_("reader").get(COUNCIL))
    assert "It serves Southend-on-Sea" in said
    assert "Priya Lund" in said
    assert "Tokens" not in said
    assert as_("outsider").get(COUNCIL).status_code == 403
    assert as_("outsider").get("/people/bodies/nothing/").status_code == 404


def test_body_is_entered_with_names_or_slugs(as_):
    asked = {"name": "Havens Hospices", "kind": "provider", "places": "Southend on Sea\r\nessex\r\nsouthend-on-sea\r\n"}
    assert as_("administrator").post("/people/bodies/new/", asked).status_code == 302
    body = Body.objects.get(slug="havens-hospices")
    assert sorted(body.services.values_list("place", flat=True)) == ["essex", SOUTHEND]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"places": "Atlantis"}, "There is no place called"),
        ({"name": ""}, "Fill this in."),
        ({"name": "!!!"}, "Give the name of the body"),
        ({"kind": "club"}, "What was chosen is not on offer."),
        ({"places": "\r\n"}, "Fill this in."),
        ({"name": "NHS Southend CCG"}, "is there already, as NHS commissioner"),
    ],
)
def test_wrong_body_is_told(as_, wrong, said):
    asked = {"name": "Havens", "kind": "provider", "places": "essex"} | wrong
    count = Body.objects.count()
    assert said in text(as_("administrator").post("/people/bodies/new/", asked))
    assert Body.objects.count() == count


def test_lead_enters_bodies_at_their_own_place_only(as_):
    asked = {"name": "Havens", "kind": "provider"}
    assert as_("lead").post("/people/bodies/new/", asked | {"places": "essex"}).status_code == 403
    assert as_("lead").post("/people/bodies/new/", asked | {"places": SOUTHEND}).status_code == 302
    assert as_("reader").get("/people/bodies/new/").status_code == 403


def test_token_is_shown_once_and_can_be_revoked(as_):
    client = as_("lead")
    response = client.post(COUNCIL + "tokens/", {"name": "Ledger", "scopes": ["read", "write"], "days": "30"})
    raw = re.search(r"concordat_[\w-]{40,}", response.content.decode()).group()
    assert "no-store" in response["Cache-Control"]
    assert find_token(raw).name == "Ledger"
    page = client.get(COUNCIL + "tokens/").content.decode()
    assert raw not in page
    assert raw[: len("concordat_") + 12] in page
    token = ApiToken.objects.get()
    assert client.post(f"{COUNCIL}tokens/{token.pk}/revoke/").status_code == 302
    assert find_token(raw) is None
    assert "Revoked" in text(client.get(COUNCIL + "tokens/"))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "Fill this in."),
        ({"scopes": []}, "Tick at least one."),
        ({"scopes": ["all"]}, "What was chosen is not on offer."),
        ({"days": "4000"}, "What was chosen is not on offer."),
    ],
)
def test_wrong_token_is_told_and_not_made(as_, wrong, said):
    asked = {"name": "Ledger", "scopes": ["read"], "days": "30"} | wrong
    assert said in text(as_("lead").post(COUNCIL + "tokens/", asked))
    assert not ApiToken.objects.exists()


def test_tokens_are_for_those_who_may_connect(as_, cast):
    token, _ = make_token(body=cast.council, name="Ledger", scopes=["read"], by=cast.lead)
    for who in ("reader", "reviewer", "outsider"):
        client = as_(who)
        assert client.get(COUNCIL + "tokens/").status_code == 403
        assert client.post(f"{COUNCIL}tokens/{token.pk}/revoke/").status_code == 403
    other = f"/people/bodies/{cast.other_council.slug}/tokens/{token.pk}/revoke/"
    assert as_("outsider").post(other).status_code == 404
    token.refresh_from_db()
    assert token.is_live
