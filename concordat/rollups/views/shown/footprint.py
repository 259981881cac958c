"""England, a region or a partnership on one page: a line for each place, the map, how much of it has submitted."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate

from concordat.findings import Severity
from concordat.periods import format_date
from concordat.places.hexagons import hexagons
from concordat.places.population import population_weights
from concordat.returns.access import PlaceLine
from concordat.returns.states import ReturnState
from concordat.returns.views.shown.place_home import section_state
from concordat.returns.views.shown.places import home_of
from concordat.returns.views.shown.said_times import said_days
from concordat.rollups.access import Overview, list_forms_by_year
from concordat.rollups.coverage import format_share
from concordat.rollups.hexagon_map import Cell, Look, render_hexagon_map
from concordat.web.components import Link, Tag

# State by id: its word, the colour of its tag, and how it looks on the map. Lighter before darker, so that it can be
# read in grey as well; the symbol says it without any colour.
STATES: Mapping[str, tuple[Tag, Look]] = {
    "overdue": (Tag("Overdue", "red"), Look("#f2b8b5", "!")),
    "none": (Tag("Not opened", "grey"), Look("#ffffff", "○")),
    "unsent": (Tag("Not submitted", "grey"), Look("#ffffff", "○")),
    "open": (Tag("Being filled", "blue"), Look("#cfe3f3", "◐")),
    "signed": (Tag("Signed", "aqua-green"), Look("#7fc4c4", "S")),
    "submitted": (Tag("Submitted", "green"), Look("#0b6e4f", "✓", "#ffffff")),
}
FINDINGS = {"": "Any", "open": "Some are open", "none": "None is open"}


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to; empty means everything."""

    region: str = ""
    state: str = ""
    findings: str = ""

    @property
    def is_any(self) -> bool:
        return bool(self.region or self.state or self.findings)

    @property
    def query(self) -> str:
        """The filters that are set, as an address carries them."""
        return urlencode({name: value for name, value in asdict(self).items() if value})


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place. `sections` are a symbol and its word each, `open` counts findings that wait."""

    slug: str
    name: str
    href: str
    region: str
    state: str
    sections: tuple[tuple[str, str, str], ...]
    open: int | None
    progress: str
    signed: str
    sent: datetime | None

    @property
    def tag(self) -> Tag:
        return STATES[self.state][0]


@dataclass(frozen=True)
class FootprintPage:
    """The page. `choices` of the filters are (value, text); `rows` are those that the filters leave."""

    name: str
    slug: str
    form: str
    title: str
    forms: list[tuple[str, list[tuple[str, str]]]]
    coverage: str
    basis: str
    due: str
    sections: tuple[str, ...]
    rows: tuple[PlaceRow, ...]
    total: int
    counts: tuple[tuple[Tag, str, int], ...]
    filters: Filters
    regions: tuple[tuple[str, str], ...]
    states: tuple[tuple[str, str], ...]
    findings: tuple[tuple[str, str], ...]
    map: SafeString
    map_said: str
    drafts: bool
    parts: tuple[Link, ...]


def footprint_page(found: Overview, filters: Filters, now: datetime) -> FootprintPage:
    """The page of a form at the places of a footprint."""
    every = tuple(row_of(found, line, now) for line in sorted(found.lines, key=lambda line: found.area(line).name))
    rows = tuple(row for row in every if _keeps(filters, row))
    counts = Counter(row.state for row in every)
    shown = tuple((tag, look.symbol, counts[id]) for id, (tag, look) in STATES.items() if counts[id])
    said = f"{found.form.title}, {found.scope.name}: " + ", ".join(f"{tag.text.lower()} {n}" for tag, _, n in shown)
    regions = sorted({row.region for row in every})
    return FootprintPage(
        name=found.scope.name,
        slug=found.scope.slug,
        form=found.form.id,
        title=found.form.title,
        forms=list_forms_by_year(),
        coverage=said_coverage(found, every),
        basis=population_weights(found.vintage).basis,
        due=_due(found, now),
        sections=tuple(section.title for section in found.form.sections),
        rows=rows,
        total=len(every),
        counts=shown,
        filters=filters,
        regions=(("", "Any"), *((one, one) for one in regions)) if len(regions) > 1 else (),
        states=(("", "Any"), *((id, tag.text) for id, (tag, _) in STATES.items() if counts[id])),
        findings=tuple(FINDINGS.items()),
        map=_map(found, rows, said),
        map_said=f"{said}.",
        drafts=found.drafts,
        parts=_parts(found, filters),
    )


def row_of(found: Overview, line: PlaceLine, now: datetime) -> PlaceRow:
    """One place's row."""
    area, standing = found.area(line), line.standing
    counts = standing.completion if standing else {}
    sections = tuple(
        (*section_state(*counts.get(section.id, (0, 0))), section.title)
        if standing
        else ("", "not there", section.title)
        for section in found.form.sections
    )
    return PlaceRow(
        line.place,
        area.name,
        f"{home_of(line.place)}?year={found.framework.id}",
        area.region,
        state_of(found, line, now),
        sections,
        standing.open - _unanswered(line) if standing else None,
        f"{standing.answered} of {standing.asked}" if standing else "",
        f"{found.signed.get(line.place, 0) or '–'}" if found.drafts else ("yes" if line.number else "–"),
        line.submitted_at,
    )


def state_of(found: Overview, line: PlaceLine, now: datetime) -> str:
    """The state of a place's return, by its id in STATES."""
    if line.state is ReturnState.SUBMITTED:
        return "submitted"
    if found.is_late(line, now):
        return "overdue"
    if line.state is None:
        return "none" if found.drafts else "unsent"
    return "signed" if line.state is ReturnState.SIGNED else "open"


def said_coverage(found: Overview, rows: tuple[PlaceRow, ...]) -> str:
    """139 of 151 submitted, 93% of the people who live there."""
    sent = {line.place for line in found.lines if line.number}
    people = population_weights(found.vintage).people
    everyone = sum(people.get(row.slug, 0) for row in rows)
    covered = sum(people.get(slug, 0) for slug in sent)
    share = f", {format_share(covered / everyone)} of the people who live there" if everyone and covered else ""
    return f"{len(sent)} of {len(rows)} submitted{share}"


def _unanswered(line: PlaceLine) -> int:
    """Findings that only say that a question is not answered, which the progress counts already."""
    standing = line.standing
    return min(standing.asked - standing.answered, standing.findings[Severity.BLOCKS]) if standing else 0


def _keeps(filters: Filters, row: PlaceRow) -> bool:
    if filters.region and row.region != filters.region:
        return False
    if filters.state and row.state != filters.state:
        return False
    return not filters.findings or (row.open is not None and bool(row.open) == (filters.findings == "open"))


def _due(found: Overview, now: datetime) -> str:
    if found.due is None:
        return "No deadline is known for certain."
    verb = "Closed" if found.closing.is_closed(now) else "Closes"
    return f"{verb} {format_date(found.due)}, {said_days(found.due, localdate(now))}."


def _map(found: Overview, rows: tuple[PlaceRow, ...], said: str) -> SafeString:
    cells = [Cell(row.slug, f"{row.name}: {row.tag.text}", STATES[row.state][1]) for row in rows]
    return mark_safe(render_hexagon_map(cells, hexagons(found.vintage), said))  # every text is escaped


def _parts(found: Overview, filters: Filters) -> tuple[Link, ...]:
    """The other pages of the same form, and the list as it is narrowed to download."""
    at = (found.scope.slug, found.form.id)
    names = (
        ("footprint-roll-up", "Added up"),
        ("footprint-remind", "Whom to remind"),
    )
    files = (("csv", "Download this list as CSV"), ("xlsx", "Download this list for Excel"))
    pages = [Link(text, reverse(name, args=at)) for name, text in names]
    if found.drafts and found.form.version > 1:
        pages.append(Link("Who is on an earlier version of the form", reverse("return-old-versions", args=at)))
    narrowed = f"?{filters.query}" if filters.is_any else ""
    return (*pages, *(Link(text, reverse("footprint-list", args=(*at, kind)) + narrowed) for kind, text in files))
