"""What a workbook would change, and what became of it, answer by answer: before, after, and where the site is newer."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from concordat.questionnaires.answers import read_answer
from concordat.questionnaires.form import Question, Questionnaire
from concordat.questionnaires.kinds import format_value
from concordat.returns.merge import Proposal
from concordat.returns.views.shown.excerpts import Excerpt, excerpt
from concordat.returns.views.shown.pages import slug_of_question
from concordat.web.components import Tag

NOTHING = "No answer"
NEWER, MOVED, NOT_YOURS, MISFIT = "Newer on the site", "Changed again", "Not yours to answer", "Does not fit"
TAKEN, LEFT = Tag("Taken", "green"), Tag("Left as it was", "grey")


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """One answer of a workbook beside the site's. `taken` is what stood there when the workbook was taken, where the
    site went on since; `why` says what is odd about it. It can be chosen where `may_choose`."""

    question: str
    slug: str
    label: str
    site: str
    workbook: str
    taken: str
    tags: tuple[Tag, ...]
    why: tuple[str, ...]
    is_conflict: bool
    is_misfit: bool
    may_choose: bool

    @property
    def texts(self) -> tuple[Excerpt, ...]:
        """What stood there, stands there and would, each as it is shown beside what it differs from."""
        taken = (excerpt("When the workbook was taken", self.taken, self.workbook),) if self.taken else ()
        return (
            *taken,
            excerpt("On the site", self.site, self.workbook),
            excerpt("In the workbook", self.workbook, self.site),
        )

    @property
    def is_ticked(self) -> bool:
        """Whether it is chosen until somebody says otherwise: never over an answer that is newer, nor a misfit."""
        return self.may_choose and not self.is_conflict and not self.is_misfit


@dataclass(frozen=True, slots=True)
class ProposalGroup:
    """The answers of one section."""

    title: str
    lines: tuple[ProposalLine, ...]


@dataclass(frozen=True, slots=True)
class Proposed:
    """All that a workbook would change, or, once it was `applied`, all that it would have changed."""

    groups: tuple[ProposalGroup, ...]
    applied: bool = False

    @property
    def lines(self) -> tuple[ProposalLine, ...]:
        return tuple(line for group in self.groups for line in group.lines)

    @property
    def count(self) -> int:
        return len(self.lines)

    @property
    def conflicts(self) -> int:
        """How many are newer on the site than the workbook."""
        return sum(line.is_conflict and line.may_choose for line in self.lines)

    @property
    def choosable(self) -> frozenset[str]:
        """The questions that this person may take from the workbook."""
        return frozenset(line.question for line in self.lines if line.may_choose)

    @property
    def taken(self) -> int:
        return sum(TAKEN in line.tags for line in self.lines)


def show_proposals(
    form: Questionnaire,
    proposals: Sequence[Proposal],
    now: Mapping[str, tuple[str, int]],
    mine: Collection[str],
    *,
    applied: bool = False,
) -> Proposed:
    """What a workbook would change, by section; `now` are text and version of the site's answers as they stand,
    `mine` the questions that this person may answer."""
    titles = {section.id: section.title for section in form.sections}
    known = [one for one in proposals if one.question in form.questions]
    groups = groupby(known, key=lambda one: form.questions[one.question].section)
    shown = [
        ProposalGroup(
            titles[section],
            tuple(_line(form.questions[one.question], one, now, one.question in mine, applied) for one in ones),
        )
        for section, ones in groups
    ]
    return Proposed(tuple(shown), applied)


def said_answer(question: Question, text: str) -> str:
    """An answer as the field writes it, as it was typed where it does not fit, or that there is none."""
    if not text.strip():
        return NOTHING
    value = read_answer(question, text).value
    return text if value is None else format_value(question, value)


def _line(
    question: Question, one: Proposal, now: Mapping[str, tuple[str, int]], mine: bool, applied: bool
) -> ProposalLine:
    text, version = now.get(one.question, ("", 0))
    moved = version != one.version
    misfit = read_answer(question, one.yours).misfit if one.yours else None
    tags, why = _oddities(one, moved=moved, mine=mine, misfit=misfit.message if misfit else "")
    if applied:
        tags, why = (TAKEN if text == one.yours else LEFT,), ()
    newer = one.is_conflict and one.base is not None
    return ProposalLine(
        question=one.question,
        slug=slug_of_question(one.question),
        label=question.name,
        site=said_answer(question, text),
        workbook=said_answer(question, one.yours),
        taken=said_answer(question, one.base or "") if newer else "",
        tags=tags,
        why=why,
        is_conflict=one.is_conflict,
        is_misfit=misfit is not None,
        may_choose=mine and not moved and not applied,
    )


def _oddities(one: Proposal, *, moved: bool, mine: bool, misfit: str) -> tuple[tuple[Tag, ...], tuple[str, ...]]:
    """What is odd about an answer, in words with their tags."""
    found = []
    if moved:
        said = "The site's answer changed after you sent the workbook in. Send it in again to take this one."
        found.append((Tag(MOVED, "orange"), said))
    elif one.is_conflict and one.base is not None:
        found.append((Tag(NEWER, "orange"), "Somebody changed it on the site after the workbook was taken."))
    elif one.is_conflict:
        said = "The workbook does not say when it was taken, so that the site's answer may be newer."
        found.append((Tag(NEWER, "orange"), said))
    if not mine:
        found.append((Tag(NOT_YOURS, "grey"), "It is not assigned to you or your body."))
    if misfit:
        found.append((Tag(MISFIT, "red"), f"{misfit} It is kept as it was typed, and bars the submission."))
    return tuple(tag for tag, _ in found), tuple(said for _, said in found)
