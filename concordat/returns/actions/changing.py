"""How every change of a return is made: the chain locked first, the change, its events, all in one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from concordat.accounts.access import By, actor_for
from concordat.accounts.mail import send
from concordat.accounts.refused import Refused
from concordat.history.actions import record_on
from concordat.history.chain import Actor, Link, Note
from concordat.history.clock import now
from concordat.prepared import Prepared, Slot
from concordat.returns.access.values import area_of, form_for, framework_for
from concordat.returns.deadline import Closing, deadline_of, format_closing
from concordat.returns.mail import voided_letter
from concordat.returns.models import ReturnRecord, Signature
from concordat.returns.states import ReturnState


class Closed(Refused):
    """The return takes no change any more: its deadline is over."""


@dataclass
class Changing:
    """A change that is under way. `record` is locked and fresh; `voided` counts the signatures that fell."""

    record: ReturnRecord
    by: Actor
    at: datetime
    notes: list[Note] = field(default_factory=list)
    content_changed: bool = False
    voided: int = 0

    def note(self, verb: str, about: str = "", **payload: object) -> None:
        """What is to be recorded when the change is complete."""
        self.notes.append(Note(verb, about, payload))

    def note_content(self, verb: str, about: str = "", **payload: object) -> None:
        """The same, of a change of what is signed and submitted: signatures on it fall, and it is open again."""
        self.note(verb, about, **payload)
        self.content_changed = True

    def write(self) -> list[Link]:
        """Record what was noted so far, now."""
        events = record_on(self.record.chain, self.notes, by=self.by, at=self.at) if self.notes else []
        self.notes = []
        return events

    def finish(self) -> None:
        """Record everything, after signatures on a content that changed are voided."""
        fell = []
        if self.content_changed and self.record.state != ReturnState.OPEN:
            fell = list(self.record.signatures.filter(voided_at__isnull=True).select_related("person", "body"))
            for signature in fell:
                self.note("voided", f"signature:{signature.pk}", name=signature.name, body=signature.body.name)
            self.record.state = ReturnState.OPEN
            self.record.save(update_fields=["state"])
        self.write()
        if fell:
            ids = [signature.pk for signature in fell]
            event = self.record.chain.length
            Signature.objects.filter(pk__in=ids).update(voided_at=self.at, voided_at_event=event)
            title, place = form_for(self.record).title, area_of(self.record).name
            letter = voided_letter(place, title, self.by.name, self.record)
            send([signature.person.email for signature in fell], *letter)
        self.voided = len(fell)


_locked = Prepared(lambda: ReturnRecord.objects.select_for_update().filter(pk=Slot(0)), "chain")


def _lock(id: int) -> ReturnRecord:
    found = _locked.first(id)
    if found is None:
        raise ReturnRecord.DoesNotExist(f"The return with the number {id} is gone.")
    return found


@contextmanager
def changing(record: ReturnRecord, by: By) -> Iterator[Changing]:
    """Change a return: lock it, let the caller change it, record what they noted. `record` is brought up to date."""
    actor = actor_for(by, record.place)
    with transaction.atomic():
        change = Changing(_lock(record.pk), actor, now())
        yield change
        change.finish()
    for name in ("state", "version", "submissions", "extended_until", "chain"):
        setattr(record, name, getattr(change.record, name))


def closing_of(record: ReturnRecord) -> Closing:
    """When a return closes, with the latest extension."""
    return Closing(deadline_of(framework_for(record), record.form), record.extended_until)


def refuse_closed(record: ReturnRecord, at: datetime) -> None:
    """Raises Closed for a return that was submitted and may not be submitted again; a late one may still be filled."""
    closing = closing_of(record)
    if record.submissions and closing.at and closing.is_closed(at):
        raise Closed(
            f"{record.form} closed {format_closing(closing.at)} and what was submitted stands. "
            "To change it, ask whoever can extend the deadline."
        )
