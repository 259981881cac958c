"""Two people on one answer: the second to save sees both values, and nothing is written until they choose."""

from dataclasses import dataclass
from datetime import datetime

from concordat.questionnaires.answers import Answer


@dataclass(frozen=True, slots=True)
class Saved:
    """An answer that is kept: its text, the version it has now, and how it reads.

    `changed` is False where the same was there already; `voided` counts the signatures that fell with the change.
    """

    question: str
    text: str
    version: int
    who: str
    when: datetime
    answer: Answer | None = None
    changed: bool = True
    voided: int = 0


@dataclass(frozen=True, slots=True)
class Conflict:
    """An answer that changed under whoever meant to save it. `version` is the one to expect when deciding."""

    question: str
    yours: str
    theirs: str
    version: int
    who: str
    when: datetime
