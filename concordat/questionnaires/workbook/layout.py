"""How a form is laid out on sheets: each section a sheet, its questions in tables with rows and columns."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from concordat.questionnaires.form import Question, Questionnaire, Section, Series

LONGEST_TITLE = 31  # characters of a sheet's name
MOST_COLUMNS = 10  # a table with more is unreadable on one page: its questions stand one below the other
ANSWER = "Answer"
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: what it is about, its questions across, and the series whose total ends it."""

    label: str
    questions: tuple[Question, ...]
    total: Series | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Questions side by side and one below the other: a heading, the names of the columns, the lines."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def is_list(self) -> bool:
        """Whether it has one question on a line."""
        return self.columns == (ANSWER,)

    @property
    def has_totals(self) -> bool:
        return any(row.total for row in self.rows)

    @property
    def width(self) -> int:
        """Columns beside the labels."""
        return len(self.columns) + self.has_totals


def name_sheets(form: Questionnaire, taken: Iterable[str]) -> dict[str, str]:
    """A name for the sheet of each section, by its id: short enough, without forbidden signs, none twice."""
    used = {name.casefold() for name in taken} | {"history"}
    names = {}
    for section in form.sections:
        title = " ".join(section.title.translate(_FORBIDDEN).split()).strip("'") or section.id
        name, number = title[:LONGEST_TITLE].strip("' "), 1
        while name.casefold() in used:
            number += 1
            name = f"{title[: LONGEST_TITLE - 4].rstrip()} ({number})"
        used.add(name.casefold())
        names[section.id] = name
    return names


def lay_out(form: Questionnaire, section: Section) -> list[Table]:
    """The tables of a section, in the order of the form; tables of single questions that follow each other are one."""
    questions = [form.questions[id] for id in section.questions]
    tables: list[Table] = []
    runs = [(item, list(run)) for item, run in groupby(questions, key=lambda one: one.item)]
    number = 0
    while number < len(runs):
        alike = _alike(runs[number:])
        if alike > 1:
            tables.append(_across(runs[number : number + alike]))
        else:
            tables += _one_below_the_other(form, *runs[number])
        number += alike
    return list(_joined(tables))


def _alike(runs: list[tuple[str, list[Question]]]) -> int:
    """How many items, from the first on, are asked the same few questions and nothing in series."""
    first = _shape(runs[0][1])
    if not runs[0][0] or len(first) > MOST_COLUMNS or any(one.series for one in runs[0][1]):
        return 1
    return next((count for count, (_, run) in enumerate(runs) if _shape(run) != first), len(runs))


def _shape(run: list[Question]) -> list[tuple[str, str]]:
    return [(one.label, one.kind) for one in run]


def _across(runs: list[tuple[str, list[Question]]]) -> Table:
    columns = tuple(one.label for one in runs[0][1])
    if len(columns) == 1:
        return Table(columns[0], (ANSWER,), tuple(Row(item, tuple(run)) for item, run in runs))
    return Table("", columns, tuple(Row(item, tuple(run)) for item, run in runs))


def _one_below_the_other(form: Questionnaire, item: str, run: list[Question]) -> Iterator[Table]:
    for is_series, group in groupby(run, key=lambda one: one.series is not None):
        found = list(group)
        if not is_series:
            yield Table(item, (ANSWER,), tuple(Row(one.label, (one,)) for one in found))
            continue
        series = [form.series[id] for id in dict.fromkeys(one.series for one in found) if id]
        for is_flat, members in groupby(series, key=_is_flat):
            if is_flat:
                yield _over_periods(form, item, list(members))
            else:
                yield from (_matrix(form, item, one) for one in members)


def _is_flat(series: Series) -> bool:
    """Whether its questions run one way, over periods, and not two ways, over rows and columns."""
    depth = series.id.count(".") + 1
    return all(id.count(".") == depth for id in series.questions)


def _over_periods(form: Questionnaire, item: str, series: list[Series]) -> Table:
    longest = max(series, key=lambda one: len(one.questions))
    columns = tuple(_rest(form, longest, id) for id in longest.questions)
    rows = (
        Row(one.label, tuple(form.questions[id] for id in one.questions), one if one.totalled else None)
        for one in series
    )
    return Table(item, columns, tuple(rows))


def _rest(form: Questionnaire, series: Series, id: str) -> str:
    """What a question of a series is called beside the series itself: `Q1` of `Forecast, Q1`."""
    return form.questions[id].label.removeprefix(f"{series.label}, ")


def _matrix(form: Questionnaire, item: str, series: Series) -> Table:
    """A matrix by the names of its rows and columns, which its cells are called after: `From to To`."""
    lines = [list(ids) for _, ids in groupby(series.questions, key=lambda id: id.rpartition(".")[0])]
    names = [[_rest(form, series, id) for id in line] for line in lines]
    columns = [_shared(column, last=True) for column in zip(*names, strict=True)]
    labels = [_shared(line, last=False) for line in names]
    rows = (Row(label, tuple(form.questions[id] for id in line)) for label, line in zip(labels, lines, strict=True))
    return Table(f"{item}: {series.label}" if item else series.label, tuple(columns), tuple(rows))


def _shared(names: Iterable[str], *, last: bool) -> str:
    """The words that some cells' names all end with (`last`), or begin with, up to a ` to `."""
    parts = [name.split(" to ") for name in names]
    if last:
        parts = [part[::-1] for part in parts]
    same = []
    for words in zip(*(part[:-1] for part in parts), strict=False):
        if len(set(words)) > 1:
            break
        same.append(words[0])
    return " to ".join(same[::-1] if last else same) or " to ".join(parts[0])


def _joined(tables: list[Table]) -> Iterator[Table]:
    waiting: Table | None = None
    for table in tables:
        if waiting and waiting.is_list and table.is_list and waiting.title == table.title:
            waiting = Table(waiting.title, waiting.columns, waiting.rows + table.rows)
            continue
        if waiting:
            yield waiting
        waiting = table
    if waiting:
        yield waiting
