"""The commands of flow that give answers: from a spreadsheet to a page in two, and a plain word for wrong input."""

import csv
import json

import pytest
from typer.testing import CliRunner

from concordat.cli.app import app

FEW = ["--replications", "10"]


def run(*words):
    done = CliRunner().invoke(app, ["flow", *map(str, words)])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with the made-up place's workbook, and the files that `start` makes of it."""
    folder = tmp_path_factory.mktemp("place")
    assert run("workbook", "-o", folder / "place.xlsx", "--example").exit_code == 0
    done = run("start", folder / "place.xlsx", "-o", folder / "winter.yaml")
    assert done.exit_code == 0, done.output
    return folder


def test_two_commands_lead_from_a_spreadsheet_to_the_page(place):
    page = place / "board.html"
    words = ("report", place / "winter.yaml", place / "winter-scenarios.yaml", "--target", "share-of-beds=3.5%")
    done = run(*words, "-o", page, "--on", "20/10/2026", *FEW)
    assert done.exit_code == 0, done.output
    assert "places, " in done.output
    assert "Eight more slots at home" in done.output
    assert "Made on 20 October 2026" in page.read_text()


def test_compare_tells_in_words_json_and_csv(place, tmp_path):
    words = ("compare", place / "winter.yaml", place / "winter-scenarios.yaml", *FEW)
    assert "fewer delayed days" in run(*words).output
    told = json.loads(run(*words, "--json").output)
    assert {one["scenario"] for one in told["figures"]} >= {"As it is", "Eight more slots at home"}
    assert (told["seed"], told["replications"]) == (1, 10)
    run(*words, "--csv", tmp_path / "t.csv", "--svg", tmp_path / "t.svg")
    with (tmp_path / "t.csv").open() as file:
        assert next(csv.reader(file))[0] == "scenario"
    assert (tmp_path / "t.svg").read_text().startswith("<svg")


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("sweep", "--from", "22", "--to", "26", "--step", "2"), "points"),
        (("need", "--target", "waiting=2"), "tried"),
        (("cost",), "least"),
    ],
)
def test_answers_about_a_pathway_come_in_words_json_and_pictures(place, tmp_path, words, key):
    asked = (words[0], place / "winter.yaml", "--pathway", "care home", *words[1:], *FEW)
    assert "Care home" in run(*asked).output
    assert json.loads(run(*asked, "--json").output)[key]
    done = run(*asked, "--svg", tmp_path / "t.svg", "--csv", tmp_path / "t.csv", "--excel", tmp_path / "t.xlsx")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "t.xlsx").stat().st_size > 1000
    assert (tmp_path / "t.svg").read_text().startswith("<svg")
    assert len((tmp_path / "t.csv").read_text().splitlines()) > 2


def test_sensitivity_ranks_assumptions(place, tmp_path):
    asked = ("sensitivity", place / "winter.yaml", "--range", "pathways.Care home.stay.mean=30", *FEW)
    assert "matters most" in run(*asked).output
    swings = json.loads(run(*asked, "--json", "--svg", tmp_path / "t.svg").output)["swings"]
    assert {one["path"]: one["by"] for one in swings}["pathways.Care home.stay.mean"] == 0.3


def test_table_goes_out_and_comes_in(place, tmp_path):
    for ending in ("csv", "xlsx"):
        assert run("table", place / "winter.yaml", "-o", tmp_path / f"t.{ending}", *FEW).exit_code == 0
        done = run("table", place / "winter.yaml", "--take", tmp_path / f"t.{ending}", "-o", tmp_path / "new.yaml")
        assert done.exit_code == 0, done.output
        assert run("run", tmp_path / "new.yaml", *FEW).exit_code == 0


def test_fit_and_forecast_print_lines_to_paste(place, tmp_path):
    fitted = run("fit", place / "place.xlsx", "--sheet", "Stays", "--only", "care home", "--svg", tmp_path / "t.svg")
    assert "stay: {distribution: lognormal, mean:" in fitted.output
    assert json.loads(run("fit", place / "place.xlsx", "--sheet", "Stays", "--json").output)["pathways"][0]["advised"]
    asked = ("forecast", place / "place.xlsx", "--sheet", "Arrivals", "--column", "Care home", "--months", "3")
    done = run(*asked, "--svg", tmp_path / "f.svg", "--csv", tmp_path / "f.csv")
    assert "of 12 lay within the 80% interval" in " ".join(done.output.split())
    assert "  monthly:\n    2026-11:" in done.output
    assert len(json.loads(run(*asked, "--json").output)["months"]) == 3


WRONG = [
    (("compare", "winter.yaml", "gone.yaml"), "gone.yaml: there is no such file"),
    (("compare", "winter.yaml", "winter.yaml"), "scenarios: is missing; add it"),
    (("sweep", "winter.yaml", "--pathway", "Care home", "--from", "9", "--to", "3"), "--from 9 --to 3"),
    (("need", "winter.yaml", "--target", "waiting=2"), "Which pathway? Add --pathway with one of Home with support"),
    (("need", "winter.yaml", "--target", "few", "--pathway", "Care home"), "'few' is not a target; write"),
    (("need", "winter.yaml", "--target", "waiting=2", "--pathway", "Hospice"), "No pathway is called 'Hospice'"),
    (
        ("sweep", "winter.yaml", "--pathway", "Care home", "--from", "3", "--to", "9", "--starting", "01/01/2040"),
        "2040-01-01 is after the last of the 151 days",
    ),
    (
        ("need", "winter.yaml", "--target", "wait-90=2", "--pathway", "Care home", "--starting", "01/01/2040"),
        "2040-01-01 is after the last of the 151 days",
    ),
    (("cost", "gone.yaml"), "gone.yaml: there is no such file"),
    (("cost", "winter.yaml", "--pathway", "Care home", "--svg", "t.png"), "this writes .svg files"),
    (("sensitivity", "winter.yaml", "--by", "0"), "A range of 0%"),
    (("sensitivity", "winter.yaml", "--range", "stay"), "--range 'stay': write a path, = and per cent"),
    (("table", "winter.yaml", "-o", "t.pdf"), "the table is written as .csv or .xlsx"),
    (("table", "winter.yaml", "--take", "gone.csv", "-o", "t.yaml"), "gone.csv: there is no such file"),
    (("start", "winter.yaml", "-o", "new.yaml"), "cannot be opened as a workbook"),
    (("start", "place.xlsx", "-o", "new.xlsx"), "this writes .yaml files"),
    (("workbook", "-o", "t.csv"), "this writes .xlsx files"),
    (("report", "winter.yaml", "-o", "t.pdf"), "this writes .html files"),
    (("report", "winter.yaml", "--target", "none", "-o", "t.html"), "'none' is not a target"),
    (("report", "winter.yaml", "--on", "soon", "-o", "t.html"), "'soon' is not a date"),
    (("fit", "gone.csv"), "gone.csv: there is no such file"),
    (("fit", "place.xlsx", "--sheet", "Stays", "--only", "Hospice"), "no pathway is called 'Hospice'"),
    (("fit", "place.xlsx", "--sheet", "Stays", "--svg", "t.svg"), "one picture shows one pathway"),
    (("fit", "place.xlsx", "--sheet", "Stays", "--distribution", "normal"), "'normal' is not a distribution"),
    (("forecast", "place.xlsx", "--sheet", "Arrivals"), "name the column to forecast; these hold numbers"),
    (("forecast", "place.xlsx", "--sheet", "Arrivals", "--where", "x"), "--where 'x': write a column, ="),
    (("forecast", "place.xlsx", "--sheet", "Arrivals", "--column", "Care home", "--months", "99"), "99 months cannot"),
]


@pytest.mark.parametrize(
    ("words", "said"), WRONG, ids=[" ".join(words[:2]) + f" {n}" for n, (words, _) in enumerate(WRONG)]
)
def test_wrong_input_is_answered_and_nothing_is_written(place, monkeypatch, words, said):
    monkeypatch.chdir(place)
    before = sorted(place.iterdir())
    done = run(*words)
    assert done.exit_code == 2
    assert said in done.output
    assert "Traceback" not in done.output
    assert sorted(place.iterdir()) == before
