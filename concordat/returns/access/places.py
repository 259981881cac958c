"""The places that somebody may open, and what waits for them over all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from concordat.accounts.access import rights_of
from concordat.accounts.models import Person
from concordat.accounts.rights import Rights
from concordat.accounts.roles import Verb
from concordat.frameworks.forms import form_ids, framework_of
from concordat.frameworks.framework import Framework
from concordat.places.area import VINTAGES
from concordat.places.tree import Scope, find_scope, scopes
from concordat.returns.access.awaited import missing_at_each
from concordat.returns.access.form_at import FormAt, form_at
from concordat.returns.access.load import returns_for
from concordat.returns.access.overview import list_begun
from concordat.returns.models import Assignment, Signature
from concordat.returns.read_file import vintage_of
from concordat.returns.states import AssignmentState
from concordat.returns.years import list_years


@dataclass(frozen=True)
class OwnPlace:
    """A place or footprint of which somebody has a role of its own; `roles` are the titles."""

    scope: Scope
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Desk:
    """What somebody begins with: where they have roles, what they are asked at any place, and the returns under way.

    `signed` are the returns, by place and form, on which a signature of theirs stands; `unsigned` the signatures that
    returns lack of which nothing else is missing.
    """

    rights: Rights
    places: tuple[OwnPlace, ...]
    asked: tuple[Assignment, ...]
    begun: tuple[FormAt, ...]
    signed: frozenset[tuple[str, str]]
    unsigned: Mapping[tuple[str, str], list[str]]


def load_desk(by: Person, framework: Framework) -> Desk:
    """What somebody begins with, of every year. The same few queries however many places they have."""
    rights = rights_of(by)
    places = own_places(rights, vintage_of(framework))
    slugs = [one.scope.slug for one in places if one.scope.is_area]
    forms = [id for one in list_years() for id in form_ids(one)]
    lines = list_begun(returns_for(by).filter(submissions=0), slugs, forms) if slugs else []
    under_way = tuple(form_at(framework_of(line.form), line) for line in lines)
    standing = Signature.objects.filter(person=by, voided_at__isnull=True)
    signed = frozenset(standing.values_list("record__place", "record__form"))
    ready = [(line.place, line.form) for line in lines if line.standing and not line.standing.open]
    unsigned = missing_at_each(ready) if ready else {}
    return Desk(rights, places, _asked(by, rights), under_way, signed, unsigned)


def own_places(rights: Rights, vintage: int) -> tuple[OwnPlace, ...]:
    """The places and footprints of somebody's own roles, on the boundaries of a year or else on any, by name."""
    found = []
    for slug in rights.scopes(*Verb):
        scope = find_scope(slug, vintage) or next(filter(None, (find_scope(slug, one) for one in VINTAGES)), None)
        held = [one.title for one in rights.entitlements if one.place == slug and one.holds(rights.on)]
        if scope:
            found.append(OwnPlace(scope, tuple(dict.fromkeys(held))))
    return tuple(sorted(found, key=lambda one: (one.scope.is_area, one.scope.name)))


def list_scopes(by: Person, vintage: int) -> list[Scope]:
    """Every place and footprint of a year of which somebody may see anything, footprints first. One query."""
    rights = rights_of(by)
    found = [
        scope
        for scope in scopes(vintage).values()
        if rights.can(Verb.SEE, scope.slug) or rights.can(Verb.SEE_SUBMITTED, scope.slug)
    ]
    order = ("england", "region", "stp", "icb", "area")
    return sorted(found, key=lambda one: (order.index(one.kind), one.name))


def _asked(by: Person, rights: Rights) -> tuple[Assignment, ...]:
    """What somebody, or a body for which they act at the place, is asked to answer; the most urgent first."""
    bodies = {one.body_id for one in rights.entitlements if one.body_id is not None and one.holds(rights.on)}
    waiting = Assignment.objects.filter(state__in=(AssignmentState.ASKED, AssignmentState.CHASED))
    mine = waiting.filter(Q(person=by) | Q(body__in=bodies)).select_related("record", "person", "body")
    found = [
        one
        for one in mine
        if (one.body_id is None and rights.at(one.record.place)) or one.body_id in rights.bodies_at(one.record.place)
    ]
    return tuple(sorted(found, key=lambda one: (one.due or date.max, one.pk)))
