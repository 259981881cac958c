"""A return as somebody fills it: its value, what is said about it, and what they may do with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from concordat.accounts.access import By, bodies_at, denied, people_who_can, rights_of, rights_read
from concordat.accounts.models import Body, Person
from concordat.accounts.rights import Rights
from concordat.accounts.roles import Verb
from concordat.findings import Finding
from concordat.frameworks.forms import framework_of, load_form
from concordat.places.area import Area
from concordat.places.vintage import area_by_slug
from concordat.prepared import Prepared, Slot
from concordat.questionnaires.form import Question, Questionnaire, Section
from concordat.questionnaires.read_yaml import DataError
from concordat.returns.access.load import NotFound, load_return, questions_by_rights
from concordat.returns.access.recent import Explained, Kept, read_recent
from concordat.returns.access.values import framework_for
from concordat.returns.checking import Checking
from concordat.returns.deadline import Closing, deadline_of
from concordat.returns.former import was_section
from concordat.returns.models import Assignment, Remark, ReturnRecord
from concordat.returns.place_return import Return
from concordat.returns.read_file import vintage_of

_remarks_on = Prepared(lambda: Remark.objects.filter(record=Slot(0)))
_assignments_of = Prepared(lambda: Assignment.objects.filter(record=Slot(0)), "person", "body")


@dataclass(frozen=True)
class Filling:
    """One return with everything that its pages show, as it stood at one moment; and who is looking.

    `rows` are the answers by question, `fillable` the questions that this person may answer, `reasons` what was said
    to findings by code and place. What not every page shows is read when it is first asked for.
    """

    record: ReturnRecord
    rights: Rights
    rows: Mapping[str, Kept]
    fillable: frozenset[str]
    reasons: Mapping[tuple[str, str], Explained]
    checking: Checking

    @property
    def ret(self) -> Return:
        return self.checking.ret

    @property
    def form(self) -> Questionnaire:
        return self.ret.form

    @cached_property
    def remarks(self) -> tuple[Remark, ...]:
        return tuple(_remarks_on(self.record.pk))

    @cached_property
    def assignments(self) -> tuple[Assignment, ...]:
        return tuple(_assignments_of(self.record.pk))

    @cached_property
    def signatures(self) -> int:
        """How many stand."""
        return self.record.signatures.filter(voided_at__isnull=True).count()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the checks say, the gravest first."""
        return self.checking.findings

    @property
    def completion(self) -> Mapping[str, tuple[int, int]]:
        """(answered, asked) of each section that counts any question."""
        return self.checking.completion

    @cached_property
    def closing(self) -> Closing:
        return Closing(deadline_of(framework_for(self.record), self.record.form), self.record.extended_until)

    def can(self, verb: Verb) -> bool:
        """Whether this person may do a thing with this return."""
        return self.rights.can(verb, self.record.place)

    def is_fixed(self, at: datetime) -> bool:
        """Whether what was submitted stands, so that nobody changes an answer any more."""
        return bool(self.record.submissions) and self.closing.is_closed(at)


@dataclass(frozen=True)
class Unopened:
    """A return that nobody opened yet, at a place of which somebody may see the returns."""

    area: Area
    form: Questionnaire
    rights: Rights
    closing: Closing
    due: date | None

    @property
    def may_open(self) -> bool:
        return self.rights.can(Verb.OPEN, self.area.slug)


def load_filling(by: By, place: str, form: str) -> Filling:
    """A return for whoever may see it, with what its pages show. At most five queries, however long the
    form is; six for somebody who may only fill what is assigned to them.

    Raises Denied and NotFound.
    """
    return filling_of(by, load_return(by, place, form))


def filling_of(by: By, record: ReturnRecord) -> Filling:
    """What the pages of a return show that was loaded for somebody just now. At most three queries, or four."""
    rights, recent = rights_read(by), read_recent(record)
    fillable = questions_by_rights(by, rights, record)
    return Filling(record, rights, recent.rows, fillable, recent.reasons, recent.checking)


def find_unopened(by: By, place: str, form: str) -> Unopened | None:
    """The return that could be opened; None where it was. For whoever may see drafts. Raises Denied and NotFound."""
    rights = rights_of(by)
    if not rights.can(Verb.SEE, place):
        raise denied(rights, Verb.SEE, place)
    if ReturnRecord.objects.filter(place=place, form=form).exists():
        return None
    try:
        framework, asked = framework_of(form), load_form(form)
    except DataError as problem:
        raise NotFound(str(problem)) from None
    area = area_by_slug(vintage_of(framework)).get(place)
    if area is None:
        raise NotFound(f"There is no place {place!r} on the boundaries of that year.")
    known = framework.deadline_for(form)
    due = known.day if known and known.verified else None
    return Unopened(area, asked, rights, Closing(deadline_of(framework, form)), due)


def whom_to_ask(record: ReturnRecord) -> tuple[list[Person], list[Body]]:
    """The people who may answer what is assigned to them at the place of a return, and the bodies. Two queries."""
    return people_who_can(record.place, Verb.FILL, Verb.FILL_ASSIGNED), bodies_at(record.place)


def find_section(form: Questionnaire, id: str) -> Section:
    """A section of a form. Raises NotFound."""
    found = next((section for section in form.sections if section.id == id), None)
    if found is None:
        raise NotFound(f"{form.id} has no section {id!r}.")
    return found


def find_section_or_former(form: Questionnaire, id: str) -> Section | None:
    """A section of a form; None for one that only an earlier version of it had. Raises NotFound."""
    return None if was_section(form, id) else find_section(form, id)


def find_asked(form: Questionnaire, id: str) -> Question:
    """A question of a form that a person answers. Raises NotFound."""
    found = form.questions.get(id)
    if found is None or found.kind == "derived":
        raise NotFound(f"{form.id} asks no question {id!r} that can be answered.")
    return found
