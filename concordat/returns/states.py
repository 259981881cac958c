"""How far a return, or an assignment, has come."""

from enum import StrEnum


class ReturnState(StrEnum):
    """How far a return has come. A change of an answer always leads back to open."""

    OPEN = "open"
    SIGNED = "signed"
    SUBMITTED = "submitted"

    @property
    def label(self) -> str:
        return {"open": "Being filled", "signed": "Signed in part or in full", "submitted": "Submitted"}[self]


class AssignmentState(StrEnum):
    """How it stands with what somebody was asked to answer."""

    ASKED = "asked"
    CHASED = "chased"
    HANDED_BACK = "handed-back"
    DONE = "done"
    MOVED = "moved"
    ENDED = "ended"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def is_waiting(self) -> bool:
        """Whether somebody still has to answer."""
        return self in (AssignmentState.ASKED, AssignmentState.CHASED)


_LABELS = {
    AssignmentState.ASKED: "Asked",
    AssignmentState.CHASED: "Chased",
    AssignmentState.HANDED_BACK: "Handed back",
    AssignmentState.DONE: "Done",
    AssignmentState.MOVED: "Given to somebody else",
    AssignmentState.ENDED: "No longer asked",
}
