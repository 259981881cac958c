"""The only way that an event comes into being."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.dateparse import parse_datetime

from concordat.history.chain import Actor, Link, Note, make_link
from concordat.history.clock import now
from concordat.history.models import Chain, Event


class NoTransaction(RuntimeError):
    """An event was to be recorded outside the transaction of what it records."""


def open_chain(subject: str) -> Chain:
    """The chain of a subject, begun where there is none, and locked until the transaction ends."""
    _require_transaction()
    chain, _ = Chain.objects.get_or_create(subject=subject)
    return Chain.objects.select_for_update().get(pk=chain.pk)


def record(subject: str, note: Note, *, by: Actor, at: datetime | None = None) -> Event:
    """Add one event to the chain of a subject, inside the transaction of what it records."""
    return record_on(open_chain(subject), [note], by=by, at=at)[0]


def record_on(chain: Chain, notes: Sequence[Note], *, by: Actor, at: datetime | None = None) -> list[Event]:
    """Add events to a chain that this transaction has locked; `chain` then says what its end is.

    Raises NoTransaction outside one, and RuntimeError where the chain was not locked and has grown meanwhile.
    """
    _require_transaction()
    moment, links, before = at or now(), [], chain.length
    length, head = chain.length, chain.head
    for note in notes:
        link = make_link(chain.subject, length + 1, note, by=by, at=moment, previous=head)
        links.append(link)
        length, head = link.sequence, link.digest
    events = Event.objects.bulk_create([_event(link) for link in links])
    moved = Chain.objects.filter(pk=chain.pk, length=before).update(length=length, head=head, at=moment)
    if not moved:
        raise RuntimeError(f"The chain of {chain.subject} grew meanwhile: it was not locked.")
    chain.length, chain.head, chain.at = length, head, moment
    return events


def _event(link: Link) -> Event:
    at = parse_datetime(link.at)
    assert at is not None, link.at
    return Event(
        subject=link.subject,
        sequence=link.sequence,
        actor_id=link.actor_id,
        actor=link.actor,
        body=link.body,
        verb=link.verb,
        about=link.about,
        payload=link.payload,
        at=at,
        previous=link.previous,
        digest=link.digest,
    )


def _require_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise NoTransaction("Record an event inside the transaction of what it records.")
