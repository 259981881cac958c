"""The page for the board, and what it says: every figure from the answers, nothing from another host."""

import re
from datetime import date
from html import unescape
from html.parser import HTMLParser

import openpyxl
import pytest
from flow_systems import make_pathway, make_system

from concordat.flow.report import make_report
from concordat.flow.report_tables import table_of_assumptions, table_of_days, table_of_scenarios
from concordat.flow.said import format_figure, say_cost, say_difference, say_least_capacity
from concordat.flow.scenarios import Scenario
from concordat.flow.target import parse_target
from concordat.flow.write_figures import list_figures, render_csv, render_excel
from concordat.flow.write_html import render_html

MORE = {"name": "Three <more>", "changes": [{"pathway": "Home", "add_places": 3}]}
NOTHING = {"name": "Nothing", "changes": [{"pathway": "Bed", "add_places": 0}]}
WHY = {"what": "pathways.Home.stay", "reason": "Seen & counted", "source": "Made up", "verified": True}


def make_winter(**more):
    return make_system(
        make_pathway("Home", arrivals=4.0, mean=5.0, capacity=21, start={"occupied": 20, "waiting": 0}),
        make_pathway("Bed", arrivals=1.0, mean=8.0, capacity=9, start={"occupied": 8, "waiting": 0}),
        days=90,
        title="A winter",
        start_date=date(2026, 11, 1),
        acute_beds=200,
        costs={"acute_bed_day": 400, "place_day": {"Home": 60, "Bed": 150}},
        assumptions=[WHY],
        **more,
    )


@pytest.fixture(scope="module")
def report():
    scenarios = [Scenario.model_validate(one) for one in (MORE, NOTHING)]
    return make_report(make_winter(), scenarios, target=parse_target("waiting=1"), replications=20, seed=1)


@pytest.fixture(scope="module")
def page(report):
    return render_html(report, date(2026, 10, 20))


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.open = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "img", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_page_is_whole_and_needs_no_other_host(page):
    parsed = Page()
    parsed.feed(page)
    assert parsed.open == []
    names = [tag for tag, _ in parsed.tags]
    assert not {"script", "link", "iframe"} & set(names)
    assert all(attrs["src"].startswith("data:") and attrs["alt"] for tag, attrs in parsed.tags if tag == "img")
    assert not re.search(r'(?:href|src)="(?!#|data:)', page)
    assert names.count("img") == 2 + 1 + 1 + 1 + 2 + 1  # days, scenarios, least capacity, sweep, costs, sensitivity
    assert names.count("table") >= names.count("img")
    assert names.count("h1") == 1


def test_the_page_says_what_the_answers_say(report, page):
    text = unescape(page)
    for sentence in (say_least_capacity(report.least), *(say_cost(one) for one in report.costs)):
        assert sentence in text
    waiting = report.result.daily_delayed.mean()
    assert f"{waiting:,.0f} people ready to leave hospital wait on an average day" in text
    assert "Made on 20 October 2026." in text
    assert "seed 1" in text
    assert "Three &lt;more&gt;" in page
    assert "Three <more>" not in page
    assert "Seen &amp; counted" in page


def test_the_pathway_that_waits_most_is_sized(report):
    delayed = {one.name: one.delayed_days.mean() for one in report.result.pathways}
    assert report.pathway == max(delayed, key=delayed.get)
    assert {one.places for one in report.sweep.points} >= {report.least.places, report.least.now}


def test_a_target_out_of_reach_is_told_on_the_page():
    made = make_report(make_winter(), target=parse_target("share-of-beds=0%"), replications=5, seed=1)
    page = render_html(made, date(2026, 10, 20))
    assert made.least is None
    assert "No number of places in" in page
    assert 'id="scenarios"' not in page


def test_without_costs_the_page_says_what_is_missing():
    made = make_report(make_system(make_pathway("Home"), days=40), replications=5, seed=1)
    page = render_html(made, date(2026, 10, 20))
    assert "does not say costs.acute_bed_day and costs.place_day.Home" in page
    assert "days 1 to 40" in page


def test_say_difference_tells_more_fewer_and_none(report):
    more, nothing = (
        report.comparison.find(name, "All pathways", "delayed_days") for name in ("Three <more>", "Nothing")
    )
    assert re.fullmatch(r"Three <more>: [\d,]+ fewer delayed days \([\d,]+ to [\d,]+ fewer\)\.", say_difference(more))
    assert say_difference(nothing) == "Nothing: no difference in delayed days that these runs can tell from none."


@pytest.mark.parametrize(
    ("measure", "value", "signed", "shown"),
    [
        ("cost", -1234.4, True, "−£1,234"),
        ("cost", 1234.4, False, "£1,234"),
        ("share_of_beds", 0.0349, False, "3.5%"),
        ("share_of_beds", 0.0349, True, "+3.5 points"),
        ("delayed_days", 1234.5, False, "1,234"),
        ("mean_wait", 0.25, False, "0.2"),
        ("mean_wait", None, False, "–"),
        ("mean_wait", float("nan"), False, "–"),
    ],
)
def test_format_figure(measure, value, signed, shown):
    assert format_figure(measure, value, signed=signed) == shown


def test_tables_have_the_figures(report):
    days = table_of_days(report.result, report.result.pathways[0])
    assert [row[0] for row in days.rows] == ["November 2026", "December 2026", "January 2027"]
    november = report.result.pathways[0].daily_delayed[:, :30].mean()
    assert days.rows[0][1] == f"{november:,.1f}"
    rows = table_of_scenarios(report.comparison).rows
    assert {row[0] for row in rows} == {"As it is", "Three <more>", "Nothing"}
    assumptions = table_of_assumptions(report.system).rows
    assert assumptions[0] == ("Home: stay", "–", "Seen & counted", "Made up", "yes")
    assert ("Bed: stay", "–", "no reason is given", "–", "no") in assumptions


def test_list_figures_has_them_unrounded(report):
    figures = list_figures(report.comparison)
    row = next(row for row in figures.rows if row[:3] == ("As it is", "Home", "delayed_days"))
    assert row[3] == pytest.approx(report.result.pathway("Home").delayed_days.mean())
    assert row[6:] == (None, None, None)
    answers = (report.comparison, report.sweep, report.least, report.costs[0], report.sensitivity)
    for made in map(list_figures, answers):
        assert made.rows
        assert all(len(row) == len(made.columns) for row in made.rows)
        assert len(render_csv(made).splitlines()) == len(made.rows) + 1


def test_render_excel_keeps_numbers_as_numbers(report, tmp_path):
    figures = list_figures(report.costs[0])
    (tmp_path / "t.xlsx").write_bytes(render_excel(figures))
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx").active
    assert [cell.value for cell in sheet[1]] == list(figures.columns)
    assert [cell.value for cell in sheet[2]] == pytest.approx(list(figures.rows[0]))
