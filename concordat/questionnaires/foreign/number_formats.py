"""What a cell's number format shows: a date, a percentage, a number, a text or whatever stands there."""

import re
from enum import StrEnum


class Shows(StrEnum):
    """What a number format makes of a number."""

    ANYTHING = "anything"
    NUMBER = "number"
    PERCENTAGE = "percentage"
    DATE = "date"
    TEXT = "text"


# the formats that a workbook names by number alone (ECMA-376 part 1, 18.8.30)
_BUILT_IN = {
    **dict.fromkeys((*range(1, 5), 11, 12, 13, *range(37, 45), 48), Shows.NUMBER),
    **dict.fromkeys((9, 10), Shows.PERCENTAGE),
    **dict.fromkeys((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)), Shows.DATE),
    49: Shows.TEXT,
}
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)


def shown_by(number: int, code: str | None) -> Shows:
    """What the format of that number shows, whose code is `code` where the workbook defines it itself."""
    if code is None:
        return _BUILT_IN.get(number, Shows.ANYTHING)
    bare = _LITERAL.sub("", code).partition(";")[0].lower()
    if "general" in bare or not bare:
        return Shows.ANYTHING
    if "%" in bare:
        return Shows.PERCENTAGE
    if re.search(r"[ymdhs]", bare):
        return Shows.DATE
    if "@" in bare:
        return Shows.TEXT
    return Shows.NUMBER if re.search(r"[0#?]", bare) else Shows.ANYTHING
