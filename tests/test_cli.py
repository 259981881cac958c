"""The command line as a person uses it, above all with wrong input: told what to do, never a traceback."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from concordat.cli.app import app

ROOT = Path(__file__).parent.parent
SOUTHEND = ROOT / "examples" / "southend-on-sea"
Q1, Q4 = SOUTHEND / "2016-17-q1.yaml", SOUTHEND / "2016-17-q4.yaml"


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def flat(text):
    return " ".join(text.split())


WRONG = [
    (["return", "check"], "Missing argument 'FILE…'"),
    (["return", "check", "no-such-*.yaml"], "no-such-*.yaml: no file has a name like that."),
    (["return", "check", Q1, "--on", "31/02/2017"], "'31/02/2017' is not a day of any calendar"),
    (["return", "check", Q1, "--jsn"], "No such option: --jsn"),
    (["return", "chekc", Q1], "No such command 'chekc'"),
    (["return", "show", Q1, "--section", "mony"], "'mony' is no section of 2016-17-q1; the sections are cover, budget"),
    (["return", "show", "nowhere.yaml"], "nowhere.yaml: there is no such file."),
    (["return", "compare", Q1, "nowhere.yaml"], "nowhere.yaml: there is no such file."),
    (["return", "schema", "2016-17-q5"], "There is no form '2016-17-q5'; there are 2016-17-q1"),
    (["return", "schema", "1999-00-q1"], "There is no form '1999-00-q1': no framework begins its id"),
    (["return", "convert", Q1, "-o", "x.docx"], "x.docx: write to a .yaml or a .json file."),
    (["rollup", SOUTHEND, "--by", "county"], "'county' is no way to divide places; use one of nation, region"),
    (
        ["rollup", SOUTHEND, "--form", "2016-17-q9"],
        "No return here answers '2016-17-q9'; the forms answered are 2016-17-q1",
    ),
    (["rollup", SOUTHEND, "--place", "Sowthend"], "There is no place called 'Sowthend' on the boundaries of 2017"),
    (["rollup", SOUTHEND, "--region", "Mordor"], "Mordor"),
    (["rollup", SOUTHEND, "--by", "icb"], "There are no ICB footprints on the boundaries of 2017"),
    (["places", "show", "Southhend"], "Southend-on-Sea"),
    (["places", "list", "--vintage", "1974"], "There is no list of places for 1974; use a year from 2017 to 2023."),
    (["places", "list", "--type", "hamlet"], "'hamlet' is no kind of council"),
    (["places", "share", "nowhere.csv"], "nowhere.csv"),
    (["places", "footprints", "nowhere.csv"], "nowhere.csv"),
    (["frameworks", "show", "2016/17"], "There is no framework '2016/17'"),
    (["frameworks", "compare", "2016-17", "2016-17"], "2016-17 is named twice; name two different frameworks."),
]


@pytest.mark.parametrize(
    ("arguments", "said"), WRONG, ids=lambda value: value if isinstance(value, str) else " ".join(map(str, value))[-50:]
)
def test_wrong_use_is_told_what_to_do(arguments, said):
    done = run(*arguments)
    assert done.exit_code == 2, done.output
    assert said in flat(done.output)
    assert "Traceback" not in done.output


def test_check_json_is_the_contract():
    done = run("return", "check", *sorted(SOUTHEND.glob("*.yaml")), "--json")
    assert done.exit_code == 0
    returns = json.loads(done.stdout)["returns"]
    assert [one["questionnaire"] for one in returns] == [f"2016-17-q{number}" for number in range(1, 5)]
    for one in returns:
        assert list(one) == ["file", "place", "questionnaire", "completion", "findings"]
        assert one["place"] == "southend-on-sea"
        for finding in one["findings"]:
            assert list(finding) == ["code", "severity", "where", "message", "remedy"]
    assert returns[0]["completion"]["money"] == [21, 21]


def test_check_of_a_missing_file_is_an_entry_that_blocks():
    done = run("return", "check", Q1, "nowhere.yaml", "--json")
    assert done.exit_code == 1
    entry = next(one for one in json.loads(done.stdout)["returns"] if one["file"] == "nowhere.yaml")
    assert (entry["place"], entry["questionnaire"], entry["completion"]) == (None, None, {})
    assert [(one["code"], one["severity"]) for one in entry["findings"]] == [("unreadable", "blocks")]


def test_check_of_a_folder_takes_its_returns():
    done = run("return", "check", SOUTHEND)
    assert done.exit_code == 0
    assert "4 returns: nothing blocks submission" in flat(done.output)


def test_check_of_an_empty_folder_says_so(tmp_path):
    done = run("return", "check", tmp_path)
    assert done.exit_code == 2
    assert "no return is in this folder" in flat(done.output)


def test_check_orders_the_files_of_a_place_by_period():
    done = run("return", "check", Q4, Q1, "--json")
    assert [one["questionnaire"] for one in json.loads(done.stdout)["returns"]] == ["2016-17-q1", "2016-17-q4"]


def test_check_on_a_day_judges_dates_as_at_that_day():
    def codes(day):
        done = run("return", "check", Q4, "--on", day, "--json")
        return [one["code"] for one in json.loads(done.stdout)["returns"][0]["findings"]]

    assert "date-passed" not in codes("31/03/2017")
    assert "date-passed" in codes("01/04/2017")


def test_show_has_answers_earlier_answers_and_derived_figures():
    done = run("return", "show", *sorted(SOUTHEND.glob("*.yaml")), "--section", "additional")
    text = flat(done.output)
    assert "13.18" in text
    assert "the place's form shows 13" in text
    assert "2016-17-q1: In development" in text


def test_show_never_shows_contact_details():
    done = run("return", "show", Q1, "--section", "cover")
    assert "southend.example" not in done.output
    assert "(not shown)" in done.output


def test_compare_lists_what_differs():
    done = run("return", "compare", SOUTHEND / "2016-17-q3.yaml", Q4, "--json")
    ids = [one["id"] for one in json.loads(done.stdout)["differences"]]
    assert "additional.teams-acute" in ids
    assert "additional.care-record-pilot" not in ids


def test_compare_with_itself_says_the_same():
    assert "say the same in all" in flat(run("return", "compare", Q1, Q1).output)


def test_schema_of_a_file_and_of_its_form_are_the_same():
    assert run("return", "schema", Q1).stdout == run("return", "schema", "2016-17-q1").stdout


def test_convert_writes_a_file_that_checks_the_same(tmp_path):
    written = tmp_path / "deep" / "q1.json"
    assert run("return", "convert", Q1, "-o", written).exit_code == 0
    before, after = (json.loads(run("return", "check", path, "--json").stdout)["returns"][0] for path in (Q1, written))
    assert (before["findings"], before["completion"]) == (after["findings"], after["completion"])


def test_square_brackets_that_a_place_typed_are_text(tmp_path):
    path = tmp_path / "q1.yaml"
    path.write_text(
        Q1.read_text(encoding="utf-8").replace("nick faint", '"[/red] [bold]Nick[/bold] [link=x]"'), encoding="utf-8"
    )
    for arguments in (["check", path], ["show", path], ["compare", Q1, path]):
        done = run("return", *arguments)
        assert done.exit_code == 0, done.output
    assert "[/red] [bold]Nick[/bold] [link=x]" in flat(run("return", "show", path, "--section", "cover").output)


def test_start_fills_in_what_is_known_and_never_a_narrative(tmp_path):
    to = tmp_path / "q2.yaml"
    done = run("return", "start", "2016-17-q2", "--place", "Southend", "--after", Q1, "-o", to)
    assert done.exit_code == 0, done.output
    text = to.read_text(encoding="utf-8")
    assert 'pooled: "Yes"  # Funds pooled under section 75; Yes | No; from 2016-17-q1' in text
    assert 'fund: "£13,131,049"' in text
    assert 'text: ""' in text
    entry = json.loads(run("return", "check", Q1, to, "--json").stdout)["returns"][1]
    assert entry["completion"]["cover"] == [1, 5]
    assert entry["completion"]["conditions"] == [0, 36]
    assert {one["code"] for one in entry["findings"]} == {"unanswered"}


def test_start_never_overwrites_and_never_mixes_places(tmp_path):
    taken = tmp_path / "taken.yaml"
    taken.write_text("mine")
    assert run("return", "start", "2016-17-q2", "--place", "Southend", "-o", taken).exit_code == 2
    assert taken.read_text() == "mine"
    done = run("return", "start", "2016-17-q2", "--place", "Essex", "--after", Q1, "-o", tmp_path / "new.yaml")
    assert done.exit_code == 2
    assert "The earlier returns are of Southend-on-Sea, not of Essex." in flat(done.output)


@pytest.mark.parametrize("command", [["start", "2016-17-q2"], ["workbook", "--form", "2016-17-q2"]])
def test_an_earlier_return_that_cannot_stand_there_is_told(tmp_path, command):
    to = tmp_path / ("new.yaml" if command[0] == "start" else "new.xlsx")
    for after, said in (
        ("nowhere.yaml", "there is no such file"),
        (Q4, "2016-17-q4 is no earlier period of this form"),
    ):
        done = run("return", *command, "--place", "Southend", "--after", after, "-o", to)
        assert done.exit_code == 2, done.output
        assert said in flat(done.output)
        assert not to.exists()


@pytest.mark.parametrize("named", ["Southend", "southend-on-sea", "E06000033", "SOUTHEND-ON-SEA UA"])
def test_places_show_finds_a_place_by_name_slug_and_code(named):
    assert json.loads(run("places", "show", named, "--json").stdout)["slug"] == "southend-on-sea"


def test_places_share_adds_up_and_says_what_it_covers(tmp_path):
    path = tmp_path / "plans.csv"
    path.write_text("commissioner,figure\n99G,1000000\nNHS Castle Point and Rochford CCG,500000\nNo such CCG,1\n")
    done = run("places", "share", path, "--money", "--json")
    told = json.loads(done.stdout)
    values = {one["slug"]: float(one["value"]) for one in told["places"] if one["value"]}
    assert sum(values.values()) == pytest.approx(1500000)
    assert values["southend-on-sea"] > 900000
    assert [one["code"] for one in told["findings"]] == ["unknown-commissioner"]


def test_places_footprints_finds_a_gap(tmp_path):
    path = tmp_path / "footprints.csv"
    path.write_text("footprint,place\nEssex,Essex\nEssex,Southend\nOther,Southend\n")
    done = run("places", "footprints", path, "--json")
    assert done.exit_code == 1
    codes = [one["code"] for one in json.loads(done.stdout)["findings"]]
    assert codes.count("area-covered-twice") == 1
    assert codes.count("area-not-covered") == 149


def test_frameworks_list_show_and_compare_as_json():
    listed = json.loads(run("frameworks", "list", "--json").stdout)["frameworks"]
    assert [one["id"] for one in listed] == ["2014-16", "2016-17", "2017-19", "2023-25", "2025-26", "2026-27"]
    shown = json.loads(run("frameworks", "show", "2025-26", "--json").stdout)
    assert any("about 9" in str(doubt).lower() or "£9" in str(doubt) for doubt in shown["doubts"])
    compared = json.loads(run("frameworks", "compare", "2016-17", "2017-19", "--json").stdout)
    assert ("8", "4") in [(one["before"], one["after"]) for one in compared["conditions"]["continued"]]


@pytest.mark.parametrize("arguments", [["frameworks", "show", "2017-19"], ["frameworks", "list"], ["places", "list"]])
def test_tables_print_without_a_terminal(arguments):
    done = run(*arguments)
    assert done.exit_code == 0
    assert len(done.output) > 200


def test_every_command_has_help():
    for group in ([], ["return"], ["places"], ["frameworks"], ["rollup"]):
        assert run(*group, "--help").exit_code == 0


def test_installed_command_ends_quietly_when_its_reader_stops():
    command = f'"{Path(sys.executable).parent / "concordat"}" places list | head -1'
    done = subprocess.run(command, shell=True, capture_output=True, text=True)
    assert done.stdout
    assert "Traceback" not in done.stderr
