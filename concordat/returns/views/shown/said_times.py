"""Periods, moments and names of periods before, as pages say them."""

import re
from datetime import date, datetime

from django.utils.timezone import localtime

from concordat.frameworks.forms import load_form
from concordat.periods import FinancialYear, Quarter, format_date
from concordat.questionnaires.read_yaml import DataError

_OF_A_QUARTER = re.compile(r"\b(\d{4}-\d{2})-q([1-4])\b")


def period_name(form: str, *, short: bool = False) -> str:
    """What a form's period is called: `quarter 2`, short `Q2`; the form's id where it has none."""
    try:
        period = load_form(form).period
    except DataError:
        return form
    if isinstance(period, Quarter):
        return f"Q{period.number}" if short else f"quarter {period.number}"
    return str(period) if isinstance(period, FinancialYear) else form


def say_periods(text: str) -> str:
    """What a check says, with `quarter 2 of 2016-17` where it names a form by its id, `2016-17-q2`."""
    return _OF_A_QUARTER.sub(r"quarter \2 of \1", text)


def said_moment(at: datetime, now: datetime) -> str:
    """Today, 14:02, or 3 March 2017, 14:02; in London."""
    local = localtime(at)
    clock = f"{local:%H:%M}"
    return f"today, {clock}" if local.date() == localtime(now).date() else f"{format_date(local.date())}, {clock}"


def said_days(day: date, today: date) -> str:
    """How far a day is: in 12 days, tomorrow, today, 1 day ago."""
    left = (day - today).days
    if left in (0, 1):
        return ("today", "tomorrow")[left]
    return f"in {left} days" if left > 0 else f"{-left} day{'s' * (left < -1)} ago"
