"""A questionnaire as it is asked in one period: its sections, its questions and what ties them together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from concordat.periods import Period

Condition = tuple[str, frozenset[str]]  # a question's id and the answers under which something holds


@dataclass(frozen=True, slots=True)
class Options:
    """The words that a choice may be answered with.

    `best_to_worst` ranks them where that means something; `means` gives an option a meaning that rules can rely on
    without knowing its words; a list that is not `verified` against its source admits other words too.
    """

    values: tuple[str, ...]
    best_to_worst: tuple[str, ...] = ()
    means: Mapping[str, str] = field(default_factory=dict)
    verified: bool = True

    def rank(self, value: object) -> int | None:
        """0 for the best; None where the option has no rank."""
        return self.best_to_worst.index(value) if isinstance(value, str) and value in self.best_to_worst else None


@dataclass(frozen=True, slots=True)
class Rate:
    """A derived rate: the answer to `of` for every `per` people, the people being the answer to `population`."""

    of: str
    population: str
    per: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """When a comment is wanted: some figures differ from another figure by more than `rounding`.

    `figures` and `from_figures` are ids of questions, or of series, which stand for their total.
    """

    figures: tuple[str, ...]
    from_figures: tuple[str, ...]
    rounding: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a form, in one period, under an id that stays the same from period to period."""

    id: str
    section: str
    kind: str
    label: str
    item: str = ""  # what it is about where the same question is asked of many things: a condition, a metric
    help: str = ""
    options: Options | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    limit: int | None = None  # characters of a text
    words: tuple[str, ...] = ()  # words that may stand instead of a value, such as Live for a date
    counted: bool = True
    applies: tuple[Condition, ...] = ()  # all must hold
    wanted: tuple[Wanted, ...] = ()  # any suffices
    beside: bool = False  # earlier answers are shown beside it
    amends: bool = False  # an earlier period's figure may be amended here
    prefill: str | None = None
    bound: str | None = None
    publish: bool = True
    steady: bool = False  # a text that may well stay the same from period to period
    explained_by: str | None = None  # the question that explains a change of this one
    ahead: tuple[Condition, ...] | None = None  # a date that lies ahead, unless one of these holds
    rate: Rate | None = None
    series: str | None = None  # the series or matrix it belongs to
    row: tuple[str, ...] = ()  # all questions of its row, where the row is there to be added
    was: str | None = None  # its id in the version before

    @property
    def name(self) -> str:
        """What to call it in a message."""
        return f"{self.item}: {self.label}" if self.item and self.item != self.label else self.label


@dataclass(frozen=True, slots=True)
class Series:
    """One figure over several periods, or one matrix over rows and columns: the ids of its questions, in order."""

    id: str
    label: str
    questions: tuple[str, ...]
    totalled: bool
    item: str = ""

    @property
    def name(self) -> str:
        return f"{self.item}: {self.label}" if self.item else self.label


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a form that one person or body can be asked to fill."""

    id: str
    title: str
    questions: tuple[str, ...]


@dataclass(frozen=True, eq=False)  # one form is one object: compared and cached by identity
class Questionnaire:
    """A form as it is asked: of one period where it is periodic, else once.

    `earlier` are the ids of the forms of the periods before, in order; `known_ids` are the questions and series that
    this period or one of those asks for, which a rule may look back to; `checks` are the bindings of rules to
    questions, each a mapping with the rule's name under `rule`, which the room that owns the rules reads.
    """

    id: str
    title: str
    version: int
    source: str
    period: Period | None
    framework: str | None
    sections: tuple[Section, ...]
    questions: Mapping[str, Question]
    series: Mapping[str, Series]
    earlier: tuple[str, ...] = ()
    known_ids: frozenset[str] = frozenset()
    checks: tuple[Mapping[str, Any], ...] = ()

    def in_section(self, section: str) -> Iterable[Question]:
        """The questions of a section, in order."""
        return (self.questions[id] for found in self.sections if found.id == section for id in found.questions)

    @cached_property
    def asked(self) -> tuple[Question, ...]:
        """Every question that a person answers (derived ones are calculated), in order."""
        return tuple(question for question in self.questions.values() if question.kind != "derived")

    @cached_property
    def counted(self) -> tuple[Question, ...]:
        """Every question that has to be answered, in order."""
        return tuple(question for question in self.asked if question.counted)

    def of_kind(self, *kinds: str) -> tuple[Question, ...]:
        """The questions of some kinds, in order."""
        if kinds not in self._by_kinds:
            self._by_kinds[kinds] = tuple(question for question in self.asked if question.kind in kinds)
        return self._by_kinds[kinds]

    @cached_property
    def _by_kinds(self) -> dict[tuple[str, ...], tuple[Question, ...]]:
        return {}

    @cached_property
    def ranked(self) -> tuple[Question, ...]:
        """The choices whose options are ranked from best to worst, in order."""
        return tuple(question for question in self.asked if question.options and question.options.best_to_worst)

    @cached_property
    def conditional(self) -> tuple[Question, ...]:
        """The questions that apply only under some answers, in order."""
        return tuple(question for question in self.asked if question.applies)

    def name_of(self, id: str) -> str:
        """What to call a question, a series or a section in a message; the id itself where it is none of them."""
        if id in self.questions:
            return self.questions[id].name
        if id in self.series:
            return self.series[id].name
        return next((section.title for section in self.sections if section.id == id), id)
