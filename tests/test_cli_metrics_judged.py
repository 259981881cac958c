"""The commands that judge: shared plans, performance reports, before and after, and statuses against known figures."""

import csv
import json
import math
from pathlib import Path

import pytest
from typer.testing import CliRunner

from concordat.cli.app import app
from concordat.periods import Month

ROOT = Path(__file__).parent.parent
REPORT = ROOT / "examples" / "central-bedfordshire" / "performance-2013.yaml"
SOUTHEND = ROOT / "examples" / "southend-on-sea"
AMBITIONS = "metric,place,period,baseline,target,unit,source,note\n"
FIGURES = "metric,place,period,value,lower,upper,unit,edition\n"


def run(*words):
    done = CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": "120"}, prog_name="concordat")
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def write(folder, name, text):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def plan(tmp_path):
    return write(tmp_path, "plan.csv", 'commissioner,figure\n99G,"5,150"\nNHS Thurrock CCG,4000\nX24,10\n')


@pytest.fixture
def ambitions(tmp_path):
    lines = "non-elective-admissions,Southend,2017-18-q1,,5000,admissions,plan,\n"
    lines += "non-elective-admissions,Essex,2017-18-q1,,38000,admissions,plan,\n"
    return write(tmp_path, "ambitions.csv", AMBITIONS + lines)


@pytest.fixture
def stays(tmp_path):
    values = [20 + math.sin(number) - 3 * (number >= 24) for number in range(48)]
    lines = [f"{Month(2010, 4).plus(number)},{value:.3f}" for number, value in enumerate(values)]
    return write(tmp_path, "stays.csv", "\n".join(["date,value", *lines, ""]))


def test_share_compares_plan_and_ambitions(plan, ambitions):
    done = run("metrics", "share", plan, "--period", "2017-18-q1", "--ambitions", ambitions)
    assert done.exit_code == 0
    assert "1 of 3 places compared" in done.output
    assert "+150.0 (+3.0%)" in done.output
    assert "by residence, not by" in done.output
    assert "Not shared out: X24, 10.0. This is NHS England itself" in done.output


def test_share_as_json_and_csv_has_the_same_rows(plan, ambitions, tmp_path):
    words = ("metrics", "share", plan, "--period", "2017-18-q1", "--ambitions", ambitions)
    told = json.loads(run(*words, "--json").stdout)
    rows = {row["slug"]: row for row in told["places"]}
    assert rows["southend-on-sea"]["difference"] == 150
    assert rows["essex"]["why"] == "None of the CCGs given serves this place."
    assert rows["thurrock"]["why"] == "No ambition is given for this place and period."
    assert told["unplaced"][0]["commissioner"] == "X24"
    assert sum(row["plan"] or 0 for row in told["places"]) + 10 == pytest.approx(9160)
    written = tmp_path / "places.csv"
    assert run(*words, "--csv", written).stdout.endswith(f"Written: {written}\n")
    table = list(csv.DictReader(written.read_text(encoding="utf-8-sig").splitlines()))
    assert [row["slug"] for row in table] == list(rows)
    assert float(next(row["difference"] for row in table if row["slug"] == "southend-on-sea")) == 150


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (("--period", "soon"), "'soon' is not a period"),
        (("--period", "2012-13-q1"), "before April 2013 primary care trusts reported"),
        (("--period", "2020-21-q1"), "after March 2020"),
        (("--period", "2017-18-q1", "--vintage", "2021"), "No table says which commissioners served"),
        (
            ("--period", "2017-18-q1", "--metric", "reablement"),
            "there is no ambition for reablement; there are some for",
        ),
        (("--period", "2017-18-q1", "--ambitions", "gone.csv"), "gone.csv: there is no such file."),
    ],
)
def test_share_with_what_cannot_be(plan, ambitions, more, message):
    words = more if "--ambitions" in more else (*more, "--ambitions", ambitions)
    done = run("metrics", "share", plan, *words)
    assert done.exit_code == 2
    assert message in " ".join(done.output.split())


def test_report_writes_a_page(tmp_path):
    page = tmp_path / "out" / "page.html"
    done = run("metrics", "report", REPORT, "-o", page)
    assert done.exit_code == 0
    assert "31 of 53 (58.5%)" in done.output
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert json.loads(run("metrics", "report", REPORT, "--json").stdout)["period"] == "2013-10"


def test_report_with_what_cannot_be(tmp_path):
    for words, message in (
        ((tmp_path / "gone.yaml",), "there is no such file"),
        ((REPORT, "-o", tmp_path / "page.pdf"), "this writes .html files"),
        ((SOUTHEND / "2016-17-q4.yaml",), "is not a key here"),
    ):
        done = run("metrics", "report", *words)
        assert (done.exit_code, message in done.output) == (2, True), done.output
    assert list(tmp_path.iterdir()) == []


def test_before_after_of_a_file(stays, tmp_path):
    outputs = (tmp_path / "chart.svg", tmp_path / "rebased.svg", tmp_path / "points.csv")
    done = run(
        "metrics", "before-after", stays, "--change", "01/04/2012", "--good", "low", "--unit", "days",
        "--svg", outputs[0], "--control-chart", outputs[1], "--csv", outputs[2],
    )  # fmt: skip
    assert done.exit_code == 0
    assert "lower on average from 1 April 2012 on than where the line of before led" in done.output
    assert "The whole interval lies on the side that is better." in done.output
    assert outputs[0].read_text().startswith("<svg")
    assert outputs[1].read_text().startswith("<svg")
    assert len(outputs[2].read_text().splitlines()) == 49


def test_before_after_as_json(stays):
    told = json.loads(run("metrics", "before-after", stays, "--change", "2012-04-01", "--json").stdout)
    assert told["means"]["estimates"][0]["value"] == pytest.approx(-3, abs=0.3)
    assert (told["regression"]["before"], told["regression"]["after"]) == (24, 24)
    assert len(told["chart"]["points"]) == 48


def test_before_after_of_a_metric_that_ships():
    words = ("metrics", "before-after", "--metric", "people-delayed-per-day", "--place", "southend-on-sea")
    told = json.loads(run(*words, "--change", "01/04/2015", "--json").stdout)
    assert told["regression"]["name"] == "People delayed per day, Southend-on-Sea"
    assert told["regression"]["before"] == 48
    assert told["regression"]["autocorrelation"] > 0.5


@pytest.mark.parametrize(
    ("text", "more", "message"),
    [
        (None, (), "Name either a file with dates and values, or a metric"),
        (None, ("--metric", "people-delayed-per-day"), "Say whose figures are meant, with --place."),
        (None, ("--metric", "delayed", "--place", "southend-on-sea"), "delayed"),
        (None, ("--metric", "reablement", "--place", "nowhere"), "nowhere"),
        ("date,value\n", (), "there is no point in this file"),
        ("date,value\n2012-04,many\n", (), "line 2: value is 'many'; write a number"),
        ("date,value\nspring,1\n", (), "line 2: 'spring' is not a date; write it as"),
        ("date,value\n2012-02-30,1\n", (), "line 2: '2012-02-30' is not a day of any calendar"),
        ("date,value\n,1\n", (), "line 2: date is empty"),
        ("day,value\n2012-04,1\n", (), "the columns are not as expected (missing: date; unknown: day)"),
        ("date,value\n2012-04,1\n2012-05,1\n", (), "at least 8 are needed on either side"),
        ("date,value\n2012-04,1\n2012-04,1\n", (), "2012-04-01 stands twice in the series"),
        ("stays", ("--good", "up"), "--good is 'up'; write high, low or neither."),
        ("stays", ("--errors", "guess"), "There are no errors 'guess'"),
        ("stays", ("--svg", "chart.png"), "this writes .svg files"),
        ("stays", ("--change", "soon"), "'soon' is not a date"),
        ("stays", ("--settled", "01/04/2011"), "The change had settled on 2011-04-01, before it began"),
        ("stays", ("--confidence", "95"), "confidence is 95; write a share between 0 and 1"),
    ],
)
def test_before_after_with_what_cannot_be(text, more, message, tmp_path, stays):
    words = [] if text is None else [stays if text == "stays" else write(tmp_path, "points.csv", text)]
    day = () if "--change" in more else ("--change", "01/04/2012")
    done = run("metrics", "before-after", *words, *day, *more)
    assert done.exit_code == 2
    assert message in " ".join(done.output.split())


def test_check_holds_statuses_against_known_figures(tmp_path):
    given = write(tmp_path, "a.csv", AMBITIONS + "residential-admissions,Southend,2016-17-q4,,500,per 100000,plan,\n")
    known = write(tmp_path, "f.csv", FIGURES + "residential-admissions,Southend,2016-17-q4,512.3,,,per 100000,local\n")
    words = ("return", "check", SOUTHEND / "2016-17-q4.yaml", "--json")
    plain, told = run(*words), run(*words, "--ambitions", given, "--figures", known)
    codes = [
        [(one["code"], one["where"]) for one in json.loads(done.stdout)["returns"][0]["findings"]]
        for done in (plain, told)
    ]
    more = ("status-contradicts-known-figure", "metrics.residential-admissions.status")
    assert more not in codes[0]
    assert sorted([*codes[0], more]) == sorted(codes[1])


def test_check_with_ambitions_alone_takes_the_published_figures(tmp_path):
    given = write(tmp_path, "a.csv", AMBITIONS + "residential-admissions,Southend,2016-17,,500,per 100000,plan,\n")
    done = run("return", "check", SOUTHEND / "2016-17-q4.yaml", "--ambitions", given)
    assert done.exit_code in (0, 1)
    assert "status-contradicts-known-figure" not in done.output  # no rate of 2016-17 is held


def test_check_with_known_figures_that_cannot_be(tmp_path):
    known = write(tmp_path, "f.csv", FIGURES)
    for words, message in (
        (("--figures", known), "figures say nothing without the ambitions for them"),
        (("--figures", known, "--ambitions", tmp_path / "gone.csv"), "there is no such file"),
        (("--ambitions", write(tmp_path, "a.csv", AMBITIONS)), "there is no ambition in this file"),
    ):
        done = run("return", "check", SOUTHEND / "2016-17-q4.yaml", *words)
        assert done.exit_code == 2
        assert message in " ".join(done.output.split())


def test_southend_q4_patient_experience_is_flagged_from_its_own_words():
    done = run("return", "check", SOUTHEND / "2016-17-q4.yaml", "--json")
    findings = json.loads(done.stdout)["returns"][0]["findings"]
    one = next(one for one in findings if one["where"] == "metrics.patient-experience.status")
    assert one["code"] == "status-contradicts-figure"
    assert "'90% against a target of 91.7%'" in one["message"]
