"""A report as one long table: a line for each number, with what it is of, how many places gave it, and the coverage."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from concordat.questionnaires.write_csv import render_table
from concordat.rollups.coverage import Coverage
from concordat.rollups.groups import Report
from concordat.rollups.rollup import AddedSeries, Counted, Recomputed, RollUp
from concordat.rollups.write_json import plain

COLUMNS = (
    "form",
    "group kind",
    "group",
    "section",
    "question",
    "label",
    "item",
    "measure",
    "value",
    "places",
    "coverage",
)
Cells = tuple[str, str, str, str, str, str, int]  # section, question, label, item, measure, value, places


def render_csv(report: Report) -> str:
    """The table as text for a file in UTF-8, lines ended as Excel likes them.

    `measure` says what `value` is: returned, expected, population, late, undated, answered, asked, completion, count,
    share, unanswered, total, difference, year, numerator, denominator or rate. Shares are of one, not of a hundred.
    `places` is the number of places behind the value. No cell can become a formula.
    """
    return render_table(COLUMNS, report_lines(report))


def report_lines(report: Report) -> Iterator[tuple[object, ...]]:
    """The lines of a report's table, by COLUMNS: texts, but for the number of places."""
    for form in report.forms:
        for rolled in (form.whole, *form.groups):
            begin = (rolled.form.id, rolled.group.kind, rolled.group.name)
            yield from ((*begin, *cells, str(rolled.coverage)) for cells in _lines(rolled))


def _lines(rolled: RollUp) -> Iterator[Cells]:
    yield from _of_coverage(rolled.coverage)
    if rolled.coverage.returned:
        yield from _of_completion(rolled)
        for counted in rolled.counted:
            yield from _of_counted(counted)
        for series in rolled.series:
            yield from _of_series(series)
        yield from _of_figures(rolled)
        for one in rolled.recomputed:
            yield from _of_rate(one)


def _of_coverage(coverage: Coverage) -> Iterator[Cells]:
    returned = len(coverage.returned)
    numbers = {
        "returned": str(returned),
        "expected": str(coverage.expected),
        "population": "" if coverage.population is None else plain(Decimal(repr(coverage.population))),
        "late": str(len(coverage.late)),
        "undated": str(len(coverage.undated)),
        "unready": str(len(coverage.unready)),
    }
    for measure, value in numbers.items():
        yield ("", "", "Coverage", "", measure, value, returned)


def _of_completion(rolled: RollUp) -> Iterator[Cells]:
    returned = len(rolled.coverage.returned)
    for section, (answered, asked) in rolled.completion.items():
        title = rolled.form.name_of(section)
        yield (section, "", title, "", "answered", str(answered), returned)
        yield (section, "", title, "", "asked", str(asked), returned)
        yield (section, "", title, "", "completion", plain(Decimal(answered) / asked), returned)


def _of_counted(one: Counted) -> Iterator[Cells]:
    about = (one.question.section, one.question.id, one.question.name)
    for answer, names in one.answers.items():
        yield (*about, answer, "count", plain(one.count(answer)), len(names))
        share = one.share(answer)
        yield (*about, answer, "share", "" if share is None else plain(share), len(names))
    unanswered = sum((named.share for named in one.unanswered), Decimal(0))
    yield (*about, "", "unanswered", plain(unanswered), len(one.unanswered))


def _of_series(one: AddedSeries) -> Iterator[Cells]:
    section, id, label = one.series.id.partition(".")[0], one.series.id, one.series.name
    for cell in one.cells:
        yield (section, id, label, cell.label, "total", plain(cell.total) if cell.given else "", cell.given)
    for cell, difference in zip(one.cells, one.difference, strict=False):
        value = "" if difference is None else plain(difference)
        yield (section, id, label, f"{cell.label} less {one.against}", "difference", value, cell.given)
    if one.year is not None:
        yield (section, id, label, "", "year", plain(one.year), min(cell.given for cell in one.cells))


def _of_figures(rolled: RollUp) -> Iterable[Cells]:
    for one in rolled.added:
        section = rolled.form.questions[one.id].section
        yield (section, one.id, one.label, "", "total", plain(one.total) if one.given else "", one.given)


def _of_rate(one: Recomputed) -> Iterator[Cells]:
    section = one.id.partition(".")[0]
    yield (section, one.id, one.label, one.of, "numerator", plain(one.numerator), one.given)
    yield (section, one.id, one.label, one.among, "denominator", plain(one.denominator), one.given)
    value = "" if one.value is None else plain(one.value)
    yield (section, one.id, one.label, f"per {one.per}", "rate", value, one.given)
