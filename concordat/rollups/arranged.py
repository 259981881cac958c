"""A roll-up arranged for reading: questions asked alike side by side, matrices as rows and columns, series by flow."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from concordat.periods import FinancialYear, Month, Quarter
from concordat.questionnaires.form import Options, Questionnaire
from concordat.rollups.coverage import Named
from concordat.rollups.rollup import Added, AddedSeries, Counted, RollUp

HEADLINES = 2  # how many blocks stand for a form where its data marks none


@dataclass(frozen=True)
class Block:
    """Choices of one section with the same words to choose from, asked of several things or of several settings."""

    title: str
    counted: tuple[Counted, ...]

    @cached_property
    def answers(self) -> tuple[str, ...]:
        """Every answer, the best first where they are ranked, then those that were given in other words."""
        return order_answers(self.counted)

    @cached_property
    def best(self) -> tuple[str, ...]:
        """The answers that a place would hope to give; none where the form ranks nothing."""
        return best_answers(self.counted[0].question.options)

    @property
    def is_ranked(self) -> bool:
        return bool(self.best)

    def count(self, answers: Iterable[str]) -> Decimal:
        """How often one of some answers was given, over all questions."""
        return sum((one.count(answer) for answer in answers for one in self.counted if answer in one.answers), ZERO)

    @cached_property
    def total(self) -> Decimal:
        return sum((one.total for one in self.counted), ZERO)

    @cached_property
    def unanswered(self) -> Decimal:
        return sum((named.share for one in self.counted for named in one.unanswered), ZERO)

    def others(self) -> tuple[Named, ...]:
        """The places that gave another answer than the best to one question or more."""
        return _once(
            named
            for one in self.counted
            for answer, names in one.answers.items()
            if answer not in self.best
            for named in names
        )

    def row(self, counted: Counted) -> str:
        """What to call one question within the block."""
        return counted.question.item or counted.question.name


@dataclass(frozen=True)
class Matrix:
    """A matrix of choices: what was answered in each cell, by the names of row and column."""

    title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], Counted]

    @cached_property
    def block(self) -> Block:
        """All cells together, as if they were asked one after the other."""
        return Block(self.title, tuple(self.cells.values()))


@dataclass(frozen=True)
class Flow:
    """Series of one thing over the same periods: plan, forecast and actual of the income."""

    title: str
    kind: str
    series: tuple[AddedSeries, ...]

    @cached_property
    def periods(self) -> tuple[str, ...]:
        longest = max(self.series, key=lambda one: len(one.cells))
        return tuple(cell.label for cell in longest.cells)

    def cell(self, series: AddedSeries, period: str) -> Added | None:
        return next((cell for cell in series.cells if cell.label == period), None)

    @property
    def is_known(self) -> bool:
        """Whether any place gave any figure."""
        return any(cell.given for one in self.series for cell in one.cells)


ZERO = Decimal(0)


def arrange_blocks(rolled: RollUp) -> list[Block]:
    """The choices of a form, those asked alike together, in the order of the form; matrices are left out."""
    matrices = {id for id in _matrix_ids(rolled) if arrange_matrix(rolled, id)}
    groups: dict[tuple[object, ...], list[Counted]] = {}
    for one in rolled.counted:
        if one.question.series not in matrices:
            groups.setdefault(_kinship(one), []).append(one)
    return [Block(_title(rolled.form, found), tuple(found)) for found in groups.values()]


def headline_blocks(rolled: RollUp) -> list[Block]:
    """The choices that say most: ranked ones whose change the form wants explained, else the longest ranked ones."""
    ranked = [block for block in arrange_blocks(rolled) if block.is_ranked]
    explained = [block for block in ranked if block.counted[0].question.explained_by]
    longest = sorted(ranked, key=lambda block: -len(block.counted))[:HEADLINES]
    return explained or [block for block in ranked if block in longest]


def arrange_matrices(rolled: RollUp) -> list[Matrix]:
    """The matrices of a form, in order."""
    return [found for id in _matrix_ids(rolled) if (found := arrange_matrix(rolled, id))]


def arrange_matrix(rolled: RollUp, id: str) -> Matrix | None:
    """A matrix by the names of its rows and columns; None where the cells are no rows and columns but periods.

    A cell is called `GP to Hospital`; where a name has a `to` of its own, the reading counts on which all rows have
    the same columns.
    """
    by_row: dict[str, list[Counted]] = {}
    for one in rolled.matrix(id):
        by_row.setdefault(one.question.id.split(".")[-2], []).append(one)
    series = rolled.form.series[id]
    readings = [
        _readings([one.question.label.removeprefix(f"{series.label}, ") for one in row]) for row in by_row.values()
    ]
    common = set.intersection(*(set(reading) for reading in readings))
    if not common:
        return None
    columns = min(common, key=lambda names: (sum(map(len, names)), names))
    rows = tuple(reading[columns] for reading in readings)
    cells = {
        (name, column): one
        for name, row in zip(rows, by_row.values(), strict=True)
        for column, one in zip(columns, row, strict=True)
    }
    return Matrix(series.name, rows, columns, cells)


def arrange_flows(rolled: RollUp) -> list[Flow]:
    """The series of a form by what they are about, in order."""
    groups: dict[tuple[str, str], list[AddedSeries]] = {}
    for one in rolled.series:
        groups.setdefault((one.series.id.rpartition(".")[0], one.kind), []).append(one)
    return [
        Flow(found[0].series.item or rolled.form.name_of(prefix), kind, tuple(found))
        for (prefix, kind), found in groups.items()
    ]


def order_answers(counted: Sequence[Counted]) -> tuple[str, ...]:
    """Every answer to some questions, the best first where they are ranked."""
    options = counted[0].question.options
    ranked = options.best_to_worst if options else ()
    return tuple(dict.fromkeys([*ranked, *(answer for one in counted for answer in one.answers)]))


def best_answers(options: Options | None) -> tuple[str, ...]:
    """The best answer, or all that mean what the first one means; none where the form ranks nothing."""
    if options is None:
        return ()
    if options.best_to_worst:
        return options.best_to_worst[:1]
    meaning = options.means.get(options.values[0])
    return tuple(value for value in options.values if meaning and options.means.get(value) == meaning)


def short_names(forms: Sequence[Questionnaire]) -> dict[str, str]:
    """What to call each form in a heading of a column, by id: its period, or its title where periods are not enough."""
    periods = [_period(form) for form in forms]
    return {
        form.id: period if period and periods.count(period) == 1 else form.title
        for form, period in zip(forms, periods, strict=True)
    }


def _period(form: Questionnaire) -> str:
    match form.period:
        case Quarter(year, number):
            return f"Q{number} {year}"
        case FinancialYear():
            return str(form.period)
        case Month():
            return f"{form.period.first_day:%B %Y}"
    return ""


def _matrix_ids(rolled: RollUp) -> list[str]:
    return list(dict.fromkeys(one.question.series for one in rolled.counted if one.question.series))


def _readings(row: Sequence[str]) -> dict[tuple[str, ...], str]:
    """Each way to read the cells of a row as one name and its columns: `A to B`, `A to C` are B and C of A."""
    words = [named.split(" to ") for named in row]
    found = {}
    for cut in range(1, min(map(len, words))):
        if len(names := {" to ".join(parts[:cut]) for parts in words}) == 1:
            found[tuple(" to ".join(parts[cut:]) for parts in words)] = names.pop()
    return found


def _kinship(one: Counted) -> tuple[object, ...]:
    question = one.question
    values = question.options.values if question.options else ()
    return (question.section, question.series, question.label if question.item else None, values)


def _title(form: Questionnaire, found: Sequence[Counted]) -> str:
    first = found[0].question
    said = first.label if first.item else "; ".join(one.question.name for one in found)
    return f"{form.name_of(first.section)} – {said}"


def _once(names: Iterable[Named]) -> tuple[Named, ...]:
    return tuple(dict.fromkeys(names))
