"""Bodies, the places that they serve, and the days on which their boards meet."""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from concordat.accounts.access import actor_for, require
from concordat.accounts.actions.mandates import check_recording
from concordat.accounts.models import BoardDate, Body, Person, Service
from concordat.accounts.refused import Refused
from concordat.accounts.roles import Verb
from concordat.history.actions import open_chain, record, record_on
from concordat.history.chain import Note
from concordat.places.names import slug_of
from concordat.places.tree import is_known


def add_body(*, name: str, kind: str, places: Collection[str], by: Person) -> Body:
    """Enter an organisation and the places that it serves; one of that name is taken as it is, with these places too.

    Raises Denied where `by` may not record at one of the places, Refused for a kind or place that there is not.
    """
    if kind not in Body.Kind.values:
        raise Refused(f"A body is one of {', '.join(Body.Kind.values)}, not {kind!r}.")
    if not (slug := slug_of(name)):
        raise Refused("Give the name of the body.")
    if not places:
        raise Refused("Say which places the body serves.")
    for place in places:
        if not is_known(place):
            raise Refused(f"There is no place {place!r}.")
        require(by, Verb.RECORD, place)
    with transaction.atomic():
        chain = open_chain(f"body:{slug}")
        body, _ = Body.objects.get_or_create(slug=slug, defaults={"name": name.strip(), "kind": kind})
        if body.kind != kind:
            raise Refused(f"{body.name} is there already, as {body.get_kind_display()}.")
        served = set(body.services.values_list("place", flat=True))
        new = sorted(set(places) - served)
        Service.objects.bulk_create([Service(body=body, place=place) for place in new])
        if new:
            record_on(chain, [Note("entered", "", {"name": body.name, "kind": kind, "places": new})], by=actor_for(by))
    return body


def add_board_date(*, body: Body, held: date, by: Person, papers_due: date | None = None) -> BoardDate:
    """Enter a day on which a board meets, or correct when its papers are due."""
    check_recording(body, by)
    if papers_due is not None and papers_due > held:
        raise Refused("Papers are due on the day of the meeting or before.")
    with transaction.atomic():
        found, _ = BoardDate.objects.update_or_create(body=body, held=held, defaults={"papers_due": papers_due})
        said = {"held": held.isoformat(), "papers": f"{papers_due or ''}"}
        record(f"body:{body.slug}", Note("dated", f"date:{held}", said), by=actor_for(by))
    return found


def drop_board_date(date_: BoardDate, *, by: Person) -> None:
    """Take a meeting out of the calendar; history keeps what stood there."""
    check_recording(date_.body, by)
    with transaction.atomic():
        said = {"held": date_.held.isoformat(), "papers": f"{date_.papers_due or ''}"}
        record(f"body:{date_.body.slug}", Note("cancelled", f"date:{date_.held}", said), by=actor_for(by))
        date_.delete()
