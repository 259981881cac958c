"""The kinds of answer: how each is read from what was typed, and how it is written."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from concordat.money import NotMoney, format_pounds, parse_pounds
from concordat.periods import Month, NotAPeriod, parse_date
from concordat.questionnaires.form import Question

Value = str | int | Decimal | date | Month
DEFAULT_TEXT_LIMIT = 32_767  # what a cell of a workbook holds
SHORT_LIMIT = 500  # a name, an address, a number to call: longer is a text in the wrong place

LONGEST_NUMBER = 24  # characters; a longer one counts nothing that there is

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")  # not tabs, nor ends of lines
_NUMBER = re.compile(r"^-?([0-9]{1,3}(,[0-9]{3})+|[0-9]+)(\.[0-9]+)?$")
_FOLD = str.maketrans({"–": "-", "—": "-", "−": "-", "‐": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "\xa0": " "})


class Misfit(Exception):
    """What was typed does not fit the question: a code, what is wrong and what to do."""

    def __init__(self, code: str, message: str, remedy: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.remedy = remedy


def fold(text: str) -> str:
    """The text without the differences that typing makes: case, dashes, quotes, spaces."""
    return " ".join(text.translate(_FOLD).casefold().split())


def parse(question: Question, raw: object) -> Value:
    """Read what was typed as an answer to the question. Raises Misfit; an empty text is the caller's to sort out."""
    text = _as_text(question, raw)
    for word in question.words:
        if fold(text) == fold(word):
            return word
    return _PARSERS[question.kind](question, text)


def format_value(question: Question, value: Value) -> str:
    """Write an answer as the field writes it: £3,282,763, 94%, 31/03/2017."""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Month):
        return f"{value.number:02d}/{value.year}"
    if question.kind == "money" and isinstance(value, Decimal):
        return format_pounds(value)
    if question.kind == "percentage" and isinstance(value, Decimal):
        return f"{_plain(value)}%"
    if isinstance(value, int):
        return f"{value:,}"
    return _plain(value) if isinstance(value, Decimal) else value


def kinds() -> tuple[str, ...]:
    """The names of the kinds that a person answers."""
    return tuple(_PARSERS)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _as_text(question: Question, raw: object) -> str:
    if isinstance(raw, bool):
        return "Yes" if raw else "No"
    if isinstance(raw, (int, float, Decimal)):
        if isinstance(raw, int) and abs(raw) >= 10**LONGEST_NUMBER:
            return f"{10**LONGEST_NUMBER}"  # too long to be a number of anything, and slow to write out
        return str(int(raw)) if isinstance(raw, float) and raw.is_integer() else str(raw)
    if isinstance(raw, str):
        return raw.strip()
    raise Misfit(
        "not-one-value",
        f"{question.name} holds a list or a group of values, where one value is asked.",
        "Give one value; check the indentation of the file there.",
    )


def _choice(question: Question, text: str) -> str:
    options = question.options
    assert options is not None, question.id
    for option in options.values:
        if fold(option) == fold(text):
            return option
    if not options.verified:
        return _short(question, text)
    listed = "; ".join(options.values)
    raise Misfit("not-an-option", f"{question.name}: {shorten(text)!r} is not among the options.", f"Choose: {listed}.")


def _number(question: Question, text: str) -> Decimal:
    match = _NUMBER.match(text.replace("−", "-"))
    if match is None or len(text) > LONGEST_NUMBER:
        raise Misfit(
            "not-a-number", f"{question.name}: {shorten(text)!r} is not a number.", "Write digits only, such as 24."
        )
    return Decimal(match[0].replace(",", ""))


def _within(question: Question, value: Decimal, low: Decimal | None, high: Decimal | None) -> Decimal:
    minimum = question.minimum if question.minimum is not None else low
    maximum = question.maximum if question.maximum is not None else high
    if (minimum is not None and value < minimum) or (maximum is not None and value > maximum):
        if minimum is not None and maximum is not None:
            span = f"between {minimum:,} and {maximum:,}"
        else:
            span = f"{minimum:,} or more" if minimum is not None else f"{maximum:,} or less"
        message = f"{question.name}: {format_value(question, value)} is outside the limits of the form."
        raise Misfit("out-of-range", message, f"Give a figure {span}.")
    return value


def _money(question: Question, text: str) -> Decimal:
    try:
        value = parse_pounds(shorten(text))
    except NotMoney as problem:
        raise Misfit("not-money", f"{question.name}: {problem}", "Give the amount in pounds.") from None
    return _within(question, value, None, None)


def _count(question: Question, text: str) -> int:
    value = _number(question, text)
    if value != value.to_integral_value():
        raise Misfit("not-whole", f"{question.name}: {text} is not a whole number.", "Give a whole number, such as 24.")
    return int(_within(question, value, Decimal(0), None))


def _plain_number(question: Question, text: str) -> Decimal:
    return _within(question, _number(question, text), None, None)


def _percentage(question: Question, text: str) -> Decimal:
    value = _number(question, text.removesuffix("%").rstrip())
    return _within(question, value, Decimal(0), Decimal(100))


def _date(question: Question, text: str) -> date:
    try:
        return parse_date(shorten(text))
    except NotAPeriod as problem:
        instead = f", or {' or '.join(question.words)}" if question.words else ""
        said = f"{question.name}: {problem}"
        raise Misfit("not-a-date", said, f"Give a day that exists, as DD/MM/YYYY{instead}.") from None


def _month(question: Question, text: str) -> Month:
    try:
        return Month.parse(shorten(text))
    except NotAPeriod as problem:
        raise Misfit("not-a-month", f"{question.name}: {problem}", "Give a month, as MM/YYYY.") from None


def _text(question: Question, text: str) -> str:
    limit = question.limit or DEFAULT_TEXT_LIMIT
    if len(text) > limit:
        over = len(text) - limit
        raise Misfit(
            "too-long",
            f"{question.name}: {len(text):,} characters, where {limit:,} are allowed.",
            f"Shorten the text by {over:,} character{'s' * (over > 1)}; what was given is kept until then.",
        )
    odd = _CONTROL.search(text)
    if odd:
        raise Misfit(
            "control-character",
            f"{question.name}: the text holds a character that cannot be shown (code {ord(odd[0])}).",
            f"Remove it near {shorten(text[max(0, odd.start() - 20) : odd.start()], 20)!r}.",
        )
    return text


def _short(question: Question, text: str) -> str:
    if len(text) > (question.limit or SHORT_LIMIT):
        raise Misfit(
            "too-long",
            f"{question.name}: {len(text):,} characters, where {question.limit or SHORT_LIMIT:,} are allowed.",
            "Give just the answer; put a longer text into a comment.",
        )
    return _text(question, " ".join(text.split()))


def _email(question: Question, text: str) -> str:
    if not re.match(r"^[^@\s]+@[^@\s]+\.[^@\s.]+$", text):
        raise Misfit(
            "not-an-email", f"{question.name}: {shorten(text)!r} is not an e-mail address.", "Write it as name@council."
        )
    return _short(question, text)


def _telephone(question: Question, text: str) -> str:
    if sum(ch.isdigit() for ch in text) < 5:
        raise Misfit(
            "not-a-telephone", f"{question.name}: {shorten(text)!r} is not a telephone number.", "Write its digits."
        )
    return _short(question, text)


def shorten(text: str, width: int = 80) -> str:
    """The text on one line, cut with an ellipsis where it is longer than `width`."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1] + "…"


_PARSERS: dict[str, Callable[[Question, str], Value]] = {
    "choice": _choice,
    "yes-no": _choice,
    "money": _money,
    "count": _count,
    "number": _plain_number,
    "percentage": _percentage,
    "date": _date,
    "month": _month,
    "text": _text,
    "person": _short,
    "place": _short,
    "email": _email,
    "telephone": _telephone,
}
