"""Additional measures of a made-up place: records shared more each quarter, budgets that follow their flows."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import product
from random import Random

from concordat.synthetic.conditions import keep_ahead
from concordat.synthetic.place_year import Answers, PlaceYear, write_day

SETTINGS = ("gp", "hospital", "social-care", "community", "mental-health", "palliative")
SHARED = ("Not currently shared digitally", "Shared via interim solution", "Shared via Open API")
PROGRESS = ("Unavailable", "In development", "Installed (not live)", "Live")
PILOT = ("No pilot underway", "Pilot being scoped", "Pilot currently underway")
EXTENT = (
    "No",
    "Yes - in some parts of Health and Wellbeing Board area",
    "Yes - throughout the Health and Wellbeing Board area",
)
LIVE = "Live"
IMPROVES = 0.09  # of a step up in one quarter; nothing here steps down without saying why, and the form has no room
NUMBER_IN_USE, NUMBER_COMES_INTO_USE = 0.8, 0.2
BUDGETS_PER_PERSON = (0.00006, 0.00028)  # personal health budgets; the packs have 24 for 180,000 people
TURNOVER = (0.08, 0.3)  # of the budgets, begun or stopped in a quarter
CONTINUING_CARE = (0.6, 0.95)  # the share of them


def write_additional(year: PlaceYear) -> Iterator[Answers]:
    """The section's answers by quarter."""
    for parts in zip(_numbers_and_interfaces(year), _sharing(year), _budgets(year), _teams(year), strict=True):
        answers: Answers = {}
        for part in parts:
            answers |= part
        yield answers


def print_rate(answers: Answers) -> dict[str, str]:
    """Personal health budgets per 100,000 people, to a tenth, as the place's own form would show it."""
    in_place, people = (int(str(answers[f"additional.{name}"])) for name in ("budgets-in-place", "population"))
    return {"additional.budgets-rate": f"{_to_a_tenth(Decimal(in_place) * 100000 / people)}"}


def _numbers_and_interfaces(year: PlaceYear) -> Iterator[Answers]:
    dice = year.dice("interfaces")
    in_use = {(one, what): dice.random() < NUMBER_IN_USE for one in SETTINGS for what in ("on-letters", "retrieves")}
    stage = {one: dice.choices(range(4), (1, 5, 2, 1))[0] for one in SETTINGS}
    promised: dict[str, date] = {}
    for number, sent in enumerate(year.submitted):
        answers: Answers = {}
        for one in SETTINGS:
            if number:
                stage[one] = _step_up(dice, stage[one], len(PROGRESS))
            for what in ("on-letters", "retrieves"):
                used = in_use[one, what] = in_use[one, what] or dice.random() < NUMBER_COMES_INTO_USE
                answers[f"additional.{one}.nhs-number-{what}"] = "Yes" if used else "No"
            answers[f"additional.{one}.api-progress"] = PROGRESS[stage[one]]
            promised[one] = keep_ahead(dice, promised.get(one), sent)
            answers[f"additional.{one}.api-live"] = LIVE if PROGRESS[stage[one]] == LIVE else write_day(promised[one])
        yield answers


def _sharing(year: PlaceYear) -> Iterator[Answers]:
    dice = year.dice("sharing")
    eager = dice.choice((1, 2, 4))
    stage = {
        (a, b): 2 if a == b else dice.choices(range(3), (6, eager, eager))[0] for a, b in product(SETTINGS, repeat=2)
    }
    for number in range(len(year.forms)):
        if number:
            stage = {pair: _step_up(dice, step, len(SHARED)) for pair, step in stage.items()}
        yield {f"additional.sharing.{a}.{b}": SHARED[step] for (a, b), step in stage.items()}


def _budgets(year: PlaceYear) -> Iterator[Answers]:
    dice = year.dice("budgets")
    stock = max(1, round(year.people * dice.uniform(*BUDGETS_PER_PERSON)))
    share = dice.uniform(*CONTINUING_CARE)
    for _ in year.forms:
        begun = round(stock * dice.uniform(*TURNOVER)) + dice.randint(0, 2)
        stopped = min(stock, round(stock * dice.uniform(*TURNOVER)))
        stock += begun - stopped
        of_them = min(stock, max(1, round(stock * (share + dice.uniform(-0.03, 0.03))))) if stock else 0
        percentage = _to_a_tenth(Decimal(100 * of_them) / stock) if stock else Decimal(0)
        yield {
            "additional.budgets-in-place": str(stock),
            "additional.budgets-new": str(begun),
            "additional.budgets-stopped": str(stopped),
            "additional.budgets-continuing-care": f"{percentage}%",
            "additional.population": str(year.people),
        }


def _teams(year: PlaceYear) -> Iterator[Answers]:
    dice = year.dice("teams")
    names = ("care-record-pilot", "teams-community", "teams-acute")
    scales: Sequence[Sequence[str]] = (PILOT, EXTENT, EXTENT)
    stage = [dice.choices(range(3), (1, 4, 2))[0] for _ in names]
    for number in range(len(year.forms)):
        if number:
            stage = [_step_up(dice, step, 3) for step in stage]
        yield {f"additional.{name}": scale[step] for name, scale, step in zip(names, scales, stage, strict=True)}


def _step_up(dice: Random, step: int, steps: int) -> int:
    return min(step + (dice.random() < IMPROVES), steps - 1)


def _to_a_tenth(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"), ROUND_HALF_UP)
