"""A roll-up as a page: sentences with the names behind them, and the tables under each."""

from dataclasses import dataclass

from django.urls import reverse

from concordat.rollups.access import Overview
from concordat.rollups.arranged import Block, Flow, arrange_flows, headline_blocks
from concordat.rollups.groups import Report
from concordat.rollups.rollup import RollUp
from concordat.rollups.said import (
    format_figure,
    format_number,
    say_block,
    say_coverage,
    say_flow,
    say_names,
    say_others,
    say_uneven,
)
from concordat.web.components import Column, Link, Table

MOST_NAMES = 20


@dataclass(frozen=True, slots=True)
class Told:
    """One thing in a sentence, and its table."""

    title: str
    said: str
    others: str
    table: Table


@dataclass(frozen=True)
class RollUpPage:
    """The page; without a report nobody has submitted."""

    name: str
    slug: str
    form: str
    title: str
    coverage: str
    basis: str
    missing: str
    answers: tuple[Told, ...]
    money: tuple[Told, ...]
    uneven: str
    groups: Table | None
    files: tuple[Link, ...]
    made_up: int


def roll_up_page(found: Overview, report: Report | None) -> RollUpPage:
    """What the places of a footprint submitted, added up."""
    at = (found.scope.slug, found.form.id)
    if report is None:
        none = f"No place of {len(found.lines)} has submitted it yet."
        return RollUpPage(found.scope.name, *at, found.form.title, none, "", "", (), (), "", None, (), 0)
    rolled, flows = report.forms[0].whole, arrange_flows(report.forms[0].whole)
    files = (("csv", "All figures as CSV"), ("xlsx", "All figures for Excel"), ("html", "The whole report as one page"))
    return RollUpPage(
        name=found.scope.name,
        slug=found.scope.slug,
        form=found.form.id,
        title=found.form.title,
        coverage=f"{say_coverage(rolled.coverage)}.",
        basis=rolled.coverage.basis,
        missing=say_names(rolled.coverage.missing, MOST_NAMES),
        answers=tuple(_told_block(block) for block in headline_blocks(rolled)),
        money=tuple(_told_flow(flow) for flow in flows if flow.is_known),
        uneven=say_uneven(flows),
        groups=_groups(report.forms[0].groups),
        files=tuple(Link(text, reverse("footprint-roll-up-file", args=(*at, kind))) for kind, text in files),
        made_up=report.synthetic,
    )


def _told_block(block: Block) -> Told:
    columns = (Column("Asked"), *(Column(answer or "Not answered", True) for answer in block.answers))
    rows = [
        [
            block.row(one),
            *(format_number(one.count(answer)) if answer in one.answers else "0" for answer in block.answers),
        ]
        for one in block.counted
    ]
    return Told(block.title, say_block(block), say_others(block), Table(block.title, columns, rows, "s", True))


def _told_flow(flow: Flow) -> Told:
    columns = (Column("Line"), *(Column(period, True) for period in flow.periods), Column("Year", True))
    rows = [
        [
            one.series.label,
            *(
                format_figure(flow.kind, cell.total) if (cell := flow.cell(one, period)) and cell.given else "–"
                for period in flow.periods
            ),
            format_figure(flow.kind, one.year),
        ]
        for one in flow.series
    ]
    return Told(flow.title, say_flow(flow), "", Table(flow.title, columns, rows, "s", True))


def _groups(groups: tuple[RollUp, ...]) -> Table | None:
    """Coverage by region, where there is more than one."""
    if len(groups) < 2:
        return None
    rows = [[one.group.name, str(one.coverage)] for one in groups]
    return Table("By region", (Column("Region"), Column("Submitted")), rows, "s")
