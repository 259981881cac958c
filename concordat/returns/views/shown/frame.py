"""What stands around every page of a return: whose it is, how it stands, until when, and where else to go."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import NoReverseMatch, reverse
from django.utils.timezone import localdate

from concordat.frameworks.forms import load_form
from concordat.periods import format_date
from concordat.places.area import Area
from concordat.questionnaires.form import Questionnaire
from concordat.returns.access import Filling
from concordat.returns.deadline import Closing
from concordat.returns.states import ReturnState
from concordat.returns.views.shown.pages import Pages
from concordat.returns.views.shown.said_times import said_days
from concordat.web.components import Link, Tag

TABS = (
    ("return-tasks", "Sections"),
    ("return-waiting", "Waiting for you"),
    ("return-findings", "Findings"),
    ("return-remarks", "Remarks"),
    ("return-assignments", "Who does what"),
    ("return-workbook", "Workbook"),
    ("return-before-signing", "Sign and submit"),
    ("return-history", "History"),
)
OVERDUE = Tag("Overdue", "red")  # it closed, and nothing was submitted
STATE_TAGS = {
    ReturnState.OPEN: Tag("Being filled", "blue"),
    ReturnState.SIGNED: Tag("Signed", "green"),
    ReturnState.SUBMITTED: Tag("Submitted", "green"),
}


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page of a return shows around its own content. `due` is a sentence, empty where no day is known;
    `reissued` the latest version of the form, where the return is on an earlier one."""

    place: str
    title: str
    pages: Pages
    state: Tag
    due: str
    tabs: tuple[Link, ...]
    reissued: int = 0

    @property
    def crumbs(self) -> tuple[Link, ...]:
        return (Link(self.place, self.pages.home), Link(self.title, self.pages.tasks))


def frame_of(filling: Filling, now: datetime, current: str = "") -> Frame:
    """The frame of a page of a return that was opened; `current` is the name of the page's address."""
    record, area, pages = filling.record, filling.ret.place, pages_of(filling)
    due = said_due(filling.form, filling.ret.due, filling.closing, now, submitted=bool(record.submissions))
    latest = load_form(record.form).version
    return Frame(
        area.name if area else record.place,
        filling.form.title,
        pages,
        _state_tag(filling, now),
        due,
        tabs_of(pages, current),
        latest if latest > record.version else 0,
    )


def _state_tag(filling: Filling, now: datetime) -> Tag:
    if filling.is_fixed(now):
        return Tag("Closed", "grey")
    if filling.closing.is_closed(now):
        return OVERDUE
    return STATE_TAGS[ReturnState(filling.record.state)]


def pages_of(filling: Filling) -> Pages:
    """The addresses of a return's pages."""
    return Pages(filling.record.place, filling.record.form)


def frame_of_unopened(area: Area, form: Questionnaire, due: date | None, closing: Closing, now: datetime) -> Frame:
    """The frame of the page of a return that nobody opened yet."""
    pages = Pages(area.slug, form.id)
    return Frame(area.name, form.title, pages, Tag("Not opened", "grey"), said_due(form, due, closing, now), ())


def said_due(form: Questionnaire, due: date | None, closing: Closing, now: datetime, *, submitted: bool = False) -> str:
    """Until when a return may be submitted, and how far that is; nothing where no day is known for certain."""
    if closing.is_extended and closing.at:
        due = localdate(closing.at)
    if due is None:
        return ""
    today, what = localdate(now), "extended to" if closing.is_extended else "due"
    if not closing.is_closed(now):
        return f"{what.capitalize()} {format_date(due)}, {said_days(due, today)}."
    end = f"It was {what} {format_date(due)}, {said_days(due, today)}."
    if submitted:
        return f"{end} What was submitted stands."
    return f"{end} It can still be filled; submitting it takes an extension of the deadline."


def tabs_of(pages: Pages, current: str) -> tuple[Link, ...]:
    """Where else to go from a page of a return; `current` is the name of the page's address."""
    found = []
    for name, text in TABS:
        try:
            href = reverse(name, args=(pages.place, pages.form))
        except NoReverseMatch:
            continue  # a page that this site is built without
        found.append(Link(text, href, current=name == current))
    return tuple(found)
