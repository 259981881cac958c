"""Answers and what cells hold: how a value is written into a cell, how a cell's content is read as an answer."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from concordat.money import PENNY
from concordat.periods import Month
from concordat.questionnaires.foreign.cell_map import As, WayData
from concordat.questionnaires.foreign.number_formats import Shows
from concordat.questionnaires.foreign.sheet import Held
from concordat.questionnaires.form import Question
from concordat.questionnaires.kinds import Value, fold, format_value

MOST_CHARACTERS = 32_767  # what a cell holds, counted as spreadsheets count them
WAYS: dict[str, tuple[As, ...]] = {  # by kind, how it may be written; all others as a text only
    "money": ("number", "text"),
    "count": ("number", "text"),
    "number": ("number", "text"),
    "percentage": ("number", "fraction", "text"),
    "date": ("date", "text"),
    "month": ("date", "text"),
}
_FIRST_DAY = {False: date(1899, 12, 30), True: date(1904, 1, 1)}  # day 0, by whether the workbook counts from 1904
_EARLIEST = {False: date(1900, 3, 1), True: date(1904, 1, 1)}  # before March 1900, spreadsheets disagree by a day


class Unwritable(ValueError):
    """A cell cannot hold the value; the message says why."""


def way_of(question: Question, way: WayData, shows: Shows) -> As:
    """How an answer is written: as the map says, else as its kind and what the cell's format shows suggest."""
    if way.as_ is not None:
        return way.as_
    if question.kind == "percentage":
        return "fraction" if shows is Shows.PERCENTAGE else "number"
    if question.kind == "month":
        return "date" if shows is Shows.DATE else "text"
    if question.kind == "date" and shows is Shows.TEXT:
        return "text"
    return WAYS.get(question.kind, ("text",))[0]


def to_content(question: Question, value: Value, way: WayData, shows: Shows, date1904: bool) -> str | Decimal:
    """What to put into the cell: a text, or a number. Raises Unwritable."""
    written = way_of(question, way, shows)
    if isinstance(value, str) and value in question.words:
        return value
    if isinstance(value, (date, Month)) and written == "date":
        return Decimal(_serial(value if isinstance(value, date) else value.first_day, date1904))
    if isinstance(value, (int, Decimal)) and written in ("number", "fraction"):
        number = Decimal(value)
        if way.decimals is not None:
            number = number.quantize(Decimal(1).scaleb(-way.decimals), rounding=ROUND_HALF_UP)
        return number / 100 if written == "fraction" else number
    if isinstance(value, str):
        return _writable(way.options.get(value, value))
    return _writable(format_value(question, value))


def to_raw(question: Question, held: Held, way: WayData, shows: Shows, date1904: bool) -> str:
    """What a cell holds, as a person would type it; nothing where it is empty."""
    value = held.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, str):
        ours = {fold(theirs): own for own, theirs in way.options.items()}
        return ours.get(fold(value), value)
    if shows is Shows.DATE:
        return _day(question, value, date1904)
    if question.kind == "percentage" and (shows is Shows.PERCENTAGE or way.as_ == "fraction"):
        value *= 100
    elif question.kind == "money":
        value = value.quantize(PENNY, rounding=ROUND_HALF_UP) if abs(value) < 10**20 else value
    return _plain(value)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}" if value.is_finite() else str(value)


def _serial(day: date, date1904: bool) -> int:
    if day < _EARLIEST[date1904]:
        raise Unwritable(f"a day before {_EARLIEST[date1904]:%d/%m/%Y} cannot be written as a date")
    return (day - _FIRST_DAY[date1904]).days


def _day(question: Question, serial: Decimal, date1904: bool) -> str:
    """The day of a serial number, its hours left out; the number itself where it is no day that is certain."""
    try:
        day = _FIRST_DAY[date1904] + timedelta(days=int(serial))
    except (OverflowError, ValueError):
        return _plain(serial)
    if day < _EARLIEST[date1904]:
        return _plain(serial)
    return f"{day:%m/%Y}" if question.kind == "month" else f"{day:%d/%m/%Y}"


def _writable(text: str) -> str:
    if len(text.encode("utf-16-le", "surrogatepass")) // 2 > MOST_CHARACTERS:
        raise Unwritable(f"it is longer than the {MOST_CHARACTERS:,} characters that a cell holds")
    odd = next(
        (ch for ch in text if (ch < " " and ch not in "\n\r\t") or "\ud800" <= ch <= "\udfff" or ch in "\ufffe\uffff"),
        None,
    )
    if odd is not None:
        raise Unwritable(f"it holds a character that no workbook can (code {ord(odd)})")
    return text
