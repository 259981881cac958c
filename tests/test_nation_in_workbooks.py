"""Made-up returns go out as workbooks, come back through intake, and what was spoiled in them is found."""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from concordat.cli.app import app
from concordat.places.find import find_area
from concordat.returns.load import check_files
from concordat.synthetic.faults import spoil
from concordat.synthetic.nation import generate_place
from concordat.synthetic.write_nation import render_nation, write_nation

PLACES = ("Leeds", "Bury", "Camden", "Kent", "Luton", "York")


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory):
    """A folder of returns with faults and twins in them, and the same as workbooks."""
    folder = tmp_path_factory.mktemp("nation")
    returns = [ret for name in PLACES for ret in generate_place(find_area(name, 2017), "2016-17", 5)]
    changed, truth = spoil(returns, 5)
    write_nation(folder / "files", render_nation(changed, "a test", truth))
    done = run("return", "workbook", folder / "files", "-o", folder / "workbooks")
    assert done.exit_code == 0, done.output
    return folder


def findings(folder):
    return {
        (one.place, one.file.form_named, finding.code, finding.where)
        for one in check_files(sorted(Path(folder).rglob("2016-17-*")))
        for finding in one.findings
    }


def test_workbooks_say_what_the_files_say(spoiled):
    """But for what a workbook cannot hold: days of submission, printed figures, lost ids, texts longer than a cell."""
    files, workbooks = findings(spoiled / "files"), findings(spoiled / "workbooks")
    lost = {one for one in files - workbooks if one[2] not in ("printed-differs", "date-passed")}
    assert {one[2] for one in lost} <= {"unknown-question", "not-one-value", "too-long"}, lost


def test_intake_queries_every_spoiled_workbook(spoiled):
    done = run("return", "intake", spoiled / "workbooks", "--json")
    taken = {one["file"]: one for one in json.loads(done.stdout)["returns"]}
    with (spoiled / "files" / "truth.csv").open(encoding="utf-8") as lines:
        faults = [line for line in csv.DictReader(lines) if line["what"] == "fault"]
    assert len(faults) >= 20
    for fault in faults:
        one = taken[fault["file"].replace(".yaml", ".xlsx")]
        found = [finding["code"] for finding in one["findings"]]
        if fault["code"] in ("unanswered", "not-an-option", "stock-from-flows", "status-contradicts-figure", "filler"):
            assert one["state"] == "queried"
            assert fault["code"] in found, fault


def test_synthetic_returns_are_marked_on_page_and_terminal(spoiled, tmp_path):
    page = tmp_path / "page.html"
    done = run("rollup", spoiled / "workbooks", "--html", page, "--on", "01/06/2017")
    assert "SYNTHETIC" in done.output
    assert "made up by a computer" in page.read_text(encoding="utf-8")


def test_workbooks_are_never_written_over_others(spoiled):
    done = run("return", "workbook", spoiled / "files", "-o", spoiled / "workbooks")
    assert done.exit_code == 2
    assert "so that nothing is lost" in done.output
