"""Remarks as pages list them."""

from dataclasses import dataclass
from datetime import datetime

from concordat.accounts.roles import Verb
from concordat.returns.access import Filling
from concordat.returns.former import name_of_any_version
from concordat.returns.models import Remark
from concordat.returns.views.shown.pages import Pages, section_of
from concordat.returns.views.shown.said_times import said_moment


@dataclass(frozen=True, slots=True)
class RemarkLine:
    """One remark. `href` leads to what it is about, `post` resolves it where this person may."""

    id: int
    question: str
    name: str
    section: str
    href: str
    text: str
    who: str
    come_back: bool
    resolved: str
    post: str


def remark_lines(filling: Filling, pages: Pages, now: datetime) -> tuple[RemarkLine, ...]:
    """Every remark on a return, those that are open first."""
    lines = [_line(filling, one, pages, now) for one in filling.remarks]
    return tuple(sorted(lines, key=lambda one: bool(one.resolved)))


def _line(filling: Filling, one: Remark, pages: Pages, now: datetime) -> RemarkLine:
    resolved = f"{one.resolved_by}, {said_moment(one.resolved_at, now)}" if one.resolved_at else ""
    return RemarkLine(
        one.pk,
        one.question,
        name_of_any_version(filling.form, one.question),
        section_of(filling.form, one.question),
        pages.field(filling.form, one.question),
        one.text,
        f"{one.by}, {said_moment(one.at, now)}",
        one.come_back,
        resolved,
        pages.remark(one.pk) if not resolved and filling.can(Verb.REMARK) else "",
    )
