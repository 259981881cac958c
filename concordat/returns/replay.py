"""What the history of a return says its answers are: every event about an answer, played from the first to the last."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

PREFILLED, ANSWERED, CLEARED, MOVED = "prefilled", "answered", "cleared", "moved"
ABOUT_ANSWERS = (PREFILLED, ANSWERED, CLEARED, MOVED)
ASKED_TO_SIGN = "asked-to-sign"
EXPLAINED = "explained"  # a reason was given to a finding, or taken back
# What changes no answer and no reason. A verb that is not named here may, as far as anybody knows who reads events.
_TALK = ("remarked", "resolved", "assigned", "chased", "handed-back", "completed", "ended", "kept", "applied")
ASIDE = frozenset([*_TALK, ASKED_TO_SIGN, "signed", "ratified", "voided", "submitted", "extended"])


@dataclass(frozen=True, slots=True)
class AnswerEvent:
    """An event as it is played: its verb, the question it is about, and its particulars."""

    verb: str
    about: str
    said: Mapping[str, Any]


def replay_answers(events: Iterable[AnswerEvent]) -> dict[str, str]:
    """Question to text, of every answer that stands when all events, in order, are played."""
    answers: dict[str, str] = {}
    for event in events:
        if event.verb == MOVED:
            answers[event.about] = answers.pop(event.said["was"], "")
        elif event.verb in ABOUT_ANSWERS:
            answers[event.about] = event.said["after"]
    return {question: text for question, text in answers.items() if text}


def find_unrecorded(history: Mapping[str, str], kept: Mapping[str, str]) -> list[str]:
    """The questions whose answer is not what history says, in order: somebody changed it past the site."""
    return sorted(id for id in {*history, *kept} if history.get(id, "") != kept.get(id, ""))
