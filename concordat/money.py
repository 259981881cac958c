"""Money: pounds as Decimal, read from what people type, shown as the field writes it, shared out to the penny."""

import re
from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

PENNY = Decimal("0.01")

_POUNDS = re.compile(r"^\(?\s*(?P<sign>[-−]?)\s*£?\s*(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<pence>\.\d+)?\s*\)?$")
_SCALED = re.compile(r"^[-−]?\s*£?\s*[\d.,]+\s*(k|m|mn|bn|b|thousand|million|billion)$", re.IGNORECASE)


class NotMoney(ValueError):
    """The text is not an amount in pounds; the message says what to write instead."""


def parse_pounds(text: str) -> Decimal:
    """Read an amount in pounds: `3282763`, `£3,282,763`, `3,282,763.50`, `-£12`, `(12)` for minus twelve.

    Raises NotMoney for anything else, among them scaled amounts (`£3.2m`), which hide the figure that is wanted.
    """
    stripped = text.strip()
    if _SCALED.match(stripped):
        raise NotMoney(f"{stripped!r} is rounded; write it out in pounds, such as 3,282,763.")
    match = _POUNDS.match(stripped)
    brackets = (stripped.startswith("("), stripped.endswith(")"))
    if match is None or brackets[0] != brackets[1]:
        raise NotMoney(f"{stripped!r} is not an amount; write pounds as digits, such as 3,282,763.")
    amount = Decimal(match["digits"].replace(",", "") + (match["pence"] or ""))
    return -amount if match["sign"] or brackets[0] else amount


def format_pounds(amount: Decimal) -> str:
    """£3,282,763, with pence only where there are any."""
    sign = "-" if amount < 0 else ""
    rounded = abs(amount).quantize(PENNY, rounding=ROUND_HALF_UP)
    if rounded == rounded.to_integral_value():
        return f"{sign}£{rounded:,.0f}"
    return f"{sign}£{rounded:,.2f}"


def share_out(amount: Decimal, weights: Sequence[Decimal | float | int]) -> list[Decimal]:
    """Divide `amount` by `weights`, to the penny, so that the shares add up to the amount.

    Each share is rounded down and the pennies left over go to the largest remainders, the earlier first among
    equals. Raises ValueError where no weight is positive or one is negative.
    """
    exact = [Decimal(str(weight)) for weight in weights]
    total = sum(exact, Decimal(0))
    if total <= 0 or min(exact) < 0:
        raise ValueError("Sharing out needs weights of zero or more, at least one above zero.")
    ideal = [amount * weight / total for weight in exact]
    shares = [value.quantize(PENNY, rounding=ROUND_FLOOR) for value in ideal]
    pennies = int(((amount - sum(shares, Decimal(0))) / PENNY).to_integral_value(rounding=ROUND_FLOOR))
    by_remainder = sorted(range(len(shares)), key=lambda i: shares[i] - ideal[i])
    for i in by_remainder[:pennies]:
        shares[i] += PENNY
    return shares
