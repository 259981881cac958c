"""`concordat spc` and `concordat metrics chart` as a person uses them: the contract's JSON, pictures, wrong use."""

import json
import re

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from concordat.cli.app import app

NUMBER = {"type": ["number", "null"]}
POINT = {
    "type": "object",
    "additionalProperties": False,
    "required": ["date", "value", "mean", "lower", "upper", "rules", "class"],
    "properties": {
        "date": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
        "value": NUMBER,
        "mean": NUMBER,
        "lower": NUMBER,
        "upper": NUMBER,
        "rules": {"type": "array", "items": {"enum": ["outside-limits", "shift", "trend", "two-in-three"]}},
        "class": {"enum": ["common-cause", "improvement", "concern", "high", "low", None]},
    },
}
SERIES = {
    "type": "object",
    "additionalProperties": False,
    "required": ["name", "rule_set", "mean", "lower", "upper", "points", "variation", "assurance"],
    "properties": {
        "name": {"type": "string"},
        "rule_set": {"type": "string"},
        "mean": NUMBER,
        "lower": NUMBER,
        "upper": NUMBER,
        "points": {"type": "array", "items": POINT, "minItems": 1},
        "variation": {"enum": ["improvement", "concern", "common-cause", "high", "low", None]},
        "assurance": {"enum": ["pass", "fail", "hit-or-miss", None]},
    },
}
CONTRACT = {
    "type": "object",
    "additionalProperties": False,
    "required": ["series"],
    "properties": {"series": {"type": "array", "items": SERIES}},
}
VALUES = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def flat(text):
    return " ".join(text.split())


@pytest.fixture
def delays(tmp_path):
    path = tmp_path / "delays.csv"
    rows = [f"{2016 + (3 + at) // 12}-{(3 + at) % 12 + 1:02d}-01,{value}" for at, value in enumerate(VALUES)]
    path.write_text("\n".join(["date,value", *rows]) + "\n")
    return path


@pytest.fixture
def two_series(tmp_path):
    path = tmp_path / "two.csv"
    rows = [f"2016-{month:02d},{month % 3},{name}" for name in ("North", "South") for month in range(1, 13)]
    path.write_text("\n".join(["date,value,series", *rows, "2017-01,5,South"]) + "\n")
    return path


def json_of(*arguments):
    done = run(*arguments, "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    Draft202012Validator(CONTRACT).validate(told)
    return told["series"]


def test_the_json_is_that_of_the_contract(delays):
    (series,) = json_of("spc", delays, "--good", "low", "--target", "8")
    assert series["name"] == "delays"
    assert series["rule_set"] == "making-data-count-2023"
    assert [series["lower"], series["mean"], series["upper"]] == pytest.approx([-3.06, 1.94, 6.95], abs=0.01)
    assert series["points"][4]["date"] == "2016-08-01"
    assert series["points"][4]["rules"] == ["outside-limits"]
    assert series["points"][4]["class"] == "concern"
    assert (series["variation"], series["assurance"]) == ("common-cause", "pass")


@pytest.mark.parametrize(
    ("options", "upper"),
    [
        (["--screen"], 4.60),
        (["--no-screen"], 6.95),
        (["--rules", "nhsrplotthedots-0.2"], 4.60),
        (["--rules", "nhsrplotthedots-0.2", "--no-screen"], 6.95),
    ],
)
def test_screening_follows_the_option_and_else_the_rules(delays, options, upper):
    (series,) = json_of("spc", delays, *options)
    assert series["upper"] == pytest.approx(upper, abs=0.01)


def test_options_reach_the_chart(delays):
    (fixed,) = json_of("spc", delays, "--fix-after", "12")
    assert fixed["mean"] == pytest.approx(26 / 12)
    (rebased,) = json_of("spc", delays, "--rebase", "2016-08=new ward")
    assert rebased["points"][3]["lower"] is None  # four points before, a run chart of their own
    assert rebased["points"][4]["upper"] is not None


def test_several_series_are_one_chart_each_and_a_run_chart_has_null_limits(two_series):
    north, south = json_of("spc", two_series, "--good", "high", "--target", "9")
    assert (north["name"], south["name"]) == ("North", "South")
    assert (north["lower"], north["upper"], north["variation"], north["assurance"]) == (None, None, None, None)
    assert south["upper"] is not None
    assert south["assurance"] == "fail"


def test_text_has_the_sentence_the_icons_and_the_table(delays):
    done = run("spc", delays, "--good", "low", "--target", "8", "--name", "Delays", "--unit", "people")
    assert done.exit_code == 0
    assert "Delays: the latest figure, Sep 2017, is 1 person; the mean is 1.9" in flat(done.stdout)
    assert "* The target will be met consistently if nothing changes." in done.stdout
    assert "outside-limits" in done.stdout
    assert "note: A run chart" in run("spc", delays, "--rebase", "2017-01").stderr


def test_text_of_several_series_is_a_line_each(two_series):
    done = run("spc", two_series)
    assert "2 series, rules: making-data-count-2023" in done.stdout
    assert re.search(r"North .* run chart", done.stdout)
    assert "note: North: A run chart around the median" in done.stderr


def test_dates_out_of_order_are_sorted_and_that_is_said(tmp_path):
    path = tmp_path / "mixed.csv"
    path.write_text("date,value\n2016-05,2\n2016-04,1\n")
    done = run("spc", path, "--json")
    assert [point["value"] for point in json.loads(done.stdout)["series"][0]["points"]] == [1, 2]
    assert "note: the dates were not in order; they were sorted." in done.stderr


def test_pictures_and_a_page_are_written(delays, two_series, tmp_path):
    files = [tmp_path / "out" / name for name in ("a.svg", "a.png", "a.html")]
    done = run("spc", delays, "--svg", files[0], "--png", files[1], "--html", files[2], "--note", "2016-08=flood")
    assert done.exit_code == 0, done.output
    assert "flood" in files[0].read_text()
    assert files[1].read_bytes().startswith(b"\x89PNG")
    assert files[2].read_text().startswith("<!doctype html>")
    assert run("spc", two_series, "--html", files[2]).exit_code == 0
    assert files[2].read_text().count("<img") == 2


def test_rule_sets_are_listed_without_a_file():
    done = run("spc", "--list-rules")
    assert done.exit_code == 0
    assert "making-data-count-2023 (default): " in done.stdout
    assert "nhsrplotthedots-0.2: " in done.stdout


WRONG = [
    (["--good", "up"], "good is 'up'; write high, low or neither."),
    (["--target", "many"], "--target 'many' is not a number; write one such as 9 or 3.5%."),
    (["--rules", "mine"], "There is no rule set 'mine'; write one of making-data-count-2023"),
    (["--fix-after", "5"], "fix after 5: limits need 12 points or more to be fixed from."),
    (["--rebase", "soon"], "--rebase: 'soon' is not a date"),
    (["--rebase", "2030-01"], "2030-01-01 lies outside the points, which go from 2016-04-01 to 2017-09-01."),
    (["--rebase", "2016-04"], "rebase: no point is before 2016-04-01; rebase at a later one."),
    (["--note", "2016-05"], "--note '2016-05' has no words; write DATE=words."),
    (["--svg", "x.pdf"], "x.pdf: this writes .svg files; name one that ends so."),
    (["--html", "x.htm"], "x.htm: this writes .html files; name one that ends so."),
]


@pytest.mark.parametrize(
    ("options", "said"), WRONG, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_wrong_use_is_told_what_to_do(delays, options, said):
    done = run("spc", delays, *options)
    assert done.exit_code == 2
    assert said in flat(done.stderr.replace("│", " "))
    assert "Traceback" not in done.output


def test_what_goes_for_one_series_only_is_refused_for_several(two_series, tmp_path):
    done = run("spc", two_series, "--svg", tmp_path / "a.svg")
    assert done.exit_code == 2
    assert "there are 2 series in it; --svg and --png draw one, --html all of them." in flat(done.stderr)


def test_a_moving_target_is_a_column_and_not_an_option_too(tmp_path):
    path = tmp_path / "targets.csv"
    path.write_text("date,value,target\n2016-04,1,5\n2016-05,2,6\n")
    assert "note: The target moves" in run("spc", path).stderr
    done = run("spc", path, "--target", "4")
    assert done.exit_code == 2
    assert "the file has a column target; leave out --target, or the column." in flat(done.stderr)


def test_a_metric_of_a_place_is_a_page_with_chart_funnel_ranking_and_tables(tmp_path):
    page = tmp_path / "southend.html"
    done = run("metrics", "chart", "people-delayed-per-day", "--place", "southend-on-sea", "-o", page)
    assert done.exit_code == 0, done.output
    text = page.read_text()
    assert text.count("<img") == text.count("<table>") == 3
    for heading in ("Funnel of all places: Delayed transfers of care, Dec 2019", "All places, ranked"):
        assert heading in text
    assert "Southend-on-Sea: 228 (95% interval 204 to 254), 93 of 150 from the highest" in flat(done.stdout)
    assert "Open Government Licence" in text


def test_a_metric_is_drawn_alone_as_a_picture(tmp_path):
    svg = tmp_path / "southend.svg"
    done = run(
        "metrics", "chart", "people-delayed-per-day", "--place", "Southend", "-o", svg, "--rebase", "2017-04=new fund"
    )
    assert done.exit_code == 0, done.output
    assert "new fund" in svg.read_text()
    assert "Funnel" not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nope", "--place", "southend-on-sea"], "There is no metric 'nope'"),
        (["people-delayed-per-day", "--place", "Sowthend"], "There is no place called 'Sowthend'"),
        (["people-delayed-per-day", "--place", "england", "-o", "x.pdf"], "x.pdf: this writes .html, .svg, .png files"),
        (["people-delayed-per-day", "--place", "england", "--rebase", "soon"], "'soon' is not a date"),
        (["people-delayed-per-day", "--place", "england", "--rules", "mine"], "There is no rule set 'mine'"),
        (["a1-emergency-admissions", "--place", "southend-on-sea"], "there is nothing to chart."),
    ],
)
def test_a_metric_that_cannot_be_charted_is_told_why(arguments, said):
    done = run("metrics", "chart", *arguments)
    assert done.exit_code == 2
    assert said in flat(done.stderr)


def test_a_metric_without_a_denominator_is_not_compared_and_that_is_said():
    done = run("metrics", "chart", "deprivation-score", "--place", "southend-on-sea")
    assert done.exit_code == 0
    assert "note: no comparison with other places." in done.stderr
