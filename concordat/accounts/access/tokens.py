"""Who made the tokens of organisations, as history has it, and whether they still have a role there."""

from collections.abc import Sequence

from django.utils import timezone

from concordat.accounts.models import ApiToken, Body, Grant, Person
from concordat.history.clock import today
from concordat.history.models import Event
from concordat.places.tree import above, covers


def tokens_made_by(person: Person, place: str) -> list[ApiToken]:
    """The live tokens that somebody made and that reach a place, or one within a footprint; by body and name. Three
    queries. They belong to the body, so that they go on when the role of whoever made them ends."""
    live = ApiToken.objects.filter(revoked_at__isnull=True, expires_at__gt=timezone.now()).select_related("body")
    found = list(live.prefetch_related("body__services").order_by("body__name", "name", "pk"))
    here = [one for one in found if any(covers(place, service.place) for service in one.body.services.all())]
    makers = _makers_of(here)
    return [one for one in here if makers.get(one.pk) == person.acting().id]


def tokens_left_behind(body: Body, tokens: Sequence[ApiToken]) -> frozenset[int]:
    """Those tokens of a body that are live and whose maker has no role any more at a place that it serves. Two queries
    where there are live ones."""
    live = [one for one in tokens if one.is_live]
    if not live:
        return frozenset()
    makers = _makers_of(live)
    places = {up for service in body.services.all() for up in above(service.place)}
    grants = Grant.objects.holding(today()).filter(place__in=places)
    here = {grant.person.acting().id for grant in grants.select_related("person")}
    return frozenset(one.pk for one in live if makers.get(one.pk) not in here)


def _makers_of(tokens: Sequence[ApiToken]) -> dict[int, str]:
    """Who made each of some tokens, as history names them. One query."""
    about = {f"token:{one.pk}": one.pk for one in tokens}
    subjects = {f"body:{one.body.slug}" for one in tokens}
    made = Event.objects.filter(subject__in=subjects, about__in=about, verb="connected")
    return {about[which]: who for which, who in made.values_list("about", "actor_id")}
