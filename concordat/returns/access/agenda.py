"""The days on the way to deadlines at a place, from the dates that its board has entered."""

from collections.abc import Sequence
from datetime import date

from concordat.accounts.access import By, bodies_at, require
from concordat.accounts.models import BoardDate, Body, Mandate
from concordat.accounts.roles import Verb
from concordat.frameworks.forms import framework_of, load_form
from concordat.frameworks.framework import Signatory
from concordat.returns.access.load import NotFound
from concordat.returns.calendar import Meeting, StepsBack, step_back
from concordat.returns.deadline import deadline_of
from concordat.returns.models import Signature
from concordat.returns.signing import find_mandate, required_signatories


def steps_of(dates: Sequence[BoardDate], forms: Sequence[str], on: date) -> dict[str, StepsBack]:
    """The meetings of a place's board up to the deadline of each form, and when their papers close, by form; without
    forms of which no deadline is known for certain. No query."""
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


def mandates_to_sign(place: str, forms: Sequence[str], on: date) -> dict[str, Mandate]:
    """The mandate of a board of a place on which each of some forms can be signed on a day without a further meeting,
    by form. Two queries."""
    found = Mandate.objects.filter(body__kind=Body.Kind.BOARD, body__services__place=place)
    mandates = {one.pk: one for one in found.select_related("body").prefetch_related("delegates")}
    terms = [one.terms() for one in mandates.values()]
    usable = {form: find_mandate(signatories_of(form), Body.Kind.BOARD, terms, form=form, on=on) for form in forms}
    return {form: mandates[one.id] for form, one in usable.items() if one}


def signatories_of(form: str) -> tuple[Signatory, ...]:
    """Who signs a form, as its framework says."""
    return required_signatories(framework_of(form), load_form(form))


def signed_by_board(place: str, forms: Sequence[str]) -> frozenset[str]:
    """Those of some forms on which a signature for a board of a place stands. One query."""
    standing = Signature.objects.filter(record__place=place, record__form__in=forms, voided_at__isnull=True)
    return frozenset(standing.filter(body__kind=Body.Kind.BOARD).values_list("record__form", flat=True))


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
