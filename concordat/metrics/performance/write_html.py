"""A judged report as one page of HTML that needs nothing else: a board can read it, print it and keep it."""

from jinja2 import Environment, PackageLoader, StrictUndefined

from concordat.metrics.performance.judged import JudgedReport
from concordat.metrics.rag import Rag, Travel, find_rag_rule
from concordat.periods import FinancialYear, Month, Period, Quarter

ENVIRONMENT = Environment(
    loader=PackageLoader("concordat.metrics.performance"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
RAG_WORDS = {Rag.GREEN: "Green", Rag.AMBER: "Amber", Rag.RED: "Red", Rag.NONE: "None"}
TRAVEL_WORDS = {
    Travel.BETTER: "Better",
    Travel.WORSE: "Worse",
    Travel.SAME: "No change",
    Travel.UP: "Up",
    Travel.DOWN: "Down",
    Travel.UNKNOWN: "Not known",
}


def render_html(judged: JudgedReport) -> str:
    """The page: the table of indicators, each exception, the rules and the source. Everything given is escaped."""
    template = ENVIRONMENT.get_template("performance.html")
    return template.render(
        judged=judged,
        report=judged.report,
        period=say_period(judged.period),
        rule=find_rag_rule(judged.report.rag_rule),
        rag_words=RAG_WORDS,
        travel_words={str(one): word for one, word in TRAVEL_WORDS.items()},
        has_note=any(one.indicator.note for one in judged.indicators),
    )


def say_period(period: Period) -> str:
    """`October 2013`, `quarter 2 of 2013-14`, `2013-14`."""
    match period:
        case Month():
            return f"{period.first_day:%B %Y}"
        case Quarter(year, number):
            return f"quarter {number} of {year}"
        case FinancialYear():
            return str(period)
