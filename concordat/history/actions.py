"""The only way that an event comes into being."""

from collections.abc import Sequence
from dataclasses import astuple, fields
from datetime import datetime

from django.db import transaction

from concordat.history.chain import Actor, Link, Note, make_link
from concordat.history.clock import now
from concordat.history.models import Chain, Event
from concordat.prepared import PreparedInsert, PreparedUpdate, Slot


class NoTransaction(RuntimeError):
    """An event was to be recorded outside the transaction of what it records."""


def open_chain(subject: str) -> Chain:
    """The chain of a subject, begun where there is none, and locked until the transaction ends."""
    _require_transaction()
    chain, _ = Chain.objects.get_or_create(subject=subject)
    return Chain.objects.select_for_update().get(pk=chain.pk)


_add = PreparedInsert(Event, *(name.name for name in fields(Link)))
_move_end = PreparedUpdate(lambda: Chain.objects.filter(pk=Slot(3), length=Slot(4)), "length", "head", "at")


def record(subject: str, note: Note, *, by: Actor, at: datetime | None = None) -> Link:
    """Add one event to the chain of a subject, inside the transaction of what it records."""
    return record_on(open_chain(subject), [note], by=by, at=at)[0]


def record_on(chain: Chain, notes: Sequence[Note], *, by: Actor, at: datetime | None = None) -> list[Link]:
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
    _add(*map(astuple, links))
    if not _move_end(length, head, moment, chain.pk, before):
        raise RuntimeError(f"The chain of {chain.subject} grew meanwhile: it was not locked.")
    chain.length, chain.head, chain.at = length, head, moment
    return links


def _require_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise NoTransaction("Record an event inside the transaction of what it records.")
