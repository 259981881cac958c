"""The only way to returns: whoever asks gets what they may see, or is told why not."""

from typing import TypeVar

from django.db.models import Q, QuerySet
from django.http import Http404

from concordat.accounts.access import By, denied, rights_of
from concordat.accounts.models import Person
from concordat.accounts.rights import Rights
from concordat.accounts.roles import Verb
from concordat.frameworks.forms import load_form
from concordat.history.access import events_of
from concordat.history.models import Event
from concordat.places.tree import Scope, areas_under, find_scope, is_footprint, is_known
from concordat.prepared import Prepared, Slot
from concordat.questionnaires.read_yaml import DataError
from concordat.returns.access.values import form_for
from concordat.returns.models import Assignment, Remark, ReturnRecord, Signature, Submission
from concordat.returns.replay import MOVED
from concordat.returns.states import AssignmentState
from concordat.web.denied import Denied

Found = TypeVar("Found")

_record_at = Prepared(lambda: ReturnRecord.objects.filter(place=Slot(0), form=Slot(1)), "chain")


class NotFound(Http404):
    """There is no such return or place; the message says what there is to do."""


def load_return(by: By, place: str, form: str, verb: Verb | str = Verb.SEE, about: str | None = None) -> ReturnRecord:
    """The return of a place to a form, for somebody who may do a thing with it; with its chain. Two queries.

    `about` is the question meant where answers are filled or findings explained: who may only fill what is assigned
    to them needs it, and a third query. Raises Denied, saying why and who can help, and NotFound.
    """
    wanted, rights = Verb(verb), rights_of(by)
    if not (rights.can(wanted, place) or _may_if_assigned(rights, wanted, place)):
        raise denied(rights, wanted, place)
    record = _record_at.first(place, form)
    if record is None:
        raise _not_opened(place, form)
    if not rights.can(wanted, place) and not _is_assigned(by, rights, record, about):
        what = f"{about} is not assigned to you" if about else "nothing of this return is assigned to you"
        raise Denied(f"{rights.who} may answer what is assigned to them or their body; {what}.", ())
    return record


def returns_for(by: By) -> "QuerySet[ReturnRecord]":
    """Every return that somebody may see: drafts where they may, else what was submitted at least once."""
    rights = rights_of(by)
    drafts, sent = (areas_under(rights.scopes(verb)) for verb in (Verb.SEE, Verb.SEE_SUBMITTED))
    found = ReturnRecord.objects.select_related("chain")
    return found.filter(Q(place__in=drafts) | Q(place__in=sent, submissions__gte=1))


def load_submission(by: By, place: str, form: str, number: int | None = None) -> Submission:
    """A submission, the latest unless a number is given, for whoever may see returns or what was submitted."""
    rights = rights_of(by)
    if not rights.can(Verb.SEE, place) and not rights.can(Verb.SEE_SUBMITTED, place):
        raise denied(rights, Verb.SEE, place)
    found = Submission.objects.select_related("record", "snapshot").filter(record__place=place, record__form=form)
    submission = found.filter(number=number).first() if number is not None else found.order_by("-number").first()
    if submission is None:
        raise NotFound(f"{place} has not submitted {form}{f' {number} times' if number else ''}.")
    return submission


def load_scope(by: By, slug: str, vintage: int) -> Scope:
    """A place or a footprint, for whoever may see drafts or submissions there. Raises Denied and NotFound."""
    rights = rights_of(by)
    if not rights.can(Verb.SEE, slug) and not rights.can(Verb.SEE_SUBMITTED, slug):
        raise denied(rights, Verb.SEE_SUBMITTED if is_footprint(slug) else Verb.SEE, slug)
    scope = find_scope(slug, vintage)
    if scope is None:
        here = "on the boundaries of that year" if is_known(slug) else "on the boundaries of any year"
        raise NotFound(f"There is no place {slug!r} {here}.")
    return scope


def sees_drafts(by: By, slug: str) -> bool:
    """Whether somebody sees returns while they are being filled, or only what was submitted."""
    return rights_of(by).can(Verb.SEE, slug)


def questions_to_fill(by: By, record: ReturnRecord) -> frozenset[str]:
    """The questions that somebody may answer: all, those assigned to them or their body, or none. Two queries."""
    return questions_by_rights(by, rights_of(by), record)


def questions_by_rights(by: By, rights: Rights, record: ReturnRecord) -> frozenset[str]:
    """The same, for rights that were read already. One query at most."""
    form = form_for(record)
    if rights.can(Verb.FILL, record.place):
        return frozenset(question.id for question in form.asked)
    if not rights.can(Verb.FILL_ASSIGNED, record.place):
        return frozenset()
    targets = set(assigned_to(by, rights, record).values_list("target", flat=True))
    return frozenset(one.id for one in form.asked if one.id in targets or one.section in targets)


OVER = (AssignmentState.HANDED_BACK, AssignmentState.MOVED, AssignmentState.ENDED)


def assigned_to(by: By, rights: Rights, record: ReturnRecord) -> "QuerySet[Assignment]":
    """What of a return somebody, or the body for which they act, is asked to answer and has not handed back."""
    mine = Q(body__in=rights.bodies_at(record.place))
    if isinstance(by, Person):
        mine |= Q(person=by)
    return record.assignments.filter(mine).exclude(state__in=OVER)


def load_remark(by: By, record: ReturnRecord, id: int) -> Remark:
    """A remark on a return that was loaded for remarks. Raises NotFound."""
    return _one(record.remarks.filter(pk=id).first(), "remark")


def load_assignment(by: By, record: ReturnRecord, id: int, *, own: bool = False) -> Assignment:
    """An assignment of a return; with `own`, only one that asks `by` or their body. Raises NotFound."""
    found = assigned_to(by, rights_of(by), record) if own else record.assignments.all()
    return _one(found.select_related("person", "body").filter(pk=id).first(), "assignment")


def load_signature(by: By, record: ReturnRecord, id: int) -> Signature:
    """A signature on a return. Raises NotFound."""
    found = record.signatures.select_related("snapshot", "body", "mandate", "person")
    return _one(found.filter(pk=id).first(), "signature")


def history_of(record: ReturnRecord, about: str | None = None) -> "QuerySet[Event]":
    """The events of a return that was loaded, the latest first; of one answer where a question is named, with those
    from before a reissued form gave it another id. One query more, and one for each time that it moved."""
    return events_of(record.subject, *(() if about is None else _ids_until_now(record, about)))


def _ids_until_now(record: ReturnRecord, about: str) -> list[str]:
    """The id of a question, and those that it had before."""
    found = [about]
    for id in found:  # which grows while it is walked
        moves = events_of(record.subject, id).filter(verb=MOVED)
        found += [was for was in (str(event.said["was"]) for event in moves) if was not in found]
    return found


def is_opened(by: By, place: str, form: str) -> bool:
    """Whether a return that somebody may see was opened already."""
    return returns_for(by).filter(place=place, form=form).exists()


def _not_opened(place: str, form: str) -> NotFound:
    try:
        load_form(form)
    except DataError as problem:
        return NotFound(str(problem))
    return NotFound(f"No return to {form} was opened for {place} yet.")


def _may_if_assigned(rights: Rights, verb: Verb, place: str) -> bool:
    return verb in (Verb.FILL, Verb.EXPLAIN) and rights.can(Verb.FILL_ASSIGNED, place)


def _is_assigned(by: By, rights: Rights, record: ReturnRecord, about: str | None) -> bool:
    if about is None:
        return assigned_to(by, rights, record).exists()
    question = form_for(record).questions.get(about)
    targets = {about, question.section} if question else {about}
    return assigned_to(by, rights, record).filter(target__in=targets).exists()


def _one(found: Found | None, what: str) -> Found:
    if found is None:
        raise NotFound(f"There is no such {what} on this return.")
    return found
