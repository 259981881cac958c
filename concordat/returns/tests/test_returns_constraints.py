"""What the database of returns itself refuses, whatever the code above it does: one row for each constraint."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from concordat.history.clock import now
from concordat.history.models import Chain
from concordat.returns.models import (
    AnswerRow,
    Assignment,
    Extension,
    ReasonRow,
    Remark,
    ReturnRecord,
    Signature,
    Snapshot,
    Submission,
)

PLACE = "southend-on-sea"


def record_row(c, r, **more):
    chain = Chain.objects.create(subject="x")
    return ReturnRecord.objects.create(
        **({"place": "essex", "form": r.form, "version": 1, "vintage": 2017, "chain": chain} | more)
    )


def answer(c, r, **more):
    return AnswerRow.objects.create(
        **({"record": r, "question": "money.fund", "text": "1", "by": "x", "at": now()} | more)
    )


def remark(c, r, **more):
    return Remark.objects.create(**({"record": r, "question": "q", "text": "x", "by": "x", "at": now()} | more))


def asked(c, r, **more):
    row = {"record": r, "target": "budget", "person": c.lead, "by": "x", "at": now(), "changed_at": now()}
    return Assignment.objects.create(**(row | more))


def signed(c, r, **more):
    snapshot, _ = Snapshot.objects.get_or_create(digest="d", text="{}")
    row = {"record": r, "snapshot": snapshot, "person": c.chair, "name": "x", "role": "x", "body": c.board}
    return Signature.objects.create(**(row | {"provisional": True, "at": now()} | more))


def submission(c, r, **more):
    snapshot, _ = Snapshot.objects.get_or_create(digest="d", text="{}")
    row = {
        "record": r,
        "number": 1,
        "version": 1,
        "snapshot": snapshot,
        "at": now(),
        "by": "x",
        "sequence": 1,
        "head": "h",
    }
    return Submission.objects.create(**(row | more))


def extension(c, r, **more):
    row = {"record": r, "until": now() + timedelta(1), "reason": "x", "by": "x", "at": now()}
    return Extension.objects.create(**(row | more))


def reason(c, r):
    return ReasonRow.objects.create(record=r, code="c", where="w", text="x", by="x", at=now())


def twice(make, **more):
    return lambda c, r: [make(c, r, **more), make(c, r, **more)]


REFUSED = {
    "one_return_of_a_place_to_a_form": lambda c, r: record_row(c, r, place=PLACE),
    "a_return_is_in_a_known_state": lambda c, r: record_row(c, r, state="lost"),
    "a_submitted_return_has_a_submission": lambda c, r: record_row(c, r, state="submitted"),
    "one_answer_to_a_question_of_a_return": answer,
    "an_answer_begins_with_version_1": lambda c, r: answer(c, r, question="new", version=0),
    "a_remark_says_something": lambda c, r: remark(c, r, text=""),
    "a_remark_is_resolved_by_somebody": lambda c, r: remark(c, r, resolved_at=now()),
    "one_reason_for_a_finding": twice(reason),
    "a_person_or_a_body_is_asked": lambda c, r: asked(c, r, body=c.ccg),
    "an_assignment_is_in_a_known_state": lambda c, r: asked(c, r, state="lost"),
    "one_is_asked_for_a_section_or_question": twice(asked),
    "a_signature_rests_on_a_mandate_or_is_provisional": lambda c, r: signed(c, r, provisional=False),
    "a_signature_falls_with_an_event": lambda c, r: signed(c, r, voided_at=now()),
    "a_person_signs_once_for_a_body": twice(signed),
    "submissions_are_numbered": twice(submission),
    "submissions_are_numbered_from_1": lambda c, r: submission(c, r, number=0),
    "an_extension_ends_later_than_it_is_given": lambda c, r: extension(c, r, until=now() - timedelta(1)),
    "an_extension_has_a_reason": lambda c, r: extension(c, r, reason=""),
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses(record, cast, name):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        REFUSED[name](cast, record)
    unique = isinstance(named_constraints("returns")[name], models.UniqueConstraint)
    assert name in str(refused.value) or (unique and "UNIQUE" in str(refused.value).upper())


def test_every_constraint_has_its_row():
    assert set(named_constraints("returns")) == set(REFUSED)


def named_constraints(app):
    return {one.name: one for model in apps.get_app_config(app).get_models() for one in model._meta.constraints}
