"""The rule of who is at high risk of an emergency, and the published frailty score that it uses, as data."""

from functools import cache

from pydantic import Field

from concordat.records.data_file import Data, read_data


class Reason(Data):
    """One way to be at high risk: all that is given has to hold."""

    id: str
    what: str
    least_admissions: int = Field(ge=0)
    score_above: float | None = None


class Rule(Data):
    """Of whom the rule speaks, how far back it looks, and the reasons, any one of which is enough."""

    version: int
    least_age: int
    days_back: int
    score_days_back: int
    verified: bool
    source: str
    reasons: tuple[Reason, ...] = Field(min_length=1)


class Score(Data):
    """Points by the first three characters of an ICD-10 code; each code counts once."""

    title: str
    source: str
    verified: bool
    note: str
    points: dict[str, float]


class _File(Data):
    rule: Rule
    score: Score


@cache
def load_high_risk() -> tuple[Rule, Score]:
    """The rule and the score, as data/high_risk.yaml has them."""
    file = read_data("high_risk.yaml", _File)
    return file.rule, file.score
