"""People at high risk of an emergency, by the rule in data/high_risk.yaml: who, why, and whether somebody leads."""

from datetime import date
from functools import reduce
from operator import and_, or_

import ibis

from concordat.periods import Month
from concordat.records.high_risk_rule import Reason, load_high_risk
from concordat.records.metrics.definition import Column, Records, Row, Worked
from concordat.records.metrics.words import is_emergency, is_in_place, tally

TENTHS = 10  # points are added up in tenths, so that 5.0 is exactly 5.0


def people_at_high_risk(records: Records, on: date) -> ibis.Table:
    """One row for each person at high risk on a day: person, place, age, admissions, score in tenths, and each reason.

    The place is that of the latest admission. Of one person; for use inside the organisation only.
    """
    rule, _ = load_high_risk()
    people = _people(records, on, rule.days_back, rule.score_days_back)
    scores = frailty_scores(records, on, rule.score_days_back)
    people = people.left_join(scores, "person").select(
        "person", "place", "age", "admissions", score=scores.score.fill_null(0)
    )
    people = people.filter(people.age >= rule.least_age)
    people = people.mutate(**{_name(reason): _holds(people, reason) for reason in rule.reasons})
    return people.filter(reduce(or_, (people[_name(reason)] for reason in rule.reasons)))


def frailty_scores(records: Records, on: date, days_back: int) -> ibis.Table:
    """Person and score, in tenths of points, of the diagnoses of stays begun in the days before: each code once."""
    diagnoses, points = records["diagnoses"], load_high_risk()[1].points
    recent = diagnoses.filter(_is_recent(diagnoses.admitted, on, days_back))
    once = recent.select("person", code=recent.diagnosis.upper().substr(0, 3)).distinct()
    tenths = ibis.memtable({"code": list(points), "tenths": [round(value * TENTHS) for value in points.values()]})
    scored = once.inner_join(tenths, "code")
    return scored.group_by("person").aggregate(score=scored.tenths.sum())


def _people(records: Records, on: date, days_back: int, seen_in: int) -> ibis.Table:
    """Everyone admitted in the last days and alive: where they lived last, how old, how many emergencies lately."""
    spells, deaths = records["admissions"], records["deaths"]
    seen = spells.filter(_is_recent(spells.admitted, on, seen_in))
    seen = seen.mutate(
        lately=(is_emergency(seen) & _is_recent(seen.admitted, on, days_back)).cast("int64"),
        turn=ibis.row_number().over(
            ibis.window(group_by=seen.person, order_by=[seen.admitted.desc(), seen.discharged.desc(), seen.place])
        ),
    )
    people = seen.group_by("person").aggregate(
        place=seen.place.max(where=seen.turn == 0),
        age=on.year - seen.birth_year.max(),
        admissions=seen.lately.sum(),
    )
    return people.anti_join(deaths, [people.person == deaths.person, deaths.died <= on])


def _is_recent(day: Column, on: date, days_back: int) -> Column:
    """On the day or in the days before it: with 365, a year to the day is out."""
    since = ibis.literal(on) - ibis.interval(days=days_back)
    return (day > since) & (day <= on)


def _holds(person: Row, reason: Reason) -> Column:
    holds = [person.admissions >= reason.least_admissions]
    if reason.score_above is not None:
        holds.append(person.score > round(reason.score_above * TENTHS))
    return reduce(and_, holds)


def _name(reason: Reason) -> str:
    return reason.id.replace("-", "_")


def count_joint_plans(records: Records, month: Month) -> ibis.Table:
    """Of the people at high risk on the last day of the month, those with a joint plan and a lead professional."""
    plans, on = records["plans"], month.last_day
    led = plans.filter(is_in_place(plans, "agreed", "ended", on), plans.joint == "yes", plans.lead == "yes")
    people = people_at_high_risk(records, on)
    return tally(people.semi_join(led, "person"), people)


JOINT_PLANS = Worked(
    id="high-risk-joint-plan-65",
    title="People at high risk with a joint plan and a lead professional",
    version=load_high_risk()[0].version,
    counts="of those, people who have a care plan in place on that day that is joint and names a lead professional",
    out_of="people aged 65 and over at high risk of an emergency on the last day of the period",
    unit="%",
    good="high",
    note="At high risk by the rule below; `concordat records high-risk` says who and why.",
    reads=("admissions", "diagnoses", "deaths", "plans"),
    define=count_joint_plans,
    days_before=load_high_risk()[0].score_days_back,
    at_end=True,
)
