"""Figures, days and moments as the field writes them; built in, so that no template has to load them."""

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils.timezone import is_aware, localtime

from concordat.money import format_pounds
from concordat.periods import format_date

register = template.Library()

NONE = "–"


@register.filter
def pounds(amount: Decimal | int | None) -> str:
    """£3,282,763; a dash for nothing."""
    return NONE if amount in (None, "") else format_pounds(Decimal(amount))


@register.filter
def day(value: date | None) -> str:
    """3 March 2017, of a moment in London; a dash for nothing."""
    return NONE if not value else format_date(_local(value))


@register.filter
def moment(value: datetime | None) -> str:
    """3 March 2017, 14:02, in London; a dash for nothing."""
    return NONE if not value else f"{format_date(_local(value))}, {clock(value)}"


@register.filter
def clock(value: datetime) -> str:
    """14:02, in London."""
    return f"{_local(value):%H:%M}"


def _local(value: date) -> date:
    return localtime(value) if isinstance(value, datetime) and is_aware(value) else value
