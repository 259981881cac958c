"""The pages of a form that was issued again: what changed of a return, and who is still on an earlier version."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.html import format_html

from concordat.accounts.roles import Verb
from concordat.frameworks.forms import load_form
from concordat.places.tree import Scope
from concordat.questionnaires.changes import Change, FormChange
from concordat.returns.access import Filling, area_of
from concordat.returns.actions import preview_carry_over
from concordat.returns.models import ReturnRecord
from concordat.returns.states import ReturnState
from concordat.returns.views.shown.frame import Frame, frame_of
from concordat.web.components import Colour, Column, Table, Tag

OLD_VERSION_COLUMNS = ("place", "code", "form", "version", "latest", "state")
_COLOURS: dict[Change, Colour] = {
    Change.ADDED: "green",
    Change.CHANGED: "blue",
    Change.MOVED: "yellow",
    Change.VANISHED: "red",
}
_WORDS = {
    Change.ADDED: "New question",
    Change.CHANGED: "Asked otherwise",
    Change.MOVED: "Moved",
    Change.VANISHED: "No longer asked",
}


@dataclass(frozen=True, slots=True)
class FormChangeLine:
    """What a new version does to one question; `answer` is what is answered to it now, empty where nothing is."""

    label: str
    tag: Tag
    note: str
    answer: str


@dataclass(frozen=True, slots=True)
class CarryOverPage:
    """What a new version changes of one return. `to` is `before` where the return is on the latest version."""

    frame: Frame
    before: int
    to: int
    lines: tuple[FormChangeLine, ...]
    may_carry: bool
    fell: int
    is_fixed: bool


@dataclass(frozen=True, slots=True)
class OldVersionsPage:
    """Who is still on an earlier version."""

    place: str
    slug: str
    title: str
    form: str
    latest: int
    table: Table


def carry_over_page(filling: Filling, now: datetime) -> CarryOverPage:
    """What the latest version of its form changes of a return."""
    return CarryOverPage(
        frame_of(filling, now),
        filling.record.version,
        load_form(filling.record.form).version,
        tuple(_line(filling, one) for one in preview_carry_over(filling.record)),
        filling.can(Verb.OPEN) and not filling.is_fixed(now),
        filling.signatures,
        filling.is_fixed(now),
    )


def old_versions_page(scope: Scope, form: str, behind: Iterable[ReturnRecord]) -> OldVersionsPage:
    """The returns of a scope that are still on an earlier version of a form."""
    asked, records = load_form(form), list(behind)
    rows = [(_link(one), f"{one.version}", ReturnState(one.state).label) for one in records]
    columns = (Column("Place, and what the new version changes there"), Column("Version", True), Column("State"))
    caption = f"Still on an earlier version than {asked.version}"
    return OldVersionsPage(scope.name, scope.slug, asked.title, form, asked.version, Table(caption, columns, rows))


def old_versions_lines(form: str, behind: Iterable[ReturnRecord]) -> Iterator[tuple[object, ...]]:
    """The same as lines of a file, by OLD_VERSION_COLUMNS."""
    latest = load_form(form).version
    for one in behind:
        yield area_of(one).name, area_of(one).code, form, one.version, latest, ReturnState(one.state).label


def _link(record: ReturnRecord) -> str:
    href = reverse("return-carry-over", args=(record.place, record.form))
    return format_html('<a href="{}">{}</a>', href, area_of(record).name)


def _line(filling: Filling, one: FormChange) -> FormChangeLine:
    answer = filling.ret.answers.text(one.was or one.id)
    return FormChangeLine(one.label, Tag(_WORDS[one.change], _COLOURS[one.change]), _said(filling, one, answer), answer)


def _said(filling: Filling, one: FormChange, answer: str) -> str:
    """What becomes of a question and its answer, by names instead of ids; nothing where the tag says it all."""
    if one.change is Change.MOVED:
        was, now = filling.form.questions[one.was], load_form(filling.record.form).questions[one.id]
        sections = f" in {filling.form.name_of(was.section)}" if was.section != now.section else ""
        return f"it was “{was.name}”{sections}; its answer, remarks and reasons go with it"
    if one.change is Change.VANISHED:
        return "the answer is kept in the history, and not used" if answer else ""
    return "" if one.change is Change.ADDED else one.note
