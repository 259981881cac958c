"""The page of all findings, section by section."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from concordat.findings import Severity
from concordat.returns.access import Filling
from concordat.returns.former import name_of_any_version
from concordat.returns.views.shown.editing import editing_of
from concordat.returns.views.shown.fields import Option
from concordat.returns.views.shown.finding_lines import FindingLine, Unsaved, lines_of
from concordat.returns.views.shown.frame import Frame, frame_of
from concordat.returns.views.shown.lost import Lost
from concordat.returns.views.shown.pages import section_of
from concordat.returns.views.shown.said import SEVERITY_TAGS
from concordat.web.components import Link, Tag

MEANINGS = (
    (Severity.BLOCKS, "something is missing or outside the limits of the form. The return cannot be submitted so."),
    (Severity.EXPLAIN, "a reviewer would ask about it. Correct it, or give the reason; submission waits for either."),
    (Severity.NOTE, "for your information. It stops nothing and needs no reason."),
)
WHOLE = "The whole return"


@dataclass(frozen=True, slots=True)
class FindingSection:
    """What the checks say of one section: findings, and links to the questions that nobody answered yet."""

    title: str
    lines: tuple[FindingLine, ...]
    unanswered: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class FindingPage:
    """The findings that were asked for. `problems` names a reason that was not saved and stands on the page
    again, `lost` one whose finding is gone or takes none any more."""

    frame: Frame
    meanings: tuple[tuple[Tag, str], ...]
    sections: tuple[Option, ...]
    severities: tuple[Option, ...]
    found: tuple[FindingSection, ...]
    count: int
    unanswered: int
    is_filtered: bool
    falling: int
    locked: bool
    problems: tuple[Link, ...]
    lost: tuple[Lost, ...]

    @property
    def is_empty(self) -> bool:
        return not self.found


def finding_page(
    filling: Filling,
    now: datetime,
    *,
    unlocked: bool,
    section: str = "",
    severity: str = "",
    unsaved: Unsaved | None = None,
) -> FindingPage:
    """The findings of a return, of one section or one severity where they are named and known."""
    frame, form = frame_of(filling, now, "return-findings"), filling.form
    wanted = Severity(severity) if severity in set(Severity) else None
    editing = editing_of(filling, now, unlocked=unlocked)
    lines = lines_of(
        filling,
        frame.pages,
        now,
        severity=wanted,
        unsaved=unsaved,
        locked=bool(editing.falling) and not unlocked,
    )
    titles = {one.id: one.title for one in form.sections} | {"": WHOLE}
    asked = [section] if section in titles and section else list(titles)
    missing = [one.where for one in filling.findings if one.code == "unanswered" and wanted in (None, Severity.BLOCKS)]
    found = [
        FindingSection(
            titles[id],
            tuple(one for one in lines if one.section == id),
            tuple(
                Link(form.name_of(one), frame.pages.field(form, one)) for one in missing if section_of(form, one) == id
            ),
        )
        for id in asked
    ]
    shown = [one for one in lines if one.error]
    counts = Counter(one.severity for one in filling.findings)
    return FindingPage(
        frame,
        tuple((SEVERITY_TAGS[one], said) for one, said in MEANINGS),
        tuple(Option(id, title, id == section) for id, title in titles.items() if id),
        tuple(Option(one, f"{SEVERITY_TAGS[one].text} ({counts[one]})", one is wanted) for one in Severity),
        tuple(one for one in found if one.lines or one.unanswered),
        sum(len(one.lines) for one in found),
        sum(len(one.unanswered) for one in found),
        bool(section or severity),
        editing.falling,
        bool(editing.falling) and not unlocked,
        tuple(Link(f"The reason for “{one.name}” {unsaved.summary}", f"#r-{one.slug}") for one in shown if unsaved),
        (Lost(name_of_any_version(form, unsaved.where), unsaved.text, unsaved.why),) if unsaved and not shown else (),
    )
