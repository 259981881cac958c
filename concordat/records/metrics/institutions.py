"""Metrics of older people in hospital beds and care homes."""

from datetime import date

import ibis

from concordat.periods import Month
from concordat.records.metrics.definition import Records, Worked
from concordat.records.metrics.hospital import is_older_emergency
from concordat.records.metrics.words import NEVER, OLDER, has_code, is_aged, is_within, tally

SAME_MOVE = 1  # days between the end of one placement and the begin of the next that is a move, not an admission


def count_bed_days(records: Records, month: Month) -> ibis.Table:
    """Person-days of the month, each once, that older people spent in emergency stays or in care homes."""
    spells, services = records["admissions"], records["services"]
    in_hospital = spells.filter(is_older_emergency(spells))
    in_homes = services.filter(
        has_code(services, "services", "service", "institution"), month.year - services.birth_year >= OLDER
    )
    days = _days_of(in_hospital, "admitted", "discharged", month).union(_days_of(in_homes, "started", "ended", month))
    once = days.group_by("person", "day").aggregate(place=days.place.min())
    days_and_people = {"numerator": once.count(), "behind": once.person.nunique()}
    return once.group_by("place").aggregate(**days_and_people).mutate(denominator=ibis.null("int64"))


def _days_of(rows: ibis.Table, begins: str, ends: str, month: Month) -> ibis.Table:
    """A row for each day of the month from the first day to before the last: nights, as bed days are counted."""
    first, after = _number(month.first_day), _number(month.last_day) + 1
    begun = rows[begins].epoch_days().cast("int64")
    ended = rows[ends].epoch_days().cast("int64").fill_null(after)
    spans = rows.select("person", "place", begun=ibis.greatest(begun, first), ended=ibis.least(ended, after))
    spans = spans.filter(spans.begun < spans.ended)
    return spans.select("person", "place", day=ibis.range(spans.begun, spans.ended).unnest())


def _number(day: date) -> int:
    return (day - date(1970, 1, 1)).days


BED_DAYS = Worked(
    id="bed-days-in-institutions-65",
    title="Bed days of people aged 65 and over in hospital and care homes",
    version=1,
    counts="days that people aged 65 and over spent in emergency stays in hospital or in residential and nursing homes",
    out_of=None,
    unit="per 1,000 people aged 65 and over",
    good="low",
    note=(
        "Our definition. The day of leaving is not counted; a day in hospital of somebody whose place in a home was "
        "kept counts once. Placements are those that the council knows."
    ),
    reads=("admissions", "services"),
    define=count_bed_days,
    placed_by=("admissions", "services"),
    amounts=True,
)


def count_permanent_admissions(records: Records, month: Month) -> ibis.Table:
    """Placements of older people by the council that began in the month and are no move from another."""
    services = records["services"]
    placements = services.filter(
        has_code(services, "services", "service", "institution"), services.delivery != "self-funded"
    ).mutate(until=services.ended.fill_null(NEVER))
    begun = placements.filter(is_within(placements.started, month), is_aged(placements, OLDER, on="started"))
    begun = begun.mutate(moved_from=begun.started - ibis.interval(days=SAME_MOVE))
    others = placements.view()
    moves = [begun.person == others.person, others.started < begun.started, others.until >= begun.moved_from]
    return tally(begun.anti_join(others, moves))


PERMANENT_ADMISSIONS = Worked(
    id="permanent-admissions-65",
    title="Permanent admissions to care homes of people aged 65 and over",
    version=1,
    counts=(
        "people aged 65 and over whose long-term support by the council in a residential or nursing home began, moves "
        "between homes left out"
    ),
    out_of=None,
    unit="per 100,000 people aged 65 and over",
    good="low",
    note="A placement is a move if another of the person goes on when it begins, or ended that day or the day before.",
    reads=("services",),
    define=count_permanent_admissions,
)
