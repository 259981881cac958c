"""A roll-up: what the returns of many places say together, with the names behind each number."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from concordat.questionnaires.form import Question, Questionnaire, Series
from concordat.rollups.coverage import Coverage, Group, Named


@dataclass(frozen=True)
class Counted:
    """The answers to one choice, each with the places behind it; `unanswered` are the returns without one."""

    question: Question
    answers: Mapping[str, tuple[Named, ...]]
    unanswered: tuple[Named, ...]

    def count(self, answer: str) -> Decimal:
        """Places, a straddling one counting with its share."""
        return sum((named.share for named in self.answers[answer]), Decimal(0))

    @cached_property
    def total(self) -> Decimal:
        return sum((self.count(answer) for answer in self.answers), Decimal(0))

    def share(self, answer: str) -> Decimal | None:
        """Of those that answered, 0 to 1."""
        return self.count(answer) / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class Added:
    """A figure added up, with the number of places that gave it and the names of those that did not."""

    id: str
    label: str
    total: Decimal
    given: int
    lacking: tuple[Named, ...]


@dataclass(frozen=True)
class AddedSeries:
    """Figures over periods added up; `difference` is this series less the first of its group, where both are given.

    The difference is that of the places that gave both figures, so that a missing return is no difference.
    """

    series: Series
    kind: str  # money or count
    cells: tuple[Added, ...]
    year: Decimal | None  # where every cell has a figure from every place that returned
    against: str = ""
    difference: tuple[Decimal | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A rate or a percentage made anew from the sums of what it is made of, never averaged.

    `of` says what the numerator counts, `among` what the denominator does.
    """

    id: str
    label: str
    of: str
    among: str
    numerator: Decimal
    denominator: Decimal
    per: int
    value: Decimal | None
    given: int
    lacking: tuple[Named, ...]


@dataclass(frozen=True)
class RollUp:
    """What the returns to one form say for one group of places."""

    form: Questionnaire
    group: Group
    coverage: Coverage
    completion: Mapping[str, tuple[int, int]]
    counted: tuple[Counted, ...]
    series: tuple[AddedSeries, ...]
    added: tuple[Added, ...]
    recomputed: tuple[Recomputed, ...]

    def matrix(self, id: str) -> tuple[Counted, ...]:
        """The cells of a matrix, in order."""
        return tuple(one for one in self.counted if one.question.series == id)

    def plain_counts(self) -> tuple[Counted, ...]:
        """The choices that are no cell of a matrix, in order."""
        return tuple(one for one in self.counted if one.question.series is None)
