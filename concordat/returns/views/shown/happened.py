"""What happened to a return, a line for each thing that somebody did, those done together told together."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from concordat.frameworks.forms import load_form
from concordat.history.models import Event
from concordat.questionnaires.form import Questionnaire
from concordat.returns.former import name_of_any_version
from concordat.returns.views.shown.pages import Pages

TOGETHER = timedelta(minutes=30)  # things of one kind done by one person in this time make one line
NAMED = 2  # questions named on one line

_DID: dict[str, Callable[[Event], str]] = {
    "opened": lambda event: "opened it",
    "submitted": lambda event: f"submitted it (submission {event.said.get('number', '')})",
    "signed": lambda event: f"signed for {event.said.get('body', '')}",
    "asked-to-sign": lambda event: f"asked for the signature of {event.said.get('body', '')}",
    "voided": lambda event: f"made the signature of {event.said.get('name', '')} fall by a change",
    "ratified": lambda event: f"recorded that {event.said.get('body', '')} ratified a signature",
    "extended": lambda event: "extended the deadline",
    "applied": lambda event: f"took in the workbook {event.said.get('file', '')}",
    "carried-over": lambda event: f"carried it over to version {event.said.get('after', '')} of the form",
}
_ABOUT = {
    "remarked": "remarked on",
    "resolved": "resolved a remark on",
    "explained": "gave a reason for a finding on",
    "assigned": "assigned",
    "chased": "sent a reminder about",
    "handed-back": "handed back",
    "completed": "completed",
    "ended": "no longer asks for",
    "kept": "kept the answer of somebody else to",
}


@dataclass(frozen=True, slots=True)
class Happened:
    """One line: who did what to which form, when, and where the difference can be seen."""

    who: str
    what: str
    form: str
    at: datetime
    href: str


def lines_of_events(place: str, events: Iterable[Event], most: int = 6) -> list[Happened]:
    """The latest things that happened, from events with the latest first."""
    return [_line(place, group) for group in _together(events)[:most]]


def _together(events: Iterable[Event]) -> list[list[Event]]:
    groups: list[list[Event]] = []
    for event in events:
        last = groups[-1][-1] if groups else None
        if last and _kind(last) == _kind(event) and event.verb not in _DID and last.at - event.at <= TOGETHER:
            groups[-1].append(event)
        else:
            groups.append([event])
    return groups


def _kind(event: Event) -> tuple[str, str, str]:
    return event.subject, event.actor_id, event.verb


def _line(place: str, group: Sequence[Event]) -> Happened:
    event = group[0]
    form = load_form(event.subject.rpartition("/")[2])
    pages = Pages(place, form.id)
    about = list(dict.fromkeys(one.about for one in group))
    told = _DID.get(event.verb)
    what = told(event) if told else f"{_ABOUT.get(event.verb, 'changed')} {_names(form, about)}"
    one_answer = len(about) == 1 and about[0] in form.questions
    return Happened(event.actor, what, form.title, event.at, pages.answer(about[0]) if one_answer else pages.history)


def _names(form: Questionnaire, about: Sequence[str]) -> str:
    names = [_name(form, id) for id in about]
    if len(names) <= NAMED:
        return " and ".join(names)
    return f"{len(names)} answers, {names[0]} among them"


def _name(form: Questionnaire, id: str) -> str:
    """The title of a section, or a question's name between quotation marks."""
    section = next((one.title for one in form.sections if one.id == id), "")
    return section or f"“{name_of_any_version(form, id)}”"
