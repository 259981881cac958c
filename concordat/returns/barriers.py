"""What stands in the way of a submission, in the order in which a person would clear it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from concordat.findings import Finding
from concordat.returns.deadline import Closing


@dataclass(frozen=True, slots=True)
class Barriers:
    """Why a return cannot be submitted yet; nothing of it is about whether it may be saved."""

    closed_at: datetime | None
    findings: tuple[Finding, ...]
    unsigned: tuple[str, ...]

    @property
    def is_clear(self) -> bool:
        return self.closed_at is None and not self.findings and not self.unsigned

    @property
    def blocks(self) -> tuple[Finding, ...]:
        """The findings that no reason answers."""
        return tuple(one for one in self.findings if one.severity.rank == 0)

    @property
    def unexplained(self) -> tuple[Finding, ...]:
        """The findings that wait for a reason."""
        return tuple(one for one in self.findings if one.severity.rank == 1)


def find_barriers(findings: Sequence[Finding], unsigned: Sequence[str], closing: Closing, at: datetime) -> Barriers:
    """What stands in the way at a moment: the deadline, open findings, signatures that are missing."""
    closed = closing.at if closing.is_closed(at) else None
    return Barriers(closed, tuple(one for one in findings if one.is_open), tuple(unsigned))
