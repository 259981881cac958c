"""What bodies decide and delegate, as it is recorded."""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from concordat.accounts.access import actor_for, require
from concordat.accounts.mandates import refuse_terms
from concordat.accounts.models import Body, Mandate, Person
from concordat.accounts.refused import Refused
from concordat.accounts.roles import Verb
from concordat.history.actions import record
from concordat.history.chain import Note
from concordat.history.clock import today


def record_mandate(
    *,
    body: Body,
    kind: str,
    meeting: str,
    held: date,
    by: Person,
    minute: str = "",
    words: str = "",
    forms: Collection[str] = (),
    delegates: Collection[Person] = (),
    jointly: int = 1,
    until: date | None = None,
) -> Mandate:
    """Record what a body decided (`decision`), or whom it lets sign for it (`delegation`).

    Raises Denied where `by` may not record for the body's places, Refused for a mandate that makes no sense.
    """
    check_recording(body, by)
    if kind not in Mandate.Kind.values:
        raise Refused(f"A mandate is a {' or a '.join(Mandate.Kind.values)}, not {kind!r}.")
    if why := refuse_terms(kind, len(set(delegates)), jointly):
        raise Refused(why)
    if not meeting.strip():
        raise Refused("Name the meeting at which it was decided.")
    if until is not None and until < held:
        raise Refused("The mandate would end before it was given; give a later day, or none.")
    with transaction.atomic():
        mandate = Mandate.objects.create(
            body=body,
            kind=kind,
            meeting=meeting.strip(),
            held=held,
            minute=minute.strip(),
            words=words.strip(),
            forms=sorted(forms),
            jointly=jointly,
            until=until,
        )
        mandate.delegates.set(delegates)
        said = {
            "kind": kind,
            "mandate": str(mandate),
            "forms": sorted(forms),
            "delegates": sorted(one.name for one in delegates),
            "jointly": jointly,
            "until": f"{until or ''}",
        }
        record(f"body:{body.slug}", Note("mandated", f"mandate:{mandate.pk}", said), by=actor_for(by))
    return mandate


def withdraw_mandate(mandate: Mandate, *, by: Person) -> Mandate:
    """End a mandate as of today; what was signed under it before stays signed."""
    check_recording(mandate.body, by)
    with transaction.atomic():
        mandate = Mandate.objects.select_for_update().select_related("body").get(pk=mandate.pk)
        if mandate.withdrawn is None:
            mandate.withdrawn = today()
            mandate.save(update_fields=["withdrawn"])
            note = Note("withdrew", f"mandate:{mandate.pk}", {"mandate": str(mandate)})
            record(f"body:{mandate.body.slug}", note, by=actor_for(by))
    return mandate


def check_recording(body: Body, by: Person) -> None:
    """Raises Denied unless somebody may record what bodies decide at a place that the body serves, Refused at none."""
    places = [service.place for service in body.services.all()]
    if not places:
        raise Refused(f"{body.name} serves no place; say which before anything is recorded of it.")
    for place in places:
        require(by, Verb.RECORD, place)
