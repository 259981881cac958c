"""An answer as text that every database keeps: what was typed stays as it was typed."""

from decimal import Decimal

from concordat.accounts.refused import Refused

MOST_CHARACTERS = 200_000  # six times the longest answer that any form takes


def typed_text(value: object) -> str:
    """What was given as an answer, as text: words as they are, figures by their digits, nothing as an empty text.

    Whether it fits the question is no matter. Raises Refused for what cannot be kept: a group of values, a character
    that is none, a text beyond measure.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float):
        value = int(value) if value.is_integer() else Decimal(repr(value))
    if isinstance(value, int | Decimal):
        value = f"{value:f}" if isinstance(value, Decimal) else _whole(value)
    if not isinstance(value, str):
        raise Refused("Give one value for the question, not a list or a group.")
    if len(value) > MOST_CHARACTERS:
        raise Refused(f"{len(value):,} characters are too many to keep; {MOST_CHARACTERS:,} are the most.")
    if any(ch == "\x00" or "\ud800" <= ch <= "\udfff" for ch in value):
        raise Refused("The text holds a character that cannot be kept (a zero, or half of one); take it out.")
    return value if value.strip() else ""


def _whole(number: int) -> str:
    if abs(number) >= 10**40:
        raise Refused("The number is too long to be meant.")
    return str(number)
