"""A report as one page of HTML that needs nothing else: a board can read it, print it and keep it."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import groupby

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from concordat.periods import format_date
from concordat.rollups import said
from concordat.rollups.arranged import (
    ZERO,
    Block,
    Flow,
    Matrix,
    arrange_blocks,
    arrange_flows,
    arrange_matrices,
    headline_blocks,
    short_names,
)
from concordat.rollups.charts import can_draw, draw_answers, draw_flows
from concordat.rollups.coverage import Named, format_share
from concordat.rollups.groups import FormRollUp, Report
from concordat.rollups.rollup import AddedSeries, RollUp

FEW_ANSWERS = 6  # more answers than these stand below each other, with the questions side by side
SHADE = (111, 168, 220)  # of a cell of 100%; dark text reads well on it and on all that are lighter


@dataclass(frozen=True)
class FormPart:
    """What the page shows of one form."""

    rolled: FormRollUp
    short: str

    @cached_property
    def whole(self) -> RollUp:
        return self.rolled.whole

    @cached_property
    def id(self) -> str:
        return self.whole.form.id

    @cached_property
    def blocks(self) -> list[tuple[str, list[Block]]]:
        """The choices by section, with the section's title."""
        every = groupby(arrange_blocks(self.whole), key=lambda block: block.counted[0].question.section)
        return [(self.whole.form.name_of(section), list(found)) for section, found in every]

    @cached_property
    def matrices(self) -> list[Matrix]:
        return arrange_matrices(self.whole)

    @cached_property
    def flows(self) -> list[tuple[str, list[Flow]]]:
        """The series by section and kind, so that what one chart shows is on one scale."""
        every = groupby(
            arrange_flows(self.whole), key=lambda flow: (flow.series[0].series.id.partition(".")[0], flow.kind)
        )
        return [(self.whole.form.name_of(section), list(found)) for (section, _), found in every]

    @cached_property
    def headlines(self) -> list[Block]:
        return headline_blocks(self.whole)

    def headlines_of(self, group: RollUp) -> list[Block]:
        """The same choices as the whole's, of one of its groups."""
        return headline_blocks(group)

    def flows_of(self, group: RollUp) -> list[Flow]:
        """The whole's flows, of one of its groups; empty ones where no return of the group knows them."""
        found = {(flow.title, flow.kind): flow for flow in arrange_flows(group)}
        return [found[flow.title, flow.kind] for _, flows in self.flows for flow in flows]

    @cached_property
    def groups(self) -> list[RollUp]:
        """The groups of which any area has returned."""
        return [group for group in self.rolled.groups if group.coverage.returned]

    @cached_property
    def silent(self) -> list[RollUp]:
        return [group for group in self.rolled.groups if not group.coverage.returned]


def render_html(report: Report, on: date) -> str:
    """The page as text. `on` is the day that it says it was made; the newest form comes first."""
    names = short_names([form.whole.form for form in report.forms])
    parts = [FormPart(form, names[form.whole.form.id]) for form in report.forms]
    return (
        _environment()
        .get_template("rollup.html")
        .render(
            report=report,
            on=on,
            parts=parts,
            newest_first=list(reversed(parts)),
            summary=_summarise(parts),
            title_of_forms=_title_of_forms(parts),
            covers=parts[-1].whole.group.name if parts else "",
        )
    )


def _title_of_forms(parts: Sequence[FormPart]) -> str:
    """`Better Care Fund quarterly return: Q1 2016-17, Q2 2016-17`; what titles have in common is said once."""
    found: dict[str, list[str]] = {}
    for part in parts:
        title = part.whole.form.title
        found.setdefault(title.removesuffix(f", {part.short}"), []).append("" if title == part.short else part.short)
    return "; ".join(f"{title}: {', '.join(names)}" if any(names) else title for title, names in found.items())


@dataclass(frozen=True)
class SummaryRow:
    """One line of the summary: what it is, and what it comes to in each form, oldest first, with a remark on it."""

    label: str
    cells: Sequence[tuple[str, str]]


def _summarise(parts: Sequence[FormPart]) -> list[SummaryRow]:
    """Coverage, completion, the answers that say most, money and rates, the forms side by side."""
    columns = [_key_numbers(part) for part in parts]
    labels = list(dict.fromkeys(label for column in columns for label in column))
    return [SummaryRow(label, [column.get(label, ("not asked", "")) for column in columns]) for label in labels]


def _key_numbers(part: FormPart) -> dict[str, tuple[str, str]]:
    rolled, coverage = part.whole, part.whole.coverage
    people = said.NONE if coverage.population is None else format_share(coverage.population)
    found = {
        "Areas that returned": (f"{len(coverage.returned):,} of {coverage.expected:,}", ""),
        "Share of population": (people, ""),
        "Questions answered": (said.format_whole_share(*said.say_completion(rolled)), ""),
    }
    for block in part.headlines:
        found[f"{block.title}: {said.say_best(block)}"] = (_best(block), _otherwise(block))
    for flow in arrange_flows(rolled):
        for series in flow.series:
            found[f"{flow.title}: {series.series.label}"] = _so_far(flow, series)
    for one in rolled.recomputed:
        found[said.say_rate(one)] = (said.format_rate(one), "")
    return found


def _otherwise(block: Block) -> str:
    others = said.count_others(block)
    return f"{others} otherwise" if others else ""


def _best(block: Block) -> str:
    count = said.format_number(block.count(block.best))
    share = said.format_whole_share(block.count(block.best), block.total)
    return f"{count} of {said.format_number(block.total)} ({share})" if block.total else said.NONE


def _so_far(flow: Flow, series: AddedSeries) -> tuple[str, str]:
    """What a series comes to, and of which periods or how many areas where it is no whole year of all of them."""
    given = [cell for cell in series.cells if cell.given]
    if series.year is not None or not given:
        return said.format_figure(flow.kind, series.year), ""
    total = said.format_figure(flow.kind, sum((cell.total for cell in given), Decimal(0)))
    fewest, returned = min(cell.given for cell in given), given[0].given + len(given[0].lacking)
    first, last = given[0].label.upper(), given[-1].label.upper()
    remarks = [first if first == last else f"{first} to {last}"] if len(given) < len(flow.periods) else []
    remarks += [f"from {fewest} of {returned}"] if fewest < returned else []
    return total, ", ".join(remarks)


def _chart_of_answers(block: Block) -> Markup:
    return _image(draw_answers(block), f"Stacked bars: {block.title}. {said.say_block(block)}")


def _chart_of_flows(flows: list[Flow]) -> Markup:
    return _image(draw_flows(flows), f"Grouped bars by period. {' '.join(said.say_flow(flow) for flow in flows)}")


def _image(svg: str, alt: str) -> Markup:
    """An image that carries its drawing with it, so that no id of one drawing meets that of another."""
    data = base64.b64encode(svg.encode()).decode()
    return Markup('<img class="chart" alt="{}" src="data:image/svg+xml;base64,{}">').format(alt, data)


def _shade(share: Decimal | None) -> str:
    """The colour of a heat table's cell, white for none of it."""
    part = float(share or 0)
    return "rgb({}, {}, {})".format(*(round(255 - (255 - full) * part) for full in SHADE))


def _group_heading(by: str, number: int) -> str:
    return said.WHOLES[by][number != 1]


def _lacking_of(flow: Flow) -> list[tuple[str, tuple[Named, ...]]]:
    """Each figure that some areas lack though others gave it, with their names."""
    return [
        (f"{series.series.label}, {cell.label.upper()}", cell.lacking)
        for series in flow.series
        for cell in series.cells
        if cell.lacking and cell.given
    ]


def _joined(names: Sequence[Named]) -> str:
    return ", ".join(said.say_named(named) for named in names)


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("concordat.rollups"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {
        "can_draw": can_draw,
        "chart_of_answers": _chart_of_answers,
        "chart_of_flows": _chart_of_flows,
        "few_answers": FEW_ANSWERS,
        "group_heading": _group_heading,
        "so_far": _so_far,
        "lacking_of": _lacking_of,
        "said": said,
        "zero": ZERO,
    }
    made.filters |= {
        "day": format_date,
        "joined": _joined,
        "number": said.format_number,
        "share": lambda share: said.NONE if share is None else format_share(share),
        "shade": _shade,
    }
    return made
