"""The days on the way to deadlines at a place, from the dates that its board has entered."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from concordat.accounts.access import By, bodies_at, require
from concordat.accounts.models import BoardDate, Body, Mandate
from concordat.accounts.roles import Verb
from concordat.frameworks.forms import framework_of, load_form
from concordat.returns.access.awaited import as_held
from concordat.returns.access.form_at import BoardWay
from concordat.returns.access.load import NotFound
from concordat.returns.calendar import Meeting, StepsBack, step_back
from concordat.returns.deadline import deadline_of
from concordat.returns.models import Signature
from concordat.returns.signing import (
    SignatureHeld,
    SigningBody,
    find_mandate,
    missing_signatures,
    signatories_of,
    signatory_for,
)


def ways_of_boards(
    place: str, forms: Sequence[str], dates: Sequence[BoardDate], on: date, *, drafts: bool
) -> dict[str, tuple[BoardWay, ...]]:
    """How each board of a place comes to sign each of some forms, by form; without forms of which no deadline is known
    for certain. Whether it signed is said to those who see drafts. Four queries, however many boards there are."""
    boards, mandates = boards_at(place), _mandates_at(place)
    held = _signatures_at(place, forms, mandates) if drafts else {}
    found = {}
    for form in forms:
        if (until := _known_deadline(form)) is None:
            continue
        found[form] = tuple(
            BoardWay(
                one.name,
                _steps([date for date in dates if date.body_id == one.pk], until, form, on),
                _mandate_to_sign(one, form, mandates, on),
                _is_signed(one, form, held.get(form, ())),
            )
            for one in boards
        ) or (BoardWay("", _steps([], until, form, on)),)
    return found


def _known_deadline(form: str) -> date | None:
    framework = framework_of(form)
    known = framework.deadline_for(form)
    return known.day if known is not None and deadline_of(framework, form) else None


def _steps(dates: Sequence[BoardDate], until: date, form: str, on: date) -> StepsBack:
    """The meetings of a board up to a deadline, and when their papers close."""
    return step_back(
        until, [Meeting(one.body.name, one.held, one.papers_due) for one in dates], on, load_form(form).title
    )


def _mandates_at(place: str) -> dict[int, Mandate]:
    """What the boards of a place decided and delegated. Two queries."""
    found = Mandate.objects.filter(body__kind=Body.Kind.BOARD, body__services__place=place)
    return {one.pk: one for one in found.select_related("body").prefetch_related("delegates")}


def _mandate_to_sign(board: Body, form: str, mandates: Mapping[int, Mandate], on: date) -> Mandate | None:
    """That of a board on which a form can be signed on a day without a further meeting."""
    terms = [one.terms() for one in mandates.values() if one.body_id == board.pk]
    usable = find_mandate(signatories_of(form), Body.Kind.BOARD, terms, form=form, on=on)
    return mandates[usable.id] if usable else None


def _signatures_at(place: str, forms: Sequence[str], mandates: Mapping[int, Mandate]) -> dict[str, list[SignatureHeld]]:
    """The signatures that stand, by form. One query."""
    standing = Signature.objects.filter(record__place=place, record__form__in=forms, voided_at__isnull=True)
    given: dict[str, list[Signature]] = defaultdict(list)
    for one in standing.select_related("record"):
        given[one.record.form].append(one)
    terms = {id: mandate.terms() for id, mandate in mandates.items()}
    return {form: as_held(signatures, terms) for form, signatures in given.items()}


def _is_signed(board: Body, form: str, held: Sequence[SignatureHeld]) -> bool:
    """Whether nothing is missing of a board's own signature."""
    asked = signatory_for(signatories_of(form), Body.Kind.BOARD)
    return asked is not None and not missing_signatures([asked], [SigningBody(board.pk, board.name, board.kind)], held)


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
