"""The list of places as a table to download."""

from collections.abc import Iterator

from django.utils.timezone import localtime

from concordat.findings import Severity
from concordat.rollups.access import Overview
from concordat.rollups.views.shown.footprint import PlaceRow

_FIRST = ("place", "code", "region", "form", "state")
_LAST = ("answered", "asked", "blocks", "to explain", "notes", "signatures", "submissions", "submitted")


def columns_of(found: Overview) -> list[str]:
    """The headings: two for each section, its answered and asked questions."""
    sections = [f"{section.title}, {what}" for section in found.form.sections for what in ("answered", "asked")]
    return [*_FIRST, *sections, *_LAST]


def lines_of(found: Overview, rows: tuple[PlaceRow, ...]) -> Iterator[list[object]]:
    """A line for each place, by `columns_of`; nothing for what there is not."""
    lines = {line.place: line for line in found.lines}
    for row in rows:
        line, area = lines[row.slug], found.area(lines[row.slug])
        standing = line.standing
        first: list[object] = [area.name, area.code, area.region, found.form.id, row.tag.text]
        if standing is None:
            counts: list[object] = [None] * (2 * len(found.form.sections) + 5)
        else:
            sections = [n for one in found.form.sections for n in standing.completion.get(one.id, (0, 0))]
            blocks, notes = standing.findings[Severity.BLOCKS], standing.findings[Severity.NOTE]
            counts = [*sections, standing.answered, standing.asked, blocks, standing.open - blocks, notes]
        sent = f"{localtime(line.submitted_at):%Y-%m-%d %H:%M}" if line.submitted_at else None
        signed = found.signed.get(row.slug, 0) if found.drafts else None
        yield [*first, *counts, signed, line.number, sent]
