"""A place's home: what is due, how far each form is, what waits for this person, what happened, fund and metrics."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.timezone import localdate, localtime

from concordat.accounts.access import By
from concordat.accounts.roles import Verb
from concordat.findings import Severity
from concordat.frameworks.forms import framework_of
from concordat.periods import format_date
from concordat.places.tree import scopes
from concordat.returns.access.every_year import still_due
from concordat.returns.access.form_at import FormAt
from concordat.returns.access.place_year import PlaceYear
from concordat.returns.states import ReturnState
from concordat.returns.views.shown.frame import OVERDUE, STATE_TAGS, said_due
from concordat.returns.views.shown.fund import FundPanel, fund_panel
from concordat.returns.views.shown.happened import Happened, lines_of_events
from concordat.returns.views.shown.metric_tiles import Tile, metric_tiles
from concordat.returns.views.shown.pages import Pages
from concordat.returns.views.shown.place_board import said_board
from concordat.returns.views.shown.place_waiting import Waits, page_at, waits_at
from concordat.returns.views.shown.said_times import said_days
from concordat.returns.views.shown.standing import next_unfinished, stands_of
from concordat.returns.years import list_years
from concordat.web.components import Link, Tag

SHOWN_WAITING = 8
MOST_ALSO_DUE = 3


@dataclass(frozen=True, slots=True)
class Chip:
    """One section in short: a symbol, its title, a count such as 12/17, and the state in words for who hears it."""

    symbol: str
    title: str
    count: str
    said: str
    href: str


@dataclass(frozen=True, slots=True)
class Card:
    """One form of the year. `go_on` is where to continue, `open` where it can be opened."""

    title: str
    href: str
    tag: Tag
    due: str
    answered: int
    asked: int
    chips: tuple[Chip, ...]
    findings: str
    go_on: Link | None
    is_opened: bool
    is_focus: bool
    slug: str


@dataclass(frozen=True, slots=True)
class Headline:
    """What is due next, in words; `warns` where the time is over or no meeting is left."""

    due: str
    board: str
    go_on: Link | None
    warns: bool


@dataclass(frozen=True, slots=True)
class AlsoDue:
    """A form of another year that waits: its title, the page of its year, and when it is due."""

    title: str
    href: str
    when: str


@dataclass(frozen=True)
class PlaceHome:
    """Everything on the page."""

    name: str
    slug: str
    year: str
    years: tuple[str, ...]
    leads: str
    roles: str
    headline: Headline
    also_due: tuple[AlsoDue, ...]
    cards: tuple[Card, ...]
    waits: tuple[Waits, ...]
    more: int
    lately: tuple[Happened, ...]
    fund: FundPanel
    tiles: tuple[Tile, ...]
    drafts: bool
    others: tuple[tuple[str, str], ...]


def place_home(found: PlaceYear, by: By, missing: list[str], now: datetime) -> PlaceHome:
    """The page of a year at a place; `missing` are the signatures that the form to go on with still lacks."""
    go_on = _go_on(found)
    cards = tuple(_card(found, one, go_on, now) for one in sorted(found.forms, key=lambda one: one is not found.focus))
    waits = waits_at(found, by, missing, now)
    at = found.rights.at(found.area.slug)
    return PlaceHome(
        name=found.area.name,
        slug=found.area.slug,
        year=found.framework.id,
        years=tuple(one.id for one in reversed(list_years())),
        leads=", ".join(found.leads),
        roles=", ".join(dict.fromkeys(one.title.lower() for one in at)),
        headline=_headline(found, go_on, now),
        also_due=tuple(_also_due(found, one, now) for one in still_due(found.other_years, now)[:MOST_ALSO_DUE]),
        cards=cards,
        waits=waits[:SHOWN_WAITING],
        more=max(len(waits) - SHOWN_WAITING, 0),
        lately=tuple(lines_of_events(found.area.slug, found.events)),
        fund=_fund(found),
        tiles=metric_tiles(found.area, found.ambitions),
        drafts=found.drafts,
        others=_others(found),
    )


def _fund(found: PlaceYear) -> FundPanel:
    """The money of the year: as the form to go on with has it, else as it was submitted last."""
    returns = [*([found.filling.ret] if found.filling else []), *found.sent]
    at = {one.form.id: one for one in found.forms}
    hrefs = {id: _return_page(found, one) for id, one in at.items()}
    return fund_panel(returns, [one.form for one in found.forms], hrefs)


def _others(found: PlaceYear) -> tuple[tuple[str, str], ...]:
    """The places and footprints to go to instead, as a choice offers them: (slug, name)."""
    seen = (Verb.SEE, Verb.SEE_SUBMITTED)
    known = scopes(found.area.vintage).values()
    open_to = [one for one in known if any(found.rights.can(verb, one.slug) for verb in seen)]
    return tuple((one.slug, one.name) for one in sorted(open_to, key=lambda one: (one.is_area, one.name)))


def _headline(found: PlaceYear, go_on: Link | None, now: datetime) -> Headline:
    focus = found.focus
    if focus is None:
        done = all(one.is_submitted for one in found.forms)
        said = "Everything of this year is submitted." if done else "Nothing more of this year falls due."
        return Headline(said, "", None, warns=False)
    late = focus.is_late(now)
    days = said_days(focus.due_on, localdate(now)) if focus.due_on else ""
    hour = f", {localtime_of(focus)}" if focus.closing.at else ""
    when = f"{format_date(focus.due_on)}{hour}, {days}" if focus.due_on else "on no day that is known for certain"
    begin = "Overdue" if late else "Due next"
    extended = " The deadline was extended." if focus.closing.is_extended else ""
    wait = " It was due then and was not submitted; submitting it now takes an extension." if late else ""
    board, warns = said_board(focus)
    return Headline(f"{begin}: {focus.form.title}, {when}.{extended}{wait}", board, go_on, warns or late)


def _also_due(found: PlaceYear, one: FormAt, now: datetime) -> AlsoDue:
    page = f"{reverse('place-home', args=(found.area.slug,))}?year={framework_of(one.form.id).id}"
    when = f"{format_date(one.due_on)}, {said_days(one.due_on, localdate(now))}" if one.due_on else ""
    return AlsoDue(one.form.title, page, when)


def localtime_of(form: FormAt) -> str:
    """The hour at which a form closes: noon, 5 pm as 17:00, or the end of the day."""
    closes = localtime(form.closing.at) if form.closing.at else None
    if closes is None or (closes.hour, closes.minute) == (0, 0):
        return "end of the day"
    return "noon" if (closes.hour, closes.minute) == (12, 0) else f"{closes:%H:%M}"


def _go_on(found: PlaceYear) -> Link | None:
    """The next section that this person can finish, or opening the form, or what there is to sign and submit."""
    focus, filling = found.focus, found.filling
    if focus is None or not found.drafts:
        return None
    pages = Pages(found.area.slug, focus.form.id)
    if filling is None:
        return Link(f"Open the {focus.form.title}", pages.tasks) if found.can(Verb.OPEN) else None
    section = next_unfinished(stands_of(filling, pages))
    if section:
        return Link(f"Continue: {section.title}", section.href)
    return Link(f"Look at the {focus.form.title}", pages.tasks)


def _card(found: PlaceYear, one: FormAt, go_on: Link | None, now: datetime) -> Card:
    pages, line = Pages(found.area.slug, one.form.id), one.line
    standing = line.standing
    is_focus = one is found.focus
    return Card(
        title=one.form.title,
        href=_return_page(found, one),
        tag=_tag(one, now, drafts=found.drafts),
        due=said_due(one.form, one.due, one.closing, now, submitted=one.is_submitted),
        answered=standing.answered if standing else 0,
        asked=standing.asked if standing else 0,
        chips=_chips(one, pages, found.drafts),
        findings=_findings(one),
        go_on=go_on if is_focus else None,
        is_opened=one.is_opened,
        is_focus=is_focus,
        slug=one.form.id,
    )


def _return_page(found: PlaceYear, one: FormAt) -> str:
    """The page of a return; of what was submitted last for who sees no drafts, and nothing where nothing was."""
    pages = Pages(found.area.slug, one.form.id)
    if found.drafts:
        return pages.tasks
    if not one.is_submitted:
        return ""
    return page_at("return-submission", pages.place, pages.form, one.line.number)


def _tag(one: FormAt, now: datetime, *, drafts: bool) -> Tag:
    if one.is_late(now):
        return OVERDUE
    if one.line.state is None:
        return Tag("Not opened" if drafts else "Not submitted", "grey")
    if one.is_submitted and one.line.state is not ReturnState.SUBMITTED:
        return Tag(f"Submitted, then changed: {STATE_TAGS[one.line.state].text.lower()}", "yellow")
    return STATE_TAGS[one.line.state]


def _chips(one: FormAt, pages: Pages, drafts: bool) -> tuple[Chip, ...]:
    if one.line.standing is None:
        return ()
    counts = one.line.standing.completion
    return tuple(
        _chip(section.title, *counts.get(section.id, (0, 0)), pages.section(section.id) if drafts else "")
        for section in one.form.sections
    )


def _chip(title: str, answered: int, asked: int, href: str) -> Chip:
    symbol, said = section_state(answered, asked)
    return Chip(symbol, title, f"{answered}/{asked}" if answered < asked else "", said, href)


def section_state(answered: int, asked: int) -> tuple[str, str]:
    """The symbol and the word for how far a section is."""
    if not asked:
        return "–", "nothing asked"
    if answered == asked:
        return "✓", "complete"
    return ("◐", "begun") if answered else ("○", "not begun")


def _findings(one: FormAt) -> str:
    """How many findings wait, in words; unanswered questions are counted by the progress already."""
    standing = one.line.standing
    if standing is None:
        return ""
    unanswered = standing.asked - standing.answered
    blocks = max(standing.findings[Severity.BLOCKS] - unanswered, 0)
    parts = [f"{blocks} to put right"] if blocks else []
    explain = standing.open - standing.findings[Severity.BLOCKS]
    parts += [f"{explain} to explain"] if explain else []
    parts += [f"{count} to note"] if (count := standing.findings[Severity.NOTE]) else []
    besides = " besides what is not answered" if unanswered else ""
    begin = "What the checks say today of what was submitted" if one.line.state is ReturnState.SUBMITTED else "Findings"
    return f"{begin}: {', '.join(parts)}." if parts else f"No findings{besides}."
