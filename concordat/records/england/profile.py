"""What the made-up England looks like: the figures of data/england.yaml, published ones beside assumed ones."""

import csv
from functools import cache

from pydantic import Field

from concordat.records.data_file import DATA, Data, read_data

Four = tuple[float, float, float, float]
ByBand = tuple[float, ...]
GROUPS = ("under 18", "18 to 64", "65 to 79", "80 and over")
BANDS = 19  # 0-4 to 85-89 and 90 and over
GROUP_OF_BAND = tuple(0 if band < 4 else 1 if band < 13 else 2 if band < 16 else 3 for band in range(BANDS))


class Sourced(Data):
    """Figures with where they come from; what is not verified is assumed."""

    source: str
    verified: bool


class Population(Sourced):
    file: str


class Activity(Sourced):
    emergency: int
    elective: int
    day_cases: int


class Season(Sourced):
    emergency: tuple[float, ...] = Field(min_length=12, max_length=12)
    elective: tuple[float, ...] = Field(min_length=12, max_length=12)


class Rates(Sourced):
    emergency: ByBand = Field(min_length=BANDS, max_length=BANDS)
    elective: ByBand = Field(min_length=BANDS, max_length=BANDS)
    other: ByBand = Field(min_length=BANDS, max_length=BANDS)
    other_for_men: float
    weekend_emergency: float
    weekend_elective: float
    spread_between_areas: float


class Frailty(Sourced):
    share: Four
    times_as_many_emergencies: float


class StayLengths(Data):
    """Stays of one method by age group; `spread` is the standard deviation of the logarithm of those of a night."""

    zero_days: Four | None = None
    median_days: Four
    spread: Four


class Stays(Sourced):
    emergency: StayLengths
    elective: StayLengths
    other: StayLengths
    longest: int
    weekend_discharges_put_off: float


class Readmissions(Sourced):
    share: Four
    times_for_frail: float
    after_elective: float
    days_half_of_them: float


class Destinations(Sourced):
    codes: tuple[str, ...]
    adults: tuple[float, ...]
    older: tuple[float, ...]
    oldest: tuple[float, ...]

    @property
    def shares(self) -> tuple[tuple[float, ...], ...]:
        """By age group from 18; children go as adults do."""
        return (self.adults, self.adults, self.older, self.oldest)


class DelayLength(Data):
    from_: int = Field(alias="from")
    to: int
    people: int
    days: int


class ByArea(Data):
    file: str
    source: str


class Delays(Sourced):
    same_day: int
    lengths: tuple[DelayLength, ...]
    by_area: ByArea
    tilt: dict[str, float]
    tilt_of_longer: dict[str, float]

    @property
    def people(self) -> int:
        return self.same_day + sum(length.people for length in self.lengths)


class SocialCare(Sourced):
    deaths_outside_hospital: ByBand = Field(min_length=BANDS, max_length=BANDS)
    in_homes_at_start: Four
    supported_at_home_at_start: Four
    placements_that_stay: float
    reablement_after_care_at_home: float
    reached: float
    direct_payments: float
    managed_budgets: float
    health_budgets: float
    joint_plans: float
    lead_professionals: float
    movers: float


class Profile(Data):
    """Everything that the generator knows of England."""

    version: int
    population: Population
    activity: Activity
    season: Season
    rates: Rates
    frailty: Frailty
    stays: Stays
    readmissions: Readmissions
    destinations: Destinations
    delays: Delays
    social_care: SocialCare


@cache
def load_profile() -> Profile:
    """The profile that ships."""
    return read_data("england.yaml", Profile)


@cache
def load_people() -> dict[str, tuple[int, ...]]:
    """Area code to its people by band of age, by code."""
    with (DATA / load_profile().population.file).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return {row[0]: tuple(int(cell) for cell in row[1:]) for row in sorted(rows)}


@cache
def load_delays_by_area() -> dict[str, float]:
    """Area code to how much likelier a delay was there than in all areas; those without a figure are missing."""
    with (DATA / load_profile().delays.by_area.file).open(encoding="utf-8", newline="") as file:
        rows = [(row["area"], int(row["discharges"]), int(row["delayed"])) for row in csv.DictReader(file)]
    overall = sum(delayed for _, _, delayed in rows) / sum(discharges for _, discharges, _ in rows)
    return {area: delayed / discharges / overall for area, discharges, delayed in rows if discharges}
