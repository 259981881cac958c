"""A chain of events: each carries the digest of the one before, so that a change anywhere shows at every later one.

The digest of an event is SHA-256 over its canonical JSON. Whoever holds the digest of a late event, such as on a
receipt, can tell later whether anything before it was changed, taken out or written anew.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from hashlib import sha256

START = ""  # what the first event of a chain carries as the digest before it


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did something, as text that outlives the account: `id` such as `person:12`, `body` whom they acted for."""

    id: str
    name: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be recorded: a verb in the past tense, what of the subject it is about, and the particulars."""

    verb: str
    about: str = ""
    payload: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """One event as it stands in its chain; `payload` is canonical JSON, `at` the moment in UTC."""

    subject: str
    sequence: int
    actor_id: str
    actor: str
    body: str
    verb: str
    about: str
    payload: str
    at: str
    previous: str
    digest: str


_TOLD = [field.name for field in fields(Link) if field.name != "digest"]


@dataclass(frozen=True, slots=True)
class Witness:
    """What somebody outside holds against a chain: the digest that its event of that number had."""

    subject: str
    sequence: int
    digest: str


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain is not what it was, by the number of the event, and what is wrong there."""

    sequence: int
    what: str


def canonical_json(value: object) -> str:
    """The one way to write a value: keys sorted, no spaces, letters as they are.

    Raises ValueError for fractions that are not decimals in text, because no two programs need write them alike.
    """
    _refuse_floats(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest_of_text(text: str) -> str:
    """SHA-256 of a text in UTF-8, as 64 digits."""
    return sha256(text.encode("utf-8")).hexdigest()


def format_moment(at: datetime) -> str:
    """A moment as it goes into a digest: UTC, with microseconds. `at` has to know its time zone."""
    if at.tzinfo is None:
        raise ValueError(f"{at} has no time zone.")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def make_link(subject: str, sequence: int, note: Note, *, by: Actor, at: datetime, previous: str) -> Link:
    """The event that comes next, with its digest."""
    payload = canonical_json(dict(note.payload or {}))
    link = Link(
        subject, sequence, by.id, by.name, by.body, note.verb, note.about, payload, format_moment(at), previous, ""
    )
    return _with_digest(link)


def calculate_digest(link: Link) -> str:
    """The digest that an event ought to have, by everything in it but the digest itself."""
    said = {name: getattr(link, name) for name in _TOLD}
    return digest_of_text(canonical_json(said))


def find_breaks(links: Iterable[Link], *, length: int | None = None, witness: Witness | None = None) -> Iterator[Break]:
    """Where a chain, given in order, is broken; nothing where it is whole.

    `length` is how many events there ought to be; `witness` what somebody holds against it.
    """
    expected, previous, last = 1, START, 0
    for link in links:
        if link.sequence != expected:
            yield Break(expected, _gone(expected, link.sequence - 1))
        elif link.previous != previous:
            yield Break(link.sequence, "it does not follow from the event before it: that one was written anew.")
        if calculate_digest(link) != link.digest:
            yield Break(link.sequence, "it is not what was recorded: something in it was changed.")
        if witness and link.sequence == witness.sequence and link.digest != witness.digest:
            yield Break(link.sequence, "it is not the event that the receipt names: the chain was written anew.")
        expected, previous, last = link.sequence + 1, link.digest, link.sequence
    end = max(length or 0, witness.sequence if witness else 0)
    if last < end:
        yield Break(last + 1, _gone(last + 1, end))


def _gone(first: int, last: int) -> str:
    return "it is gone." if first >= last else f"it and all up to event {last} are gone."


def _with_digest(link: Link) -> Link:
    return replace(link, digest=calculate_digest(link))


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        raise ValueError(f"{value!r} has no one way to be written; give decimals as text.")
    if isinstance(value, Mapping):
        for key, one in value.items():
            if not isinstance(key, str):
                raise ValueError(f"{key!r} is no text, and keys have to be.")
            _refuse_floats(one)
    elif isinstance(value, list | tuple):
        for one in value:
            _refuse_floats(one)
