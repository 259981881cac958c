"""The page of one section: its blocks, what is said about it, and what a save brings up to date."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from concordat.accounts.access import By
from concordat.accounts.roles import Verb
from concordat.questionnaires.answers import read_answer
from concordat.questionnaires.form import Question, Section
from concordat.questionnaires.kinds import format_value
from concordat.returns.access import Filling
from concordat.returns.actions import SectionSaved
from concordat.returns.conflict import Conflict
from concordat.returns.views.shown.blocks import Block, Total, blocks_of, cells_of, total_of
from concordat.returns.views.shown.editing import Editing, editing_of
from concordat.returns.views.shown.fields import Clash, Context, Field
from concordat.returns.views.shown.finding_lines import FindingLine, lines_of
from concordat.returns.views.shown.frame import Frame, frame_of, pages_of
from concordat.returns.views.shown.metric_links import metric_links
from concordat.returns.views.shown.pages import Pages, section_of, slug_of_question
from concordat.returns.views.shown.remark_lines import RemarkLine, remark_lines
from concordat.returns.views.shown.said import Said, said_of_all
from concordat.returns.views.shown.said_times import said_moment
from concordat.returns.views.shown.standing import SectionStand, next_unfinished, stands_of
from concordat.returns.views.shown.waiting import AssignmentLine, assignment_lines
from concordat.web.components import Link, Step


@dataclass(frozen=True)
class SectionPage:
    """A section as it is filled. `problems` are what has to be looked at, each with the control that it is about."""

    frame: Frame
    section: Section
    stand: SectionStand
    steps: tuple[Step, ...]
    blocks: tuple[Block, ...]
    findings: tuple[FindingLine, ...]
    unanswered: int
    editing: Editing
    notice: str
    assignments: tuple[AssignmentLine, ...]
    remarks: tuple[RemarkLine, ...]
    questions: tuple[Question, ...]
    may_remark: bool
    may_assign: bool
    following: SectionStand | None
    last_saved: str
    metrics: tuple[Link, ...] = ()
    problems: tuple[Link, ...] = ()

    @property
    def action(self) -> str:
        """Where the whole section is sent."""
        return self.frame.pages.section(self.section.id)

    @property
    def can_save(self) -> bool:
        """Whether anything here can be changed."""
        return any(question.id in self.editing.open for question in self.questions)


@dataclass(frozen=True)
class SavedPart:
    """What a save of one answer brings up to date on its section's page."""

    question: Question
    slug: str
    seen: str
    fell: int
    field: Field | None
    said: tuple[Said, ...]
    totals: tuple[Total, ...]
    steps: tuple[Step, ...]
    stand: SectionStand
    findings: tuple[FindingLine, ...]
    unanswered: int
    conditions: tuple[tuple[str, bool], ...]


def section_page(
    filling: Filling,
    section: Section,
    by: By,
    now: datetime,
    *,
    unlocked: bool,
    unfit: bool = False,
    done: SectionSaved | None = None,
) -> SectionPage:
    """The page of a section. `done` is what became of answers that were sent and could not all be saved."""
    frame = frame_of(filling, now, "return-tasks")
    questions = tuple(filling.form.questions[id] for id in section.questions)
    editing = editing_of(filling, now, unlocked=unlocked)
    clashes = {id: shown_clash(filling, one, now) for id, one in done.conflicts.items()} if done else {}
    context = Context(
        filling=filling,
        editing=editing,
        pages=frame.pages,
        said=said_of_all(filling, questions, cells_of(filling.form, section), now),
        typed=done.typed if done else {},
        clashes=clashes,
        errors=done.refused if done else {},
        remarks=Counter(one.question for one in filling.remarks if one.resolved_at is None),
    )
    stands = stands_of(filling, frame.pages)
    return SectionPage(
        frame=frame,
        section=section,
        stand=next(one for one in stands if one.id == section.id),
        steps=tuple(one.as_step(section.id) for one in stands),
        blocks=tuple(blocks_of(context, section)),
        findings=lines_of(filling, frame.pages, now, section=section.id, locked=editing.locked),
        unanswered=count_unanswered(filling, section),
        editing=editing,
        notice=_notice(questions, editing),
        assignments=tuple(one for one in assignment_lines(filling, by, frame.pages, now) if one.section == section.id),
        remarks=tuple(
            one for one in remark_lines(filling, frame.pages, now) if one.section == section.id and not one.resolved
        ),
        questions=questions,
        may_remark=filling.can(Verb.REMARK),
        may_assign=filling.can(Verb.ASSIGN),
        following=next_unfinished(stands, section.id),
        last_saved=_last_saved(filling, section, now),
        metrics=metric_links(filling.ret.framework, section, filling.record.place),
        problems=tuple(_problems(context, questions, clashes, done, unfit=unfit)),
    )


def saved_part(
    filling: Filling, question: Question, seen: str, now: datetime, *, fell: int = 0, anew: bool = False
) -> SavedPart:
    """What is to be shown anew after one answer was saved; its control too where what stands in it is `anew`.

    `seen` is what the page is to carry beside the control from now on, `fell` how many signatures fell.
    """
    form, answers = filling.form, filling.ret.answers
    section = next(one for one in form.sections if one.id == question.section)
    pages = pages_of(filling)
    questions = tuple(form.questions[id] for id in section.questions)
    stands = stands_of(filling, pages)
    cells = cells_of(form, section)
    said = said_of_all(filling, questions, cells, now)
    editing = editing_of(filling, now, unlocked=True)
    context = Context(filling, editing, pages, said, {}, {}, {}, {})
    series = [one for one in form.series.values() if one.totalled and one.questions[0] in section.questions]
    rates = [Total(slug_of_question(one.id), context.field(one).shown) for one in questions if one.rate]
    asked = {one.applies: one for one in reversed(questions) if one.applies}
    conditions = tuple(
        (slug_of_question(one.id), answers.holds(applies) is True)
        for applies, one in asked.items()
        if question.id in {id for id, _ in applies}
    )
    return SavedPart(
        question=question,
        slug=slug_of_question(question.id),
        seen=seen,
        fell=fell,
        field=context.field(question, cell=question.id in cells) if anew else None,
        said=tuple(one for id, one in said.items() if form.questions[id].kind != "derived"),
        totals=(*(total_of(context, one) for one in series), *rates),
        steps=tuple(one.as_step(section.id) for one in stands),
        stand=next(one for one in stands if one.id == section.id),
        findings=lines_of(filling, pages, now, section=section.id),
        unanswered=count_unanswered(filling, section),
        conditions=conditions,
    )


def shown_clash(filling: Filling, conflict: Conflict, now: datetime) -> Clash:
    """A conflict as a page shows it, both answers as the field writes them."""
    question = filling.form.questions[conflict.question]
    yours, theirs = (_as_words(question, text) for text in (conflict.yours, conflict.theirs))
    when = said_moment(conflict.when, now)
    slug = slug_of_question(question.id)
    href = Pages(filling.record.place, filling.record.form).answer(question.id)
    return Clash(slug, question.id, question.name, yours, theirs, conflict.who, when, conflict.version, href)


def _as_words(question: Question, text: str) -> str:
    """An answer as the field writes it, or as it was typed where it does not fit."""
    value = read_answer(question, text).value if text else None
    return text if value is None else format_value(question, value)


def count_unanswered(filling: Filling, section: Section) -> int:
    """The questions of a section that count and that nobody answered yet."""
    return sum(1 for one in filling.findings if one.code == "unanswered" and one.where in section.questions)


def _last_saved(filling: Filling, section: Section, now: datetime) -> str:
    """When somebody last saved an answer of a section."""
    rows = [filling.rows[id] for id in section.questions if id in filling.rows and not filling.rows[id].origin]
    last = max(rows, key=lambda row: row.at, default=None)
    return f"Last saved by {last.by}, {said_moment(last.at, now)}" if last else ""


def _notice(questions: tuple[Question, ...], editing: Editing) -> str:
    """Why nothing of the section can be changed; nothing where something can."""
    if editing.locked or any(question.id in editing.open for question in questions):
        return ""
    return editing.why_not(questions[0]) if questions else ""


def _problems(
    context: Context,
    questions: tuple[Question, ...],
    clashes: Mapping[str, Clash],
    done: SectionSaved | None,
    *,
    unfit: bool,
) -> list[Link]:
    """What the summary at the top of the page names, in the order of the page, each a link to its control."""
    found = []
    for question in questions:
        answer = context.filling.ret.answers.answers.get(question.id)
        slug = slug_of_question(question.id)
        if question.id in clashes:
            found.append(Link(f"{question.name} changed while you typed: choose one of the two.", f"#clash-{slug}"))
        elif done and question.id in done.refused:
            found.append(Link(f"{question.name}: {done.refused[question.id]}", f"#a-{slug}"))
        elif unfit and answer and answer.misfit:
            found.append(Link(f"{answer.misfit.message} {answer.misfit.remedy}", f"#a-{slug}"))
    return found


@dataclass(frozen=True, slots=True)
class FindingsPart:
    """The findings beside a section, after a reason to one of them was saved."""

    findings: tuple[FindingLine, ...]
    unanswered: int
    stand: SectionStand
    fell: int


def findings_part(filling: Filling, where: str, now: datetime, *, fell: int) -> FindingsPart:
    """What is to be shown anew after a reason was given."""
    pages = pages_of(filling)
    id = section_of(filling.form, where) or filling.form.sections[0].id
    section = next(one for one in filling.form.sections if one.id == id)
    stand = next(one for one in stands_of(filling, pages) if one.id == id)
    return FindingsPart(lines_of(filling, pages, now, section=id), count_unanswered(filling, section), stand, fell)
