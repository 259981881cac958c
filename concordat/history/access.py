"""Reading history, and holding it against itself and against what somebody kept."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from concordat.history.chain import Break, Link, Witness, find_breaks
from concordat.history.models import Chain, Event


@dataclass(frozen=True, slots=True)
class Verified:
    """What became of holding one chain against itself: its length, its end, and where it is broken."""

    subject: str
    length: int
    head: str
    breaks: tuple[Break, ...]

    @property
    def is_whole(self) -> bool:
        return not self.breaks


def events_of(subject: str, *about: str) -> "QuerySet[Event]":
    """The events of a subject, the latest first; of some parts of it where `about` names any.

    Whoever asks has checked before that the reader may see the subject.
    """
    found = Event.objects.filter(subject=subject).order_by("-sequence")
    return found.filter(about__in=about) if about else found


def verify_chain(subject: str, witness: Witness | None = None) -> Verified:
    """Hold the chain of a subject against its own digests, its recorded end, and a witness where there is one."""
    chain = Chain.objects.filter(subject=subject).first()
    length = chain.length if chain else 0
    end: list[Link] = []
    breaks = list(find_breaks(_walk(subject, end), length=length, witness=witness))
    last = end[0] if end else None
    if chain and last and not breaks and (last.sequence, last.digest) != (chain.length, chain.head):
        breaks.append(Break(last.sequence, "the chain ends otherwise than was noted when its last event was recorded."))
    return Verified(subject, last.sequence if last else 0, last.digest if last else "", tuple(breaks))


def verify(*, against: Witness) -> Verified:
    """Hold a chain against what a receipt says of it: finds a changed row, a removed row and a chain written anew."""
    return verify_chain(against.subject, against)


def verify_all() -> Iterator[Verified]:
    """Every chain, one after the other; a subject of which only events are left is among them."""
    noted = set(Chain.objects.values_list("subject", flat=True))
    for subject in sorted(noted | set(Event.objects.order_by().values_list("subject", flat=True).distinct())):
        yield verify_chain(subject)


def _walk(subject: str, end: list[Link]) -> Iterator[Link]:
    """Every event of a chain in order; `end` holds the last one when it is done."""
    for event in Event.objects.filter(subject=subject).order_by("sequence").iterator(chunk_size=500):
        end[:] = [event.as_link()]
        yield end[0]
