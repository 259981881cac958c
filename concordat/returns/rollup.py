"""Roll-ups: what the returns of many places say together, with the names behind each number and how much is covered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from concordat.places.area import Area
from concordat.questionnaires.completion import calculate_completion
from concordat.questionnaires.form import Question, Questionnaire, Series
from concordat.questionnaires.kinds import Value
from concordat.returns.place_return import Return

WHOLE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Group:
    """A set of places that is rolled up: its name, and the share of each place's people that is in it."""

    kind: str
    name: str
    shares: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Named:
    """A place behind a number, with the share of it that counts."""

    slug: str
    name: str
    share: Decimal = WHOLE


@dataclass(frozen=True)
class Coverage:
    """How much of a group its returns stand for.

    `population` is the share of the group's people who live in places that returned, 0 to 1, or None where no place
    of the group has a population; `basis` says whose estimate that is, `uncounted` which places it leaves out.
    """

    returned: tuple[Named, ...]
    missing: tuple[Named, ...]
    late: tuple[tuple[Named, int], ...]  # days after the day it was due
    undated: tuple[Named, ...]  # returned, and nothing says when
    due: date | None
    population: float | None
    basis: str
    uncounted: tuple[Named, ...] = ()

    @property
    def expected(self) -> int:
        return len(self.returned) + len(self.missing)

    def __str__(self) -> str:
        people = "" if self.population is None else f", {_percent(self.population)} of population"
        return f"{len(self.returned)} of {self.expected} areas{people}"


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
    cells: tuple[Added, ...]
    year: Decimal | None  # where every cell has a figure from every place that returned
    against: str = ""
    difference: tuple[Decimal | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A rate or a percentage made anew from the sums of what it is made of, never averaged."""

    id: str
    label: str
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


def roll_up(returns: Sequence[Return], group: Group, areas: Iterable[Area], weights: "Weights") -> RollUp:
    """Roll up the returns to one form for one group of places.

    `returns`: at most one for each place, all to one form. `areas`: every place that is expected to return, of which
    the group takes those it has a share in. Raises ValueError where there is no return, or two forms.
    """
    forms = {ret.form for ret in returns}
    if len(forms) != 1:
        raise ValueError(f"A roll-up is of one form; these returns are to {len(forms)}.")
    form = forms.pop()
    inside = [ret for ret in returns if ret.place and ret.place.slug in group.shares]
    gathered = _Gathered(form, inside, group)
    return RollUp(
        form=form,
        group=group,
        coverage=_coverage(inside, group, areas, weights),
        completion=_completion(inside),
        counted=tuple(gathered.count_answers()),
        series=tuple(gathered.add_series()),
        added=tuple(gathered.add_figures()),
        recomputed=tuple(gathered.recompute()),
    )


@dataclass(frozen=True, slots=True)
class Weights:
    """People by place, for a share of population, and whose estimate they are."""

    people: Mapping[str, int]
    basis: str


class _Gathered:
    """The values of one group's returns by question, gathered once."""

    def __init__(self, form: Questionnaire, returns: Sequence[Return], group: Group) -> None:
        self.form = form
        self.returns = returns
        self.names = [
            Named(ret.place.slug, ret.place.name, group.shares[ret.place.slug]) for ret in returns if ret.place
        ]

    def values(self, id: str) -> list[Value | None]:
        return [ret.answers.known(id) for ret in self.returns]

    def count_answers(self) -> Iterable[Counted]:
        for question in self.form.asked:
            if question.options is None:
                continue
            answers: dict[str, list[Named]] = {option: [] for option in question.options.values}
            unanswered = []
            for named, value in zip(self.names, self.values(question.id), strict=True):
                if isinstance(value, str):
                    answers.setdefault(value, []).append(named)
                else:
                    unanswered.append(named)
            yield Counted(question, {answer: tuple(names) for answer, names in answers.items()}, tuple(unanswered))

    def add(self, id: str, label: str) -> Added:
        total, lacking = Decimal(0), []
        for named, value in zip(self.names, self.values(id), strict=True):
            if isinstance(value, (int, Decimal)):
                total += value * named.share
            else:
                lacking.append(named)
        return Added(id, label, total, len(self.names) - len(lacking), tuple(lacking))

    def add_series(self) -> Iterable[AddedSeries]:
        """The series of figures, also those that only an earlier period was asked for (a plan), first things first."""
        first_of: dict[str, Series] = {}
        for series in self._known_series().values():
            cells = tuple(self.add(id, id.rpartition(".")[2]) for id in series.questions)
            whole = all(not cell.lacking for cell in cells) and len(cells) == self._periods(series)
            first = first_of.setdefault(series.id.rpartition(".")[0], series)
            year = sum((cell.total for cell in cells), Decimal(0)) if whole and self.names else None
            if first is series:
                yield AddedSeries(series, cells, year)
            else:
                difference = tuple(self._difference(series, first, number) for number in range(len(cells)))
                yield AddedSeries(series, cells, year, first.label, difference)

    def _known_series(self) -> dict[str, Series]:
        forms = [said.form for ret in self.returns for said in ret.answers.earlier] + [self.form]
        found: dict[str, Series] = {}
        for form in dict.fromkeys(forms):
            found |= form.series
        shown = {id: one for id, one in found.items() if not self._is_matrix(one)}
        return {id: self.form.series.get(id, one) for id, one in shown.items()}

    def _is_matrix(self, series: Series) -> bool:
        question = self.form.questions.get(series.questions[0])
        return question is not None and question.options is not None

    def _periods(self, series: Series) -> int:
        return (
            max(len(one.questions) for one in self._known_series().values() if one.totalled) if series.totalled else 0
        )

    def _difference(self, series: Series, first: Series, number: int) -> Decimal | None:
        if number >= len(first.questions):
            return None
        pairs = zip(
            self.names, self.values(series.questions[number]), self.values(first.questions[number]), strict=True
        )
        differences = [
            (value - other) * named.share
            for named, value, other in pairs
            if isinstance(value, (int, Decimal)) and isinstance(other, (int, Decimal))
        ]
        return sum(differences, Decimal(0)) if differences else None

    def add_figures(self) -> Iterable[Added]:
        for question in self.form.asked:
            if question.kind in ("money", "count") and question.series is None:
                yield self.add(question.id, question.name)

    def recompute(self) -> Iterable[Recomputed]:
        for question in self.form.questions.values():
            if question.rate:
                yield self._ratio(question, question.rate.of, question.rate.population, question.rate.per)
        for check in self.form.checks:
            if check["rule"] == "percentage-of-count":
                yield self._mean_percentage(self.form.questions[check["percentage"]], check["of"])

    def _ratio(self, question: Question, of: str, per_id: str, per: int) -> Recomputed:
        pairs = [
            (named, value, base)
            for named, value, base in zip(self.names, self.values(of), self.values(per_id), strict=True)
            if isinstance(value, (int, Decimal)) and isinstance(base, (int, Decimal)) and base
        ]
        top = sum((Decimal(value) * named.share for named, value, _ in pairs), Decimal(0))
        bottom = sum((Decimal(base) * named.share for named, _, base in pairs), Decimal(0))
        return self._recomputed(question, top, bottom, per, [named for named, _, _ in pairs])

    def _mean_percentage(self, question: Question, of: str) -> Recomputed:
        """Percentages brought back to the people they are of, added, and made a percentage again."""
        pairs = [
            (named, share, count)
            for named, share, count in zip(self.names, self.values(question.id), self.values(of), strict=True)
            if isinstance(share, Decimal) and isinstance(count, int)
        ]
        top = sum((share * count / 100 * named.share for named, share, count in pairs), Decimal(0))
        bottom = sum((Decimal(count) * named.share for named, _, count in pairs), Decimal(0))
        return self._recomputed(question, top, bottom, 100, [named for named, _, _ in pairs])

    def _recomputed(
        self, question: Question, top: Decimal, bottom: Decimal, per: int, given: Sequence[Named]
    ) -> Recomputed:
        lacking = tuple(named for named in self.names if named not in given)
        value = top * per / bottom if bottom else None
        return Recomputed(question.id, question.name, top, bottom, per, value, len(given), lacking)


def _coverage(returns: Sequence[Return], group: Group, areas: Iterable[Area], weights: Weights) -> Coverage:
    by_slug = {ret.place.slug: ret for ret in returns if ret.place}
    expected = [Named(area.slug, area.name, group.shares[area.slug]) for area in areas if area.slug in group.shares]
    returned = tuple(named for named in expected if named.slug in by_slug)
    late, undated = [], []
    due = returns[0].due if returns else None
    for named in returned:
        submitted = by_slug[named.slug].submitted
        if submitted is None:
            undated.append(named)
        elif due and submitted > due:
            late.append((named, (submitted - due).days))
    people = {
        named.slug: float(named.share) * weights.people[named.slug]
        for named in expected
        if named.slug in weights.people
    }
    everyone = sum(people.values())
    return Coverage(
        returned=returned,
        missing=tuple(named for named in expected if named.slug not in by_slug),
        late=tuple(sorted(late, key=lambda pair: -pair[1])),
        undated=tuple(undated),
        due=due,
        population=sum(people.get(named.slug, 0) for named in returned) / everyone if everyone else None,
        basis=weights.basis,
        uncounted=tuple(named for named in expected if named.slug not in weights.people),
    )


def _completion(returns: Sequence[Return]) -> dict[str, tuple[int, int]]:
    sums: dict[str, tuple[int, int]] = {}
    for ret in returns:
        for section, (answered, asked) in calculate_completion(ret.answers).items():
            before = sums.get(section, (0, 0))
            sums[section] = (before[0] + answered, before[1] + asked)
    return sums


def _percent(share: float) -> str:
    """A share as per cent: whole, but never 0% of something or 100% of nearly all."""
    if 0 < share < 0.01 or 0.99 < share < 1:
        return f"{100 * share:.1f}%"
    return f"{100 * share:.0f}%"
