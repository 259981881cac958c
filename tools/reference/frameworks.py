"""docs/reference/frameworks.md: what each policy year asks, from its data."""

from typing import Any

from concordat.frameworks import forms as framework_forms
from concordat.frameworks.framework import Framework
from concordat.frameworks.read_yaml import framework_ids, load_framework
from concordat.frameworks.sourced import format_figure
from concordat.frameworks.unverified import list_unverified
from concordat.periods import format_date
from reference.pages import MADE, Lines, table, titled


def describe_frameworks() -> Lines:
    yield from ("# Frameworks", "", MADE, "")
    yield (
        "What each policy year asks, as far as it is held, with what is unknown or unverified. Titles are as "
        "published; descriptions are ours. `concordat frameworks compare` follows items from year to year."
    )
    yield ""
    for id in framework_ids():
        yield from _describe_framework(load_framework(id))


def _describe_framework(one: Framework) -> Lines:
    yield from (f"## {one.id}: {one.title}", "", " ".join(one.summary.split()), "")
    yield f"Forms held: {', '.join(f'`{form}`' for form in framework_forms.form_ids(one)) or 'none yet'}."
    yield ""
    yield from titled(
        "Conditions",
        table(("Id", "Condition", "Source"), [(f"`{c.id}`", c.label, c.source) for c in one.conditions]),
    )
    yield from titled(
        "Metrics",
        table(
            ("Id", "Metric", "Unit", "Good is", "Every", "Source"),
            [(f"`{m.id}`", m.label, m.unit, m.good, m.frequency, m.source) for m in one.metrics],
        ),
    )
    money = [
        (f"`{s.id}`", s.label, s.kind, s.paid_to, "; ".join(_figure(f) for f in s.national), s.source)
        for s in one.streams
    ]
    yield from titled("Money", table(("Id", "Stream", "Kind", "Paid to", "National", "Source"), money))
    totals = [(f"`{t.id}`", t.label, format_figure(t.value, t.unit), t.adds_up, t.source) for t in one.totals]
    yield from table(("Id", "Total", "Value", "Adds up here", "Source"), totals)
    days = [
        (
            d.label,
            format_date(d.day) if d.day else d.printed,
            d.at,
            d.for_,
            "yes" if d.verified else "no",
            d.source,
        )
        for d in one.calendar
    ]
    yield from titled("Calendar", table(("What", "Day", "At", "Form", "Verified", "Source"), days))
    signs = [(s.who, ", ".join(s.documents), s.delegable, s.later_ratification, s.source) for s in one.signs]
    yield from titled("Who signs", table(("Who", "What", "May delegate", "May ratify later", "Source"), signs))
    yield from titled(
        "Sources", table(("Id", "Document", "Note"), [(f"`{s.id}`", s.title, s.note) for s in one.sources])
    )
    doubts = [(d.kind, d.what, d.source, f"`{d.where}`") for d in list_unverified(one)]
    yield from titled("Unknown or unverified", table(("", "What", "Where to look", "In the data"), doubts))


def _figure(figure: Any) -> str:
    value = "not known" if figure.value is None else format_figure(figure.value, figure.unit)
    return f"{figure.year}: {value}" if figure.year else value
