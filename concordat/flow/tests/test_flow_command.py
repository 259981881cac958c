"""`concordat flow run` and `example`: text, JSON, CSV, and what is said when something is wrong."""

import csv
import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from concordat.cli.app import app
from concordat.flow.compiler import COMPILER
from concordat.flow.result import MEASURES


def run(*words):
    return CliRunner().invoke(app, ["flow", *map(str, words)], prog_name="concordat", env={"COLUMNS": "120"})


@pytest.fixture
def winter(tmp_path):
    path = tmp_path / "winter.yaml"
    path.write_text(run("example").output, encoding="utf-8")
    return path


def test_the_example_runs_and_shows_a_table(winter):
    done = run("run", winter, "--replications", 20)
    assert done.exit_code == 0, done.output
    assert "Winter, a place of 180,000 people: 151 days, 20 replications, seed 1" in done.output
    for words in ("Home with support", "Rehabilitation bed", "Care home", "Mean over replications"):
        assert words in done.output


def test_json_has_what_other_software_relies_on(winter):
    done = run("run", winter, "--replications", 20, "--seed", 7, "--json")
    found = json.loads(done.stdout)
    assert [one["name"] for one in found["pathways"]] == ["Home with support", "Rehabilitation bed", "Care home"]
    for one in found["pathways"]:
        for measure in MEASURES:
            assert one[measure]["lower"] <= one[measure]["mean"] <= one[measure]["upper"]
    assert (found["seed"], found["replications"], found["engine"]) == (7, 20, "fast")
    assert set(found["versions"]) == {"concordat", "python", "numpy", "numba"}
    assert json.loads(run("run", winter, "--replications", 20, "--seed", 7, "--json").stdout) == found
    assert json.loads(run("run", winter, "--replications", 20, "--seed", 8, "--json").stdout) != found


def test_one_replication_has_no_interval(winter):
    done = run("run", winter, "--replications", 1, "--json")
    found = json.loads(done.stdout)["pathways"][0]["mean_wait"]
    assert found["mean"] > 0
    assert (found["lower"], found["upper"]) == (None, None)


def test_the_event_engine_gives_the_same(winter):
    fast, event = (
        json.loads(run("run", winter, "--replications", 3, "--json", "--engine", engine).stdout)
        for engine in ("fast", "event")
    )
    assert (fast.pop("engine"), event.pop("engine")) == ("fast", "event")
    for one, other in zip(fast["pathways"], event["pathways"], strict=True):
        assert one["delayed_days"] == pytest.approx(other["delayed_days"])


def test_every_day_goes_into_a_csv(winter, tmp_path):
    path = tmp_path / "out" / "days.csv"
    done = run("run", winter, "--replications", 10, "--csv", path, "--json")
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 3 * 151
    assert (rows[0]["pathway"], rows[0]["date"], rows[150]["date"]) == ("Home with support", "2026-11-01", "2027-03-31")
    assert (rows[0]["places"], rows[150]["places"]) == ("114", "124")
    told = json.loads(done.stdout)["pathways"][0]["delayed_days"]["mean"]
    assert sum(float(row["delayed_days_mean"]) for row in rows[:151]) == pytest.approx(told, abs=1e-3)


def test_findings_stand_below_the_table_and_in_the_json(tmp_path):
    path = tmp_path / "full.yaml"
    stay = "{distribution: exponential, mean: 10}"
    path.write_text(f"days: 30\npathways: [{{name: Home, arrivals_per_day: 3, stay: {stay}, capacity: 20}}]\n")
    done = run("run", path, "--replications", 5)
    assert done.exit_code == 0
    assert "explain: Home: 30.0 places are needed on average and 20.0 are there;" in done.output
    codes = [one["code"] for one in json.loads(run("run", path, "--replications", 5, "--json").stdout)["findings"]]
    assert codes == ["flow-unstable", "flow-starts-empty"]


def test_a_mistake_in_the_file_is_told_without_a_traceback(tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text("days: 30\npathways: []\n")
    done = run("run", path)
    assert done.exit_code == 2
    assert done.stderr == f"concordat: {path}: pathways: [] does not fit: at least one is needed.\n"
    assert done.stdout == ""


def test_what_is_asked_for_wrongly_is_told(winter, tmp_path):
    done = run("run", winter, "--replications", 0)
    assert (done.exit_code, done.stderr) == (
        2,
        "concordat: 0 replications: at least 1 is needed, and 2 for an interval.\n",
    )
    done = run("run", winter, "--csv", tmp_path / "days.xlsx")
    assert done.exit_code == 2
    assert "this writes .csv files; name one that ends so." in done.stderr
    assert run("run", tmp_path / "none.yaml").stderr.endswith("none.yaml: there is no such file.\n")


def test_without_the_compiler_figures_are_the_same_and_it_is_said(winter):
    """In a process of its own, in which Numba cannot be imported."""
    code = (
        "import sys\nsys.modules['numba'] = None\nfrom concordat.cli import main\n"
        f"sys.argv = ['concordat', 'flow', 'run', {str(winter)!r}, '--replications', '6', '--json']\nmain()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.startswith("concordat: without Numba this ran in plain Python: the same figures,")
    found = json.loads(done.stdout)
    assert (found["compiled"], found["versions"]["numba"]) == (False, None)
    ours = json.loads(run("run", winter, "--replications", 6, "--json").stdout)
    assert ours["compiled"] is (COMPILER is not None)
    for one, other in zip(found["pathways"], ours["pathways"], strict=True):
        assert one["delayed_days"] == pytest.approx(other["delayed_days"])
