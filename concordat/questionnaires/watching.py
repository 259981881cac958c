"""What was worked out from answers, with which answers it looked at: so that a change costs only what depends on it.

Nothing says beforehand what a piece of work depends on. The answers that it asks for are noted while it runs; as long
as none of those changes, it would ask for the same ones again and come to the same result.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Generic, TypeVar

from concordat.questionnaires.answers import Answer, AnswerSet

Subject = TypeVar("Subject")
Result = TypeVar("Result")

ALL = ""  # stands for every answer, where somebody went through them


@dataclass(frozen=True, slots=True)
class Worked(Generic[Result]):
    """Results in the order of the work. `seen` are the ids of the answers, there or missing, that each follows from;
    `readers` are the numbers of the results that follow from each answer."""

    results: tuple[Result, ...]
    seen: tuple[frozenset[str], ...]
    readers: Mapping[str, frozenset[int]]

    def following_from(self, changed: Iterable[str]) -> list[int]:
        """The numbers of the results that may be others, now that the answers to some questions are."""
        nothing: frozenset[int] = frozenset()
        return sorted(nothing.union(*(self.readers.get(id, nothing) for id in (*changed, ALL))))


def work_out(
    works: Sequence[Callable[[Subject], Result]], answers: AnswerSet, subject: Callable[[AnswerSet], Subject]
) -> Worked[Result]:
    """The result of each piece of work; `subject` makes of answers what the work is done on."""
    watched = _Watched(answers)
    on = subject(watched.answers)
    done = [watched.do(work, on) for work in works]
    seen = tuple(seen for _, seen in done)
    return Worked(tuple(result for result, _ in done), seen, _readers_of(seen))


def renew(
    before: Worked[Result],
    works: Sequence[Callable[[Subject], Result]],
    answers: AnswerSet,
    subject: Callable[[AnswerSet], Subject],
    changed: Iterable[str],
) -> Worked[Result]:
    """The results for answers that differ in `changed` alone from those that `before` was worked out from."""
    watched = _Watched(answers)
    on = subject(watched.answers)
    results, seen = list(before.results), list(before.seen)
    results, seen, again = list(before.results), list(before.seen), before.following_from(changed)
    for number in again:
        results[number], seen[number] = watched.do(works[number], on)
    if all(seen[number] is before.seen[number] for number in again):
        return Worked(tuple(results), before.seen, before.readers)
    return Worked(tuple(results), tuple(seen), _readers_of(tuple(seen)))


@lru_cache(maxsize=10_000)
def _one_of(ids: frozenset[str]) -> frozenset[str]:
    """One object for all that are equal: the same work mostly looks at the same answers, whosever they are."""
    return ids


@lru_cache(maxsize=1_000)
def _readers_of(seen: tuple[frozenset[str], ...]) -> Mapping[str, frozenset[int]]:
    readers: dict[str, set[int]] = {}
    for number, ids in enumerate(seen):
        for id in ids:
            readers.setdefault(id, set()).add(number)
    return {id: frozenset(numbers) for id, numbers in readers.items()}


class _Watched(Mapping[str, Answer]):
    """The answers of a set, noting which of them are asked for."""

    def __init__(self, answers: AnswerSet) -> None:
        self._given = answers.answers
        self._seen: set[str] = set()
        self.answers = replace(answers, answers=self)

    def do(self, work: Callable[[Subject], Result], on: Subject) -> tuple[Result, frozenset[str]]:
        """Do one piece of work on what was made of `answers`: its result, and what it asked for."""
        self._seen = set()
        self.answers.states.clear()  # or what was seen for an earlier piece of work would not be noted for this one
        result = work(on)
        return result, _one_of(frozenset(self._seen))

    def __getitem__(self, id: str) -> Answer:
        self._seen.add(id)
        return self._given[id]

    def __contains__(self, id: object) -> bool:
        self._seen.add(str(id))
        return id in self._given

    def __iter__(self) -> Iterator[str]:
        self._seen.add(ALL)
        return iter(self._given)

    def __len__(self) -> int:
        self._seen.add(ALL)
        return len(self._given)
