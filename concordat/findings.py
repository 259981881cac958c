"""Findings: what a check has to say, where, and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How far a finding reaches. None of the three ever stops a person from saving."""

    BLOCKS = "blocks"  # incomplete, or outside the questionnaire's limits: cannot be submitted
    EXPLAIN = "explain"  # submission waits for a reason
    NOTE = "note"  # information only

    @property
    def rank(self) -> int:
        """0 for the gravest; sorts findings."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check noticed.

    `code` names the rule, `where` is a question's id (or a file's name), `message` says what is wrong with the
    figures or words it is about, `remedy` what a busy person can do. `reason` is what the place answered; an
    `explain` with a reason no longer waits.
    """

    code: str
    severity: Severity
    where: str
    message: str
    remedy: str
    reason: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether submission still waits for this finding."""
        return self.severity is Severity.BLOCKS or (self.severity is Severity.EXPLAIN and not self.reason)

    def as_dict(self) -> dict[str, str]:
        """The JSON of the command line; `reason` only where there is one."""
        given = {"reason": self.reason} if self.reason else {}
        return {
            "code": self.code,
            "severity": str(self.severity),
            "where": self.where,
            "message": self.message,
            "remedy": self.remedy,
            **given,
        }


def gravest_first(findings: Iterable[Finding]) -> list[Finding]:
    """Sort by severity; within one severity the order of the checks is kept."""
    return sorted(findings, key=lambda finding: finding.severity.rank)


def has_blocks(findings: Iterable[Finding]) -> bool:
    """Whether any finding bars submission outright."""
    return any(finding.severity is Severity.BLOCKS for finding in findings)
