"""The report as one page of HTML that needs nothing else: a board can read it, print it and keep it."""

import base64
from datetime import date

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from concordat.flow import answer_charts, charts, report_tables, said
from concordat.flow.report import Report
from concordat.flow.sensitivity import LIMITS
from concordat.periods import format_date


def render_html(report: Report, on: date) -> str:
    """The page as text. `on` is the day that it says it was made."""
    return _environment().get_template("report.html").render(report=report, on=on)


def _image(svg: str, alt: str) -> Markup:
    """An image that carries its drawing with it."""
    data = base64.b64encode(svg.encode()).decode()
    return Markup('<img class="chart" alt="{}" src="data:image/svg+xml;base64,{}">').format(alt, data)


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("concordat.flow"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {
        "answer_charts": answer_charts,
        "charts": charts,
        "image": _image,
        "limits": LIMITS,
        "said": said,
        "tables": report_tables,
    }
    made.filters["day"] = format_date
    return made
