"""What bodies have decided and delegated, as pages show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from concordat.accounts.mandates import DELEGATION
from concordat.accounts.models import Body, Grant, Mandate, Person
from concordat.accounts.rights import Rights
from concordat.accounts.roles import ROLES, Verb
from concordat.frameworks.forms import form_ids, load_form
from concordat.frameworks.framework import Framework
from concordat.frameworks.read_yaml import framework_ids, load_framework
from concordat.periods import format_date
from concordat.places.tree import name_of
from concordat.questionnaires.read_yaml import DataError
from concordat.web.components import Tag
from concordat.web.joined import join_words

SIGNING_KINDS = (Body.Kind.BOARD, Body.Kind.COUNCIL, Body.Kind.COMMISSIONER)


@dataclass(frozen=True, slots=True)
class MandateLine:
    """One mandate. `who` is empty for a decision; no `forms` means every return."""

    id: int
    what: str
    meeting: str
    held: date
    minute: str
    words: str
    who: str
    forms: tuple[str, ...]
    tag: Tag
    may_end: bool


@dataclass(frozen=True, slots=True)
class BodyMandates:
    """A body that signs, with its mandates, the latest first."""

    name: str
    slug: str
    kind: str
    lines: tuple[MandateLine, ...]


@dataclass(frozen=True, slots=True)
class MandatesPage:
    """The mandates of the bodies of a place."""

    place: str
    name: str
    bodies: tuple[BodyMandates, ...]
    may_record: bool


def mandates_page(
    place: str, rights: Rights, bodies: Sequence[Body], mandates: Sequence[Mandate], on: date
) -> MandatesPage:
    """What the bodies of a place have decided and delegated, and whether it holds today."""
    may_record = rights.can(Verb.RECORD, place)
    return MandatesPage(
        place,
        name_of(place),
        tuple(
            BodyMandates(
                body.name,
                body.slug,
                body.get_kind_display(),
                tuple(show_mandate(one, on, may_record=may_record) for one in mandates if one.body_id == body.pk),
            )
            for body in bodies
        ),
        may_record,
    )


def show_mandate(one: Mandate, on: date, *, may_record: bool) -> MandateLine:
    """One mandate, with whether it holds on a day."""
    tag, holds = state_of_mandate(one, on)
    return MandateLine(
        id=one.pk,
        what=one.kind.capitalize(),
        meeting=one.meeting,
        held=one.held,
        minute=one.minute,
        words=one.words,
        who=said_delegates(one),
        forms=tuple(_title(id) for id in one.forms),
        tag=tag,
        may_end=may_record and holds,
    )


def _title(form: str) -> str:
    """What a form is called; its id where no year that is held has it."""
    try:
        return load_form(form).title
    except DataError:
        return form


def state_of_mandate(one: Mandate, on: date) -> tuple[Tag, bool]:
    """Whether a mandate holds on a day, and in words."""
    if one.withdrawn and one.withdrawn <= on:
        return Tag(f"Ended on {format_date(one.withdrawn)}", "grey"), False
    if one.until and one.until < on:
        return Tag(f"Ran out on {format_date(one.until)}", "grey"), False
    return Tag(f"Holds until {format_date(one.until)}" if one.until else "Holds", "green"), True


def said_delegates(one: Mandate) -> str:
    """`Cllr Rowan Marsh, alone`; `any 2 of A, B and C, together`; nothing for a decision."""
    if one.kind != DELEGATION:
        return ""
    names = sorted(person.name for person in one.delegates.all())
    listed = join_words(names)
    if one.jointly == 1:
        return f"{listed}, {'alone' if len(names) == 1 else 'each alone'}"
    return f"{listed}, together" if one.jointly == len(names) else f"any {one.jointly} of {listed}, together"


def signing_bodies(bodies: Sequence[Body]) -> list[Body]:
    """The bodies of a kind that some framework asks to sign, the boards first."""
    found = [body for body in bodies if body.kind in SIGNING_KINDS]
    return sorted(found, key=lambda body: SIGNING_KINDS.index(Body.Kind(body.kind)))


def signatories_among(grants: Sequence[Grant]) -> list[Person]:
    """The people who sign, by name, each once."""
    found = {one.person_id: one.person for one in grants if Verb.SIGN in ROLES[one.role].may}
    return sorted(found.values(), key=lambda person: person.name)


def forms_around(on: date) -> list[tuple[str, str]]:
    """The forms that a mandate of these days may be meant for: of every year that has not ended and begins by the
    next, as id and title; of the last year that is held, where all have ended."""
    known = [load_framework(id) for id in framework_ids()]
    near = [one for one in known if _is_near(one, on)] or known[-1:]
    return [(id, f"{load_form(id).title}, {id}") for one in near for id in form_ids(one)]


def _is_near(one: Framework, on: date) -> bool:
    return one.years[0].first_day.year <= on.year + 1 and on <= one.years[-1].last_day
