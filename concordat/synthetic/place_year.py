"""One made-up place over one year: who it is, which forms it answers, when each went in, and its own dice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from concordat.frameworks.framework import Framework
from concordat.places.area import Area
from concordat.questionnaires.form import Questionnaire
from concordat.questionnaires.read_yaml import read_strict

Answers = dict[str, object]  # question id to what was typed
T = TypeVar("T")

# A return comes days before its deadline or, from one place in ten, days after it; what is behind it has no source:
# the rates are chosen so that every page that lists late and missing places has some to list.
LATE, LATEST_DAYS, EARLIEST_DAYS = 0.10, 25, 8
MISSING = 0.03


@dataclass(frozen=True)
class PlaceYear:
    """What every part of a place's returns draws on. `people` live there; `submitted` has a day for each form."""

    place: Area
    people: int
    framework: Framework
    forms: tuple[Questionnaire, ...]
    seed: int
    submitted: tuple[date, ...]
    missing: tuple[bool, ...]

    def dice(self, what: str) -> Random:
        """The place's own random numbers for one matter: no other place and no other matter moves them."""
        return dice_of(self.seed, self.place, what)

    def quarter_name(self, number: int) -> str:
        """`Q2 2016/17`, of the form at a position."""
        year = self.framework.years[0]
        return f"Q{number + 1} {year.start}/{(year.start + 1) % 100:02d}"


def dice_of(seed: int, place: Area, what: str) -> Random:
    """Random numbers that depend on the three alone, and are the same on every machine."""
    return Random(f"{seed}/{place.slug}/{what}")


def begin_year(place: Area, people: int, framework: Framework, forms: Sequence[Questionnaire], seed: int) -> PlaceYear:
    """A place's year before anything is answered: which returns come, and when."""
    dice = dice_of(seed, place, "punctuality")
    slack = dice.choice((0.3, 0.7, 1.0, 2.0))  # some places are late often, most hardly ever
    submitted = tuple(_submission(form, framework, dice, slack) for form in forms)
    missing = tuple(dice.random() < MISSING * slack for _ in forms)
    return PlaceYear(place, people, framework, tuple(forms), seed, submitted, missing)


def _submission(form: Questionnaire, framework: Framework, dice: Random, slack: float) -> date:
    deadline = framework.deadline_for(form.id)
    assert deadline is not None, form.id
    assert deadline.day is not None, form.id
    is_late = dice.random() < LATE * slack
    days = dice.randint(1, LATEST_DAYS) if is_late else -dice.randint(0, EARLIEST_DAYS)
    return deadline.day + timedelta(days=days)


@cache
def phrases() -> Mapping[str, Any]:
    """The stock of words, `data/phrases.yaml`."""
    stock: Mapping[str, Any] = read_strict(Path(__file__).parent / "data" / "phrases.yaml")
    return stock


def shuffled(dice: Random, stock: Sequence[T]) -> list[T]:
    """All of a stock in some order: taken one after the other, nothing comes twice."""
    return dice.sample(stock, len(stock))


def write_day(day: date) -> str:
    """As the form asks for it: DD/MM/YYYY."""
    return f"{day:%d/%m/%Y}"
