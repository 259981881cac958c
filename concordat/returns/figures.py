"""Figures that do not agree with each other: totals, units, stocks and flows, percentages, copies."""

import re
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from concordat.findings import Finding, Severity
from concordat.money import format_pounds
from concordat.places.population import population_weights
from concordat.questionnaires.answers import same
from concordat.questionnaires.derived import calculate_derived, calculate_total, figures, find_series
from concordat.questionnaires.form import Question, Series
from concordat.questionnaires.kinds import format_value, shorten
from concordat.returns.binding import Binding
from concordat.returns.place_return import Return
from concordat.returns.wording import is_filler

SLIPS = {Decimal(1000): "thousands", Decimal(1000000): "millions"}  # what a figure was written in, for pounds
POPULATION_SPREAD = 1.5  # no place grows or shrinks so much within the years that are compared
SLIP_SPREAD = Decimal("2.5")  # a slipped figure lies within this factor of a thousand times its fellows

_PRINTED = re.compile(r"^[-−]?£?\d[\d,]*(?:\.\d+)?%?$")


class TotalDiffers(Binding):
    """The total of a whole series is not the pooled fund, by more than the quarters' rounding, and no word why."""

    fund: str
    series: list[str]
    comment: str
    rounding: int


def check_total_differs(ret: Return, bound: TotalDiffers) -> Iterator[Finding]:
    fund = ret.answers.known(bound.fund)
    comment = ret.answers.value(bound.comment)
    if not isinstance(fund, Decimal) or (isinstance(comment, str) and not is_filler(comment)):
        return
    for id in bound.series:
        series = ret.form.series.get(id)  # one that only an earlier period was asked for is that period's to mend
        total = calculate_total(ret.answers, series) if series else None
        if series is not None and total is not None and abs(total - fund) > bound.rounding:
            yield Finding(
                "total-differs",
                Severity.EXPLAIN,
                id,
                f"{series.name}: the quarters add up to {format_pounds(total)}, the pooled fund is "
                f"{format_pounds(fund)}: a difference of {format_pounds(abs(total - fund))}.",
                "Correct a quarter or the fund, or say why the year differs.",
            )


class UnitSlip(Binding):
    """One figure is about a thousand or a million times its fellows, or that much smaller."""

    fund: str
    series: list[str]


def check_unit_slip(ret: Return, bound: UnitSlip) -> Iterator[Finding]:
    known = [series for id in bound.series if (series := find_series(ret.answers, id))]
    given = {
        id: figure
        for series in known
        for id, figure in zip(series.questions, figures(ret.answers, series), strict=True)
        if figure
    }
    if len(given) < 3:
        return
    fund = ret.answers.known(bound.fund)
    periods = max(len(series.questions) for series in known)
    typical = _typical(given, fund / periods if isinstance(fund, Decimal) else None)
    for id, figure in given.items():
        if id in ret.form.questions and (unit := _slip(figure, typical)):
            yield _slipped(ret, id, figure, unit, f"the others beside it are about {_about(typical)}")
    if isinstance(fund, Decimal) and fund and (unit := _slip(fund, typical * periods)):
        yield _slipped(ret, bound.fund, fund, unit, f"its quarters come to about {_about(typical * periods)}")


def _typical(given: Mapping[str, Decimal], share: Decimal | None) -> Decimal:
    """What a quarter comes to: the median, unless that has slipped against the fund's share and another has not.

    Where a whole series is written in thousands its figures may be most of those that are there.
    """
    middle = median(given.values())
    if share and _slip(share, middle) and any(not _slip(figure, share) for figure in given.values()):
        return share
    return middle


def _slip(figure: Decimal, typical: Decimal) -> str | None:
    """What unit the figure seems to be written in, where it is not that of its fellows."""
    if not typical:
        return None
    for factor, unit in SLIPS.items():
        if factor / SLIP_SPREAD <= abs(typical / figure) <= factor * SLIP_SPREAD:
            return f"in {unit}"
        if factor / SLIP_SPREAD <= abs(figure / typical) <= factor * SLIP_SPREAD:
            return "with three zeros too many" if factor == 1000 else "with six zeros too many"
    return None


def _about(amount: Decimal) -> str:
    return format_pounds(amount.quantize(Decimal(1), ROUND_HALF_UP) if amount >= 100 else amount)


def _slipped(ret: Return, id: str, figure: Decimal, unit: str, beside: str) -> Finding:
    message = f"{ret.form.name_of(id)}: {format_pounds(figure)} seems to be written {unit}; {beside}."
    return Finding("unit-slip", Severity.EXPLAIN, id, message, "Write every amount in pounds.")


class FundPerHead(Binding):
    """The whole fund for each resident is outside any fund there ever was: its unit has slipped."""

    fund: str
    population: str
    least: int
    most: int


def check_fund_per_head(ret: Return, bound: FundPerHead) -> Iterator[Finding]:
    fund, people = ret.answers.known(bound.fund), ret.answers.known(bound.population)
    if not isinstance(fund, Decimal) or not isinstance(people, int) or not people:
        return
    if not bound.least <= fund / people <= bound.most:
        name, of_whom = ret.form.name_of(bound.fund), shorten(f"{Decimal(people):,}", 24)
        message = f"{name}: {format_pounds(fund)} for {of_whom} people is {format_pounds(fund / people)} each."
        remedy = f"Check the unit: a fund comes to between £{bound.least:,} and £{bound.most:,} for each resident."
        yield Finding("unit-slip", Severity.EXPLAIN, bound.fund, message, remedy)


class IdenticalAllYear(Binding):
    """Plan, forecast and actual are the same to the pound in every quarter of a whole year; information only."""

    series: list[str]


def check_identical_all_year(ret: Return, bound: IdenticalAllYear) -> Iterator[Finding]:
    known = [series for id in bound.series if (series := find_series(ret.answers, id))]
    if len(known) < len(bound.series) or any(calculate_total(ret.answers, series) is None for series in known):
        return
    if all(figures(ret.answers, series) == figures(ret.answers, known[0]) for series in known):
        labels = ", ".join(series.label.lower() for series in known)
        message = f"{known[0].item}: {labels} are identical to the pound in every quarter of the year."
        remedy = "Nothing needs to be done; say so in the commentary if the actuals are the plan by agreement."
        yield Finding("identical-all-year", Severity.NOTE, known[-1].id, message, remedy)


class StockFromFlows(Binding):
    """What is in place at the end is not what was in place at the last end, plus what began, less what stopped."""

    called: str
    stock: str
    added: str
    removed: str


def check_stock_from_flows(ret: Return, bound: StockFromFlows) -> Iterator[Finding]:
    before = ret.answers.previous.value(bound.stock) if ret.answers.previous else None
    stock, added, removed = (ret.answers.value(id) for id in (bound.stock, bound.added, bound.removed))
    if not (isinstance(before, int) and isinstance(stock, int) and isinstance(added, int) and isinstance(removed, int)):
        return
    follows = before + added - removed
    if follows != stock:
        yield Finding(
            "stock-from-flows",
            Severity.EXPLAIN,
            bound.stock,
            f"{bound.called}: {before:,} last quarter + {added:,} new - {removed:,} stopped is {follows:,}, "
            f"but {stock:,} is reported.",
            "Correct one of the four figures, or explain.",
        )


class PercentageOfCount(Binding):
    """No whole number of the people counted makes up the percentage."""

    called: str
    percentage: str
    of: str


def check_percentage_of_count(ret: Return, bound: PercentageOfCount) -> Iterator[Finding]:
    share, count = ret.answers.value(bound.percentage), ret.answers.value(bound.of)
    if not isinstance(share, Decimal) or not isinstance(count, int) or count < 0 or 0 < share < 1:
        return
    nearest = int((share * count / 100).to_integral_value(rounding=ROUND_HALF_UP))
    candidates = [part for part in (nearest - 1, nearest, nearest + 1) if 0 <= part <= count]
    if any(_rounds_to(Decimal(100 * part) / count if count else Decimal(0), share) for part in candidates):
        return
    near = " and ".join(
        f"{part:,} would be {Decimal(100 * part) / count:.1f}%"
        for part in candidates
        if count and abs(part - share * count / 100) < 1
    )
    told = f"no whole number of {count:,} {bound.called} is {format_value(ret.form.questions[bound.percentage], share)}"
    yield Finding(
        "percentage-of-count",
        Severity.EXPLAIN,
        bound.percentage,
        f"{ret.form.name_of(bound.percentage)}: {told}{f' ({near})' if near else ''}.",
        "Correct the percentage or the count, or say which other number it is a share of.",
    )


def _rounds_to(exact: Decimal, shown: Decimal) -> bool:
    """Whether a figure, rounded to as many places as are shown, is the one shown; both roundings of a half pass."""
    exponent = shown.as_tuple().exponent
    half = Decimal(5).scaleb(int(exponent) - 1) if isinstance(exponent, int) else Decimal(0)
    return abs(exact - shown) <= half


class FiguresUnchanged(Binding):
    """A group of figures that move from quarter to quarter are all those of last quarter; information only."""

    called: str
    figures: list[str]


def check_figures_unchanged(ret: Return, bound: FiguresUnchanged) -> Iterator[Finding]:
    previous = ret.answers.previous
    if previous is None:
        return
    pairs = [(previous.value(id), ret.answers.value(id)) for id in bound.figures]
    if all(after is not None and after != 0 and same(before, after) for before, after in pairs):
        message = f"All {len(pairs)} figures on {bound.called} are those of {previous.form.id}."
        yield Finding(
            "figures-unchanged", Severity.NOTE, bound.figures[0], message, "Check that they are this quarter's."
        )


def check_printed(ret: Return) -> Iterator[Finding]:
    """A derived figure that the place's own form shows and that is no rounding of the one that follows here."""
    ours = calculate_derived(ret.answers)
    for id, shown in ret.printed.items():
        if id not in ours:
            continue
        figure = _read_printed(shown)
        if figure is None or not _rounds_to(ours[id], figure):
            series: Series | None = ret.form.series.get(id)
            counted = format_pounds(ours[id]) if series else f"{ours[id]:,.2f}"
            message = f"{ret.form.name_of(id)}: the form shows {shorten(shown)}, the figures given make it {counted}."
            remedy = "Correct a figure that goes into it, or the one shown."
            yield Finding("printed-differs", Severity.EXPLAIN, id, message, remedy)


def _read_printed(shown: str) -> Decimal | None:
    """The figure as the form shows it, `£13,131,049` or `13.3`; None for a word, or a spreadsheet's #DIV/0!."""
    text = shown.replace(" ", "")
    return Decimal(re.sub(r"[£,%]", "", text).replace("−", "-")) if _PRINTED.match(text) else None


def check_population(ret: Return, question: Question) -> Iterator[Finding]:
    """A population that is far from any estimate of the place: a digit has slipped, or it is another place's.

    Projections and estimates of other years differ by a few per cent; half as many or half as many again is no year's.
    """
    if ret.place is None:
        return
    known = population_weights(ret.place.vintage)
    people, value = known.people.get(ret.place.slug), ret.answers.value(question.id)
    if not isinstance(value, int) or not people:
        return
    if not people / POPULATION_SPREAD <= value <= people * POPULATION_SPREAD:
        message = f"{question.name}: {value:,} people, where {ret.place.name} has about {people:,} ({known.basis})."
        remedy = "Correct the population; rates are made of it."
        yield Finding("population-differs", Severity.EXPLAIN, question.id, message, remedy)


def check_fraction(ret: Return, question: Question) -> Iterator[Finding]:
    """A percentage below one: mostly a share (0.94) where per cent (94) is asked."""
    value = ret.answers.value(question.id)
    if isinstance(value, Decimal) and 0 < value < 1:
        message = f"{question.name}: {value}% is less than one per cent; as a share it would be {100 * value:.0f}%."
        yield Finding("unit-slip", Severity.EXPLAIN, question.id, message, "Give per cent: 94 for 94%.")
