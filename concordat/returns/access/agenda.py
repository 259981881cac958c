"""The days on the way to deadlines at a place, from the dates that its board has entered."""

from collections.abc import Sequence
from datetime import date

from concordat.accounts.access import By, bodies_at, require
from concordat.accounts.models import BoardDate, Body
from concordat.accounts.roles import Verb
from concordat.frameworks.forms import framework_of, load_form
from concordat.returns.access.load import NotFound
from concordat.returns.calendar import Meeting, StepsBack, step_back
from concordat.returns.deadline import deadline_of


def steps_to(place: str, form: str, on: date) -> StepsBack | None:
    """The meetings of a place's board up to the deadline of a form, and when their papers close. One query.

    None where no deadline is known for certain.
    """
    return steps_of(board_dates(place), [form], on).get(form)


def steps_of(dates: Sequence[BoardDate], forms: Sequence[str], on: date) -> dict[str, StepsBack]:
    """The same for several forms, by form, without those of which no deadline is known for certain. No query."""
    meetings = [Meeting(one.body.name, one.held, one.papers_due) for one in dates]
    found = {}
    for form in forms:
        framework = framework_of(form)
        known = framework.deadline_for(form)
        if known is not None and known.day is not None and deadline_of(framework, form):
            found[form] = step_back(known.day, meetings, on, load_form(form).title)
    return found


def board_dates(place: str) -> list[BoardDate]:
    """The days on which the boards of a place itself meet, the earliest first. One query."""
    dates = BoardDate.objects.filter(body__kind="board", body__services__place=place).select_related("body")
    return list(dates.order_by("held", "body__name"))


def boards_at(place: str) -> list[Body]:
    """The boards that serve a place itself, by name. One query."""
    return [one for one in bodies_at(place) if one.kind == Body.Kind.BOARD]


def load_board_date(by: By, place: str, id: int) -> BoardDate:
    """A day on which a board of a place meets, for who may record there. Raises Denied and NotFound."""
    require(by, Verb.RECORD, place)
    found = next((one for one in board_dates(place) if one.pk == id), None)
    if found is None:
        raise NotFound("This meeting is not in the calendar; somebody may have taken it out.")
    return found
