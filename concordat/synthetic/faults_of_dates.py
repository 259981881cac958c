"""Mistakes in dates: days that do not exist, are missing, lie behind or centuries away."""

from datetime import date, timedelta
from random import Random

from concordat.returns.place_return import Return
from concordat.synthetic.additional import LIVE, SETTINGS
from concordat.synthetic.conditions import IN_PROGRESS, MET, NOT_MET
from concordat.synthetic.fault import Change, Pair, kind
from concordat.synthetic.place_year import write_day

REASON = "The trust's supplier has put its upgrade back, and a new day has been agreed with all partners."
POOLED, POOLED_WHEN = "budget.pooled", "budget.pooled-when"


@kind(
    "not-a-date", fault="a go-live day is 31 April or 29 February 2018", twin="the day is 30 April or 29 February 2020"
)
def day_that_is_not(ret: Return, dice: Random) -> Pair | None:
    progress, live = _interface(dice)
    wrong, right = dice.choice(
        (("31/04/2018", "30/04/2018"), ("29/02/2018", "29/02/2020"), ("31/11/2017", "30/11/2017"))
    )
    ahead = {progress: "In development"}
    return Change(live, ahead | {live: wrong}), Change(live, ahead | {live: right})


@kind(
    "not-a-date", fault="a day is typed month first: 12/31/2017", twin="the day is typed as the form asks: 31/12/2017"
)
def month_first(ret: Return, dice: Random) -> Pair | None:
    progress, live = _interface(dice)
    ahead = {progress: "In development"}
    return Change(live, ahead | {live: "12/31/2017"}), Change(live, ahead | {live: "31/12/2017"})


@kind(
    "unanswered",
    fault="a condition is in progress, and the day by which it will be met is left out",
    twin="a condition is met, and no day is given",
)
def day_left_out(ret: Return, dice: Random) -> Pair | None:
    answer, when, why = _condition(ret, dice)
    if when not in ret.form.questions:
        return None
    return (
        Change(when, {answer: IN_PROGRESS, when: None, why: REASON}),
        Change(when, {answer: MET, when: None, why: None}),
    )


@kind(
    "date-passed",
    fault="a condition is in progress, and the day by which it will be met has gone by",
    twin="a condition is in progress, and the day is that on which the return went in",
)
def condition_overdue(ret: Return, dice: Random) -> Pair | None:
    answer, when, why = _condition(ret, dice)
    if when not in ret.form.questions:
        return None
    open_still = {answer: IN_PROGRESS, why: REASON}
    past = _sent(ret) - timedelta(days=dice.randint(15, 90))
    return (
        Change(when, open_still | {when: write_day(past)}),
        Change(when, open_still | {when: write_day(_sent(ret))}),
    )


@kind(
    "date-passed",
    fault="an interface is still in development on a go-live day that has gone by",
    twin="the same day, and the interface is live",
)
def interface_overdue(ret: Return, dice: Random) -> Pair | None:
    progress, live = _interface(dice)
    past = write_day(_sent(ret).replace(day=dice.randint(2, 27)) - timedelta(days=dice.randint(40, 200)))
    return Change(live, {progress: "In development", live: past}), Change(live, {progress: LIVE, live: past})


@kind(
    "date-passed",
    fault="the fund is not pooled yet, and the day for it has gone by",
    twin="the fund is not pooled yet, and the day for it is tomorrow",
)
def pooling_overdue(ret: Return, dice: Random) -> Pair | None:
    past, tomorrow = _sent(ret) - timedelta(days=dice.randint(15, 120)), _sent(ret) + timedelta(days=1)
    return (
        Change(POOLED_WHEN, {POOLED: NOT_MET, POOLED_WHEN: write_day(past)}),
        Change(POOLED_WHEN, {POOLED: NOT_MET, POOLED_WHEN: write_day(tomorrow)}),
    )


@kind("date-out-of-range", fault="a digit of the year slips: 2107, 1917", twin="the day is two years ahead: 2019")
def year_of_another_century(ret: Return, dice: Random) -> Pair | None:
    progress, live = _interface(dice)
    ahead, slipped = {progress: "In development"}, dice.choice(("2107", "1917", "2071"))
    return Change(live, ahead | {live: f"31/03/{slipped}"}), Change(live, ahead | {live: "31/03/2019"})


def _interface(dice: Random) -> tuple[str, str]:
    """Progress and go-live day of a setting; not the first, whose finding speaks for all that share its day."""
    setting = f"additional.{dice.choice(SETTINGS[1:])}"
    return f"{setting}.api-progress", f"{setting}.api-live"


def _condition(ret: Return, dice: Random) -> tuple[str, str, str]:
    ids = [question.id for question in ret.form.in_section("conditions") if question.id.endswith(".answer")]
    prefix = dice.choice(ids).rpartition(".")[0]
    return f"{prefix}.answer", f"{prefix}.when", f"{prefix}.why"


def _sent(ret: Return) -> date:
    """The day on which the return went in, or was to go in."""
    day = ret.stands_at
    assert day is not None, ret.form.id
    return day


KINDS = (
    day_that_is_not,
    month_first,
    day_left_out,
    condition_overdue,
    interface_overdue,
    pooling_overdue,
    year_of_another_century,
)
