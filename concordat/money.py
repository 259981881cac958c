"""Money: pounds as Decimal, read from what people type, shown as the field writes it, shared out to the penny."""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor, isfinite

PENNY = Decimal("0.01")
MOST = Decimal(10) ** 15  # more pounds than there are; beyond some such bound Decimal would round silently

_POUNDS = re.compile(r"^\(?\s*(?P<sign>[-−]?)\s*£?\s*(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<pence>\.\d{1,2})?\s*\)?$")
_SCALED = re.compile(r"^[-−]?\s*£?\s*[\d.,]+\s*(k|m|mn|bn|b|thousand|million|billion)$", re.IGNORECASE)
_SEVERAL = re.compile(r"^£? ?\d[\d,.]*( £?\d[\d,.]*)+$")


class NotMoney(ValueError):
    """The text is not an amount in pounds; the message says what to write instead."""


def parse_pounds(text: str) -> Decimal:
    """Read an amount in pounds: `3282763`, `£3,282,763`, `3,282,763.50`, `-£12`, `(12)` for minus twelve.

    Raises NotMoney for anything else, among them scaled amounts (`£3.2m`), which hide the figure that is wanted.
    """
    stripped = " ".join(text.split())
    if _SCALED.match(stripped):
        raise NotMoney(f"{stripped!r} is rounded; write it out in pounds, such as 3,282,763.")
    match = _POUNDS.match(stripped)
    brackets = (stripped.startswith("("), stripped.endswith(")"))
    if match is None and _SEVERAL.match(stripped):  # cells of a sheet may stand so: they are not joined
        raise NotMoney(f"{stripped!r} is no single amount; write one, without blanks in it, such as 3,282,763.")
    if match is None or brackets[0] != brackets[1]:
        raise NotMoney(f"{stripped!r} is not an amount; write pounds as digits, such as 3,282,763.")
    amount = Decimal(match["digits"].replace(",", "") + (match["pence"] or ""))
    if amount >= MOST:
        raise NotMoney(f"{stripped!r} is more money than there is; write the amount in pounds.")
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
    equals. Raises ValueError where the amount is no whole number of pennies, no weight is positive or one is negative.
    """
    if not all(isfinite(weight) for weight in weights):
        raise ValueError("Sharing out needs weights that are numbers.")
    exact = [Fraction(str(weight)) for weight in weights]
    total = sum(exact, Fraction(0))
    if total <= 0 or min(exact) < 0:
        raise ValueError("Sharing out needs weights of zero or more, at least one above zero.")
    pennies = Fraction(amount) * 100
    if pennies.denominator != 1:
        raise ValueError(f"Sharing out needs an amount in whole pennies, not {amount}; round it first.")
    ideal = [pennies * weight / total for weight in exact]
    shares = [floor(share) for share in ideal]
    by_remainder = sorted(range(len(shares)), key=lambda i: shares[i] - ideal[i])
    for i in by_remainder[: int(pennies) - sum(shares)]:
        shares[i] += 1
    return [Decimal(share) * PENNY for share in shares]
