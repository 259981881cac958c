"""A kind of mistake that people make in returns, and what looks like it and is none."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from random import Random

from concordat.periods import Quarter
from concordat.questionnaires.answers import AnswerSet, read_answer
from concordat.returns.place_return import Return

FAULT, TWIN = "fault", "twin"
# Parts of a return whose answers no check reads together, so that one place can carry a fault in each.
LANES = (
    "cover",
    "budget",
    "conditions",
    "money",
    "metrics",
    "year-end",
    "additional.budgets",
    "additional",
    "narrative",
)


@dataclass(frozen=True)
class Change:
    """What is typed instead, by question id, None where nothing is; `where` is the place it is about."""

    where: str
    answers: Mapping[str, object]
    printed: Mapping[str, str] = field(default_factory=dict)


Pair = tuple[Change, Change]
Spoil = Callable[[Return, Random], Pair | None]


@dataclass(frozen=True)
class Kind:
    """A kind of fault: the code under which it has to be found, and fault and twin in words.

    `spoil` makes the two for a return, or None where the kind does not arise there. `lanes` are parts of a return that
    a check reads together with the answers changed.
    """

    id: str
    code: str
    fault: str
    twin: str
    spoil: Spoil
    lanes: frozenset[str] = frozenset()


def kind(code: str, *, fault: str, twin: str, lanes: tuple[str, ...] = ()) -> Callable[[Spoil], Kind]:
    """Make a kind of the function under it, which names it."""

    def made(spoil: Spoil) -> Kind:
        return Kind(spoil.__name__.replace("_", "-"), code, fault, twin, spoil, frozenset(lanes))

    return made


def apply_change(ret: Return, change: Change) -> Return:
    """The return with a change typed in. Totals that the place's own form shows go where a figure in them changed."""
    answers, unplaced = dict(ret.answers.answers), dict(ret.answers.unplaced)
    for id, raw in change.answers.items():
        question = ret.form.questions.get(id)
        if question is None:
            unplaced[id] = raw
        elif raw is None:
            answers.pop(id, None)
        else:
            answers[id] = read_answer(question, raw)
    stale = _derived_from(ret, change)
    printed = {id: shown for id, shown in ret.printed.items() if id not in stale} | dict(change.printed)
    return replace(ret, answers=replace(ret.answers, answers=answers, unplaced=unplaced), printed=printed)


def lanes_of(kind: Kind, change: Change) -> frozenset[str]:
    """The parts of a return that a change touches."""
    ids = (*change.answers, *change.printed, change.where)
    return kind.lanes | {max((lane for lane in LANES if id.startswith(lane)), key=len, default=id) for id in ids}


def previous(ret: Return) -> AnswerSet | None:
    """The answers of the quarter before, where they are there."""
    return ret.answers.previous


def quarter_of(ret: Return) -> int:
    """1 to 4."""
    assert isinstance(ret.form.period, Quarter), ret.form.id
    return ret.form.period.number


def whole(ret: Return, id: str) -> int:
    """A figure in whole numbers; 0 where there is none."""
    value = ret.answers.known(id)
    return int(value) if isinstance(value, int | Decimal) else 0


def _derived_from(ret: Return, change: Change) -> set[str]:
    return {id for id in ret.printed if any(changed in change.answers for changed in _parts(ret, id))}


def _parts(ret: Return, id: str) -> Iterator[str]:
    if series := ret.form.series.get(id):
        yield from series.questions
    question = ret.form.questions.get(id)
    if question and question.rate:
        yield from (question.rate.of, question.rate.population)
