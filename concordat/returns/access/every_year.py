"""The forms of every year at one place, without how far they are: a deadline does not end with the year that it is of.

The last quarter of a year is due after the next has begun.
"""

from collections.abc import Iterable
from datetime import datetime

from concordat.accounts.access import By
from concordat.frameworks.forms import form_ids
from concordat.returns.access.form_at import FormAt, form_at
from concordat.returns.access.load import returns_for
from concordat.returns.access.overview import PlaceLine
from concordat.returns.models import ReturnRecord
from concordat.returns.states import ReturnState
from concordat.returns.years import list_years


def list_every_form(by: By, slug: str) -> tuple[FormAt, ...]:
    """The forms of all years at a place, as far as somebody may see them, in the order of the years. One query."""
    asked = {id: framework for framework in list_years() for id in form_ids(framework)}
    found = returns_for(by).filter(place=slug, form__in=asked)
    lines = {record.form: _line(record) for record in found}
    return tuple(form_at(one, lines.get(id) or PlaceLine(slug, form=id)) for id, one in asked.items())


def still_due(forms: Iterable[FormAt], at: datetime) -> list[FormAt]:
    """Forms that were not submitted and are late, or due on a day that is known; the most urgent first."""
    waiting = [one for one in forms if not one.is_submitted and one.closing.at]
    found = [one for one in waiting if one.is_late(at) or not one.closing.is_closed(at)]
    return sorted(found, key=lambda one: one.closing.at or at)


def _line(record: ReturnRecord) -> PlaceLine:
    state = ReturnState(record.state)
    return PlaceLine(
        record.place, state, number=record.submissions, form=record.form, extended_until=record.extended_until
    )
