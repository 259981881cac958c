"""The roll-up as JSON, CSV, page and text: the same numbers everywhere, and nothing in them that does harm."""

import csv
import io
import json
import re
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser

import pytest
import yaml
from rich.console import Console

from concordat.cli.show_rollup import show_report
from concordat.frameworks.forms import framework_of
from concordat.money import format_pounds
from concordat.places.vintage import area_by_slug
from concordat.questionnaires.answers import read_answers
from concordat.questionnaires.definition import read_definition
from concordat.questionnaires.expand import expand
from concordat.questionnaires.write_csv import BOM, neutralise
from concordat.returns.load import check_files
from concordat.returns.place_return import Return
from concordat.returns.tests.invented_returns import change, invent, q
from concordat.rollups.arranged import arrange_blocks, arrange_flows, arrange_matrices, headline_blocks, short_names
from concordat.rollups.coverage import WHOLE, Group, Weights
from concordat.rollups.groups import FormRollUp, Report, make_report
from concordat.rollups.said import format_difference, format_number, say_others
from concordat.rollups.summing import roll_up
from concordat.rollups.write_csv import render_csv
from concordat.rollups.write_html import render_html
from concordat.rollups.write_json import plain, rollup_as_dict

ON = date(2017, 3, 3)
VOID = {"meta", "link", "img", "br", "hr", "input"}
SECOND, RECEIVED = "conditions.2.answer", "money.income.actual"
NASTY = '<b>"Live" & so on</b>'
PLACES = {  # place: fund, income planned and received in quarter 1, conditions not met, budgets, people
    "southend-on-sea": (13_131_049, 3_282_763, 3_282_763, [], 24, 180_589),
    "essex": (90_000_000, 20_000_000, 19_000_000, ["1", "2"], 300, 1_450_000),
    "thurrock": (10_000_000, 2_500_000, 2_600_001, ["2"], 50, 170_000),
    "suffolk": (50_000_001, 12_000_000, 12_000_000, [], 80, 750_000),
}


@pytest.fixture(scope="module")
def paths(tmp_path_factory):
    folder = tmp_path_factory.mktemp("returns")
    found = []
    for place, (fund, plan, actual, unmet, budgets, people) in PLACES.items():
        money = [change(q("money.fund"), fund)]
        figures = [change(q("additional.budgets-in-place"), budgets), change(q("additional.population"), people)]
        no = [change(q(f"conditions.{one}.answer"), "No") for one in unmet]
        first = [*money, *figures, *no, change(q("money.income.plan.q1"), plan)]
        found.append(invent(folder / "q1", place, 1, *first, change(q("money.income.actual.q1"), actual)))
        third = [*money, *figures, *no, change(q("money.income.actual.q1"), None if place == "suffolk" else actual)]
        third.append(change(q("additional.gp.api-progress"), NASTY if place == "essex" else "Live"))
        submitted = {"essex": "2017-03-06", "thurrock": None}.get(place, "2017-03-03")
        found.append(invent(folder / "q3", place, 3, *third, submitted=submitted))
    broken = folder / "=broken & <torn>.yaml"
    broken.write_text("place: [", encoding="utf-8")
    return [*found, broken]


@pytest.fixture(scope="module")
def report(paths):
    return make_report(check_files(paths), by="stp")


@pytest.fixture(scope="module")
def page(report):
    return render_html(report, ON)


@pytest.fixture(scope="module")
def third(report):
    return report.forms[-1]


def rows_of(report):
    return list(csv.DictReader(io.StringIO(render_csv(report).removeprefix(BOM))))


def given_by_hand(paths, *keys, quarter="q3"):
    """What each place's file says, read without any of the code under test."""
    found = {}
    for path in paths:
        if path.parent.name == quarter:
            data = yaml.safe_load(path.read_text(encoding="utf-8"))
            inner = data["answers"]
            for key in keys:
                inner = inner.get(key, {}) if isinstance(inner, dict) else {}
            found[data["place"]] = inner
    return found


def of_whole(rows, **wanted):
    wanted = {"form": "2016-17-q3", "group kind": "nation"} | {k.replace("_", " "): v for k, v in wanted.items()}
    return [row for row in rows if all(row[key] == value for key, value in wanted.items())]


def text_of(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_outputs_agree_on_answers_counted_by_hand(paths, report, page):
    said = given_by_hand(paths, "conditions", "2", "answer")
    by_hand = sorted(place for place, answer in said.items() if answer == "No")
    assert by_hand == ["essex", "thurrock"]

    [as_json] = [one for one in rollup_as_dict(report)["forms"][1]["whole"]["answers"] if one["id"] == SECOND]
    [no] = [one for one in as_json["answers"] if one["answer"] == "No"]
    assert sorted(one["slug"] for one in no["places"]) == by_hand
    assert (no["count"], no["share"]) == ("2", "0.5")

    [count] = of_whole(rows_of(report), question=SECOND, item="No", measure="count")
    [share] = of_whole(rows_of(report), question=SECOND, item="No", measure="share")
    assert (count["value"], count["places"], share["value"]) == ("2", "2", "0.5")

    name = report.forms[1].whole.form.questions[SECOND].item
    third_quarter = page[page.index('id="2016-17-q3"') : page.index('id="2016-17-q1"')]
    assert f'<th scope="row">{name}</th><td>No</td><td class="n">2</td><td class="names">Essex, Thurrock</td>' in (
        third_quarter
    )


def test_outputs_agree_on_money_added_by_hand(paths, report, page):
    actual = [v for v in given_by_hand(paths, "money", "income", "actual", "q1").values() if isinstance(v, int)]
    total = sum(actual)
    planned = {place: plan for place, (_, plan, *_) in PLACES.items() if place != "suffolk"}
    difference = total - sum(planned.values())
    assert (total, difference) == (24_882_764, -899_999)

    [as_json] = [one for one in rollup_as_dict(report)["forms"][1]["whole"]["series"] if one["id"] == RECEIVED]
    cell = as_json["cells"][0]
    assert (cell["total"], cell["difference"], cell["given"]) == ("24882764", "-899999", 3)
    assert [one["slug"] for one in cell["lacking"]] == ["suffolk"]

    rows = rows_of(report)
    [in_csv] = of_whole(rows, question=RECEIVED, item="q1", measure="total")
    [less] = of_whole(rows, question=RECEIVED, item="q1 less Plan", measure="difference")
    assert (in_csv["value"], in_csv["places"], less["value"]) == (str(total), "3", str(difference))

    assert f"{format_pounds(Decimal(total))}<span" in page
    assert "-£899,999" in page
    assert "from 3 of 4" in page
    assert "Actual, Q1: Suffolk." in page


def test_outputs_agree_on_rates_made_from_sums(report, page):
    budgets, people = (sum(one[side] for one in PLACES.values()) for side in (4, 5))
    rate = Decimal(budgets) * 100_000 / people
    [as_json] = [one for one in rollup_as_dict(report)["forms"][1]["whole"]["rates"] if one["per"] == 100_000]
    assert (as_json["numerator"], as_json["denominator"]) == (str(budgets), str(people))
    assert as_json["value"] == plain(rate)
    [in_csv] = of_whole(rows_of(report), question=as_json["id"], measure="rate")
    assert in_csv["value"] == plain(rate)
    assert f'<td class="n">{rate:.1f}</td><td class="n">{budgets:,}</td><td class="n">{people:,}</td>' in page


def test_outputs_share_a_straddling_area_out_and_the_stps_add_up_to_the_nation(third, report):
    assert sum("essex" in group.group.shares for group in third.groups) == 3
    rows = [row for row in rows_of(report) if row["form"] == "2016-17-q3" and row["value"]]
    for measure in ("count", "total", "difference", "unanswered", "numerator", "denominator"):
        of_nation = {key(row): Decimal(row["value"]) for row in of_whole(rows, measure=measure)}
        assert of_nation
        for name, value in of_nation.items():
            parts = [row for row in rows if row["group kind"] == "stp" and row["measure"] == measure]
            shared_out = sum(Decimal(row["value"]) for row in parts if key(row) == name)
            assert abs(shared_out - value) < Decimal("0.0001"), (measure, name)


def key(row):
    return row["question"], row["item"]


def test_outputs_name_the_part_of_an_area_that_counts(page, report):
    assert "56% of Essex" in page
    [group] = [
        one for one in rollup_as_dict(report)["forms"][1]["groups"] if one["group"]["name"] == "Mid and South Essex"
    ]
    [essex] = [one for one in group["coverage"]["returned"] if one["slug"] == "essex"]
    assert essex["share"] == "0.564593"


def test_outputs_say_coverage_missing_late_and_undated(page, report):
    text = text_of(page)
    assert "Q3 2016-17: 4 of 151 areas" in text
    assert "due 3 March 2017" in text
    assert "147 areas are missing" in text
    assert "1 return was late" in text
    assert "Essex (3 days)" in text
    assert "1 return does not say when it was submitted Thurrock." in text
    coverage = rollup_as_dict(report)["forms"][1]["whole"]["coverage"]
    assert coverage["late"] == [{"slug": "essex", "name": "Essex", "days": 3}]
    assert coverage["due"] == "2017-03-03"
    assert len(coverage["missing"]) == 147


def test_rollup_as_dict_is_plain_json(report):
    made = rollup_as_dict(report)
    assert json.loads(json.dumps(made)) == made
    assert made["unused"][0]["findings"][0]["code"] == "unreadable"


def test_render_csv_has_every_group_with_its_coverage(report):
    rows = rows_of(report)
    assert {row["group"] for row in rows} == {
        "England",
        *(one.group.name for form in report.forms for one in form.groups),
    }
    assert all(row["coverage"] for row in rows)
    assert render_csv(report).startswith(BOM + "form,group kind,group,section,question,label,item,measure,value,places")


def test_render_csv_completion_is_answered_by_asked(report):
    [answered] = of_whole(rows_of(report), section="money", measure="answered")
    [asked] = of_whole(rows_of(report), section="money", measure="asked")
    [completion] = of_whole(rows_of(report), section="money", measure="completion")
    assert completion["value"] == plain(Decimal(answered["value"]) / Decimal(asked["value"]))


@pytest.mark.parametrize("text", ["=1+1", "+44", "-cmd", "@x", "\t=1", "\r=1", " =1", "＝1", "-1-1", "- none"])
def test_neutralise_stops_a_formula(text):
    assert neutralise(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-12.50", "0", "3282763", "No - In Progress", "2016-17-q1", "", "a=b"])
def test_neutralise_leaves_numbers_and_words(text):
    assert neutralise(text) == text


def test_render_csv_stops_a_formula_that_was_given_as_an_answer(tmp_path):
    """Options that are not verified admit other words, so an answer can be anything."""
    path = invent(tmp_path, "kent", 3, change(q("additional.gp.api-progress"), '=HYPERLINK("x")'))
    rows = rows_of(make_report(check_files([path])))
    assert [row["value"] for row in rows if row["item"] == '\'=HYPERLINK("x")' and row["measure"] == "count"] == ["1"]


class Tags(HTMLParser):
    """Notes every tag that is closed out of turn, the order of headings, tables and charts."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.wrong, self.levels, self.order, self.lone = [], [], [], [], []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag in ("img", "table", "caption"):
            self.order.append(tag)
        if re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag == "th" and "scope" not in attributes:
            self.lone.append(self.getpos())
        if tag == "img" and not attributes.get("alt"):
            self.lone.append(self.getpos())
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append((tag, self.getpos()))


def test_render_html_is_well_formed_and_its_headings_are_in_order(page):
    tags = Tags()
    tags.feed(page)
    assert not tags.wrong
    assert not tags.open
    assert not tags.lone
    assert tags.levels[0] == 1
    assert tags.levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(tags.levels, tags.levels[1:], strict=False))


def test_render_html_has_a_table_after_every_chart_and_a_caption_in_every_table(page):
    tags = Tags()
    tags.feed(page)
    pairs = list(zip(tags.order, [*tags.order[1:], ""], strict=True))
    assert tags.order.count("img") > 5
    assert all(after == "table" for tag, after in pairs if tag == "img")
    assert all(after == "caption" for tag, after in pairs if tag == "table")


def test_render_html_needs_no_other_host_and_no_script(page):
    assert "http://" not in page
    assert "https://" not in page
    assert not re.search(r"<script|<link|@import|url\(|<iframe| on\w+=", page)
    assert '<html lang="en-GB">' in page


def test_render_html_escapes_answers_and_file_names(page):
    assert NASTY not in page
    assert "&lt;b&gt;&#34;Live&#34; &amp; so on&lt;/b&gt;" in page
    assert "=broken &amp; &lt;torn&gt;.yaml" in page


def test_render_html_puts_the_newest_form_first_and_prints_the_day_it_was_made(page):
    assert page.index('id="2016-17-q3"') < page.index('id="2016-17-q1"')
    assert "Made on 3 March 2017" in page


def test_render_html_has_no_exclamation_and_no_undefined(page):
    text = text_of(re.sub(r"<style>.*?</style>", "", page, flags=re.S))
    assert "!" not in text.replace("<!doctype", "")
    assert "None" not in text
    assert "Undefined" not in text


def test_render_html_of_nothing_says_what_to_do(paths):
    page = render_html(make_report(check_files([paths[-1]])), ON)
    assert "There is no return to roll up." in page
    assert "Files that could not be used" in page


def test_render_html_of_a_form_that_nobody_returned_says_what_to_do(paths):
    kent = [area_by_slug(2017)["kent"]]
    text = text_of(render_html(make_report(check_files(paths), places=kent), ON))
    assert "No area of 1 has returned Q3 2016-17 yet." in text
    assert "Ask the areas below for theirs" in text
    assert "1 area is missing" in text


def test_render_html_where_all_returned_says_that_nobody_is_missing(paths):
    four = [area_by_slug(2017)[slug] for slug in PLACES]
    text = text_of(render_html(make_report(check_files(paths), by="place", places=four), ON))
    assert "Nobody is missing." in text
    assert "4 of 4 areas, 100% of population" in text


def test_show_report_tells_the_same_in_the_terminal(report):
    out = Console(width=200, record=True, file=io.StringIO())
    show_report(out, report)
    text = out.export_text()
    assert "4 of 151 areas" in text
    assert "Missing (147): Barking and Dagenham" in text
    assert "and 137 more" in text
    assert "Late (1): Essex (3 d)" in text
    assert "£24,882,764" in text
    assert "Mid and South Essex" in text
    assert NASTY in text  # shown as it was typed, not taken for markup
    assert "=broken & <torn>.yaml" in text


def test_arranged_blocks_hold_every_choice_once(third):
    blocks, matrices = arrange_blocks(third.whole), arrange_matrices(third.whole)
    arranged = [one.question.id for block in blocks for one in block.counted]
    arranged += [one.question.id for matrix in matrices for one in matrix.cells.values()]
    assert sorted(arranged) == sorted(one.question.id for one in third.whole.counted)
    [matrix] = matrices
    assert matrix.rows == matrix.columns
    assert matrix.cells["GP", "Social care"].question.id == "additional.sharing.gp.social-care"


def test_headline_blocks_are_those_whose_change_wants_explaining(third):
    assert [block.best for block in headline_blocks(third.whole)] == [("Yes",), ("On track to meet target",)]


def test_short_names_fall_back_to_titles_where_periods_are_not_enough(third):
    form = third.whole.form
    assert short_names([form]) == {"2016-17-q3": "Q3 2016-17"}
    assert short_names([form, form]) == {"2016-17-q3": form.title}


def test_say_others_names_few_and_counts_many(third):
    conditions = headline_blocks(third.whole)[0]
    assert say_others(conditions) == "Areas with another answer than the best to one question or more: Essex, Thurrock."
    assert say_others(conditions, 1) == "2 areas gave another answer than the best to one question or more."


@pytest.mark.parametrize(
    ("number", "shown"), [("1234", "1,234"), ("0.5646", "0.56"), ("1.10", "1.1"), ("0.001", "under 0.01"), ("0", "0")]
)
def test_format_number_shows_up_to_two_decimals(number, shown):
    assert format_number(Decimal(number)) == shown


@pytest.mark.parametrize(
    ("figure", "shown"), [("12", "+£12"), ("-12", "-£12"), ("0", "£0"), ("-0.2", "£0"), ("0.2", "£0")]
)
def test_format_difference_has_a_sign_only_where_there_is_one(figure, shown):
    assert format_difference("money", Decimal(figure)) == shown


INVENTED = """
id: 2031-32-halves
title: Neighbourhood return
version: 1
source: invented
year: 2031-32
periods: [h1, h2]
lists:
  wards: {north: North to West, south: South}
  asks: {first: Doors open, second: Phones answered}
options:
  grade: {values: [Gold, Silver, Bronze], best-to-worst: [Gold, Silver, Bronze]}
  colour: {values: [Red, Blue]}
sections:
  - id: asks
    title: What is asked
    each: asks
    questions:
      - {id: grade, kind: choice, options: grade, label: Grade}
      - {id: colour, kind: choice, options: colour, label: Colour}
  - id: visits
    title: Visits
    asked: [h1]
    questions:
      - {id: routes, kind: matrix, rows: wards, columns: wards, options: grade, label: Routes}
  - id: beds
    title: Beds
    questions:
      - {id: planned, kind: count, label: Planned, over: periods, total: year}
      - {id: staffed, kind: count, label: Staffed, over: periods, total: year}
      - {id: full, kind: percentage, label: How full, over: periods}
      - {id: mood, kind: choice, options: grade, label: Mood, over: periods}
"""


@pytest.fixture
def invented(tmp_path):
    """A report on two halves of a year that no code knows."""
    path = tmp_path / "halves.yaml"
    path.write_text(INVENTED, encoding="utf-8")
    definition = read_definition(path)
    halves, framework = [], framework_of("2016-17-q1")
    before = {}
    for half in ("2031-32-h1", "2031-32-h2"):
        form = expand(definition, half)
        returns = []
        for slug, beds in (("kent", 40), ("medway", 3)):
            given = {
                "asks": {"first": {"grade": "Gold" if beds > 5 else "Bronze", "colour": "Blue"}},
                "visits": {"routes": {"north": {"north": "Gold", "south": "Silver"}, "south": {"south": "Gold"}}},
                "beds": {
                    "planned": {"h1": beds, "h2": beds},
                    "staffed": {"h1": beds - 1, "h2": beds},
                    "full": {"h1": "90%"},
                    "mood": {"h1": "Silver"},
                },
            }
            earlier = before.get(slug, ())
            ret = Return(area_by_slug(2017)[slug], framework, read_answers(form, given, earlier))
            before[slug] = (*earlier, ret.answers)
            returns.append(ret)
        both = [ret.place for ret in returns]
        group = Group("nation", "Two places", {area.slug: WHOLE for area in both})
        halves.append(FormRollUp(roll_up(returns, group, both, Weights({"kent": 3, "medway": 1}, "invented")), (), ()))
    return Report(tuple(halves), (), "nation")


def test_outputs_of_an_invented_year_go_by_its_own_questions_and_words(invented):
    first, second = (form.whole for form in invented.forms)
    [flow] = arrange_flows(second)
    assert (flow.title, flow.kind, flow.periods) == ("Beds", "count", ("h1", "h2"))
    assert [one.series.label for one in flow.series] == ["Planned", "Staffed"]  # a percentage does not add up
    assert flow.series[1].difference == (-2, 0)
    assert flow.series[1].year == 84
    [matrix] = arrange_matrices(first)
    assert matrix.rows == matrix.columns == ("North to West", "South")
    assert not arrange_matrices(second)
    assert [block.title for block in headline_blocks(first)] == ["What is asked – Grade", "Beds – Mood, H1; Mood, H2"]

    text = text_of(render_html(invented, ON))
    assert "2 of 4 answers" not in text  # one ask is unanswered, so of two answers one is Gold
    assert "1 of 2 answers (50%) is ‘Gold’" in text
    assert "staffed is 2 below planned in H1 and H2" in text
    assert "Neighbourhood return, H2 2031-32" in text
    out = Console(width=160, record=True, file=io.StringIO())
    show_report(out, invented)
    assert "Beds: planned for the year 86; staffed is 2 below planned in H1 and H2." in out.export_text()
    assert render_csv(invented).count("2031-32-h2") > 10
