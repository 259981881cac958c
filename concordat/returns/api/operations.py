"""The API of returns: read one, save an answer, check, submit, read what was submitted and what happened."""

from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Header, Path, Query, Router, Status

from concordat.accounts.access import enter
from concordat.accounts.api import Called
from concordat.history.models import Event
from concordat.returns import actions
from concordat.returns.access import (
    find_asked,
    form_for,
    history_of,
    load_filling,
    load_return,
    load_submission,
    returns_for,
)
from concordat.returns.api.shapes import (
    AnswerGiven,
    AnswerHeld,
    Checked,
    Events,
    Mismatched,
    ReceiptHeld,
    ReturnHeld,
    ReturnLines,
    Submissions,
    SubmissionWhole,
    SubmitGiven,
)
from concordat.returns.api.written import (
    answer_as_dict,
    checked_as_dict,
    event_as_dict,
    line_as_dict,
    return_as_dict,
    saved_as_dict,
    submission_as_dict,
)
from concordat.returns.conflict import Conflict
from concordat.returns.etags import Mismatch, etag_of, read_if_match

router = Router(tags=["returns"])

Place = Annotated[str, Path(pattern=r"^[a-z0-9-]{1,100}$", description="A place's slug, such as southend-on-sea.")]
Form = Annotated[str, Path(pattern=r"^[a-z0-9-]{1,100}$", description="A form's id, such as 2016-17-q3.")]
QuestionId = Annotated[str, Path(pattern=r"^[a-z0-9.-]{1,200}$", description="A question's id, such as money.fund.")]
Number = Annotated[int, Path(ge=1, le=1_000_000, description="Which submission; the first is 1.")]
IfMatch = Annotated[str | None, Header(alias="If-Match", description='The etag that was seen; "0" for no answer yet.')]
About = Annotated[str | None, Query(pattern=r"^[a-z0-9.:-]{1,200}$", description="Only events about this question.")]
Before = Annotated[int | None, Query(ge=1, le=2**31 - 1, description="Only events before the one of this number.")]
Limit = Annotated[int, Query(ge=1, le=500, description="How many events at most.")]


@router.get("", response=ReturnLines, summary="The returns of a place")
def list_returns(request: Called, place: Place) -> dict[str, Any]:
    """Those that the caller may see, in the order of their forms."""
    enter(request.auth, place)
    return {"returns": [line_as_dict(record) for record in returns_for(request.auth).filter(place=place)]}


@router.get("/{questionnaire}", response=ReturnHeld, summary="A return: answers, completion, findings")
def show_return(request: Called, place: Place, questionnaire: Form) -> dict[str, Any]:
    """Every question that a person answers, with the etag to save it with."""
    return return_as_dict(load_filling(request.auth, place, questionnaire))


@router.get("/{questionnaire}/check", response=Checked, summary="What the checks say")
def check_return(request: Called, place: Place, questionnaire: Form) -> dict[str, Any]:
    """One entry of `returns` as `concordat return check --json` prints it."""
    return checked_as_dict(load_filling(request.auth, place, questionnaire))


@router.get("/{questionnaire}/answers/{question}", response=AnswerHeld, summary="One answer")
def show_answer(
    request: Called, response: HttpResponse, place: Place, questionnaire: Form, question: QuestionId
) -> dict[str, Any]:
    """The answer as it was typed, and its etag."""
    record = load_return(request.auth, place, questionnaire)
    asked = find_asked(form_for(record), question)
    found = answer_as_dict(asked, record.answers.filter(question=question).first())
    response.headers["ETag"] = found["etag"]
    return found


@router.put(
    "/{questionnaire}/answers/{question}",
    response={200: AnswerHeld, 412: Mismatched},
    summary="Save an answer",
)
def save_answer(
    request: Called,
    response: HttpResponse,
    place: Place,
    questionnaire: Form,
    question: QuestionId,
    given: AnswerGiven,
    if_match: IfMatch = None,
) -> dict[str, Any]:
    """Keep an answer as it is given, whether it fits its question or not; null or an empty text takes it back.

    Where another version is there than `If-Match` names, nothing is written and 412 brings both.
    """
    record = load_return(request.auth, place, questionnaire, "fill", question)
    version = read_if_match(if_match)
    saved = actions.save_answer(
        record=record, question=question, value=given.value, expected_version=version, by=request.auth
    )
    if isinstance(saved, Conflict):
        raise Mismatch(saved)
    response.headers["ETag"] = etag_of(saved.version)
    return saved_as_dict(saved)


@router.get("/{questionnaire}/submissions", response=Submissions, summary="What was submitted")
def list_submissions(request: Called, place: Place, questionnaire: Form) -> dict[str, Any]:
    """The receipt of each submission, the latest first."""
    latest = load_submission(request.auth, place, questionnaire)
    sent = latest.record.sent.select_related("record", "snapshot").order_by("-number")
    return {"submissions": [actions.receipt_of(one).as_dict() for one in sent]}


@router.post("/{questionnaire}/submissions", response={201: ReceiptHeld}, summary="Submit a return")
def submit_return(request: Called, place: Place, questionnaire: Form, given: SubmitGiven) -> Status[dict[str, Any]]:
    """Submit the content that was read, and no other: `digest` is the one that the return came with."""
    record = load_return(request.auth, place, questionnaire, "submit")
    submission = actions.submit(record=record, seen=given.digest, by=request.auth)
    return Status(201, actions.receipt_of(submission).as_dict())


@router.get("/{questionnaire}/submissions/{number}", response=SubmissionWhole, summary="One submission")
def show_submission(request: Called, place: Place, questionnaire: Form, number: Number) -> dict[str, Any]:
    """Its receipt, and its content to the letter."""
    return submission_as_dict(load_submission(request.auth, place, questionnaire, number))


@router.get("/{questionnaire}/history", response=Events, summary="What happened to a return")
def show_history(
    request: Called,
    place: Place,
    questionnaire: Form,
    about: About = None,
    before: Before = None,
    limit: Limit = 100,
) -> dict[str, Any]:
    """Its events, the latest first; `next` is what to send as `before` for those that come after, if there are any."""
    found = history_of(load_return(request.auth, place, questionnaire), about)
    earlier = found.filter(sequence__lt=before) if before else found
    events: list[Event] = list(earlier[: limit + 1])
    shown = events[:limit]
    return {
        "events": [event_as_dict(event) for event in shown],
        "next": shown[-1].sequence if len(events) > limit else None,
    }
