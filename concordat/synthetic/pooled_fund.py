"""The pooled fund of a made-up place: plan, forecast and actual by quarter, and words where they differ."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from concordat.money import format_pounds, share_out
from concordat.questionnaires.form import Questionnaire
from concordat.synthetic.place_year import Answers, PlaceYear, phrases, shuffled

# Pounds for each resident: low, most common, high. 3.9 billion for 55 million people was 70; some pooled far more.
PER_HEAD = (45, 68, 120)
EVEN, RISING, FALLING = (1, 1, 1, 1), (22, 24, 26, 28), (28, 26, 24, 22)
FLOWS = ("income", "expenditure")
QUARTERS = ("q1", "q2", "q3", "q4")
INCOME_AS_PLANNED, SPENT_AS_PLANNED, REFORECASTS = 0.6, 0.3, 0.6
HELD_BACK = (0.02, 0.15)  # of a quarter's income, paid a quarter later
DRIFT, SPREAD = 0.012, 0.025  # of spending: of the place's year, and of each of its quarters

Amounts = list[int]


@dataclass
class Flow:
    """One side of the fund: what was planned, what really came or went, and words not used yet."""

    name: str
    plan: Amounts
    actual: Amounts
    reforecasts: bool
    above: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)

    def forecast(self, number: int) -> Amounts:
        """What is expected of the year in a quarter: the plan, or what is known so far and the plan for the rest."""
        known = self.actual[:number] if self.reforecasts else self.plan[:number]
        return known + self.plan[number:]


def write_money(year: PlaceYear) -> Iterator[Answers]:
    """The section's answers by quarter: figures that add up, and a comment wherever two that should agree do not."""
    dice = year.dice("money")
    fund = round(year.people * dice.triangular(PER_HEAD[0], PER_HEAD[2], PER_HEAD[1]))
    flows = [make_income(dice, fund), make_expenditure(dice, fund)]
    progress, over, under = (shuffled(dice, phrases()[name]) for name in ("money-progress", "year-over", "year-under"))
    for number, form in enumerate(year.forms):
        answers: Answers = {"money.fund": pounds(fund)}
        for flow in flows:
            answers |= _figures(form, flow, number)
            if comment := _difference(flow, number, fund, over[number], under[number]):
                answers[f"money.{flow.name}.difference"] = comment
        spent = sum(flows[1].actual[: number + 1])
        words = {"spent": pounds(spent), "fund": pounds(fund), "left": pounds(max(fund - spent, 0))}
        yield answers | {"money.commentary": progress[number].format(**words)}


def make_income(dice: Random, fund: int) -> Flow:
    """Income as planned, or a part of one quarter's paid with the next one's."""
    plan = _share(fund, dice.choice((EVEN, EVEN, EVEN, RISING)))
    actual = list(plan)
    if dice.random() >= INCOME_AS_PLANNED:
        late = dice.randrange(3)
        held = round(plan[late] * dice.uniform(*HELD_BACK))
        actual[late], actual[late + 1] = actual[late] - held, actual[late + 1] + held
    stock = phrases()
    above, below = shuffled(dice, stock["income-early"]), shuffled(dice, stock["income-late"])
    return Flow("income", plan, actual, dice.random() < REFORECASTS, above, below)


def make_expenditure(dice: Random, fund: int) -> Flow:
    """Spending as planned, or a little off it each quarter, with a drift over the year."""
    plan = _share(fund, dice.choice((EVEN, EVEN, RISING, FALLING)))
    drift = dice.gauss(0, DRIFT)
    spent = [max(0, round(amount * (1 + drift + dice.gauss(0, SPREAD)))) for amount in plan]
    actual = list(plan) if dice.random() < SPENT_AS_PLANNED else spent
    stock = phrases()
    above, below = shuffled(dice, stock["overspend"]), shuffled(dice, stock["underspend"])
    return Flow("expenditure", plan, actual, dice.random() < REFORECASTS, above, below)


def print_totals(answers: Answers) -> dict[str, str]:
    """The totals of whole series, as the place's own form would show them."""
    printed = {}
    for flow in FLOWS:
        for kind in ("plan", "forecast", "actual"):
            cells = [answers.get(f"money.{flow}.{kind}.{quarter}") for quarter in QUARTERS]
            if all(isinstance(cell, str) for cell in cells):
                printed[f"money.{flow}.{kind}"] = pounds(sum(int(str(cell).replace(",", "")[1:]) for cell in cells))
    return printed


def pounds(amount: int) -> str:
    """£3,282,763."""
    return format_pounds(Decimal(amount))


def _share(fund: int, weights: Sequence[int]) -> Amounts:
    """The fund by quarter in whole pounds, adding up to it."""
    return [int(share * 100) for share in share_out(Decimal(fund) / 100, weights)]


def _figures(form: Questionnaire, flow: Flow, number: int) -> Answers:
    rows = {"plan": flow.plan, "forecast": flow.forecast(number), "actual": flow.actual[: number + 1]}
    return {
        id: pounds(amount)
        for kind, amounts in rows.items()
        for quarter, amount in zip(QUARTERS, amounts, strict=False)
        if (id := f"money.{flow.name}.{kind}.{quarter}") in form.questions
    }


def _difference(flow: Flow, number: int, fund: int, over: str, under: str) -> str:
    """Why the quarter or the year is not what was planned; nothing where it is."""
    said = []
    gap = flow.actual[number] - flow.plan[number]
    if gap:
        side, cause = ("above", flow.above[number]) if gap > 0 else ("below", flow.below[number])
        said.append(
            f"{flow.name.capitalize()} of {pounds(flow.actual[number])} in the quarter is {pounds(abs(gap))} {side} "
            f"the {pounds(flow.plan[number])} planned: {cause}."
        )
    whole = sum(flow.actual if number == 3 else flow.forecast(number)) - fund
    forecast = sum(flow.forecast(number)) - fund
    if left := whole or forecast:
        said.append((over if left > 0 else under).format(amount=pounds(abs(left))))
    return " ".join(said)
