"""What happened to a return, as sentences with what it was before and after."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from concordat.history.models import Event
from concordat.questionnaires.answers import read_answer
from concordat.questionnaires.form import Questionnaire
from concordat.questionnaires.kinds import format_value
from concordat.returns.former import find_question_of_any_version, name_of_any_version
from concordat.returns.replay import PREFILLED
from concordat.returns.views.shown.pages import Pages
from concordat.returns.views.shown.said import said_origin
from concordat.returns.views.shown.said_times import said_moment
from concordat.returns.views.shown.words_changed import Part, compare_words

# What was done, after who did it; {…} are the particulars of the event.
SENTENCES = {
    "opened": "opened the return",
    "prefilled": "had the answer filled in from {origin}",
    "answered": "answered",
    "cleared": "took the answer back",
    "kept": "kept this answer after both had changed it",
    "moved": "carried the answer over from {was}, as the question was in the form before",
    "remarked": "remarked",
    "resolved": "resolved a remark",
    "explained": "gave the reason for “{code}”",
    "assigned": "asked {to}",
    "chased": "reminded {to}",
    "handed-back": "handed it back",
    "completed": "said that it is done",
    "asked-to-sign": "asked {to} to sign for {body}",
    "ended": "ended what {to} was asked, as the form no longer asks it",
    "signed": "signed for {body}",
    "voided": "a change voided the signature of {name} for {body}",
    "ratified": "ratified the signature of {name} for {body}",
    "submitted": "submitted the return, number {number}",
    "extended": "extended the deadline",
    "applied": "took in {answers} answers of the workbook {file}",
    "carried-over": "carried the return over from version {before} to {after} of the form",
}
CHANGES = ("answered", "cleared", "prefilled", "explained")
WORDS = ("text", "words", "reason")  # the particulars that people wrote


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event. `text` is what its person wrote; `before` and `after` are there for a change; `parts` for a text."""

    number: int
    when: str
    who: str
    what: str
    about: str
    href: str
    text: str
    is_change: bool
    before: str
    after: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class EventGroup:
    """Events that were one deed: several answers filled in at once. `lines` has one where it was a single event."""

    summary: str
    lines: tuple[EventLine, ...]

    @property
    def is_single(self) -> bool:
        return len(self.lines) == 1


def event_groups(events: Iterable[Event], form: Questionnaire, pages: Pages, now: datetime) -> Iterator[EventGroup]:
    """Events as they were done: what was filled in at one moment stands together."""
    for (_, at, _), run in groupby(events, key=_deed):
        lines = tuple(event_line(one, form, pages, now) for one in run)
        yield EventGroup(f"{len(lines)} answers were filled in, {said_moment(at, now)}", lines)


def event_line(event: Event, form: Questionnaire, pages: Pages, now: datetime) -> EventLine:
    """One event as a line."""
    said = event.said
    before, after = (_as_words(form, event.about, said.get(name)) for name in ("before", "after"))
    if event.verb == "kept":
        before, after = _as_words(form, event.about, said.get("dropped")), ""
    known = event.about in form.questions
    return EventLine(
        event.sequence,
        said_moment(event.at, now),
        event.actor + (f", {event.body}" if event.body else ""),
        _sentence(event.verb, said, form),
        _name(form, event.about),
        pages.answer(event.about) if known else "",
        next((str(said[name]) for name in WORDS if said.get(name)), ""),
        event.verb in CHANGES or event.verb == "kept",
        before,
        after,
        compare_words(before, after) if event.verb in CHANGES else (),
    )


def _deed(event: Event) -> tuple[str, datetime, int]:
    """What events have in common that are shown together; every other one stands by itself."""
    return (event.verb, event.at, 0 if event.verb == PREFILLED else event.sequence)


def _name(form: Questionnaire, about: str) -> str:
    """What an event is about: a section, or a question of the form or an earlier version; nothing where none is."""
    name = name_of_any_version(form, about)
    return name if name != about or about in form.known_ids else ""


def _sentence(verb: str, said: Mapping[str, Any], form: Questionnaire) -> str:
    known = {name: str(value) for name, value in said.items() if not isinstance(value, list | dict)}
    if "was" in known:
        known["was"] = f"“{name_of_any_version(form, known['was'])}”"
    if known.get("origin"):
        known["origin"] = said_origin(known["origin"])
        if verb == "answered":
            return f"took over the answer from {known['origin']}"
    return SENTENCES.get(verb, verb).format_map(_Given(known))


class _Given(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def _as_words(form: Questionnaire, about: str, text: object) -> str:
    """An answer as the field writes it; anything else as it is."""
    question = find_question_of_any_version(form, about)
    if not isinstance(text, str) or not text:
        return ""
    value = read_answer(question, text).value if question and question.kind != "derived" else None
    return text if value is None or question is None else format_value(question, value)
