"""Charts of a roll-up, data in, SVG out: answers as stacked bars, figures by period as grouped bars.

Each needs its table beside it. Segments carry a letter, so that colour never stands alone; colours are those that the
Government Analysis Function found to be told apart by colour-blind readers.
"""

import json
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any, cast

import altair as alt
import vl_convert

from concordat.questionnaires.kinds import shorten
from concordat.rollups.arranged import Block, Flow
from concordat.rollups.said import format_number

FONT = "Arial, sans-serif"
INK = "#0b0c0c"
WIDTH = 430  # of the bars; the names of the questions stand left of them
PANEL = 290
FILLS = ("#12436D", "#28A197", "#F46A25", "#801650", "#A285D1")
ON_FILLS = ("#ffffff", INK, INK, "#ffffff", INK)
NO_ANSWER, NO_ANSWER_FILL = "No answer", "#E6E6E6"
MOST_ANSWERS = len(FILLS)  # more colours than these cannot be told apart
LETTERS = "ABCDEFGHIJ"
NAME_LENGTH, NAME_ROOM = 44, 280  # characters, pixels
ROOM_FOR_COUNT, ROOM_FOR_LETTER = 0.11, 0.04  # of the bar's length


def draw_answers(block: Block) -> str:
    """Stacked bars, one for each question, of the share of each answer, labelled with its letter and its count."""
    answers = [*block.answers, *([NO_ANSWER] if block.unanswered else [])]
    legend = {answer: f"{LETTERS[number]}  {shorten(answer, 90)}" for number, answer in enumerate(answers)}
    fills = [*FILLS[: len(block.answers)], *([NO_ANSWER_FILL] if block.unanswered else [])]
    inks = [*ON_FILLS[: len(block.answers)], *([INK] if block.unanswered else [])]
    domain = list(legend.values())
    chart = (
        alt.Chart(alt.InlineData(values=list(_segments(block, answers, legend))))
        .encode(
            y=alt.Y("row:N", sort=None, title=None, axis=_name_axis()),
            x=alt.X("from:Q", title="Share of the places that returned", axis=_share_axis()),
        )
        .properties(width=WIDTH, height=alt.Step(34))
    )
    bars = chart.mark_bar(stroke="white", strokeWidth=1).encode(
        x2="to:Q",
        color=alt.Color(
            "answer:N",
            scale=alt.Scale(domain=domain, range=fills),
            legend=alt.Legend(title=None, orient="top", columns=1, symbolType="square", labelLimit=640),
        ),
    )
    labels = chart.mark_text(fontSize=13, fontWeight="bold").encode(
        x="middle:Q",
        text="label:N",
        color=alt.Color("answer:N", scale=alt.Scale(domain=domain, range=inks), legend=None),
    )
    return _draw(alt.layer(bars, labels).resolve_scale(color="independent"))


def draw_flows(flows: list[Flow]) -> str:
    """Grouped bars of figures by period, one panel for each flow, one bar for each series, on one scale."""
    names = list(dict.fromkeys(one.series.label for flow in flows for one in flow.series))
    letter = {name: LETTERS[number] for number, name in enumerate(names)}
    data = [
        {
            "flow": flow.title,
            "period": cell.label.upper(),
            "series": f"{letter[one.series.label]}  {one.series.label}",
            "letter": letter[one.series.label],
            "total": float(cell.total),
        }
        for flow in flows
        for one in flow.series
        for cell in one.cells
        if cell.given
    ]
    domain = [f"{letter[name]}  {name}" for name in names]
    is_money = flows[0].kind == "money"
    panels = []
    for flow in flows:
        inside = [row for row in data if row["flow"] == flow.title]
        highest = max((abs(cast(float, row["total"])) for row in data), default=1.0)
        base = (
            alt.Chart(alt.InlineData(values=inside))
            .encode(
                x=alt.X("period:O", sort=None, title=None, axis=alt.Axis(labelAngle=0)),
                xOffset=alt.XOffset("letter:N", sort=list(letter.values())),
                y=alt.Y(
                    "total:Q",
                    title=None,
                    axis=alt.Axis(labelExpr=_tick_words(highest, is_money), tickCount=5),
                    scale=alt.Scale(domainMax=highest * 1.08 or 1),
                ),
            )
            .properties(width=PANEL, height=210, title=flow.title)
        )
        bars = base.mark_bar().encode(
            color=alt.Color(
                "series:N",
                scale=alt.Scale(domain=domain, range=list(FILLS[: len(domain)])),
                legend=alt.Legend(title=None, orient="top", symbolType="square", labelLimit=300),
            )
        )
        letters = base.mark_text(dy=-7, fontSize=12, fontWeight="bold", color=INK).encode(text="letter:N")
        panels.append(alt.layer(bars, letters))
    return _draw(alt.hconcat(*panels, spacing=36))


def can_draw(block: Block) -> bool:
    """Whether a chart says more than its table: several questions, and answers that few colours can tell apart."""
    return block.is_ranked and len(block.counted) > 1 and len(block.answers) <= MOST_ANSWERS and bool(block.total)


def _segments(block: Block, answers: list[str], legend: dict[str, str]) -> Iterator[dict[str, Any]]:
    for counted in block.counted:
        counts = {answer: counted.count(answer) for answer in block.answers if answer in counted.answers}
        counts[NO_ANSWER] = sum((named.share for named in counted.unanswered), Decimal(0))
        whole = sum(counts.values(), Decimal(0)) or Decimal(1)
        begin = Decimal(0)
        for number, answer in enumerate(answers):
            if not (count := counts.get(answer, Decimal(0))):
                continue
            share = count / whole
            yield {
                "row": shorten(block.row(counted), NAME_LENGTH),
                "answer": legend[answer],
                "from": float(begin),
                "to": float(begin + share),
                "middle": float(begin + share / 2),
                "label": _label(LETTERS[number], count, share),
            }
            begin += share


def _label(letter: str, count: Decimal, share: Decimal) -> str:
    if share >= ROOM_FOR_COUNT:
        return f"{letter} {format_number(count)}"
    return letter if share >= ROOM_FOR_LETTER else ""


def _name_axis() -> alt.Axis:
    return alt.Axis(labelLimit=NAME_ROOM, minExtent=NAME_ROOM, ticks=False, domain=False, labelPadding=8)


def _share_axis() -> alt.Axis:
    return alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1], grid=False)


def _tick_words(highest: float, is_money: bool) -> str:
    """The labels of an axis as a Vega expression: £0, £2.5m."""
    units = ((2e9, 1e9, "bn"), (2e6, 1e6, "m"), (2e3, 1e3, "k"))
    divisor, unit = next(((by, name) for least, by, name in units if is_money and highest >= least), (1, ""))
    pound = "£" if is_money else ""
    return f"datum.value == 0 ? '{pound}0' : '{pound}' + format(datum.value / {divisor:.0f}, ',~f') + '{unit}'"


def _draw(chart: Any) -> str:
    styled = (
        chart.configure(font=FONT, background="white", padding=4)
        .configure_view(stroke=None)
        .configure_axis(labelFontSize=13, labelColor=INK, titleFontSize=13, titleColor=INK, titleFontWeight="normal")
        .configure_legend(labelFontSize=13, labelColor=INK, symbolStrokeWidth=0, symbolSize=140, rowPadding=2)
        .configure_title(fontSize=14, color=INK, anchor="start")
    )
    return _convert(json.dumps(styled.to_dict(), sort_keys=True))


@lru_cache(maxsize=256)
def _convert(spec: str) -> str:
    """The SVG of a chart; the same chart is drawn once."""
    return vl_convert.vegalite_to_svg(json.loads(spec))
