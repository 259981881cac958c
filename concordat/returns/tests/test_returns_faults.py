"""Faults of every kind that domain section 8 names, put into each of Southend's four returns one at a time.

Each fault has to be found at its place under its code, where the return as it stands has no such finding; its
near-miss twin, which a careful person might well write, adds no finding of that code.
"""

import json
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path

import pytest

from concordat.findings import Severity
from concordat.frameworks.forms import load_form
from concordat.questionnaires.answers import read_answers
from concordat.questionnaires.read_yaml import read_plain
from concordat.returns.checks import check_return
from concordat.returns.load import load_returns

SOUTHEND = Path(__file__).parents[3] / "examples" / "southend-on-sea"
QUARTERS = (1, 2, 3, 4)
FLOWS = ("income", "expenditure")
ON_TRACK = "On track to meet target"
IMPROVED = "On track for improved performance, but not to meet full target"
NO_BETTER = "No improvement in performance"
DIRECTIONS = {
    "non-elective-admissions": "low",
    "delayed-transfers": "low",
    "patient-experience": "high",
    "residential-admissions": "low",
    "reablement": "high",
}
WORDINGS = (  # as councils write them, of a figure and a target without and with a unit
    "The result is {}% against a target of {}%.",
    "We stand at {} per cent versus our plan of {} per cent, which the system discussed in June.",
    "Performance was {}% (target {}%).",
    "A rate of {} per 100,000 against a plan of {}.",
    "At the end of the quarter: {}% vs target {}%",
    "We are at circa {}% against the {}% target.",
)
TARGET_FIRST = (
    "Target: {}%, actual {}%.",
    "Against a target of {}% we achieved {}%.",
    "The target is {}; we are at {}.",
)
TARGET = 87
FILLERS = ("n/a", "Nil comment", "-", "TBC", "as above", "No further update to report", "see previous quarter")
SAYS_SOMETHING = (
    "n/a for now because the contract starts in May",
    "Nothing to report before the audit closes",
    "None of the schemes has slipped",
)
ROLES = ("Chair of HWB", "Director of Adult Social Services", "Better Care Fund Manager", "Cllr", "The Chair (tbc)")
PEOPLE = ("Cllr Ann Other, Chair HWB", "Ann Other, Director of Adult Social Services", "A Other", "Jo Head")
OTHER_PLACES = ("Thurrock", "Essex", "Leeds City Council")
SAME_PLACE = ("Southend", "SOUTHEND-ON-SEA", "Southend-on-Sea Borough Council", "southend on sea")
NEWS = "Two new care homes opened their doors in the east of the borough this quarter."


@dataclass(frozen=True)
class Fault:
    """Answers that carry a fault, the code and the place at which it has to be found, and its twin's answers."""

    quarter: int
    kind: str
    code: str
    where: str
    answers: dict = field(hash=False)
    twin: dict | None = field(default=None, hash=False)

    def __str__(self):
        return f"q{self.quarter} {self.kind} {self.where}"


@cache
def southend(quarter):
    """The return of a quarter as it stands, with the earlier ones."""
    loaded = load_returns([SOUTHEND / f"2016-17-q{one}.yaml" for one in range(1, quarter + 1)])
    return loaded[-1][1]


@cache
def given(quarter):
    return json.dumps(read_plain(SOUTHEND / f"2016-17-q{quarter}.yaml")["answers"])


def check_with(quarter, answers):
    """The findings on a quarter's return with some answers set, or taken out where they are None."""
    nested = json.loads(given(quarter))
    for id, value in answers.items():
        *groups, last = id.split(".")
        group = nested
        for name in groups:
            group = group.setdefault(name, {})
        group[last] = value
    ret = southend(quarter)
    changed = read_answers(ret.form, nested, ret.answers.earlier)
    return check_return(replace(ret, answers=changed, printed={}))


def form(quarter):
    return load_form(f"2016-17-q{quarter}")


def value(quarter, id):
    return southend(quarter).answers.value(id)


def money_faults(quarter):
    fault = partial(Fault, quarter)
    series = [one for one in form(quarter).series.values() if one.totalled]
    for one in series:
        whole = len(one.questions) == 4
        comment = f"{one.id.rpartition('.')[0]}.difference"
        for cell in one.questions:
            amount = value(quarter, cell)
            if whole:
                yield fault(
                    "a total £3 off",
                    "total-differs",
                    one.id,
                    {cell: f"{amount + 3}", comment: None},
                    {cell: f"{amount + 2}", comment: None},
                )
                yield fault(
                    "a total far off",
                    "total-differs",
                    one.id,
                    {cell: "£2,000,000", comment: "nil comment"},
                    {cell: "£2,000,000", comment: NEWS},
                )
            yield fault("in thousands", "unit-slip", cell, {cell: f"{amount / 1000:.0f}"}, {cell: f"{amount / 3:.0f}"})
            yield fault(
                "in millions", "unit-slip", cell, {cell: f"{amount / 1000000:.2f}"}, {cell: f"{amount * 3:.0f}"}
            )
    latest = [f"money.{flow}.actual.q{quarter}" for flow in FLOWS]
    for cell in latest if quarter < 4 else ():
        comment = f"{cell.partition('.actual')[0]}.difference"
        yield fault(
            "actual differs and no word",
            "unanswered",
            comment,
            {cell: "£3,000,000", comment: None},
            {cell: "£3,000,000", comment: NEWS},
        )
    fund = value(quarter, "money.fund")
    yield fault(
        "fund in thousands",
        "unit-slip",
        "money.fund",
        {"money.fund": f"{fund / 1000:.0f}"},
        {"money.fund": f"{fund * 2}"},
    )
    yield fault(
        "fund in millions",
        "unit-slip",
        "money.fund",
        {"money.fund": f"{fund / 1000000:.2f}"},
        {"money.fund": f"{fund / 2}"},
    )
    yield fault("fund times a thousand", "unit-slip", "money.fund", {"money.fund": f"{fund * 1000}"})
    yield fault(
        "billions in words",
        "amount-out-of-scale",
        "narrative.text",
        {"narrative.text": "Spending of £13.1bn is on plan."},
        {"narrative.text": "Spending of £13.1m is on plan."},
    )


def date_faults(quarter):
    fault = partial(Fault, quarter)
    ret = southend(quarter)
    day = ret.stands_at
    before, after = day.replace(year=day.year - 1), day.replace(year=day.year + 1)
    for question in ret.form.asked:
        if question.kind != "date":
            continue
        asked = {id: "No" if "No" in wanted else next(iter(wanted)) for id, wanted in question.applies}
        if question.applies and question.applies[0][0].endswith(".answer"):
            asked[f"{question.id.rpartition('.')[0]}.why"] = NEWS
        yield fault(
            "date passed",
            "date-passed",
            question.id,
            asked | {question.id: f"{before:%d/%m/%Y}"},
            asked | {question.id: f"{day:%d/%m/%Y}"},
        )
        yield fault(
            "date impossible",
            "not-a-date",
            question.id,
            asked | {question.id: "31/02/2018"},
            asked | {question.id: "28/02/2018"},
        )
        yield fault(
            "date missing",
            "unanswered",
            question.id,
            asked | {question.id: None},
            asked | {question.id: f"{after:%d/%m/%Y}"},
        )
        yield fault(
            "date of another century",
            "date-out-of-range",
            question.id,
            asked | {question.id: "31/03/2117"},
            asked | {question.id: f"{after:%d/%m/%Y}"},
        )


def say(wording, figure):
    return wording.format(TARGET, figure) if wording in TARGET_FIRST else wording.format(figure, TARGET)


def status_faults(quarter):
    fault = partial(Fault, quarter)
    for metric, good in DIRECTIONS.items():
        status, words = f"metrics.{metric}.status", f"metrics.{metric}.commentary"
        better, worse = (93, 81) if good == "high" else (81, 93)
        for number, wording in enumerate((*WORDINGS, *TARGET_FIRST)):
            missed, met, at_target = (say(wording, figure) for figure in (worse, better, TARGET))
            for chosen, bad, good_twin in (
                (ON_TRACK, missed, at_target),
                (IMPROVED, met, missed),
                (NO_BETTER, met, missed),
            ):
                kind = f"{chosen}, in words {number}"
                bad, good_twin = ({status: chosen, words: text} for text in (bad, good_twin))
                yield fault(kind, "status-contradicts-figure", status, bad, good_twin)
        for text in ("No data available until September.", "The data are not yet available.", "Awaiting publication."):
            twin = {status: ON_TRACK, words: "All data are published and available; they show a steady result."}
            yield fault(
                f"status without data, {text}", "status-without-data", status, {status: ON_TRACK, words: text}, twin
            )


def stock_faults(quarter):
    fault = partial(Fault, quarter)
    stock, new, stopped = (f"additional.budgets-{name}" for name in ("in-place", "new", "stopped"))
    share = "additional.budgets-continuing-care"
    if quarter > 1:
        yield fault("stock against flows", "stock-from-flows", stock, {stock: "15"}, {stock: "14"})
        yield fault("flows against stock", "stock-from-flows", stock, {stopped: "8"}, {stopped: "7"})
        yield fault("new against stock", "stock-from-flows", stock, {new: "18"}, {new: "17"})
    yield fault("percentage not of counts", "percentage-of-count", share, {share: "90%"}, {share: "92%"})
    yield fault("a share for a percentage", "unit-slip", share, {share: "0.94"}, {share: "100"})


def text_faults(quarter):
    fault = partial(Fault, quarter)
    ret = southend(quarter)
    for question in ret.form.of_kind("text"):
        before = ret.answers.previous.value(question.id) if ret.answers.previous else None
        if before and not question.steady and question.id != "money.commentary":
            yield fault(
                "a copy", "text-unchanged", question.id, {question.id: before}, {question.id: f"{before} {NEWS}"}
            )
            yield fault(
                "a copy in capitals",
                "text-unchanged",
                question.id,
                {question.id: before.upper()},
                {question.id: f"{NEWS} {before}"},
            )
            typo = before.replace("performance", "perfromance").replace("transfomration", "transformation")
            yield fault("a copy but for spelling", "text-unchanged", question.id, {question.id: typo})
        if not question.counted or question.wanted:
            continue
        asked = {id: "No" for id, _ in question.applies}
        for number, filler in enumerate(FILLERS):
            told = SAYS_SOMETHING[number % len(SAYS_SOMETHING)]
            yield fault(
                f"a filler {filler}", "filler", question.id, asked | {question.id: filler}, asked | {question.id: told}
            )


def cover_faults(quarter):
    fault = partial(Fault, quarter)
    for question in form(quarter).asked:
        if question.kind == "person":
            for number, role in enumerate(ROLES):
                person = PEOPLE[number % len(PEOPLE)]
                yield fault(f"a role {role}", "role-not-name", question.id, {question.id: role}, {question.id: person})
            yield fault("nobody", "filler", question.id, {question.id: "TBC"}, {question.id: "T. B. Clark"})
        if question.kind == "place":
            for number, other in enumerate(OTHER_PLACES):
                same = SAME_PLACE[number % len(SAME_PLACE)]
                yield fault(
                    f"another place {other}", "other-place", question.id, {question.id: other}, {question.id: same}
                )


def worse_faults(quarter):
    fault = partial(Fault, quarter)
    ret = southend(quarter)
    for question in ret.form.asked if ret.answers.previous else ():
        options = question.options
        if options is None or not options.best_to_worst:
            continue
        rank = options.rank(ret.answers.previous.value(question.id))
        if rank is None or rank + 1 >= len(options.best_to_worst):
            continue
        worse = {question.id: options.best_to_worst[-1]}
        if question.explained_by is None:
            yield fault(
                "worse", "worse-without-comment", question.id, worse, {question.id: options.best_to_worst[rank]}
            )
            continue
        why = question.explained_by
        told = worse | {why: NEWS}
        for name, comment in (
            ("none", None),
            ("a filler", "as above"),
            ("the old one", ret.answers.previous.value(why)),
        ):
            yield fault(f"worse, comment {name}", "worse-without-comment", question.id, worse | {why: comment}, told)


KINDS = (money_faults, date_faults, status_faults, stock_faults, text_faults, cover_faults, worse_faults)
FAULTS = [fault for quarter in QUARTERS for faults in KINDS for fault in faults(quarter)]


@cache
def base(quarter):
    return frozenset((one.code, one.where) for one in check_with(quarter, {}))


@pytest.mark.parametrize("quarter", QUARTERS)
@pytest.mark.parametrize("faults", KINDS, ids=lambda faults: faults.__name__)
def test_check_return_finds_fault_at_its_place(faults, quarter):
    missed = []
    for fault in faults(quarter):
        found = {(one.code, one.where) for one in check_with(quarter, fault.answers)}
        if (fault.code, fault.where) not in found:
            missed.append(f"{fault}: {fault.answers} found {sorted(found - base(quarter))}")
    assert missed == []


@pytest.mark.parametrize("quarter", QUARTERS)
@pytest.mark.parametrize("faults", KINDS, ids=lambda faults: faults.__name__)
def test_check_return_leaves_near_miss_alone(faults, quarter):
    wrong = []
    for fault in faults(quarter):
        if fault.twin is not None:
            found = [one for one in check_with(quarter, fault.twin) if one.code == fault.code]
            known = [where for code, where in base(quarter) if code == fault.code]
            new = [one for one in found if one.where not in known]
            if len(found) <= len(known):  # six settings share a date and a finding: without the first it moves on
                new = [one for one in new if one.where == fault.where]
            wrong += [f"{fault}: {fault.twin} found {one.where}: {one.message}" for one in new]
    assert wrong == []


def test_faults_are_of_every_kind():
    """Hundreds of faults in each quarter, and every code that an answer alone can bring about."""
    assert all(count > 200 for count in Counter(fault.quarter for fault in FAULTS).values())
    assert {fault.code for fault in FAULTS} == {
        "amount-out-of-scale",
        "date-out-of-range",
        "date-passed",
        "filler",
        "not-a-date",
        "other-place",
        "percentage-of-count",
        "role-not-name",
        "status-contradicts-figure",
        "status-without-data",
        "stock-from-flows",
        "text-unchanged",
        "total-differs",
        "unanswered",
        "unit-slip",
        "worse-without-comment",
    }


@pytest.mark.parametrize("quarter", QUARTERS)
def test_check_return_all_faults_at_once(quarter):
    """Every fault that does not undo another, in one return: many findings, each with what to do about it."""
    answers = {}
    for fault in FAULTS:
        if fault.quarter == quarter and not set(fault.answers) & set(answers):
            answers |= fault.answers
    found = check_with(quarter, answers)
    assert len(found) > 20
    assert all(one.message and one.remedy and one.where for one in found)
    assert [one.severity.rank for one in found] == sorted(one.severity.rank for one in found)
    assert {one.severity for one in found} >= {Severity.BLOCKS, Severity.EXPLAIN}
