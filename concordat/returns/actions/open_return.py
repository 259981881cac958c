"""A return opened, with what is known already; or one that was submitted elsewhere, taken in as it was."""

from datetime import date, datetime, time

from django.db import transaction

from concordat.accounts.access import By, actor_for, denied, require, rights_of
from concordat.accounts.models import Person
from concordat.accounts.refused import Refused
from concordat.accounts.roles import Verb
from concordat.frameworks.forms import framework_of, load_form
from concordat.history.actions import open_chain, record_on
from concordat.history.chain import Actor, Note, digest_of_text
from concordat.history.clock import now
from concordat.places.vintage import area_by_slug
from concordat.questionnaires.read_yaml import DataError
from concordat.returns.access.values import area_of, as_value, earlier_returns, form_for, framework_for
from concordat.returns.deadline import LONDON
from concordat.returns.models import AnswerRow, ReasonRow, ReturnRecord, Snapshot, Submission, subject_of
from concordat.returns.place_return import Return
from concordat.returns.read_file import FileRead, vintage_of
from concordat.returns.replay import PREFILLED
from concordat.returns.snapshot import render_snapshot
from concordat.returns.start import start_return
from concordat.returns.typed_text import typed_text


def open_return(*, place: str, form: str, by: By) -> ReturnRecord:
    """Open the return of a place to a form, with the answers that are known already and where each comes from.

    The return that is there, where it was opened before. Raises Denied, and Refused for a place or form there is not.
    """
    require(by, Verb.OPEN, place)
    with transaction.atomic():
        record, is_new = _make_record(place, form)
        if not is_new:
            return record
        actor, at = actor_for(by, place), now()
        earlier = earlier_returns([record])[record.pk]
        started, sources = start_return(form_for(record), framework_for(record), area_of(record), earlier)
        texts = {id: (started.answers.text(id), source) for id, source in sources.items()}
        opened = Note("opened", "", {"form": form, "version": record.version})
        record_on(record.chain, [opened, *_put_answers(record, texts, actor, at)], by=actor, at=at)
    return record


def take_in_submitted(
    *, file: FileRead, by: Person, submitted: date | None = None, taken_from: str = ""
) -> ReturnRecord:
    """Take in a return that a place submitted before it came to this site, from its file, unsigned, as it was.

    `submitted` is the day, where the file does not say. The return that is there, where it was taken in before. What
    the checks say of it bars nothing: it was accepted then. Raises Denied, and Refused for a file that does not say
    whose it is, and where nobody says when it was submitted.
    """
    day = file.submitted or submitted
    if file.place is None or file.form is None or day is None:
        raise Refused("Say whose return it is, to which form, and when it was submitted.")
    rights = rights_of(by)
    if not rights.can(Verb.OPEN, file.place.slug) and not rights.can(Verb.EXTEND, file.place.slug):
        raise denied(rights, Verb.OPEN, file.place.slug)
    with transaction.atomic():
        record, is_new = _make_record(file.place.slug, file.form.id)
        if not is_new:
            return record
        actor, at = actor_for(by, record.place), datetime.combine(day, time(12), LONDON)
        _fill_from_file(record, file, actor, at)
        _put_submission(record, as_value(record, notes=False), actor, at, taken_from or file.source)
    return record


def _make_record(place: str, form: str) -> tuple[ReturnRecord, bool]:
    """The row of a return with its chain locked, and whether it is new."""
    try:
        framework, asked = framework_of(form), load_form(form)
    except DataError as problem:
        raise Refused(str(problem)) from None
    vintage = vintage_of(framework)
    if place not in area_by_slug(vintage):
        raise Refused(f"There is no place {place!r} on the boundaries of {vintage}.")
    chain = open_chain(subject_of(place, form))
    record = ReturnRecord.objects.filter(place=place, form=form).first()
    if record:
        record.chain = chain
        return record, False
    made = ReturnRecord.objects.create(place=place, form=form, version=asked.version, vintage=vintage, chain=chain)
    return made, True


def _put_answers(record: ReturnRecord, texts: dict[str, tuple[str, str]], by: Actor, at: datetime) -> list[Note]:
    """Rows for answers that nobody typed here, from (text, origin) by question; an event for each."""
    rows = [
        AnswerRow(record=record, question=id, text=text, origin=origin, by=by.name, at=at)
        for id, (text, origin) in texts.items()
        if text
    ]
    AnswerRow.objects.bulk_create(rows)
    return [
        Note(PREFILLED, row.question, {"before": "", "after": row.text, "version": 1, "origin": row.origin})
        for row in rows
    ]


def _fill_from_file(record: ReturnRecord, file: FileRead, by: Actor, at: datetime) -> None:
    answers, _ = file.answers(())
    origin = file.source[:200]
    given = {id: (typed_text(answer.raw), origin) for id, answer in answers.answers.items()}
    given |= {id: (typed_text(raw), origin) for id, raw in answers.unplaced.items()}
    record.source, record.printed = file.source, dict(file.printed)
    record.save(update_fields=["source", "printed"])
    reasons = [
        ReasonRow(record=record, code=one.code, where=one.where, text=one.text, by=by.name, at=at)
        for one in file.reasons
    ]
    ReasonRow.objects.bulk_create(reasons)
    opened = Note("opened", "", {"form": record.form, "version": record.version, "file": file.path.name})
    record_on(record.chain, [opened, *_put_answers(record, given, by, at)], by=by, at=at)


def _put_submission(record: ReturnRecord, ret: Return, by: Actor, at: datetime, taken_from: str) -> None:
    text = render_snapshot(ret)
    digest = digest_of_text(text)
    snapshot, _ = Snapshot.objects.get_or_create(digest=digest, defaults={"text": text})
    note = Note("submitted", "", {"number": 1, "digest": digest, "signed": [], "taken_from": taken_from})
    record_on(record.chain, [note], by=by, at=at)
    Submission.objects.create(
        record=record,
        number=1,
        snapshot=snapshot,
        at=at,
        by=by.name,
        sequence=record.chain.length,
        head=record.chain.head,
        version=record.version,
        taken_from=taken_from,
    )
    record.state, record.submissions = "submitted", 1
    record.save(update_fields=["state", "submissions"])
