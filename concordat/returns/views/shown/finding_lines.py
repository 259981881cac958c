"""Findings as pages list them: each with its field, its remedy, and the reason that was given or is waited for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from concordat.accounts.roles import Verb
from concordat.findings import Finding, Severity
from concordat.returns.access import Explained, Filling
from concordat.returns.views.shown.pages import Pages, section_of, slug_of_question
from concordat.returns.views.shown.said import SEVERITY_TAGS
from concordat.returns.views.shown.said_times import said_moment, say_periods
from concordat.web.components import Tag

WHOLE = ""  # the section of a finding that is about the whole return


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding. `href` leads to its field; `may_explain` says that this person can give a reason."""

    code: str
    slug: str
    where: str
    name: str
    section: str
    severity: Severity
    tag: Tag
    message: str
    remedy: str
    href: str
    reason: str
    who: str
    version: int
    keep: str
    post: str
    may_explain: bool
    is_open: bool
    error: str = ""


@dataclass(frozen=True, slots=True)
class Unsaved:
    """A reason to the finding of a `code` at a place that was sent and not saved, and why; `summary` says it in short.

    `version` is that of the reason to save it against.
    """

    code: str
    where: str
    text: str
    why: str
    summary: str
    version: int


def lines_of(
    filling: Filling,
    pages: Pages,
    now: datetime,
    *,
    section: str | None = None,
    severity: Severity | None = None,
    unsaved: Unsaved | None = None,
    locked: bool = False,
) -> tuple[FindingLine, ...]:
    """The findings, without questions that nobody answered yet; of a section, of a severity.

    `unsaved` stands again where it was written; `locked` lets nobody give a reason.
    """
    explains, fixed = filling.can(Verb.EXPLAIN), locked or filling.is_fixed(now)
    found: Iterable[Finding] = (one for one in filling.findings if one.code != "unanswered")
    found = (one for one in found if section is None or section_of(filling.form, one.where) == section)
    found = (one for one in found if severity is None or one.severity is severity)
    return tuple(
        _line(
            filling,
            pages,
            now,
            one,
            unsaved if unsaved and (one.code, one.where) == (unsaved.code, unsaved.where) else None,
            may=(explains or one.where in filling.fillable) and not fixed,
        )
        for one in found
    )


def _line(
    filling: Filling, pages: Pages, now: datetime, one: Finding, unsaved: Unsaved | None, *, may: bool
) -> FindingLine:
    row = filling.reasons.get((one.code, one.where))
    may_explain = may and one.severity is Severity.EXPLAIN
    explained = one.severity is Severity.EXPLAIN and not one.is_open
    return FindingLine(
        code=one.code,
        slug=f"{one.code}-{slug_of_question(one.where)}",
        where=one.where,
        name=filling.form.name_of(one.where),
        section=section_of(filling.form, one.where),
        severity=one.severity,
        tag=Tag("Explained", "green") if explained else SEVERITY_TAGS[one.severity],
        message=say_periods(one.message),
        remedy=one.remedy,
        href=pages.field(filling.form, one.where),
        reason=unsaved.text if unsaved and may_explain else (row.text if row else ""),
        who=_who(row, now),
        version=unsaved.version if unsaved else (row.version if row else 0),
        keep=f"r{filling.record.pk}/reason/{one.code}/{one.where}",
        post=pages.reason(one.code, one.where),
        may_explain=may_explain,
        is_open=one.is_open,
        error=unsaved.why if unsaved and may_explain else "",
    )


def _who(row: Explained | None, now: datetime) -> str:
    return f"{row.by}, {said_moment(row.at, now)}" if row and row.text else ""
