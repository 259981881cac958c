"""Write docs/reference/metrics: `python tools/make_metric_pages.py`, or `--check` to compare it only.

A page for each metric and an index, from the definitions of concordat/metrics/data and the editions that ship.
"""

import argparse
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from concordat.metrics.cells import PERIODS
from concordat.metrics.definition import Definition
from concordat.metrics.loading import list_breakdowns
from concordat.metrics.read_definitions import definitions, versions_of
from concordat.metrics.shelf import Shelf, load_shelf
from concordat.periods import format_date

ROOT = Path(__file__).parent.parent
PAGES = ROOT / "docs" / "reference" / "metrics"
MADE = "<!-- Made by tools/make_metric_pages.py: change concordat/metrics/data, then run make docs. -->"
INTERVALS = {
    "byar": "95%, Byar's method; exact where the count is below 10",
    "wilson": "95%, Wilson's method",
    "none": "none",
}
DENOMINATORS = {
    "adults": "ONS mid-year estimate of people aged 18 and over, of the period's calendar year and of no other",
    "older": "ONS mid-year estimate of people aged 65 and over, of the period's calendar year and of no other",
    "everyone": "ONS mid-year estimate of people of all ages, of the period's calendar year and of no other",
    "days": "the days of the period",
    "published": "published with the numerator",
    "none": "not published: the figure is the published rate, share or score",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a page is out of date")
    pages = make_pages()
    if parser.parse_args().check:
        held = {path.name: path.read_text(encoding="utf-8") for path in PAGES.glob("*.md")}
        stale = sorted(name for name in {*pages, *held} if pages.get(name) != held.get(name))
        for name in stale:
            print(f"docs/reference/metrics/{name} is not what the definitions say; run make docs.")
        sys.exit(1 if stale else 0)
    PAGES.mkdir(parents=True, exist_ok=True)
    for path in PAGES.glob("*.md"):
        path.unlink()
    for name, text in pages.items():
        (PAGES / name).write_text(text, encoding="utf-8", newline="")


def make_pages() -> dict[str, str]:
    """Every page by its file name."""
    shelf = load_shelf()
    pages = {f"{one.id}.md": "\n".join(_page(shelf, one)) + "\n" for one in definitions()}
    return {"index.md": "\n".join(_index(shelf)) + "\n", **pages}


def _index(shelf: Shelf) -> Iterator[str]:
    yield from ("# Metrics", "", MADE, "")
    yield "What each counts, of whom, and which figures ship with the product. What an edition is, and why a figure can"
    yield "be missing, stands in [Metrics explained](../../explanation/metrics.md)."
    yield from ("", "| metric | what | unit | good | figures |", "|---|---|---|---|---|")
    for one in definitions():
        yield f"| [{one.id}]({one.id}.md) | {one.label} | {one.unit} | {one.good} | {_figures(shelf, one)} |"
    yield from ("", "## Editions that ship", "", "| edition | what | published | source | via | figures |")
    yield "|---|---|---|---|---|---|"
    for edition in shelf.editions:
        issued = format_date(edition.published) if edition.published else "not known"
        carried = edition.via or "the publisher"
        cells = (f"`{edition.id}`", edition.title, issued, edition.source, carried, f"{edition.rows:,}")
        yield f"| {' | '.join(cells)} |"
    yield from ("", "Contains public sector information licensed under the Open Government Licence v3.0.")


def _page(shelf: Shelf, one: Definition) -> Iterator[str]:
    yield from (f"# {one.label}", "", MADE, "", f"`{one.id}`. {one.description}", "", "| | |", "|---|---|")
    for name, text in _rows(shelf, one):
        yield f"| {name} | {text} |"
    if one.breaks:
        yield from ("", "## Breaks", "", "Values on either side are not compared.", "")
        yield from (f"* {format_date(each.at)}: {each.why}" for each in one.breaks)
    if one.caveats:
        yield from ("", "## To mind", "")
        yield from (f"* {caveat}" for caveat in one.caveats)
    earlier = versions_of(one.id)[:-1]
    if earlier:
        yield from ("", "## Earlier versions", "")
        yield from (f"* Version {each.version}{_span(each.from_, each.until)}: {_changed(each)}" for each in earlier)


def _rows(shelf: Shelf, one: Definition) -> Iterator[tuple[str, str]]:
    yield "Numerator", one.numerator
    yield "Denominator", one.denominator
    if one.held:
        yield "Denominator taken from", DENOMINATORS[one.held.denominator]
    yield "Unit", one.unit
    yield "Good", one.good
    yield "Frequency", one.frequency
    yield "Interval", INTERVALS[one.interval]
    yield "Figures", _figures(shelf, one) if one.held else one.no_data
    parts = list_breakdowns(shelf, one)
    if len(parts) > 1:
        yield "Breakdowns", ", ".join(f"`{part}`" for part in parts)
    yield "Source", one.source
    yield "Licence", one.licence
    yield "Version", f"{one.version}{_span(one.from_, one.until)}"
    yield "Checked by", one.checked_by or "nobody of authority yet"
    yield "Next review", format_date(one.next_review) if one.next_review else "no day is set"


def _figures(shelf: Shelf, one: Definition) -> str:
    if one.held is None:
        return "none"
    measure = one.held.measure
    spans = [span for edition in shelf.of_measure(measure) for span in shelf.spans(edition, measure)]
    period_of = PERIODS[one.frequency]
    first, last = period_of(min(start for _, start, _ in spans)), period_of(max(end for _, _, end in spans))
    return str(first) if first == last else f"{first} to {last}"


def _span(start: date | None, end: date | None) -> str:
    return (f", from {format_date(start)}" if start else "") + (f", until {format_date(end)}" if end else "")


def _changed(one: Definition) -> str:
    return " ".join(one.caveats) or one.no_data


if __name__ == "__main__":
    main()
