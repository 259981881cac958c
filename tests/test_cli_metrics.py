"""`concordat metrics` as an analyst uses it, wrong input above all."""

import json
import shutil
from functools import partial
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from concordat.cli.app import app

EXAMPLES = Path(__file__).parent.parent / "docs" / "examples" / "metrics"


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CONCORDAT_METRICS", raising=False)
    for path in EXAMPLES.glob("*.csv"):
        shutil.copy(path, tmp_path)


def run(*arguments):
    return CliRunner().invoke(app, ["metrics", *(str(argument) for argument in arguments)])


def as_json(*arguments):
    done = run(*arguments, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def flat(text):
    return " ".join(text.split())


def test_show_gives_periods_with_everything_that_a_value_carries():
    found = as_json("show", "delayed-transfers", "--place", "southend-on-sea")
    assert found["place"] == {"name": "Southend-on-Sea", "slug": "southend-on-sea", "code": "E06000033"}
    assert (found["metric"], found["good"], found["edition"]["id"]) == (
        "delayed-transfers",
        "low",
        "delayed-transfers-2020-02",
    )
    assert len(found["periods"]) == 105
    first, last = found["periods"][0], found["periods"][-1]
    assert set(first) == {
        "period",
        "first_day",
        "numerator",
        "denominator",
        "value",
        "interval",
        "edition",
        "missing",
        "note",
    }
    assert (first["period"], first["numerator"], first["value"], first["interval"]) == ("2011-04", 220, None, None)
    assert first["missing"].startswith("Populations are held for mid-2017, mid-2019 and mid-2020")
    assert (last["numerator"], last["denominator"], round(last["value"], 2)) == (327, 143387, 228.05)
    assert last["interval"]["lower"] < last["value"] < last["interval"]["upper"]
    assert last["missing"] == ""


def test_show_takes_periods_editions_breakdowns_and_writes_csv():
    found = as_json("show", "people-delayed-per-day", "--place", "england", "--from", "2019-01", "--to", "2019-03")
    assert [one["period"] for one in found["periods"]] == ["2019-01", "2019-02", "2019-03"]
    first = as_json("show", "people-delayed-per-day", "--place", "england", "--edition", "delayed-transfers-2020-02")
    assert first["periods"][-12]["numerator"] == 135428
    part = as_json("show", "people-delayed-per-day", "--place", "Southend", "--breakdown", "acute")
    assert part["periods"][-1]["numerator"] == 108
    done = run("show", "delayed-transfers", "--place", "Southend", "--csv", "out.csv")
    assert "Written: out.csv" in done.output
    table = pl.read_csv("out.csv")
    assert table.height == 105
    assert table["value"].null_count() == 81
    assert table.filter(pl.col("value").is_null())["missing"].null_count() == 0


def test_show_marks_why_values_are_missing_below_the_table():
    done = run("show", "delayed-transfers", "--place", "Southend", "--from", "2016-11", "--to", "2017-01")
    assert done.output.count("missing (1)") == 2
    assert "(1) Populations are held for mid-2017, mid-2019 and mid-2020, not for mid-2016." in done.output
    assert "Mind: Delayed days and admissions of one person are not independent" in done.output
    assert "so the interval is too narrow" in flat(done.output)


def test_own_figures_are_shown_apart_and_beside_the_published():
    done = run("load", "own-figures.csv")
    assert done.output == "own-figures.csv: 3 figures loaded into metrics as edition local-provisional.\n"
    found = as_json("show", "people-delayed-per-day", "--place", "Southend", "--from", "2019-12")
    assert [one["numerator"] for one in found["periods"]] == [327]
    own = found["local_provisional"]
    assert [one["numerator"] for one in own["periods"]] == [330, 290]
    (both,) = own["compared"]
    assert both["period"] == "2019-12"
    assert both["difference"] == pytest.approx(3 / 31)
    assert "local_provisional" not in as_json("show", "people-delayed-per-day", "--place", "Essex")
    assert (
        "2019-12: own 10.65, published 10.55, 0.10 more."
        in run("show", "people-delayed-per-day", "--place", "Southend").output
    )
    rows = {one["id"]: one for one in as_json("list")["metrics"]}
    assert rows["iapt-recovery"]["local_provisional"]
    assert not rows["reablement"]["local_provisional"]


def test_load_lists_what_changes_and_does_not_load_the_same_again():
    done = run("load", "ascof-reissued.csv", "--edition", "ASCOF, reissued", "--published", "12/12/2024")
    assert "Beside ascof-2023-24: same 2, changed 1, new 0, not in this file 5,963." in done.output
    assert "Southend-on-Sea, 2022-23, reablement-at-home total: 79.20 before, 79.90 now" in done.output
    again = run("load", "ascof-reissued.csv")
    assert again.output == "ascof-reissued.csv: the same figures as in ascof-reissued; not loaded again.\n"
    assert as_json("editions")["editions"][-1]["published"] == "2024-12-12"
    changes = as_json("changes", "ascof-2023-24", "ascof-reissued")
    assert [one["name"] for one in changes["differences"]] == ["Southend-on-Sea"]
    assert changes["only_first"] == 5963


def test_where_one_file_is_spoiled_none_is_loaded():
    done = run("load", "own-figures.csv", "ascof-spoiled.csv")
    assert done.exit_code == 1
    assert "ascof-spoiled.csv: line 3: ons_code is 'E06999999'" in done.stderr
    assert done.stderr.endswith("Nothing was loaded.\n")
    assert not Path("metrics").exists()


def test_a_store_by_option_and_by_setting(monkeypatch):
    assert "loaded into kept/here as edition" in run("load", "own-figures.csv", "--store", "kept/here").output
    show = ("show", "iapt-recovery", "--place", "Southend")
    assert "local_provisional" not in as_json(*show)
    assert "local_provisional" in as_json(*show, "--store", "kept/here")
    monkeypatch.setenv("CONCORDAT_METRICS", "kept/here")
    assert "local_provisional" in as_json(*show)


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx", "json"])
def test_export_writes_a_row_for_each_value_and_each_missing_one(ending):
    done = run("export", "reablement", "deprivation-score", "iapt-recovery", "-o", f"out/figures.{ending}")
    assert done.exit_code == 0, done.output
    assert "iapt-recovery: No open data file of it is held here" in done.stderr
    assert "have no value and say why." in done.stdout
    path = Path(f"out/figures.{ending}")
    read = {
        "csv": pl.read_csv,
        "parquet": pl.read_parquet,
        "xlsx": partial(pl.read_excel, engine="openpyxl"),
        "json": pl.read_json,
    }[ending]
    table = read(path)
    assert table.height == (1 + 9 + 151) * 8
    assert table.filter(pl.col("place") == "southend-on-sea")["value"].to_list()[6] == 86.8
    empty = table.filter(pl.col("value").is_null())
    assert [text for text in empty["missing"] if not text] == []
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_export_of_named_places():
    run("export", "reablement", "--place", "Southend", "--place", "england", "-o", "two.csv")
    assert pl.read_csv("two.csv")["place"].unique().sort().to_list() == ["england", "southend-on-sea"]


def test_export_that_cannot_be_written_names_the_file_and_why():
    Path("taken.csv").mkdir()
    for ending in ("csv", "xlsx"):
        Path(f"taken.{ending}").mkdir(exist_ok=True)
        done = run("export", "delayed-transfers", "--place", "southend-on-sea", "-o", f"taken.{ending}")
        assert (done.exit_code, done.stderr) == (2, f"concordat: taken.{ending}: cannot be written (Is a directory).\n")
    done = run("export", "delayed-transfers", "--place", "southend-on-sea", "-o", "own-figures.csv/x.csv")
    assert done.stderr.startswith("concordat: own-figures.csv/x.csv: cannot be written (")
    assert not [path for path in Path().iterdir() if path.name.startswith(".part")]


def test_chart_and_before_after_see_the_editions_that_were_loaded():
    assert run("load", "own-figures.csv", "--store", "kept").exit_code == 0
    asked = ("chart", "people-delayed-per-day", "--place", "Southend", "--edition", "local provisional")
    (drawn,) = as_json(*asked, "--store", "kept")["series"]
    assert [round(point["value"] * 31) for point in drawn["points"]] == [330, 290]
    done = run(
        "before-after",
        "--metric",
        "delayed-transfers",
        "--place",
        "Southend",
        "--change",
        "2019-01-01",
        "--store",
        "gone",
    )
    assert (done.exit_code, "gone: no edition was loaded" in done.stderr) == (2, True)


def test_chart_gives_the_json_of_spc_and_takes_its_options():
    asked = ("chart", "people-delayed-per-day", "--place", "Southend", "--target", "9", "--fix-after", "12")
    (found,) = as_json(*asked, "--note", "2015-04=new ward")["series"]
    assert (len(found["points"]), found["assurance"]) == (105, "hit-or-miss")
    first = [point["value"] for point in found["points"][:12]]
    assert found["mean"] == pytest.approx(sum(first) / 12)


def test_definition_says_who_checked_it():
    found = as_json("definition", "delayed-transfers")
    assert (found["verified"], found["checked-by"], found["versions"]) == (False, "", [1])
    text = flat(run("definition", "residential-admissions").output)
    assert "Checked by nobody of authority yet" in text
    assert "Break 1 April 2014: Councils report on a new return." in text
    assert "Version 1 of 2, until 31 March 2014" in flat(
        run("definition", "residential-admissions", "--version", "1").output
    )


def test_list_names_every_metric_and_its_periods():
    rows = {one["id"]: one for one in as_json("list")["metrics"]}
    assert (rows["delayed-transfers"]["first"], rows["delayed-transfers"]["last"]) == ("2010-08", "2020-02")
    assert rows["iapt-access"]["first"] is None
    assert rows["iapt-access"]["why_none"]
    assert "2017-18 to 2023-24" in run("list").output


WRONG = [
    (["show", "delayed-transfers"], "Missing option '--place'"),
    (["show", "delayed", "--place", "Southend"], "There is no metric 'delayed'"),
    (["show", "delayed-transfers", "--place", "Nowhere"], "There is no place called 'Nowhere'"),
    (["show", "delayed-transfers", "--place", "Southend", "--from", "soon"], "'soon' is not a period"),
    (["show", "delayed-transfers", "--place", "Southend", "--breakdown", "z"], "has no breakdown 'z'; there is total"),
    (["show", "delayed-transfers", "--place", "Southend", "--edition", "z"], "There is no edition 'z'"),
    (["show", "delayed-transfers", "--place", "Southend", "--csv", "x.txt"], "x.txt: this writes .csv files"),
    (["show", "delayed-transfers", "--place", "Southend", "--store", "gone"], "gone: no edition was loaded into this"),
    (["show", "delayed-transfers", "--place", "Southend", "--vintage", "1999"], "There is no list of places for 1999"),
    (["export", "delayed-transfers", "-o", "x.doc"], "x.doc: figures are written to files that end with .csv"),
    (["export", "delayed-transfer", "-o", "x.csv"], "There is no metric 'delayed-transfer'"),
    (["export", "delayed-transfers", "-o", "own-figures.csv/x.csv"], "own-figures.csv"),
    (["definition", "delayed-transfers", "--version", "9"], "delayed-transfers has no version 9; there are 1."),
    (["load", "gone.csv"], "gone.csv: there is no such file."),
    (["load", "own-figures.csv", "--kind", "dtoc"], "There is no kind of file 'dtoc'; there are delayed-transfers"),
    (["load", "own-figures.csv", "--kind", "ascof"], "line 1: the columns are not as expected"),
    (["load", "own-figures.csv", "--published", "31/02/2020"], "'31/02/2020' is not a day of any calendar"),
    (["load", "own-figures.csv", "ascof-reissued.csv", "--edition", "x"], "--edition names one edition"),
    (["load", "own-figures.csv", "--edition", "deprivation-2019"], "There is an edition 'deprivation-2019' already"),
    (["changes", "deprivation-2019", "gone"], "There is no edition 'gone'"),
    (["changes", "deprivation-2019", "ascof-2023-24", "--breakdown", "z"], "has no part 'z'; it has total"),
]


@pytest.mark.parametrize(("arguments", "said"), WRONG, ids=[" ".join(one) for one, _ in WRONG])
def test_wrong_use_is_told_without_a_traceback(arguments, said):
    done = run(*arguments)
    assert done.exit_code == 2, done.output
    assert said in flat(done.stderr)
    assert "Traceback" not in done.output
    assert not Path("metrics").exists()
