"""Fields that read what people type as the rest of Concordat does, with errors in its words."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Field

from concordat.money import NotMoney, parse_pounds
from concordat.periods import NotAPeriod, parse_date
from concordat.web.widgets import DayInput, MoneyInput


class MoneyField(Field):
    """Pounds as Decimal: `3282763`, `£3,282,763.50`, `(12)` for minus twelve."""

    widget = MoneyInput

    def to_python(self, value: Any) -> Decimal | None:
        """The amount; None where nothing was typed."""
        if isinstance(value, Decimal):
            return value
        if value in self.empty_values:
            return None
        try:
            return parse_pounds(str(value))
        except NotMoney as problem:
            raise ValidationError(str(problem)) from None


class DayField(Field):
    """A day in three boxes; the month may be written as a word."""

    widget = DayInput

    def to_python(self, value: Any) -> date | None:
        """The day; None where nothing was typed."""
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        day, month, year = [*str(value).split("/"), "", ""][:3]
        missing = [name for name, typed in (("day", day), ("month", month), ("year", year)) if not typed]
        if missing:
            raise ValidationError(f"The date needs a {' and a '.join(missing)}.")
        try:
            return parse_date(f"{day} {month} {year}" if month.isalpha() else f"{day}/{month}/{year}")
        except NotAPeriod:
            typed = f"{day} {month} {year}"
            raise ValidationError(f"{typed} is not a day of any calendar; write one such as 3 3 2017.") from None
