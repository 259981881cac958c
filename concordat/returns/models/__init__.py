"""Returns as rows."""

from concordat.returns.models.record import AnswerRow, ReturnRecord, subject_of
from concordat.returns.models.sign import Extension, Signature, Snapshot, Submission
from concordat.returns.models.talk import Assignment, ReasonRow, Remark
from concordat.returns.models.upload import Upload

__all__ = [
    "AnswerRow",
    "Assignment",
    "Extension",
    "ReasonRow",
    "Remark",
    "ReturnRecord",
    "Signature",
    "Snapshot",
    "Submission",
    "Upload",
    "subject_of",
]
