"""`concordat records` as a person types it: from nothing to counts, and every mistake answered."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

pytest.importorskip("ibis")

from concordat.cli.app import app

HEAD = "nhs_number,birth_year,sex,area,method,admitted,discharged,ready,destination,ward"
GOOD = "9434765870,1940,F,E06000033,21,2024-01-05,2024-01-09,2024-01-08,19,W1"


def run(*words, **environment):
    done = CliRunner().invoke(app, ["records", *map(str, words)], env=environment)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.output


@pytest.fixture(scope="module")
def england(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cli") / "england"
    code, said = run("generate", folder, "--admissions", 3000, "--months", 4, "--seed", 2)
    assert code == 0
    assert "3,000 synthetic admissions in 4 months" in said
    return folder


def test_generate_says_what_is_there_when_all_is(england):
    code, said = run("generate", england, "--admissions", 3000, "--months", 4, "--seed", 2)
    assert code == 0
    assert "of which 0 were written now" in said


def test_generate_can_leave_social_care_out(tmp_path):
    code, said = run("generate", tmp_path / "e", "--admissions", 100, "--months", 2, "--seed", 1, "--no-events")
    assert (code, "Tables: admissions." in said) == (0, True)


def test_compute_takes_metrics_in_every_way_that_people_write_them(england, tmp_path):
    wanted = ["long-stays-65", "delayed-days"]
    for number, words in enumerate(
        (
            ["--metrics", *wanted],
            ["--metrics", wanted[0], "--metrics", wanted[1]],
            ["--metrics", ",".join(wanted)],
        )
    ):
        output = tmp_path / f"{number}.csv"
        code, said = run("compute", england, *words, "--internal", "-o", output)
        assert code == 0, said
        assert {line.split(",")[0] for line in output.read_text().splitlines()[1:]} == set(wanted)
    assert (tmp_path / "0.csv").read_text() == (tmp_path / "2.csv").read_text()


def test_compute_writes_counts_and_a_report_and_says_both(england, tmp_path):
    code, said = run("compute", england, "--metrics", "all", "--by", "quarter", "--internal", "-o", tmp_path / "c.csv")
    assert code == 0
    assert (tmp_path / "c.csv").read_text().startswith("metric,area,quarter,numerator,denominator\n")
    assert "The records are synthetic." in said
    assert "inside the organisation only" in said
    report = json.loads((tmp_path / "c.run.json").read_text())
    assert report["engine"] == "duckdb"
    assert report["peak_memory_mb"] > 0
    assert report["rows_read"] > 0


def test_explain_writes_nothing(england, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, said = run("compute", england, "--metrics", "all", "--explain")
    assert code == 0
    assert "one pass over admissions, month after month" in said
    assert list(tmp_path.iterdir()) == []
    code, said = run("compute", england, "--metrics", "all", "--explain", "--json")
    assert json.loads(said)[0]["pieces"] == 4


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--internal", "-o", "c.csv"], "Say which metrics"),
        (["--metrics", "all", "--internal"], "Name the file to write"),
        (["--metrics", "all", "--internal", "-o", "c.xlsx"], "this writes .csv files"),
        (["--metrics", "stays", "--internal", "-o", "c.csv"], "There is no metric 'stays'"),
        (["--metrics", "all", "--internal", "-o", "c.csv", "--memory-limit", "much"], "much is no size"),
        (["--metrics", "all", "--internal", "-o", "c.csv", "--memory-limit", "1.2.3GB"], "1.2.3GB is no size"),
        (["--metrics", "all", "--internal", "-o", "c.csv", "--by", "week"], "There is no period 'week'"),
    ],
)
def test_compute_answers_wrong_use(words, said, england, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, output = run("compute", england, *words)
    assert (code, said in output) == (2, True), output
    assert list(tmp_path.iterdir()) == []


def test_validate_counts_rows_by_reason_and_names_nobody(tmp_path):
    (tmp_path / "a.csv").write_text(f"{HEAD}\n{GOOD}\n{GOOD.replace('5870', '5871')}\n")
    code, said = run("validate", tmp_path / "a.csv")
    assert code == 1
    assert "1 rejected: wrong-identifier (person)" in said
    assert "line 3" in said
    assert "2 rows read, 1 accepted, 1 rejected." in said
    assert "943476" not in said
    code, said = run("validate", tmp_path / "a.csv", "--json")
    assert json.loads(said)["rejected"] == 1
    assert run("validate", tmp_path / "gone.csv")[0] == 2
    assert "no kind of identifier 'x'" in run("validate", tmp_path / "a.csv", "--identifier", "x")[1]


def test_validate_finds_nothing_in_what_was_made_up(england):
    code, said = run("validate", england)
    assert (code, " 0 rejected." in said) == (0, True)


def test_load_and_count_what_was_loaded(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.csv").write_text(f"{HEAD}\n{GOOD}\n")
    key = tmp_path / "safe" / "key"
    assert run("key", key)[0] == 0
    assert key.stat().st_mode & 0o077 == 0 or os.name == "nt"
    assert "there already" in run("key", key)[1]
    out = tmp_path / "records"
    code, said = run("load", tmp_path / "in", "-o", out, "--key", key)
    assert code == 0, said
    assert "Left out, as no schema names them: ward." in said
    assert json.loads((out / "load.json").read_text())["accepted"] == 1
    code, said = run("load", tmp_path / "in", "-o", out, "--key", key)
    assert (code, "loaded already" in said) == (2, True)
    code, said = run("load", tmp_path / "in", "-o", out, "--replace", CONCORDAT_RECORDS_KEY="x" * 40)
    assert (code, "the same person would be two" in " ".join(said.split())) == (2, True)
    code, said = run("compute", out, "--metrics", "discharge-delay", "--internal", "-o", tmp_path / "c.csv")
    assert code == 0, said
    assert (tmp_path / "c.csv").read_text().splitlines()[1] == "discharge-delay,E06000033,2024-01,1,1"


def test_load_says_why_when_no_row_was_accepted(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.csv").write_text(f"{HEAD}\n{GOOD.replace('5870', '5871')}\n")
    run("key", tmp_path / "safe" / "key")
    code, said = run("load", tmp_path / "in", "-o", tmp_path / "records", "--key", tmp_path / "safe" / "key")
    assert (code, "1 rejected: wrong-identifier (person)" in said) == (2, True)
    assert "No row was accepted, so that nothing was loaded." in said
    assert not (tmp_path / "records").exists()


def test_a_folder_that_cannot_be_written_is_said(england, tmp_path):
    (tmp_path / "admissions").mkdir()
    for path in (england / "admissions").iterdir():
        (tmp_path / "admissions" / path.name).symlink_to(path)
    (tmp_path / ".counts").write_text("in the way")
    words = ["compute", tmp_path, "--metrics", "delayed-days", "--internal", "-o"]
    code, said = run(*words, tmp_path / "c.csv")
    assert (code, ".counts: File exists" in said) == (2, True)
    (tmp_path / ".counts").unlink()
    code, said = run(*words, tmp_path / "admissions" / path.name / "c.csv")
    assert (code, "cannot be written" in said) == (2, True)
    assert "Traceback" not in said


def test_high_risk_lists_people_for_inside_use_only(england, tmp_path):
    words = ["high-risk", england, "--on", "2023-07-31", "-o", tmp_path / "risk.csv"]
    code, said = run(*words)
    assert (code, "--internal" in said) == (2, True)
    code, said = run(*words, "--internal")
    assert code == 0, said
    head, *rows = (tmp_path / "risk.csv").read_text().splitlines()
    assert head == "person,place,age,admissions,score,often_admitted,frail_and_admitted,very_frail"
    assert rows
    assert all("true" in row for row in rows)
    assert run(*words[:3], "someday", *words[4:], "--internal")[0] == 2


def test_metrics_are_listed_with_what_they_count():
    assert "emergency-admissions-65" in run("metrics")[1]
    assert json.loads(run("metrics", "--json")[1])[0]["out_of"] is None


@pytest.mark.parametrize("library", ["duckdb", "ibis", "numba", "pyarrow"])
def test_a_library_that_is_not_there_is_named_with_what_to_install(library, england, tmp_path):
    words = [
        "concordat",
        "records",
        "compute",
        str(england),
        "--metrics",
        "all",
        "--internal",
        "-o",
        str(tmp_path / "c.csv"),
    ]
    code = f"import sys\nsys.modules[{library!r}] = None\nsys.argv = {words!r}\nfrom concordat.cli import main\nmain()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parent)
    assert done.returncode == 2, done.stderr
    assert "the extra [records]" in done.stderr
    assert "Traceback" not in done.stderr
