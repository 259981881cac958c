"""What the places of a footprint submitted so far, in a few lines under the list; the roll-up has all of it."""

from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

from django.core.cache import cache

import concordat
from concordat.accounts.access import By
from concordat.rollups.access import Overview, load_report
from concordat.rollups.arranged import Block, Flow, arrange_flows, headline_blocks
from concordat.rollups.rollup import AddedSeries, RollUp
from concordat.rollups.said import format_figure, say_block, say_others

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Total:
    """One thing added up. Where it is a choice, `best` of `given` answers are the best one; else `given` is 0."""

    id: str
    title: str
    said: str
    others: str = ""
    best: int = 0
    given: int = 0


def load_totals(by: By, found: Overview) -> tuple[Total, ...]:
    """The totals of what was submitted; none where nothing was. Kept until a place submits again."""
    sent = [(line.place, line.number, line.submitted_at) for line in found.lines if line.number]
    if not sent:
        return ()
    made_of = (concordat.__version__, found.form.id, found.form.version, found.scope.slug, sent)
    key = sha256(repr(made_of).encode()).hexdigest()
    kept: tuple[Total, ...] | None = cache.get(key)
    if kept is None:
        report = load_report(by, found)
        cache.set(key, kept := make_totals(report.forms[0].whole) if report else ())
    return kept


def make_totals(rolled: RollUp) -> tuple[Total, ...]:
    """Money by flow, then the choices that say most."""
    flows = [flow for flow in arrange_flows(rolled) if flow.is_known and flow.kind == "money"]
    return (
        *(_flow(f"money-{number}", flow) for number, flow in enumerate(flows)),
        *(_block(f"answers-{number}", block) for number, block in enumerate(headline_blocks(rolled))),
    )


def _flow(id: str, flow: Flow) -> Total:
    known = [one for one in flow.series if any(cell.given for cell in one.cells)]
    told = "; ".join(f"{one.series.label.lower()} {_amount(flow, one)}" for one in known)
    return Total(id, flow.title, f"{told}.")


def _amount(flow: Flow, one: AddedSeries) -> str:
    """The year; where it is not whole yet, what was given of it so far."""
    if one.year is not None:
        return format_figure(flow.kind, one.year)
    return f"{format_figure(flow.kind, sum((cell.total for cell in one.cells if cell.given), ZERO))} so far"


def _block(id: str, block: Block) -> Total:
    best, given = round(block.count(block.best)), round(block.total)
    return Total(id, block.title, say_block(block), say_others(block), best, given)
