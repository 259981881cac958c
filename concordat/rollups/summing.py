"""How a roll-up is made: answers counted, figures added, rates made anew from the sums of their parts."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cached_property

from concordat.places.area import Area
from concordat.questionnaires.completion import calculate_completion
from concordat.questionnaires.form import Question, Questionnaire, Series
from concordat.questionnaires.kinds import Value
from concordat.returns.place_return import Return
from concordat.rollups.coverage import Group, Named, Weights, calculate_coverage
from concordat.rollups.rollup import Added, AddedSeries, Counted, Recomputed, RollUp

ADDS_UP = ("money", "count")  # the kinds whose figures mean something added; a percentage does not


def roll_up(
    returns: Sequence[Return],
    group: Group,
    areas: Iterable[Area],
    weights: Weights,
    unready: frozenset[str] = frozenset(),
) -> RollUp:
    """Roll up the returns to one form for one group of places.

    `returns`: at most one for each place, all to one form. `areas`: every place that is expected to return, of which
    the group takes those it has a share in. `unready`: the slugs of those whose return bars submission. Raises
    ValueError where there is no return, or two forms.
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
        coverage=calculate_coverage(inside, returns[0].due, group, areas, weights, unready),
        completion=_completion(inside),
        counted=tuple(gathered.count_answers()),
        series=tuple(gathered.add_series()),
        added=tuple(gathered.add_figures()),
        recomputed=tuple(gathered.recompute()),
    )


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
        first_of: dict[tuple[str, str], Series] = {}
        for series, kind in self._known_series:
            cells = tuple(self.add(id, id.rpartition(".")[2]) for id in series.questions)
            whole = all(not cell.lacking for cell in cells) and len(cells) == self._periods(series)
            first = first_of.setdefault((series.id.rpartition(".")[0], kind), series)
            year = sum((cell.total for cell in cells), Decimal(0)) if whole and self.names else None
            if first is series:
                yield AddedSeries(series, kind, cells, year)
            else:
                difference = tuple(self._difference(series, first, number) for number in range(len(cells)))
                yield AddedSeries(series, kind, cells, year, first.label, difference)

    @cached_property
    def _known_series(self) -> list[tuple[Series, str]]:
        """Each series whose figures add up, with their kind; the forms in the order of their periods, this one last."""
        said = {one.form.id: one.form for ret in self.returns for one in ret.answers.earlier}
        forms = [said[id] for id in self.form.earlier if id in said] + [self.form]
        found: dict[str, tuple[Series, str]] = {}
        for form in forms:
            for id, series in form.series.items():
                kind = form.questions[series.questions[0]].kind
                if kind in ADDS_UP:
                    found[id] = series, kind
        return list(found.values())

    def _periods(self, series: Series) -> int:
        """How many periods a year has in the section of the series; 0 where it has no total."""
        section = series.id.partition(".")[0]
        alike = [one for one, _ in self._known_series if one.totalled and one.id.partition(".")[0] == section]
        return max(len(one.questions) for one in alike) if series.totalled else 0

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
            if question.kind in ADDS_UP and question.series is None:
                yield self.add(question.id, question.name)

    def recompute(self) -> Iterable[Recomputed]:
        for question in self.form.questions.values():
            if question.rate:
                yield self._ratio(question, question.rate.of, question.rate.population, question.rate.per)
        for id, of in self._percentages():
            yield self._mean_percentage(self.form.questions[id], of)

    def _percentages(self) -> Iterable[tuple[str, str]]:
        """Each percentage that a check ties to the count it is of."""
        for check in self.form.checks:
            if check["rule"] == "percentage-of-count":
                for item in check.get("items", ("",)):
                    yield check["percentage"].replace("{}", item), check["of"].replace("{}", item)

    def _ratio(self, question: Question, of: str, per_id: str, per: int) -> Recomputed:
        pairs = [
            (named, value, base)
            for named, value, base in zip(self.names, self.values(of), self.values(per_id), strict=True)
            if isinstance(value, (int, Decimal)) and isinstance(base, (int, Decimal)) and base
        ]
        top = sum((Decimal(value) * named.share for named, value, _ in pairs), Decimal(0))
        bottom = sum((Decimal(base) * named.share for named, _, base in pairs), Decimal(0))
        made_of = (self.form.name_of(of), self.form.name_of(per_id))
        return self._recomputed(question, made_of, top, bottom, per, [named for named, _, _ in pairs])

    def _mean_percentage(self, question: Question, of: str) -> Recomputed:
        """Percentages brought back to the people they are of, added, and made a percentage again."""
        pairs = [
            (named, share, count)
            for named, share, count in zip(self.names, self.values(question.id), self.values(of), strict=True)
            if isinstance(share, Decimal) and isinstance(count, int)
        ]
        top = sum((share * count / 100 * named.share for named, share, count in pairs), Decimal(0))
        bottom = sum((Decimal(count) * named.share for named, _, count in pairs), Decimal(0))
        made_of = (question.name, self.form.name_of(of))
        return self._recomputed(question, made_of, top, bottom, 100, [named for named, _, _ in pairs])

    def _recomputed(
        self,
        question: Question,
        made_of: tuple[str, str],
        top: Decimal,
        bottom: Decimal,
        per: int,
        given: Sequence[Named],
    ) -> Recomputed:
        there = set(given)
        lacking = tuple(named for named in self.names if named not in there)
        value = top * per / bottom if bottom else None
        return Recomputed(question.id, question.name, *made_of, top, bottom, per, value, len(given), lacking)


def _completion(returns: Sequence[Return]) -> dict[str, tuple[int, int]]:
    sums: dict[str, tuple[int, int]] = {}
    for ret in returns:
        for section, (answered, asked) in calculate_completion(ret.answers).items():
            before = sums.get(section, (0, 0))
            sums[section] = (before[0] + answered, before[1] + asked)
    return sums
