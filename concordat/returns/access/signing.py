"""What was signed, sent in and submitted of a return, for somebody who may see it."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils import timezone

from concordat.accounts.access import By, denied, mandates_of, rights_of
from concordat.accounts.mandates import DECISION, refuse_mandate
from concordat.accounts.models import Mandate
from concordat.accounts.roles import Verb
from concordat.frameworks.forms import framework_of, load_form
from concordat.history.clock import today
from concordat.places.tree import Scope
from concordat.questionnaires.read_yaml import DataError
from concordat.returns.access.load import NotFound, load_scope, returns_for
from concordat.returns.access.values import area_of, earlier_returns
from concordat.returns.models import AnswerRow, Extension, ReturnRecord, Signature, Submission
from concordat.returns.place_return import Return
from concordat.returns.read_contents import read_as_it_was
from concordat.returns.read_file import vintage_of


def load_submissions(by: By, place: str, form: str) -> list[Submission]:
    """Every submission of a place to a form, the latest first, for whoever may see returns or what was submitted.

    Their contents are read when they are asked for. Two queries. Raises Denied, and NotFound where there is none.
    """
    rights = rights_of(by)
    if not rights.can(Verb.SEE, place) and not rights.can(Verb.SEE_SUBMITTED, place):
        raise denied(rights, Verb.SEE_SUBMITTED, place)
    found = Submission.objects.select_related("record", "record__chain", "snapshot").defer("snapshot__text")
    submissions = list(found.filter(record__place=place, record__form=form).order_by("-number"))
    if not submissions:
        raise NotFound(f"{place} has submitted nothing to {form} yet.")
    return submissions


def as_it_was(submission: Submission) -> Return:
    """What was submitted, as the library has it, on the version of the form that it was filled in. At most two queries.

    The submission has its record and snapshot at hand.
    """
    record = submission.record
    earlier = earlier_returns([record])[record.pk]
    return read_as_it_was(submission.snapshot.text, earlier, area_of(record), timezone.localdate(submission.at))


def signatures_of(record: ReturnRecord) -> list[Signature]:
    """The signatures on a return that was loaded, the latest first, with all that is shown of them. One query."""
    found = record.signatures.select_related("body", "mandate", "person", "snapshot").defer("snapshot__text")
    return list(found.order_by("-at", "-pk"))


def ratifying_decisions(record: ReturnRecord, signature: Signature) -> list[Mandate]:
    """The decisions of a body by which a provisional signature for it can be completed today. Two queries."""
    body, person = signature.body_id, signature.person_id
    return [
        mandate
        for mandate in mandates_of([body])
        if mandate.kind == DECISION
        and not refuse_mandate(mandate.terms(), body=body, person=person, form=record.form, on=today())
    ]


def extensions_of(record: ReturnRecord) -> "QuerySet[Extension]":
    """The extensions of a return's deadline, the latest first."""
    return record.extensions.order_by("-at", "-pk")


def answers_now(record: ReturnRecord, questions: Sequence[str]) -> dict[str, tuple[str, int]]:
    """Text and version of the answers to some questions as they stand. One query."""
    rows = AnswerRow.objects.filter(record=record, question__in=questions)
    return {question: (text, version) for question, text, version in rows.values_list("question", "text", "version")}


def load_old_versions(by: By, place: str, form: str) -> tuple[Scope, list[ReturnRecord]]:
    """A place or footprint, and the returns in it that somebody may see and that are still on an earlier version of a
    form, by place. Raises Denied and NotFound."""
    try:
        framework, latest = framework_of(form), load_form(form).version
    except DataError as problem:
        raise NotFound(str(problem)) from None
    scope = load_scope(by, place, vintage_of(framework))
    found = returns_for(by).filter(form=form, place__in=scope.areas, version__lt=latest)
    return scope, list(found.order_by("place"))
