"""A report judged: for each position its colour and direction by rule, beside what the document says."""

from dataclasses import dataclass

from concordat.metrics.performance.report import ExceptionReport, Indicator, PerformanceReport, Position, say_position
from concordat.metrics.rag import Rag, Travel, find_rag_rule, judge_rag, judge_travel
from concordat.metrics.typed_cells import read_period, read_place, say_number
from concordat.periods import Period

AS_PRINTED = 1  # decimals to which positions are compared, so that rounding is no change


@dataclass(frozen=True, slots=True)
class Judged:
    """One position: shown in words, its colour, where it went and since when, and what does not fit.

    Positions by different definitions are never compared.
    """

    position: Position
    shown: str
    rag: Rag
    travel: Travel
    since: str
    remark: str


@dataclass(frozen=True, slots=True)
class JudgedIndicator:
    """An indicator with its positions judged; there are more than one where a document uses more definitions."""

    indicator: Indicator
    target: str
    outturn: str
    judged: tuple[Judged, ...]


@dataclass(frozen=True, slots=True)
class JudgedMeasure:
    """A figure of an exception report, with its colour."""

    what: str
    value: str
    target: str
    rag: Rag


@dataclass(frozen=True, slots=True)
class JudgedReport:
    """A report with everything worked out that a page shows."""

    report: PerformanceReport
    place: str
    period: Period
    indicators: tuple[JudgedIndicator, ...]
    exceptions: tuple[tuple[ExceptionReport, tuple[JudgedMeasure, ...]], ...]

    def as_dict(self) -> dict[str, object]:
        """The JSON of `concordat metrics report`."""
        rule = find_rag_rule(self.report.rag_rule)
        return {
            "title": self.report.title,
            "place": self.place,
            "period": str(self.period),
            "source": self.report.source,
            "rag_rule": {"name": rule.name, "what": rule.what, "source": rule.source},
            "indicators": [_indicator_dict(one) for one in self.indicators],
            "exceptions": [_exception_dict(one, measures) for one, measures in self.exceptions],
        }


def judge_report(report: PerformanceReport) -> JudgedReport:
    """Judge each position of a report by its rule. Raises DataError for a place or a period that does not exist."""
    return JudgedReport(
        report,
        read_place(report.place, "place").name,
        read_period(report.period, "period"),
        tuple(_judge_indicator(one, report.rag_rule) for one in report.indicators),
        tuple((one, tuple(_judge_measures(one, report.rag_rule))) for one in report.exceptions),
    )


def _judge_indicator(one: Indicator, rule: str) -> JudgedIndicator:
    target = "none" if one.target is None else say_number(one.target, one.unit)
    if one.target_now is not None:
        target = f"{target}; {say_number(one.target_now, one.unit)} due by now"
    outturn = say_position(one.outturn, one.unit) if one.outturn else "not given"
    return JudgedIndicator(one, target, outturn, tuple(_judge(one, position, rule) for position in one.current))


def _judge(one: Indicator, position: Position, rule: str) -> Judged:
    before, since = one.outturn, "the last outturn"
    if one.previous:
        before, since = one.previous, one.previous_of or "the last report"
    if before and before.definition != position.definition:
        before, since = None, "nothing by this definition"
    now, then = _alike(position, before) if before else (None, None)
    travel = judge_travel(now, then, one.good)
    comparable = one.outturn if one.outturn and one.outturn.definition == position.definition else None
    outturn = comparable.judged if comparable else None
    rag = judge_rag(position.judged, one.due, one.good, before=outturn, rule=rule)
    return Judged(position, say_position(position, one.unit), rag, travel, since, _remark(one, position))


def _alike(now: Position, before: Position) -> tuple[float | None, float | None]:
    """Two figures of one kind: the percentages or values of both, else their counts."""
    values = [one.share if one.share is not None else one.value for one in (now, before)]
    if None in values:
        values = [one.numerator for one in (now, before)]
    return tuple(None if None in values or one is None else round(one, AS_PRINTED) for one in values)  # type: ignore[return-value]


def _remark(one: Indicator, position: Position) -> str:
    """Where a printed percentage does not follow from its counts."""
    if position.share is None or position.value is None or round(position.share) == round(position.value):
        return ""
    return (
        f"{say_number(position.value, one.unit)} is printed; {say_number(position.numerator or 0)} of "
        f"{say_number(position.denominator or 0)} is {say_number(round(position.share, 1), '%')}."
    )


def _judge_measures(one: ExceptionReport, rule: str) -> list[JudgedMeasure]:
    found = []
    for measure in one.figures:
        target = "none" if measure.target is None else say_number(measure.target, measure.unit)
        words = f"{target} ({measure.target_of})" if measure.target_of else target
        rag = judge_rag(measure.value, measure.target, measure.good, rule=rule)
        found.append(JudgedMeasure(measure.what, say_number(measure.value, measure.unit), words, rag))
    return found


def _indicator_dict(one: JudgedIndicator) -> dict[str, object]:
    given = one.indicator
    return {
        "ref": given.ref,
        "indicator": given.indicator,
        "target": given.target,
        "target_now": given.target_now,
        "unit": given.unit,
        "good": given.good,
        "last_outturn": one.outturn,
        "positions": [
            {
                "definition": judged.position.definition,
                "shown": judged.shown,
                "numerator": judged.position.numerator,
                "denominator": judged.position.denominator,
                "value": judged.position.judged,
                "rag": judged.rag,
                "travel": judged.travel,
                "since": judged.since,
                "remark": judged.remark,
            }
            for judged in one.judged
        ],
        "said": {"rag": given.said.rag, "travel": given.said.travel, "printed": given.said.printed},
        "provider": given.provider,
        "risk": given.risk,
    }


def _exception_dict(one: ExceptionReport, measures: tuple[JudgedMeasure, ...]) -> dict[str, object]:
    figures = [{"what": m.what, "value": m.value, "target": m.target, "rag": m.rag} for m in measures]
    return {**one.model_dump(), "figures": figures}
