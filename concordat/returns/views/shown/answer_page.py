"""The page of one answer: how it stands, what was said before, remarks, and everything that happened to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from concordat.accounts.roles import Verb
from concordat.history.models import Event
from concordat.questionnaires.form import Question
from concordat.questionnaires.kinds import format_value
from concordat.returns.access import Filling
from concordat.returns.seen import seen_token
from concordat.returns.views.shown.editing import editing_of
from concordat.returns.views.shown.event_lines import EventLine, event_line
from concordat.returns.views.shown.finding_lines import FindingLine, lines_of
from concordat.returns.views.shown.frame import Frame, frame_of
from concordat.returns.views.shown.remark_lines import RemarkLine, remark_lines
from concordat.returns.views.shown.said import said_need, said_source
from concordat.returns.views.shown.said_times import period_name


@dataclass(frozen=True, slots=True)
class Past:
    """What happened once; `again` is the text that can be put back with it, None where nothing can."""

    line: EventLine
    again: str | None


@dataclass(frozen=True)
class AnswerPage:
    """One answer and its history, the latest first. `seen` is what a change that is sent from here has seen."""

    frame: Frame
    question: Question
    section: str
    href: str
    post: str
    shown: str
    source: str
    need: str
    seen: str
    why_not: str
    falling: int
    before: tuple[tuple[str, str], ...]
    history: tuple[Past, ...]
    remarks: tuple[RemarkLine, ...]
    findings: tuple[FindingLine, ...]
    may_remark: bool
    may_assign: bool


def answer_page(filling: Filling, question: Question, events: Iterable[Event], now: datetime) -> AnswerPage:
    """The page of one answer."""
    frame, answers = frame_of(filling, now), filling.ret.answers
    row, editing = filling.rows.get(question.id), editing_of(filling, now, unlocked=True)
    lines = lines_of(filling, frame.pages, now, locked=bool(editing.falling))
    return AnswerPage(
        frame=frame,
        question=question,
        section=filling.form.name_of(question.section),
        href=frame.pages.field(filling.form, question.id),
        post=frame.pages.answer(question.id),
        shown=answers.text(question.id),
        source=said_source(row, now),
        need=said_need(filling, question),
        seen=seen_token(row.version if row else 0, row.text if row else ""),
        why_not=editing.why_not(question),
        falling=editing.falling,
        before=tuple(
            (period_name(form), format_value(question, value)) for form, value in answers.said_before(question.id)
        ),
        history=tuple(_past(filling, one, frame, row.text if row else "", now) for one in events),
        remarks=tuple(one for one in remark_lines(filling, frame.pages, now) if one.question == question.id),
        findings=tuple(one for one in lines if one.where == question.id),
        may_remark=filling.can(Verb.REMARK),
        may_assign=filling.can(Verb.ASSIGN),
    )


def _past(filling: Filling, event: Event, frame: Frame, current: str, now: datetime) -> Past:
    said = event.said
    text = said.get("dropped") if event.verb == "kept" else said.get("after") if "version" in said else None
    again = str(text) if text is not None and text != current and event.verb != "explained" else None
    return Past(event_line(event, filling.form, frame.pages, now), again)
