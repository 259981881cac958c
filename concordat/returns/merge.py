"""A workbook that comes back to a return that went on meanwhile: what it would change, and where the site is newer.

Three texts decide about each answer: what stood there when the workbook was taken (`base`), what the workbook says
and what the site says now.
"""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from concordat.questionnaires.answers import read_answer
from concordat.questionnaires.form import Question, Questionnaire


@dataclass(frozen=True, slots=True)
class Proposal:
    """One answer that a workbook would change. `version` is that of the site's answer, 0 where there is none.

    `base` is None where the workbook does not say when it was taken; `is_conflict` says that the site was changed
    after it was taken, or may have been.
    """

    question: str
    label: str
    theirs: str
    yours: str
    version: int
    base: str | None = None
    is_conflict: bool = False

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def propose_changes(
    form: Questionnaire,
    workbook: Mapping[str, str],
    site: Mapping[str, tuple[str, int]],
    since: Mapping[str, str] | None,
    unread: Collection[str] = (),
) -> list[Proposal]:
    """What a workbook would change, in the order of the form.

    `workbook` are its texts and `site` those of the site with their versions, by question. `since` holds, of every
    answer that changed on the site after the workbook was taken, the text before; None where that is not known.
    `unread` are the questions about which the workbook says nothing.
    """
    found = []
    for question in form.asked:
        yours = workbook.get(question.id, "")
        theirs, version = site.get(question.id, ("", 0))
        if question.id in unread or is_same(question, yours, theirs):
            continue
        base = None if since is None else since.get(question.id, theirs)
        if base is not None and is_same(question, yours, base):
            continue  # the workbook left it alone, and the site went on
        conflict = bool(theirs) if base is None else not is_same(question, theirs, base)
        found.append(Proposal(question.id, question.name, theirs, yours, version, base, conflict))
    return found


def is_same(question: Question, one: str, other: str) -> bool:
    """Whether two texts are the same answer: by value where both fit, else by their letters."""
    if one.strip() == other.strip():
        return True
    if not one.strip() or not other.strip():
        return False
    first, second = read_answer(question, one), read_answer(question, other)
    return first.value is not None and first.value == second.value
