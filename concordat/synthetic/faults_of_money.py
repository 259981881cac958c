"""Mistakes in money: totals, units, amounts in words, figures that the form shows."""

from random import Random

from concordat.returns.place_return import Return
from concordat.synthetic.fault import Change, Pair, kind, quarter_of, whole
from concordat.synthetic.pooled_fund import FLOWS, QUARTERS, pounds

FUND, STORY = "money.fund", "narrative.text"
WHY = "The partners added winter money after the plan was signed, and all of it goes out in this quarter."
SLOW = "Two of the large contracts began a month late, and their invoices fall into the next quarter."


@kind(
    "total-differs",
    fault="a forecast quarter is raised, the year no longer comes to the fund, and no word says why",
    twin="the same quarter is raised, and a comment says that winter money was added",
)
def total_raised_without_a_word(ret: Return, dice: Random) -> Pair | None:
    series, cell, amount = _forecast(ret, dice)
    raised = pounds(amount + max(50, whole(ret, FUND) // dice.randint(12, 25)))
    return (
        Change(series, {cell: raised, _comment(series): None}),
        Change(series, {cell: raised, _comment(series): WHY}),
    )


@kind(
    "total-differs",
    fault="two digits of a forecast quarter change places: £3,282,762 becomes £3,822,762",
    twin="an amount moves from one forecast quarter to another, and the year is the same",
)
def digits_swapped(ret: Return, dice: Random) -> Pair | None:
    series, cell, amount = _forecast(ret, dice)
    swaps = [swapped for swapped in _swaps(str(amount)) if abs(swapped - amount) > 100]
    other = f"{series}.{dice.choice([one for one in QUARTERS if not cell.endswith(one)])}"
    moved = amount // dice.randint(8, 20)
    if not swaps:
        return None
    return (
        Change(series, {cell: pounds(dice.choice(swaps)), _comment(series): None}),
        Change(series, {cell: pounds(amount - moved), other: pounds(whole(ret, other) + moved)}),
    )


@kind(
    "total-differs",
    fault="a forecast quarter is a few hundred pounds short",
    twin="a forecast quarter is a pound out, as when every quarter is rounded",
)
def total_short_of_a_little(ret: Return, dice: Random) -> Pair | None:
    series, cell, amount = _forecast(ret, dice)
    if amount != ret.answers.value(cell) or sum(whole(ret, f"{series}.{one}") for one in QUARTERS) != whole(ret, FUND):
        return None
    short = Change(series, {cell: pounds(amount - dice.randint(120, 900)), _comment(series): None})
    return short, Change(series, {cell: pounds(amount + dice.choice((1, -1)))})


@kind(
    "unit-slip",
    fault="one quarter's actual is typed in thousands: £3,283 for £3,282,762",
    twin="one quarter's actual is half of the usual, and a comment says why",
)
def quarter_in_thousands(ret: Return, dice: Random) -> Pair | None:
    cell, amount, comment = _actual(ret, dice)
    slipped = Change(cell, {cell: pounds(round(amount / 1000))})
    return slipped, Change(cell, {cell: pounds(amount // 2), comment: SLOW})


@kind(
    "unit-slip",
    fault="one quarter's actual is typed in millions: 3.28 for £3,282,762",
    twin="one quarter's actual is typed with its pence: £3,282,762.40",
)
def quarter_in_millions(ret: Return, dice: Random) -> Pair | None:
    cell, amount, _ = _actual(ret, dice)
    if amount < 20_000:
        return None
    return Change(cell, {cell: f"{amount / 1e6:.2f}"}), Change(cell, {cell: f"{pounds(amount)}.40"})


@kind(
    "unit-slip",
    fault="the pooled fund is typed in thousands",
    twin="the pooled fund is a quarter larger than its quarters, and comments say why",
    lanes=(STORY.partition(".")[0],),
)
def fund_in_thousands(ret: Return, dice: Random) -> Pair | None:
    fund = whole(ret, FUND)
    larger = {FUND: pounds(fund * 5 // 4), **{f"money.{flow}.difference": WHY for flow in FLOWS}}
    return Change(FUND, {FUND: pounds(round(fund / 1000))}), Change(FUND, larger)


@kind(
    "unit-slip",
    fault="the pooled fund has three noughts too many",
    twin="the pooled fund ends in .00",
    lanes=(STORY.partition(".")[0],),
)
def fund_with_noughts_too_many(ret: Return, dice: Random) -> Pair | None:
    fund = pounds(whole(ret, FUND))
    return Change(FUND, {FUND: f"{fund},000"}), Change(FUND, {FUND: f"{fund}.00"})


@kind(
    "out-of-range",
    fault="spending is typed with a minus sign",
    twin="nothing was spent, and a nought says so",
)
def amount_below_nothing(ret: Return, dice: Random) -> Pair | None:
    cell, amount, comment = _actual(ret, dice)
    return Change(cell, {cell: f"-{pounds(amount)}"}), Change(cell, {cell: "£0", comment: SLOW})


@kind(
    "out-of-range",
    fault="a quarter is £100,000,001, a pound over what the form takes",
    twin="a quarter is £100,000,000, the most that the form takes",
)
def amount_over_the_form(ret: Return, dice: Random) -> Pair | None:
    cell, _, comment = _actual(ret, dice)
    return Change(cell, {cell: "£100,000,001"}), Change(cell, {cell: "£100,000,000", comment: WHY})


@kind("not-money", fault="an amount is rounded in words: £3.3m", twin="the rounded amount is written out: £3,300,000")
def amount_rounded_in_words(ret: Return, dice: Random) -> Pair | None:
    cell, amount, comment = _actual(ret, dice)
    tenths = max(1, round(amount / 100_000))
    written = dice.choice((f"£{tenths / 10:.1f}m", f"about {pounds(amount)}", f"{tenths / 10:.1f} million"))
    return Change(cell, {cell: written}), Change(cell, {cell: pounds(tenths * 100_000), comment: WHY})


@kind(
    "unanswered",
    fault="the quarter's actual is a tenth below plan and forecast, and the comment is empty",
    twin="the quarter's actual is a tenth below, and the comment says why",
)
def difference_without_a_comment(ret: Return, dice: Random) -> Pair | None:
    cell, amount, comment = _actual(ret, dice)
    if quarter_of(ret) == 4:  # the last form asks about the year, not about its last quarter
        return None
    less = pounds(amount * 9 // 10)
    return Change(comment, {cell: less, comment: None}), Change(comment, {cell: less, comment: SLOW})


@kind(
    "identical-all-year",
    fault="plan, forecast and actual are one and the same all year (a note)",
    twin="the same, but for a pound that fell into the next quarter",
)
def same_figures_all_year(ret: Return, dice: Random) -> Pair | None:
    flow = dice.choice(FLOWS)
    plan = [whole(ret, f"money.{flow}.plan.{one}") for one in QUARTERS]
    rows = {kind: [whole(ret, f"money.{flow}.{kind}.{one}") for one in QUARTERS] for kind in ("forecast", "actual")}
    if quarter_of(ret) != 4 or 0 in plan or all(row == plan for row in rows.values()):
        return None
    answers: dict[str, object] = {
        f"money.{flow}.{kind}.{one}": pounds(amount)
        for kind in rows
        for one, amount in zip(QUARTERS, plan, strict=True)
    }
    where = f"money.{flow}.actual"
    nearly = {f"{where}.q2": pounds(plan[1] - 1), f"{where}.q3": pounds(plan[2] + 1)}
    return Change(where, answers), Change(where, answers | nearly)


@kind(
    "amount-out-of-scale",
    fault="the narrative has billions where it means millions",
    twin="the narrative names the nation's billions, and says that they are the nation's",
    lanes=("money",),
)
def billions_for_millions(ret: Return, dice: Random) -> Pair | None:
    text, fund = str(ret.answers.value(STORY)), whole(ret, FUND)
    local = dice.choice(("We have spent £{:.2f}bn of the fund.", "The pooled fund of £{:.2f} billion is committed."))
    national = dice.choice(
        (
            "Across England £3.9bn is set aside, and we are a small part of that.",
            "Nationally the fund is worth £3.9 billion.",
        )
    )
    if fund < 5_000_000:
        return None
    return (
        Change(STORY, {STORY: f"{local.format(fund / 1e6)} {text}"}),
        Change(STORY, {STORY: f"{national} {text}"}),
    )


@kind(
    "printed-differs",
    fault="the form shows a total that is not the sum of its quarters",
    twin="the form shows the right total without its pound sign",
)
def printed_total_differs(ret: Return, dice: Random) -> Pair | None:
    series, _, _ = _forecast(ret, dice)
    total = sum(whole(ret, f"{series}.{one}") for one in QUARTERS)
    swapped = dice.choice(_swaps(str(total)) or [total + 1000])
    return Change(series, {}, {series: pounds(swapped)}), Change(series, {}, {series: f"{total:,}"})


def _forecast(ret: Return, dice: Random) -> tuple[str, str, int]:
    """A forecast series, one of its quarters and the amount there."""
    series = f"money.{dice.choice(FLOWS)}.forecast"
    cell = f"{series}.{dice.choice(QUARTERS)}"
    return series, cell, whole(ret, cell)


def _actual(ret: Return, dice: Random) -> tuple[str, int, str]:
    """This quarter's actual, what it amounts to in the forecast, and the comment beside it."""
    flow, quarter = dice.choice(FLOWS), f"q{quarter_of(ret)}"
    return f"money.{flow}.actual.{quarter}", whole(ret, f"money.{flow}.forecast.{quarter}"), f"money.{flow}.difference"


def _comment(series: str) -> str:
    return f"{series.rpartition('.')[0]}.difference"


def _swaps(digits: str) -> list[int]:
    """The number with two neighbouring digits exchanged, each that differs from it."""
    pairs = range(len(digits) - 1)
    every = [int(digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]) for i in pairs if digits[i] != digits[i + 1]]
    return [number for number in every if number != int(digits)]


KINDS = (
    total_raised_without_a_word,
    digits_swapped,
    total_short_of_a_little,
    quarter_in_thousands,
    quarter_in_millions,
    fund_in_thousands,
    fund_with_noughts_too_many,
    amount_below_nothing,
    amount_over_the_form,
    amount_rounded_in_words,
    difference_without_a_comment,
    same_figures_all_year,
    billions_for_millions,
    printed_total_differs,
)
