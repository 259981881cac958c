"""Frameworks on a terminal and as JSON: one whole, and two beside each other."""

from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from concordat.cli.terminal import show_heading
from concordat.frameworks.comparison import Change, Changes, Comparison
from concordat.frameworks.framework import Deadline, Framework
from concordat.frameworks.sourced import Figure, format_figure
from concordat.frameworks.unverified import list_unverified
from concordat.periods import format_date

PARTS = ("conditions", "metrics", "streams", "signs", "outcomes")


def show_framework(out: Console, framework: Framework, forms: Sequence[str]) -> None:
    """Everything that a framework holds, a table for each part."""
    show_heading(out, framework.title)
    out.print(framework.summary)
    _table(
        out,
        "Conditions",
        ("Id", "Title", "In our words"),
        ((one.id, one.label, one.description or "") for one in framework.conditions),
    )
    _table(
        out,
        "Metrics",
        ("Id", "Title", "Unit", "Good is", "Every"),
        ((one.id, one.label, one.unit, one.good, one.frequency) for one in framework.metrics),
    )
    _table(
        out,
        "Money",
        ("Id", "Title", "Kind", "Paid to", "National figures"),
        (
            (one.id, one.label, one.kind, one.paid_to, "\n".join(map(_figure, one.national)) or "not known")
            for one in framework.streams
        ),
    )
    totals = ((one.label, f"{format_figure(one.value, one.unit)}", one.note or "") for one in framework.totals)
    _table(out, "Totals that the sources state", ("Total", "Value", "Note"), totals)
    figures = ((one.id, one.label, _figure(one)) for one in framework.parameters)
    _table(out, "Figures that rules use", ("Id", "Figure", "Value"), figures)
    days = ((_day(one), one.label, one.for_ or "", _mark(one.verified)) for one in framework.calendar)
    _table(out, "Calendar", ("Day", "What", "Form", ""), days)
    signs = (
        (one.who, ", ".join(one.documents), f"delegable: {one.delegable}", f"later: {one.later_ratification}")
        for one in framework.signs
    )
    _table(out, "Who signs", ("Who", "What", "May it be delegated", "May it be ratified later"), signs)
    lists = ((one.label, "\n".join(f"{item.id}: {item.label}" for item in one.items)) for one in framework.outcomes)
    _table(out, "Outcome lists", ("List", "Entries"), lists)
    out.print(f"\nForms: {', '.join(forms) or 'none held yet'}")
    doubts = list_unverified(framework)
    _table(
        out,
        f"Unknown or unverified: {len(doubts)}",
        ("", "What", "Source", "Where it stands"),
        ((one.kind, f"{one.what}{f' ({one.note})' if one.note else ''}", one.source, one.where) for one in doubts),
    )


def show_comparison(out: Console, comparison: Comparison) -> None:
    """Part by part: what continues, ended, began, and what is unclear."""
    way = " → ".join(comparison.way)
    show_heading(out, f"{comparison.before.id} and {comparison.after.id}")
    if len(comparison.way) > 2:
        out.print(f"Followed through {way}.")
    for part in PARTS:
        changes: Changes = getattr(comparison, part)
        if changes:
            every = (*changes.continued, *changes.ended, *changes.begun, *changes.unclear)
            headings = (comparison.before.id, "", comparison.after.id, "Note")
            _table(out, part.capitalize(), headings, map(_row, every))


def comparison_as_dict(comparison: Comparison) -> dict[str, Any]:
    """A comparison as JSON."""
    return {
        "before": comparison.before.id,
        "after": comparison.after.id,
        "way": list(comparison.way),
        **{
            part: {
                kind: [_change_as_dict(change) for change in getattr(getattr(comparison, part), kind)]
                for kind in ("continued", "ended", "begun", "unclear")
            }
            for part in PARTS
        },
    }


def _row(change: Change) -> tuple[str, str, str, str]:
    relation = change.relation + (", series breaks" if change.is_break else "")
    notes = " ".join(dict.fromkeys(change.notes)) + ("" if change.verified else " (not verified)")
    before, after = change.before, change.after
    return (
        f"{before.id}: {before.label}" if before else "–",
        relation,
        f"{after.id}: {after.label}" if after else "–",
        notes.strip(),
    )


def _change_as_dict(change: Change) -> dict[str, Any]:
    return {
        "relation": change.relation,
        "before": change.before.id if change.before else None,
        "after": change.after.id if change.after else None,
        "break": change.is_break,
        "verified": change.verified,
        "notes": list(change.notes),
        "sources": list(change.sources),
    }


def _table(out: Console, title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    filled = list(rows)
    if not filled:
        return
    table = Table(title=title, title_justify="left", title_style="bold", show_lines=True)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in filled:
        table.add_row(*(Text(cell) for cell in row))
    out.print()
    out.print(table)


def _figure(figure: Figure) -> str:
    value = "not known" if figure.value is None else format_figure(figure.value, figure.unit)
    year = f"{figure.year}: " if figure.year else ""
    return f"{year}{value}{_mark(figure.verified)}"


def _mark(verified: bool) -> str:
    return "" if verified else " (not verified)"


def _day(deadline: Deadline) -> str:
    day = format_date(deadline.day) if deadline.day else f"not known ({deadline.printed or deadline.note})"
    return f"{day}, {deadline.at}" if deadline.at else day
