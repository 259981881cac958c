"""The metrics that a section asks about, each with the page that has its published figures."""

from concordat.frameworks.framework import Framework
from concordat.metrics.read_definitions import definitions
from concordat.questionnaires.form import Section
from concordat.returns.views.shown.place_waiting import page_at
from concordat.web.components import Link


def metric_links(framework: Framework, section: Section, place: str) -> tuple[Link, ...]:
    """A link for each metric of the year that a question of the section is about and that is defined here.

    A question asked of each metric has the metric in its id: `metrics.reablement.status`.
    """
    parts = {part for id in section.questions for part in id.split(".")[1:-1]}
    defined = {one.id for one in definitions()}
    asked = [one for one in framework.metrics if one.id in parts and one.id in defined]
    return tuple(Link(one.short or one.label, page_at("metric", place, one.id)) for one in asked)
