"""People, what they were granted and offered, and whom to write to, for whoever may know."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from concordat.accounts.access.only import only
from concordat.accounts.access.rights import By, enter, require
from concordat.accounts.models import Body, Grant, Invitation, Person
from concordat.accounts.roles import ROLES, Verb
from concordat.history.clock import today
from concordat.places.tree import above


def people_who_can(place: str, *verbs: Verb, on: date | None = None) -> list[Person]:
    """The people with a role at a place itself with which they may do one of some things, by name. One query."""
    day, wanted = on or today(), frozenset(verbs)
    roles = [role.name for role in ROLES.values() if wanted & role.may]
    held = Q(grants__ends__isnull=True) | Q(grants__ends__gt=day)
    found = Person.objects.filter(
        held, grants__place=place, grants__role__in=roles, grants__starts__lte=day, is_active=True
    )
    return list(found.distinct().order_by("name"))


def leads_of(places: Collection[str], on: date | None = None) -> dict[str, list[Person]]:
    """Who leads at each of some places itself, by place. One query."""
    grants = Grant.objects.holding(on or today()).filter(place__in=places, role="lead")
    found: dict[str, list[Person]] = {}
    for grant in grants.select_related("person").order_by("person__name"):
        people = found.setdefault(grant.place, [])
        if grant.person not in people:
            people.append(grant.person)
    return found


def letters_to(verb: Verb, place: str, *, body: Body | None = None) -> list[str]:
    """The addresses of those who may do a thing at a place itself, for a body where one is named. One query.

    Whoever may do it for a whole region or the nation is not written to about each place.
    """
    roles = [role.name for role in ROLES.values() if verb in role.may]
    grants = Grant.objects.holding(today()).filter(place=place, role__in=roles)
    if body is not None:
        grants = grants.filter(body=body)
    return list(dict.fromkeys(grants.order_by("pk").values_list("person__email", flat=True)))


def people_who_sign(place: str, bodies: Collection[int]) -> dict[int, list[Person]]:
    """Who may sign at a place for some bodies, by body, each once and by name, also by a role at a footprint that the
    place is in. One query."""
    roles = [role.name for role in ROLES.values() if Verb.SIGN in role.may]
    grants = Grant.objects.holding(today()).filter(place__in=above(place), role__in=roles, body__in=bodies)
    found: dict[int, dict[int, Person]] = {}
    for grant in grants.select_related("person").order_by("person__name", "pk"):
        found.setdefault(grant.body_id or 0, {})[grant.person_id] = grant.person
    return {body: list(people.values()) for body, people in found.items()}


def find_person(email: str) -> Person | None:
    """Who has an address, for whoever has shown that it is theirs. One query."""
    return Person.objects.filter(email=email.strip().lower()).first()


def grants_at(by: By, place: str) -> list[Grant]:
    """Every grant that ever reached a place, by person, for whoever has a role there. Two queries."""
    enter(by, place)
    found = Grant.objects.filter(place__in=above(place), person__is_active=True).select_related("person", "body")
    return list(found.order_by("person__name", "person_id", "starts", "pk"))


def grants_of(person: Person) -> list[Grant]:
    """All that somebody was ever granted, for themselves. One query."""
    return list(person.grants.select_related("person", "body").order_by("starts", "pk"))


def load_grant(by: By, place: str, number: int) -> Grant:
    """A grant at a place itself, for whoever may withdraw some. Raises Denied and Http404."""
    require(by, Verb.GRANT, place)
    return only(Grant.objects.select_related("person", "body").filter(place=place, pk=number).first())


def invitations_at(by: By, place: str) -> list[Invitation]:
    """The invitations to a place that nobody took up, the latest first, for whoever may invite. Raises Denied."""
    require(by, Verb.GRANT, place)
    found = Invitation.objects.filter(place=place, accepted_at__isnull=True, withdrawn_at__isnull=True)
    return list(found.select_related("body", "invited_by").order_by("-sent_at"))


def load_invitation(by: By, place: str, number: int) -> Invitation:
    """An invitation to a place, for whoever may take it back. Raises Denied and Http404."""
    require(by, Verb.GRANT, place)
    return only(Invitation.objects.filter(place=place, pk=number).first())
