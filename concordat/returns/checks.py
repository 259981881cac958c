"""All checks of a return: those that hold for any form, and those that a form's data binds to its questions."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from functools import cache, partial
from typing import Any, Protocol

from pydantic import ValidationError

from concordat.findings import Finding, Severity, gravest_first
from concordat.places.area import Area
from concordat.places.find import UnknownPlace, find_area
from concordat.questionnaires.changes import list_amendments
from concordat.questionnaires.form import Question, Questionnaire
from concordat.questionnaires.kinds import shorten
from concordat.questionnaires.read_yaml import DataError
from concordat.questionnaires.validation import explain
from concordat.returns import completeness, dates, figures, known, statuses, wording
from concordat.returns.binding import Binding
from concordat.returns.place_return import Return

Check = Callable[[Return], Iterator[Finding]]


class QuestionRule(Protocol):
    """A check that holds for any form, of one question at a time."""

    def __call__(self, ret: Return, question: Question) -> Iterator[Finding]: ...


class BoundRule(Protocol):
    """A check that a form's data binds to the questions that belong together."""

    def __call__(self, ret: Return, bound: Any) -> Iterator[Finding]: ...


RULES: Mapping[str, tuple[type[Binding], BoundRule]] = {
    "total-differs": (figures.TotalDiffers, figures.check_total_differs),
    "unit-slip": (figures.UnitSlip, figures.check_unit_slip),
    "fund-per-head": (figures.FundPerHead, figures.check_fund_per_head),
    "amount-out-of-scale": (wording.AmountOutOfScale, wording.check_amount_out_of_scale),
    "identical-all-year": (figures.IdenticalAllYear, figures.check_identical_all_year),
    "stock-from-flows": (figures.StockFromFlows, figures.check_stock_from_flows),
    "percentage-of-count": (figures.PercentageOfCount, figures.check_percentage_of_count),
    "figures-unchanged": (figures.FiguresUnchanged, figures.check_figures_unchanged),
    "status-contradicts-figure": (statuses.StatusContradictsFigure, statuses.check_status_contradicts_figure),
    "status-without-data": (statuses.StatusWithoutData, statuses.check_status_without_data),
    "status-contradicts-known-figure": (
        known.StatusContradictsKnownFigure,
        known.check_status_contradicts_known_figure,
    ),
    "statement-contradicts-status": (statuses.StatementContradictsStatus, statuses.check_statement_contradicts_status),
    "figure-restated": (wording.FigureRestated, wording.check_figure_restated),
}


def check_return(ret: Return, on: date | None = None) -> list[Finding]:
    """Every finding on a return, the gravest first, each with the place's reason where one was given.

    `on` is the day as at which dates are judged; by default the day of submission, of the deadline, or the period's
    last. Checks inform: nothing here changes the return or stops anyone from saving it.
    """
    judged = replace(ret, submitted=on) if on else ret
    return settle(ret, (finding for check in checks_of(ret.form) for finding in check(judged)))


def settle(ret: Return, found: Iterable[Finding]) -> list[Finding]:
    """What the checks of a form found, in their order, as it is told: each slip once, the gravest first, explained."""
    findings = gravest_first(_once(found))
    return [*_with_reasons(ret, findings), *_idle_reasons(ret, findings)]


@cache
def checks_of(form: Questionnaire) -> tuple[Check, ...]:
    """Every check of the returns to a form, each as small as it can be: one question, or what a binding ties together.

    Raises DataError for bindings that cannot be, as `bindings` does.
    """
    return (
        *_each(completeness.check_misfit, form.asked),
        *_each(completeness.check_unanswered, form.counted),
        completeness.check_unplaced,
        *_each(completeness.check_not_needed, form.conditional),
        *_each(_check_place, form.of_kind("place")),
        *_each(wording.check_name, form.of_kind("person")),
        *_each(wording.check_filler, [one for one in form.of_kind("text", "person") if one.counted]),
        *_each(wording.check_copy, [one for one in form.of_kind("text") if not one.steady]),
        *_each(figures.check_fraction, form.of_kind("percentage")),
        *_each(figures.check_population, [one for one in form.of_kind("count") if one.prefill == "population"]),
        figures.check_printed,
        *_each(statuses.check_worse, form.ranked),
        dates.check_passed,
        *_each(dates.check_far, form.of_kind("date")),
        *(partial(check, bound=bound) for check, bound in bindings(form)),
        _list_amended,
    )


def _each(check: QuestionRule, questions: Iterable[Question]) -> Iterator[Check]:
    return (partial(check, question=question) for question in questions)


@cache
def bindings(form: Questionnaire) -> tuple[tuple[BoundRule, Binding], ...]:
    """The rules that a form's data binds, one for each item of the list where one is named.

    Raises DataError for a rule that does not exist, a binding that does not fit it, and an id that nothing answers to.
    """
    return tuple(_bind(form, data) for check in form.checks for data in _unroll(check))


def _bind(form: Questionnaire, data: Mapping[str, Any]) -> tuple[BoundRule, Binding]:
    name = data["rule"]
    if name not in RULES:
        raise DataError(f"{form.id}: checks: there is no rule {name!r}; the rules are {', '.join(RULES)}.")
    model, check = RULES[name]
    for id in _ids_in(list(data.values())):
        if id not in form.known_ids:
            closest = get_close_matches(id, form.known_ids, 1)
            hint = f"; did you mean {closest[0]!r}?" if closest else "."
            raise DataError(f"{form.id}: checks: {name}: there is no question or series {id!r}{hint}")
    try:
        return check, model.model_validate(dict(data))
    except ValidationError as problem:
        raise DataError(explain(problem, model, dict(data), before=f"{form.id}: checks: {name}: ")) from None


def _ids_in(value: Any) -> Iterator[str]:
    """The ids of questions and series among the values of a binding: words with dots between them."""
    if isinstance(value, str) and re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", value):
        yield value
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _ids_in(part)
    elif isinstance(value, dict):
        yield from _ids_in([*value, *value.values()])


def _unroll(check: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    plain = {key: value for key, value in check.items() if key not in ("each", "items", "asked")}
    if "items" not in check:
        yield plain
        return
    for item in check["items"]:
        yield {**{key: _fill_in(value, item) for key, value in plain.items()}, "item": item}


def _fill_in(value: Any, item: str) -> Any:
    if isinstance(value, str):
        return value.replace("{}", item)
    return [_fill_in(part, item) for part in value] if isinstance(value, list) else value


def _check_place(ret: Return, question: Question) -> Iterator[Finding]:
    """The place named on the form is the place whose return this is."""
    named = ret.answers.value(question.id)
    if isinstance(named, str) and ret.place and not _means(named, ret.place):
        message = f"{question.name}: {shorten(named)!r} is named, but this is the return of {ret.place.name}."
        remedy = "Correct the name, or the place that the file says it is for."
        yield Finding("other-place", Severity.BLOCKS, question.id, message, remedy)


def _means(named: str, place: Area) -> bool:
    try:
        return find_area(named, place.vintage) == place
    except UnknownPlace:
        return False


def _list_amended(ret: Return) -> Iterator[Finding]:
    for amended in list_amendments(ret.answers):
        was = f"{amended.returned_in} returned {amended.returned}"
        message = f"{amended.label}: {amended.amended}, where {was}; both are kept."
        yield Finding("amended", Severity.NOTE, amended.id, message, "Nothing, if the amendment is meant.")


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """The first finding of each code at each place: two bindings may see the same slip."""
    seen: dict[tuple[str, str], Finding] = {}
    for finding in findings:
        seen.setdefault((finding.code, finding.where), finding)
    return list(seen.values())


def _with_reasons(ret: Return, findings: list[Finding]) -> Iterator[Finding]:
    given = {(reason.code, reason.where): reason.text for reason in ret.reasons if not wording.is_filler(reason.text)}
    for finding in findings:
        text = given.get((finding.code, finding.where))
        yield replace(finding, reason=text) if text and finding.severity is Severity.EXPLAIN else finding


def _idle_reasons(ret: Return, findings: list[Finding]) -> Iterator[Finding]:
    """A reason that answers no finding, or says nothing."""
    there = {(finding.code, finding.where): finding.severity for finding in findings}
    for reason in ret.reasons:
        severity = there.get((reason.code, reason.where))
        remedy = "Nothing; take it out if you like."
        if severity is None:
            message = f"The reason given for {reason.code} answers no finding at this place; it is kept."
            here = ", ".join(sorted({code for code, where in there if where == reason.where}))
            remedy = f"The findings at this place are {here}." if here else remedy
        elif severity is not Severity.EXPLAIN:
            message = f"A reason cannot answer {reason.code}, which {severity}; it is kept."
            remedy = "Do what the finding says." if severity is Severity.BLOCKS else remedy
        elif wording.is_filler(reason.text):
            message = f"The reason given for {reason.code} is {shorten(reason.text)!r}, which explains nothing."
            remedy = "Give the reason in a sentence."
        else:
            continue
        yield Finding("idle-reason", Severity.NOTE, reason.where, message, remedy)
