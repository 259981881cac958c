"""What the API of returns takes and gives, as its description has it."""

from decimal import Decimal
from typing import Any

from ninja import Schema
from pydantic import ConfigDict, Field, StrictBool, StrictInt, StrictStr, field_validator


class AnswerGiven(Schema):
    """An answer to save: text keeps every digit, a number or a yes-or-no is kept as it would be typed."""

    model_config = ConfigDict(extra="forbid")
    value: StrictStr | StrictBool | StrictInt | Decimal | None

    @field_validator("value", mode="before")
    @classmethod
    def _one_value(cls, given: object) -> object:
        """Said in one sentence, where each kind that it could be would complain by itself."""
        if isinstance(given, list | dict):
            raise ValueError("An answer is a text, a number, true, false or null.")
        return given


class SubmitGiven(Schema):
    """The digest of the content that was read, so that nothing else is submitted."""

    model_config = ConfigDict(extra="forbid")
    digest: str = Field(pattern=r"^[0-9a-f]{64}$")


class MisfitTold(Schema):
    code: str
    message: str
    remedy: str


class AnswerHeld(Schema):
    """`value` is the text as it was given, null for none; `misfit` says why it does not fit its question."""

    question: str
    value: str | None
    etag: str
    by: str | None = None
    at: str | None = None
    origin: str | None = None
    misfit: MisfitTold | None = None


class FindingTold(Schema):
    code: str
    severity: str
    where: str
    message: str
    remedy: str
    reason: str | None = None


class Checked(Schema):
    """`completion` is [answered, asked] by section."""

    place: str
    questionnaire: str
    completion: dict[str, list[int]]
    findings: list[FindingTold]


class ReturnLine(Schema):
    questionnaire: str
    version: int
    state: str
    submissions: int
    changed: str | None


class ReturnLines(Schema):
    returns: list[ReturnLine]


class ReturnHeld(Checked, ReturnLine):
    """`digest` is that of the content, to be named when it is submitted; `fillable` what the caller may answer."""

    digest: str
    answers: list[AnswerHeld]
    fillable: list[str]


class SignedTold(Schema):
    name: str
    role: str
    body: str
    moment: str
    rests_on: str


class ReceiptHeld(Schema):
    number: str
    place: str
    form: str
    version: int
    digest: str
    moment: str
    by: str
    subject: str
    sequence: int
    head: str
    signed: list[SignedTold]


class Submissions(Schema):
    submissions: list[ReceiptHeld]


class SubmissionWhole(Schema):
    receipt: ReceiptHeld
    content: dict[str, Any]


class EventTold(Schema):
    sequence: int
    verb: str
    about: str
    by: str
    body: str
    at: str
    said: dict[str, Any]
    previous: str
    digest: str


class Events(Schema):
    events: list[EventTold]
    next: int | None


class Mismatched(Schema):
    """412: both answers, and the tag to send with the one to keep."""

    type: str
    title: str
    status: int
    detail: str
    question: str
    yours: str
    theirs: str
    etag: str
    by: str
    at: str
