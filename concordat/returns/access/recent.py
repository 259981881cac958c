"""Returns as a worker read them last, each kept under the end of its history and brought up to date by what came after.

Every change of an answer is an event, and the end of the chain of events is a digest of all of them: who holds a
return as it stood at one end can tell from the events since then which answers are others now, and what they are.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import NamedTuple

from concordat.history.models import Event
from concordat.prepared import PreparedRows, Slot
from concordat.returns.access.values import as_value_with, with_changes
from concordat.returns.checking import Checking, check_changed, check_whole
from concordat.returns.models import AnswerRow, ReasonRow, ReturnRecord
from concordat.returns.place_return import Reason
from concordat.returns.replay import ANSWERED, ASIDE, CLEARED, EXPLAINED

MOST_KEPT = 300  # returns, each some tens of kilobytes with what was worked out from it
MOST_EVENTS = 50  # since it was read; beyond, reading it anew costs no more


class Kept(NamedTuple):
    """An answer as it is kept, in its latest version: the columns of its row."""

    question: str
    text: str
    version: int
    origin: str
    by: str
    at: datetime


class Explained(NamedTuple):
    """What was said to a finding, in its latest version: the columns of its row."""

    code: str
    where: str
    text: str
    version: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Recent:
    """A return as it stood after so many events, of which the last has the digest `head`.

    `rows` are the answers by question, `reasons` what was said to findings by code and place.
    """

    length: int
    head: str
    rows: Mapping[str, Kept]
    reasons: Mapping[tuple[str, str], Explained]
    checking: Checking


_answers_of = PreparedRows(lambda: AnswerRow.objects.filter(record=Slot(0)).values_list(*Kept._fields))
_reasons_of = PreparedRows(lambda: ReasonRow.objects.filter(record=Slot(0)).values_list(*Explained._fields))
_events_from = PreparedRows(
    lambda: (
        Event.objects.filter(subject=Slot(0), sequence__gte=Slot(1))
        .order_by("sequence")
        .values_list("digest", "verb", "about", "payload", "actor", "at")
    )
)
_recent: dict[int, Recent] = {}
_lock = Lock()


def read_recent(record: ReturnRecord) -> Recent:
    """A return that was loaded for somebody just now, with its chain. Three queries; two where it was
    read before, one where nothing happened since."""
    found = _brought_up_to_date(record) or _read_whole(record)
    with _lock:
        _recent.pop(record.pk, None)
        _recent[record.pk] = found  # as the last, so that the first is the one that was not asked for the longest
        if len(_recent) > MOST_KEPT:
            del _recent[next(iter(_recent))]
    return found


def _read_whole(record: ReturnRecord) -> Recent:
    rows = {row[0]: Kept(*row) for row in _answers_of(record.pk)}
    reasons = {row[:2]: Explained(*row) for row in _reasons_of(record.pk)}
    ret = as_value_with(record, {id: row.text for id, row in rows.items() if row.text}, _said(reasons))
    return Recent(record.chain.length, record.chain.head, rows, reasons, check_whole(ret))


def _brought_up_to_date(record: ReturnRecord) -> Recent | None:
    """The return as it was read last, with what was answered since; None where more than that may be another."""
    last, chain = _recent.get(record.pk), record.chain
    if last is None or not 0 <= chain.length - last.length <= MOST_EVENTS:
        return None
    since = _said_since(record, last)
    if since is None:
        return None
    answers, explained = since
    reasons = {**last.reasons, **explained}
    ret = with_changes(last.checking.ret, record, {id: row.text for id, row in answers.items()}, _said(reasons))
    if ret is None:
        return None
    checking = check_changed(last.checking, ret, answers) if answers or explained else last.checking
    return Recent(chain.length, chain.head, {**last.rows, **answers}, reasons, checking)


def _said_since(record: ReturnRecord, last: Recent) -> tuple[dict[str, Kept], dict[tuple[str, str], Explained]] | None:
    """The answers and reasons given since; None where the history is another one, or tells of anything else."""
    answers: dict[str, Kept] = {}
    reasons: dict[tuple[str, str], Explained] = {}
    if record.chain.head == last.head:
        return answers, reasons
    (digest, *_), *events = _events_from(record.subject, last.length) or [("",)]
    if digest != last.head or len(events) < record.chain.length - last.length:
        return None
    for _, verb, about, payload, actor, at in events:
        said = json.loads(payload)
        if verb in (ANSWERED, CLEARED):
            answers[about] = Kept(about, said["after"], said["version"], said["origin"], actor, at)
        elif verb == EXPLAINED:
            key = (said["code"], about)
            reasons[key] = Explained(*key, said["after"], said["version"], actor, at)
        elif verb not in ASIDE:
            return None
    return answers, reasons


def _said(reasons: Mapping[tuple[str, str], Explained]) -> tuple[Reason, ...]:
    return tuple(Reason(row.code, row.where, row.text) for row in reasons.values() if row.text)
