"""Many answers that were sent together: each is saved by itself, and what cannot be is handed back with the reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from concordat.accounts.access import By
from concordat.accounts.refused import Refused
from concordat.returns.access.values import earlier_returns, form_for
from concordat.returns.actions.save_answer import resolve_conflict, save_answer
from concordat.returns.conflict import Conflict, Saved
from concordat.returns.models import AnswerRow, ReturnRecord


@dataclass(frozen=True, slots=True)
class Given:
    """One answer as it was sent: its text and the version that was seen.

    `keep` is `mine` or `theirs` where a conflict was decided, which `version` then is the version of; `origin` says
    where a text comes from that nobody typed.
    """

    question: str
    text: str
    version: int
    keep: str = ""
    origin: str = ""


@dataclass(frozen=True)
class SectionSaved:
    """What became of answers that were sent together. `refused` says why by question; `typed` is what was sent."""

    saved: tuple[Saved, ...]
    conflicts: Mapping[str, Conflict]
    refused: Mapping[str, str]
    typed: Mapping[str, str]

    @property
    def is_whole(self) -> bool:
        """Whether everything was saved."""
        return not self.conflicts and not self.refused

    @property
    def fell(self) -> int:
        """How many signatures fell."""
        return sum(one.voided for one in self.saved)

    @property
    def unfit(self) -> tuple[str, ...]:
        """The questions whose answers were saved although they do not fit."""
        return tuple(one.question for one in self.saved if one.answer and one.answer.misfit)


def save_section(*, record: ReturnRecord, given: Iterable[Given], by: By) -> SectionSaved:
    """Save answers one by one, each in a transaction of its own: what one of them meets holds up no other."""
    saved: list[Saved] = []
    conflicts: dict[str, Conflict] = {}
    refused: dict[str, str] = {}
    answers = list(given)
    for one in answers:
        try:
            result = _save(record, one, by)
        except Refused as why:
            refused[one.question] = str(why)
            continue
        if isinstance(result, Conflict):
            conflicts[one.question] = result
        else:
            saved.append(result)
    lost = {*conflicts, *refused}
    return SectionSaved(
        tuple(saved), conflicts, refused, {one.question: one.text for one in answers if one.question in lost}
    )


def copy_missing(*, record: ReturnRecord, questions: Iterable[str], by: By) -> SectionSaved:
    """Answer those questions that are empty as the period before did; the others stay as they are."""
    before = earlier_returns([record])[record.pk]
    last = form_for(record).earlier[-1:]
    said = next((ret for ret in before if (ret.form.id,) == last), None)
    rows = {row.question: row for row in AnswerRow.objects.filter(record=record)}
    empty = [id for id in questions if said and said.answers.text(id) and not (id in rows and rows[id].text)]
    given = [
        Given(id, said.answers.text(id), rows[id].version if id in rows else 0, origin=said.form.id)
        for id in empty
        if said
    ]
    return save_section(record=record, given=given, by=by)


def _save(record: ReturnRecord, one: Given, by: By) -> Saved | Conflict:
    if one.keep:
        return resolve_conflict(
            record=record, question=one.question, keep=one.keep, value=one.text, seen_version=one.version, by=by
        )
    return save_answer(
        record=record,
        question=one.question,
        value=one.text,
        expected_version=one.version,
        by=by,
        origin=one.origin,
    )
