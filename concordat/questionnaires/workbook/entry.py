"""What a cell of a workbook lets a person enter: drop-downs, limits, and the hints and messages that go with them."""

from datetime import date
from decimal import Decimal
from typing import Any

from concordat.questionnaires.form import Question
from concordat.questionnaires.kinds import DEFAULT_TEXT_LIMIT, SHORT_LIMIT, shorten
from concordat.questionnaires.workbook.formulas import bounds

FIRST_DATE, LAST_DATE = date(1950, 1, 1), date(2199, 12, 31)  # so that a year typed alone (2017) is no date
EPOCH = date(1899, 12, 30)  # day 0 of a spreadsheet
LONGEST_HINT, LONGEST_HEAD = 255, 32  # what a spreadsheet shows
MOST = Decimal(10) ** 15
_HINTS = {
    "money": "Pounds, as digits, such as 3,282,763.",
    "count": "A whole number, such as 24.",
    "number": "A number, as digits.",
    "percentage": "A percentage, such as 94%.",
    "date": "A date, as DD/MM/YYYY.",
    "month": "A month, as MM/YYYY.",
    "email": "An e-mail address, as name@council.",
    "telephone": "A telephone number.",
}


def entry_rules(question: Question, cell: str, options: str) -> dict[str, Any]:
    """What XlsxWriter wants to know of a cell's validation; `cell` is its address, `options` the name of its list."""
    hint = " ".join(part for part in (_hint(question), question.help) if part)
    return {
        **_limits(question, cell, options),
        "ignore_blank": True,
        "input_title": shorten(question.label, LONGEST_HEAD),
        "input_message": shorten(hint, LONGEST_HINT),
        "error_title": "This does not fit",
        "error_message": shorten(_message(question), LONGEST_HINT),
    }


def _hint(question: Question) -> str:
    if question.options:
        return "Choose from the list." if question.options.verified else "Choose from the list, or write your own."
    hint = _HINTS.get(question.kind, "")
    if question.limit:
        hint = f"Up to {question.limit:,} characters."
    return " ".join([hint, *(f"Or write {word}." for word in question.words)]).strip()


def _limits(question: Question, cell: str, options: str) -> dict[str, Any]:
    if question.options:
        kind = "stop" if question.options.verified else "warning"
        return {"validate": "list", "source": f"={options}", "error_type": kind}
    if question.kind in ("date", "month"):
        low, high = Decimal((FIRST_DATE - EPOCH).days), Decimal((LAST_DATE - EPOCH).days)
        return _between("decimal", low, high, question, cell)
    if question.kind in ("money", "count", "number", "percentage"):
        least, most = bounds(question)
        low, high = -MOST if least is None else least, MOST if most is None else most
        if question.kind == "percentage":
            low, high = low / 100, high / 100
        return _between("integer" if question.kind == "count" else "decimal", low, high, question, cell)
    limit = question.limit or (DEFAULT_TEXT_LIMIT if question.kind == "text" else SHORT_LIMIT)
    return {"validate": "length", "criteria": "<=", "value": limit}


def _between(kind: str, low: Decimal, high: Decimal, question: Question, cell: str) -> dict[str, Any]:
    if not question.words:
        return {"validate": kind, "criteria": "between", "minimum": _plain(low), "maximum": _plain(high)}
    words = "".join(f',{cell}="{word}"' for word in (one.replace('"', '""') for one in question.words))
    within = f"AND(ISNUMBER({cell}),{cell}>={low:f},{cell}<={high:f})"
    return {"validate": "custom", "value": f"=OR({within}{words})"}


def _plain(limit: Decimal) -> int | float:
    return int(limit) if limit == limit.to_integral_value() else float(limit)


def _message(question: Question) -> str:
    """What is wrong, where an entry is refused, and what to do."""
    if question.options:
        if question.options.verified:
            return "Choose one of the answers in the list: click the arrow beside the cell."
        return "This is not one of the answers in the list. Keep it all the same?"
    if question.kind in ("text", "person", "place", "email", "telephone"):
        return "The text is too long for this question. Press Escape, shorten it and put it in again."
    low, high = bounds(question)
    span = f"between {low:,} and {high:,}" if low is not None and high is not None else ""
    span = span or (f"of {low:,} or more" if low is not None else f"of up to {high:,}" if high is not None else "")
    wanted = {
        "money": f"an amount in pounds {span}",
        "count": f"a whole number {span}",
        "number": f"a number {span}",
        "percentage": f"a percentage {span}, such as 94%",
        "date": "a date, as DD/MM/YYYY",
        "month": "a month, as MM/YYYY",
    }[question.kind]
    words = "".join(f", or {word}" for word in question.words)
    return f"Give {' '.join(wanted.split())}{words}."
