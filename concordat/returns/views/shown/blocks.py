"""A section laid out for reading: groups of questions one below the other, and tables where figures belong together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

from concordat.questionnaires.derived import calculate_total
from concordat.questionnaires.form import Condition, Question, Questionnaire, Section, Series
from concordat.questionnaires.kinds import format_value
from concordat.questionnaires.workbook.layout import Row, lay_out
from concordat.questionnaires.workbook.layout import Table as Layout
from concordat.returns.views.shown.fields import Context, Field
from concordat.returns.views.shown.pages import slug_of_question
from concordat.returns.views.shown.said_times import period_name

MOST_COLUMNS = 5  # beside the label; a wider table shows each row as a card, for its lists would be too narrow to read


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions one below the other. Where they hang on other answers, `condition` says on which, and `open` whether
    they apply now or may yet.
    """

    fields: tuple[Field, ...]
    condition: str = ""
    open: bool = True
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Questions about one thing. `new` says that it is a further row which nobody began."""

    title: str
    parts: tuple[Asked, ...]
    new: bool = False
    is_table: bool = False


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of a row, which follows from its figures."""

    slug: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: controls, or figures that were fixed earlier and `why`. A missing cell is None."""

    label: str
    cells: tuple[tuple[str, Field | None], ...]
    total: Total | None = None
    fixed: tuple[tuple[str, str], ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of controls; where it is not `is_named`, its title is the section's, which nobody needs to see twice.

    `fill` names the period whose answers can be taken over into what is empty.
    """

    number: int
    title: str
    is_named: bool
    hints: tuple[str, ...]
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    has_totals: bool
    fill: str
    is_table: bool = True

    @property
    def is_wide(self) -> bool:
        return len(self.columns) > MOST_COLUMNS

    @property
    def is_figures(self) -> bool:
        """Whether it holds figures, which stand to the right."""
        return any(field.is_figure for line in self.lines for _, field in line.cells if field)

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(field for line in self.lines for _, field in line.cells if field)


Block = Group | Grid


@lru_cache(maxsize=512)
def layouts(form: Questionnaire, section: Section) -> tuple[Layout, ...]:
    """How a section is laid out: as its sheet of the workbook is."""
    return tuple(lay_out(form, section))


def blocks_of(context: Context, section: Section) -> list[Block]:
    """A section's questions as blocks, in the order of the form."""
    blocks: list[Block] = []
    for number, layout in enumerate(layouts(context.filling.form, section)):
        if is_grid(layout):
            blocks.append(_grid(context, number, layout))
        elif layout.is_list:
            blocks += _lists(context, layout)
        else:
            blocks += [_group(context, row.label, row.questions) for row in layout.rows]
    return list(_without_headings_twice(_without_later_rows(blocks)))


def is_grid(layout: Layout) -> bool:
    """Whether a page shows a table as one: not a list, no long texts in it, nothing that hangs on another answer."""
    questions = [question for row in layout.rows for question in row.questions]
    return not layout.is_list and not any(question.kind == "text" or question.applies for question in questions)


@lru_cache(maxsize=512)
def cells_of(form: Questionnaire, section: Section) -> frozenset[str]:
    """The questions of a section that stand in a table."""
    grids = (layout for layout in layouts(form, section) if is_grid(layout))
    return frozenset(question.id for grid in grids for row in grid.rows for question in row.questions)


def questions_of_grid(form: Questionnaire, section: Section, number: int) -> tuple[str, ...]:
    """The questions of a table, by its number on the page; none where there is no such table."""
    found = layouts(form, section)
    if not 0 <= number < len(found):
        return ()
    return tuple(question.id for row in found[number].rows for question in row.questions)


def _lists(context: Context, layout: Layout) -> Iterator[Group]:
    """Questions one below the other, a group for each thing that they are about."""
    questions = [question for row in layout.rows for question in row.questions]
    for item, run in groupby(questions, key=lambda one: one.item):
        yield _group(context, item, tuple(run))


def _group(context: Context, title: str, questions: tuple[Question, ...]) -> Group:
    answers = context.filling.ret.answers
    parts = []
    for applies, run in groupby(questions, key=lambda one: one.applies):
        found = tuple(run)
        fields = tuple(context.field(question) for question in found)
        if applies:
            said, is_open = _condition(context, applies), answers.holds(applies) is True
            is_open = is_open or any(field.text or field.clash or field.error for field in fields)
            parts.append(Asked(fields, said, is_open, slug_of_question(found[0].id)))
        else:
            parts.append(Asked(fields))
    rows = questions[0].row
    new = bool(rows) and not any(id in answers.answers for id in rows)
    return Group(title, tuple(parts), new)


def _condition(context: Context, applies: tuple[Condition, ...]) -> str:
    """`If “Met” is No or No - In Progress`."""
    said = []
    for id, words in applies:
        options = context.filling.form.questions[id].options
        known = [one for one in (options.values if options else ()) if one in words] or sorted(words)
        said.append(f"“{context.filling.form.questions[id].label}” is {' or '.join(known)}")
    return f"If {' and '.join(said)}"


def _without_headings_twice(blocks: Iterable[Block]) -> Iterator[Block]:
    """What follows a table about the same thing needs no heading of its own."""
    before = ""
    for block in blocks:
        yield replace(block, title="") if isinstance(block, Group) and block.title == before else block
        before = block.title


def _without_later_rows(blocks: list[Block]) -> Iterator[Block]:
    """Of the rows that a place may add, those that were begun and one more of each kind."""
    shown: set[str] = set()
    for block in blocks:
        if isinstance(block, Group) and block.new:
            kind = block.parts[0].fields[0].id.split(".")[1].rpartition("-")[0]
            if kind in shown:
                continue
            shown.add(kind)
        yield block


def _grid(context: Context, number: int, layout: Layout) -> Grid:
    lines = [*_fixed_lines(context, layout), *(_line(context, layout, row) for row in layout.rows)]
    questions = [question for row in layout.rows for question in row.questions]
    hints = dict.fromkeys(f"{_head(question)}: {question.help}" for question in questions if question.help)
    previous, answers = context.filling.ret.answers.previous, context.filling.ret.answers
    empty = [one for one in questions if one.id not in answers.answers and not context.editing.why_not(one)]
    fill = period_name(previous.form.id) if previous and any(previous.text(one.id) for one in empty) else ""
    title = layout.title or context.filling.form.name_of(questions[0].section)
    return Grid(number, title, bool(layout.title), tuple(hints), layout.columns, tuple(lines), layout.has_totals, fill)


def _head(question: Question) -> str:
    """What a hint is about: the row of a series, else the column."""
    return question.label.partition(", ")[0] if question.series else question.label


def _line(context: Context, layout: Layout, row: Row) -> Line:
    fields = [context.field(question, cell=True) for question in row.questions]
    missing = [None] * (len(layout.columns) - len(fields))
    cells = tuple(zip(layout.columns, [*fields, *missing], strict=True))
    return Line(row.label, cells, total_of(context, row.total) if row.total else None)


def total_of(context: Context, series: Series) -> Total:
    """The sum of a series; a dash until every figure of it is there."""
    total = calculate_total(context.filling.ret.answers, series)
    question = context.filling.form.questions.get(series.questions[0])
    text = "–" if total is None or question is None else format_value(question, total)
    return Total(slug_of_question(series.id), text)


def _fixed_lines(context: Context, layout: Layout) -> Iterator[Line]:
    """The series beside those asked here that only an earlier period asked for, as it answered them."""
    form, answers = context.filling.form, context.filling.ret.answers
    first = layout.rows[0].questions[0]
    if first.series is None or not layout.has_totals:
        return
    beside = first.series.rpartition(".")[0]
    latest = {one.id: (said, one) for said in answers.earlier for one in said.form.series.values()}
    for id, (said, series) in latest.items():
        if id in form.series or id.rpartition(".")[0] != beside:
            continue
        figures = [said.text(one) or "–" for one in series.questions]
        figures += ["–"] * (len(layout.columns) - len(figures))
        total = calculate_total(said, series)
        shown = format_value(said.form.questions[series.questions[0]], total) if total is not None else "–"
        fixed = tuple(zip(layout.columns, figures, strict=True))
        why = f"as returned in {period_name(said.form.id)}"
        yield Line(series.label, (), Total(slug_of_question(id), shown), fixed, why)
