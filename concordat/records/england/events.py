"""What social care, deaths and plans have to do with the stays: made up month by month, written at the end.

Rows are kept as columns of numbers until the last month, because a placement ends when its person dies.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from concordat.records.england.months import DAYS_A_YEAR, Country, MadeMonth
from concordat.records.england.spells import Stays
from concordat.records.england.strata import EMERGENCY, Ints
from concordat.records.schema import codes_of

OLDER = 2  # age groups from here on are 65 and over
NURSING_SHARE, SERVICE = 0.45, codes_of("services", "service").ids
NURSING, RESIDENTIAL, COMMUNITY, SHORT_HOME = (
    SERVICE.index(one) for one in ("nursing-home", "residential-home", "community", "short-term-home")
)
DELIVERY = codes_of("services", "delivery").ids
FRAIL_CODES = ("F00", "F05", "R29", "N39", "W19", "R41", "R26", "F03", "N17", "J18", "S72", "I69", "K59", "I95")
OTHER_CODES = ("I50", "I21", "J44", "K35", "N20", "R07", "E11", "L03", "R55", "E87", "I48", "R10", "K80", "M19")


class Events(NamedTuple):
    """Rows of one table as numbers: a person, their stratum, and a column for each of the table's own."""

    person: Ints
    stratum: Ints
    columns: dict[str, NDArray[np.integer]]


@dataclass
class SocialCare:
    """The events of a country, gathered month by month. Days count as those of the stays do."""

    country: Country
    rng: np.random.Generator
    _rows: dict[str, list[Events]] = field(default_factory=dict)

    def begin(self) -> None:
        """Placements and support that go on when the records begin."""
        profile, strata = self.country.profile.social_care, self.country.strata
        for shares, kind, years in (
            (profile.in_homes_at_start, None, 2.5),
            (profile.supported_at_home_at_start, COMMUNITY, 3.0),
        ):
            expected = strata.sizes * np.array(shares)[strata.group] * np.where(strata.frail == 1, 2.0, 0.8)
            stratum = np.repeat(np.arange(len(expected)), self.rng.poisson(expected))
            person = strata.start[stratum] + (self.rng.random(len(stratum)) * strata.sizes[stratum]).astype(np.int64)
            person, first = np.unique(person, return_index=True)
            stratum = stratum[first]
            started = -self.rng.integers(1, round(years * DAYS_A_YEAR), len(person))
            service = self._homes(len(person)) if kind is None else np.full(len(person), kind)
            self._serve(person, stratum, service, started, years * DAYS_A_YEAR)
            self._plan(person, stratum, np.maximum(started, -180))

    def add_month(self, made: MadeMonth) -> None:
        """What follows from a month's stays, and its deaths."""
        codes, stays = self.country.profile.destinations.codes, made.stays
        to = [codes.index(one) for one in ("residential-home", "nursing-home", "home-with-care", "died")]
        died = stays.at(stays.destination == to[3])
        self._put("deaths", died.person, died.stratum.astype(np.int64), died=died.discharged.astype(np.int64))
        self._put("deaths", made.deaths.person, made.deaths.stratum, died=made.deaths.day)
        self._place(stays.at((stays.destination == to[0]) | (stays.destination == to[1])), to[1])
        self._care_at_home(stays.at(stays.destination == to[2]))
        if not made.warms_up:
            self._diagnose(stays)

    def rows(self) -> Iterator[tuple[str, Events]]:
        """Every table that has rows. What begins after a death is left out, what goes on then ends with it."""
        deaths = _join(self._rows.get("deaths", []))
        once = np.unique(deaths.person, return_index=True)[1]
        deaths = _at(deaths, once)
        yield "deaths", deaths
        for table, parts in self._rows.items():
            if table != "deaths":
                yield table, self._until_death(_each_once(_join(parts)), deaths)

    def _until_death(self, events: Events, deaths: Events) -> Events:
        at = np.minimum(np.searchsorted(deaths.person, events.person), max(len(deaths.person) - 1, 0))
        known = len(deaths.person) > 0
        dead = deaths.person[at] == events.person if known else np.zeros(len(events.person), bool)
        died = np.where(dead, deaths.columns["died"][at] if known else 0, np.iinfo(np.int64).max)
        columns = dict(events.columns)
        begins = next(iter(columns))
        if "ended" in columns:
            columns["ended"] = np.minimum(columns["ended"], died)
        return _at(Events(events.person, events.stratum, columns), columns[begins] < died)

    def _homes(self, count: int) -> Ints:
        return np.where(self.rng.random(count) < NURSING_SHARE, NURSING, RESIDENTIAL)

    def _place(self, stays: Stays, nursing: int) -> None:
        """Those who left for a home: most stay, some are there for a while."""
        stay = self.rng.random(len(stays.person)) < self.country.profile.social_care.placements_that_stay
        for of, days in ((stay, 2.0 * DAYS_A_YEAR), (~stay, 42.0)):
            some = stays.at(of)
            homes = np.where(some.destination == nursing, NURSING, RESIDENTIAL)
            service = homes if days > DAYS_A_YEAR else np.full(len(homes), SHORT_HOME)
            self._serve(some.person, some.stratum.astype(np.int64), service, some.discharged.astype(np.int64), days)

    def _care_at_home(self, stays: Stays) -> None:
        """Those who left for home with care: reablement first for some, support for the others; some with a plan."""
        profile, group = self.country.profile.social_care, self.country.strata.group[stays.stratum]
        stratum, discharged = stays.stratum.astype(np.int64), stays.discharged.astype(np.int64)
        reabled = (self.rng.random(len(stratum)) < profile.reablement_after_care_at_home) & (group >= OLDER)
        count = int(reabled.sum())
        started = discharged[reabled] + self.rng.integers(0, 4, count)
        self._put(
            "reablement",
            stays.person[reabled],
            stratum[reabled],
            started=started,
            discharged=discharged[reabled],
            ended=started + self.rng.integers(7, 43, count),
            reached=np.where(self.rng.random(count) < profile.reached, 0, 1),
        )
        supported, days = ~reabled, 1.5 * DAYS_A_YEAR
        service = np.full(int(supported.sum()), COMMUNITY)
        self._serve(stays.person[supported], stratum[supported], service, discharged[supported], days)
        planned = self.rng.random(len(stratum)) < profile.joint_plans
        self._plan(stays.person[planned], stratum[planned], discharged[planned])

    def _serve(self, person: Ints, stratum: Ints, service: Ints, started: Ints, days: float) -> None:
        """Support of so many days on average, after an assessment; how it is paid for, for support at home."""
        profile, count = self.country.profile.social_care, len(person)
        ended = np.maximum(started, 0) + 1 + self.rng.exponential(days, count).astype(np.int64)
        shares = np.cumsum([profile.direct_payments, profile.managed_budgets, profile.health_budgets])
        drawn = np.searchsorted(shares, self.rng.random(count), side="right")
        delivery = np.where(service == COMMUNITY, drawn, DELIVERY.index("commissioned"))
        self._put("services", person, stratum, started=started, ended=ended, service=service, delivery=delivery)
        assessment = np.where((service == COMMUNITY) | (service == NURSING) | (service == RESIDENTIAL), 1, 0)
        completed = started - self.rng.integers(0, 15, count)
        self._put("assessments", person, stratum, completed=completed, assessment=assessment)

    def _plan(self, person: Ints, stratum: Ints, agreed: Ints) -> None:
        profile, count = self.country.profile.social_care, len(person)
        self._put(
            "plans",
            person,
            stratum,
            agreed=agreed,
            ended=agreed + 365,
            joint=np.where(self.rng.random(count) < profile.joint_plans, 0, 1),
            lead=np.where(self.rng.random(count) < profile.lead_professionals, 0, 1),
        )

    def _diagnose(self, stays: Stays) -> None:
        """One to four diagnoses of each emergency stay of older people, other ones for those who are frail."""
        strata = self.country.strata
        old = stays.at((stays.method == EMERGENCY) & (strata.group[stays.stratum] >= OLDER))
        rows = np.repeat(np.arange(len(old.person)), self.rng.integers(1, 5, len(old.person)))
        stratum = old.stratum[rows].astype(np.int64)
        frail = strata.frail[stratum] == 1
        drawn = self.rng.integers(0, len(FRAIL_CODES), len(rows))
        code = drawn + np.where(frail, 0, len(FRAIL_CODES))
        self._put("diagnoses", old.person[rows], stratum, admitted=old.admitted[rows].astype(np.int64), diagnosis=code)

    def _put(self, table: str, person: Ints, stratum: Ints, **columns: NDArray[np.integer]) -> None:
        self._rows.setdefault(table, []).append(Events(person, stratum, columns))


def _join(parts: list[Events]) -> Events:
    if not parts:
        return Events(np.zeros(0, np.int64), np.zeros(0, np.int64), {"died": np.zeros(0, np.int64)})
    names = parts[0].columns
    return Events(
        np.concatenate([one.person for one in parts]),
        np.concatenate([one.stratum for one in parts]),
        {name: np.concatenate([one.columns[name] for one in parts]) for name in names},
    )


def _each_once(events: Events) -> Events:
    """Without rows that say the same of the same person."""
    rows = np.stack([events.person, *(column.astype(np.int64) for column in events.columns.values())], axis=1)
    return _at(events, np.sort(np.unique(rows, axis=0, return_index=True)[1]))


def _at(events: Events, rows: NDArray[np.integer] | NDArray[np.bool_]) -> Events:
    return Events(events.person[rows], events.stratum[rows], {n: c[rows] for n, c in events.columns.items()})
