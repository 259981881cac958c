"""Mistakes in counts: stocks and flows, percentages and their counts, figures that stand still."""

from random import Random

from concordat.returns.place_return import Return
from concordat.synthetic.fault import Change, Pair, kind, previous, whole

STOCK, BEGUN, STOPPED, SHARE = (
    f"additional.budgets-{name}" for name in ("in-place", "new", "stopped", "continuing-care")
)
RATE = "additional.budgets-rate"


@kind(
    "stock-from-flows",
    fault="budgets in place are not those of last quarter, plus new, less stopped",
    twin="budgets in place jump, and as many have begun",
)
def stock_that_jumps(ret: Return, dice: Random) -> Pair | None:
    before = previous(ret)
    if before is None or before.value(STOCK) is None:
        return None
    was, begun, stopped = int(str(before.value(STOCK))), whole(ret, BEGUN), whole(ret, STOPPED)
    more = dice.randint(1, 40)
    nobody = {SHARE: "0%"}
    return (
        Change(STOCK, nobody | {STOCK: str(max(was + begun - stopped, 0) + more)}),
        Change(STOCK, nobody | {STOCK: str(was + more), BEGUN: str(stopped + more)}),
    )


@kind(
    "stock-from-flows",
    fault="more budgets begin than stop, and as many are in place as last quarter",
    twin="as many budgets begin as stop, and as many are in place as last quarter",
)
def stock_that_stands_still(ret: Return, dice: Random) -> Pair | None:
    before = previous(ret)
    if before is None or before.value(STOCK) is None:
        return None
    same, stopped = {STOCK: str(before.value(STOCK))}, dice.randint(1, 9)
    return (
        Change(STOCK, same | {BEGUN: str(stopped + dice.randint(1, 9)), STOPPED: str(stopped)}),
        Change(STOCK, same | {BEGUN: str(stopped), STOPPED: str(stopped)}),
    )


@kind(
    "percentage-of-count",
    fault="the share for continuing healthcare is of no whole number of people",
    twin="the share is that of a whole number of people, rounded to a whole per cent",
)
def share_of_no_one(ret: Return, dice: Random) -> Pair | None:
    people = whole(ret, STOCK)
    if not 2 <= people < 2000:
        return None
    possible = [100 * part / people for part in range(people + 1)]
    for digits in (0, 1, 2):
        half = 0.5 / 10**digits
        tried = [round(dice.uniform(55, 97), digits) for _ in range(60)]
        wrong = [share for share in tried if all(abs(share - one) > half * 1.01 for one in possible)]
        if wrong:
            right = possible[people * dice.randint(60, 95) // 100]
            return Change(SHARE, {SHARE: f"{wrong[0]:.{digits}f}%"}), Change(SHARE, {SHARE: f"{right:.0f}%"})
    return None


@kind(
    "unit-slip",
    fault="a share is typed as a fraction: 0.94 for 94%",
    twin="nobody is counted in the share, and it is 0%",
)
def fraction_for_a_percentage(ret: Return, dice: Random) -> Pair | None:
    return Change(SHARE, {SHARE: f"{dice.uniform(0.55, 0.97):.2f}"}), Change(SHARE, {SHARE: "0%"})


@kind("out-of-range", fault="a share is more than the whole: 104%", twin="a share is the whole: 100%")
def more_than_all(ret: Return, dice: Random) -> Pair | None:
    return Change(SHARE, {SHARE: f"{dice.randint(101, 140)}%"}), Change(SHARE, {SHARE: "100%"})


@kind("not-a-number", fault="a count is told in words: about 30", twin="a count has its comma: 1,030")
def count_in_words(ret: Return, dice: Random) -> Pair | None:
    told = dice.choice(("about 30", "thirty", "30-35", "30 approx.", "<5"))
    return Change(STOCK, {STOCK: told}), Change(STOCK, {STOCK: "1,030"})


@kind("not-whole", fault="half a person is counted: 24.5", twin="a spreadsheet's whole number: 24.0")
def half_a_person(ret: Return, dice: Random) -> Pair | None:
    count = dice.randint(3, 90)
    return Change(STOPPED, {STOPPED: f"{count}.5"}), Change(STOPPED, {STOPPED: f"{count}.0"})


@kind("out-of-range", fault="fewer than none have stopped: -3", twin="none have stopped: 0")
def fewer_than_none(ret: Return, dice: Random) -> Pair | None:
    return Change(STOPPED, {STOPPED: f"-{dice.randint(1, 9)}"}), Change(STOPPED, {STOPPED: "0"})


@kind(
    "figures-unchanged",
    fault="all figures on personal budgets are those of last quarter (a note)",
    twin="all but one are those of last quarter",
)
def figures_of_last_quarter(ret: Return, dice: Random) -> Pair | None:
    before = previous(ret)
    ids = (STOCK, BEGUN, STOPPED, SHARE)
    if before is None or any(not whole_of for whole_of in (before.value(id) for id in ids)):
        return None
    if all(before.value(id) == ret.answers.value(id) for id in ids):
        return None
    old: dict[str, object] = {id: before.text(id) for id in ids}
    return Change(STOCK, old), Change(STOCK, old | {BEGUN: str(int(str(before.value(BEGUN))) + 1)})


@kind(
    "printed-differs",
    fault="the form shows a rate that its own figures do not make",
    twin="the form shows the rate rounded to a whole number",
)
def printed_rate_differs(ret: Return, dice: Random) -> Pair | None:
    rate = 100_000 * whole(ret, STOCK) / max(1, whole(ret, "additional.population"))
    if rate < 1:
        return None
    wrong = f"{rate * dice.choice((2, 0.5)):.1f}"
    return Change(RATE, {}, {RATE: wrong}), Change(RATE, {}, {RATE: f"{rate:.0f}"})


KINDS = (
    stock_that_jumps,
    stock_that_stands_still,
    share_of_no_one,
    fraction_for_a_percentage,
    more_than_all,
    count_in_words,
    half_a_person,
    fewer_than_none,
    figures_of_last_quarter,
    printed_rate_differs,
)
