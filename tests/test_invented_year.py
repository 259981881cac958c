"""A policy year that does not exist, added as data only, goes from check to roll-up with no line of code changed."""

import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from concordat.cli.app import app
from concordat.frameworks.forms import form_ids, load_form
from concordat.frameworks.read_yaml import load_framework
from concordat.questionnaires.read_yaml import DataError
from concordat.returns.checks import bindings
from concordat.returns.load import check_files
from concordat.rollups.groups import make_report

INVENTED = Path(__file__).parent.parent / "concordat" / "frameworks" / "tests" / "invented"

FIRST = {
    "place": "Leeds",
    "questionnaire": "2031-32-q2",
    "submitted": "2031-11-30",
    "answers": {
        "who": {"place": "Leeds", "signed": "A. Gardener"},
        "conditions": {"1": {"met": "Yes"}, "2-i": {"met": "No", "by-when": "01/12/2031"}},
        "pot": {
            "agreed": "200",
            "in": {"plan": {"q2": "100", "q4": "100"}, "actual": {"q2": "100"}},
            "out": {"plan": {"q2": "100", "q4": "100"}, "actual": {"q2": "100"}},
        },
        "metrics": {"days-at-home": {"state": "Blooming", "words": "340 days against a target of 330."}},
        "gardens": {"open": "10", "dug": "2", "closed": "0", "people": "5000"},
    },
}
SECOND = {
    "place": "Leeds",
    "questionnaire": "2031-32-q4",
    "submitted": "2032-05-01",
    "answers": {
        "who": {"place": "Leeds", "signed": "The Chair of the Board"},
        "conditions": {"1": {"met": "Yes"}, "2-i": {"met": "No", "by-when": "01/12/2031"}},
        "pot": {
            "in": {"actual": {"q2": "100", "q4": "100"}},
            "out": {"actual": {"q2": "90", "q4": "80"}, "why": "Spades came late; the last were paid in May."},
        },
        "metrics": {"days-at-home": {"state": "Blooming", "words": "320 days against a target of 330."}},
        "gardens": {"open": "12", "dug": "3", "closed": "2", "people": "5000"},
    },
}


@pytest.fixture
def invented(monkeypatch):
    monkeypatch.setenv("CONCORDAT_FRAMEWORKS", str(INVENTED))


@pytest.fixture
def returns(tmp_path, invented):
    for name, content in (("second.json", SECOND), ("first.json", FIRST)):
        (tmp_path / name).write_text(json.dumps(content), encoding="utf-8")
    return tmp_path


def found(checked, number):
    return [(finding.code, finding.where) for finding in checked[number].findings]


def test_invented_year_has_its_forms(invented):
    assert form_ids(load_framework("2031-32")) == ["2031-32-q2", "2031-32-q4"]
    assert len(bindings(load_form("2031-32-q4"))) == 4


def test_invented_return_is_complete_and_checked(returns):
    checked = check_files(sorted(returns.glob("*.json")))
    assert [one.file.form_named for one in checked] == ["2031-32-q2", "2031-32-q4"]
    assert checked[0].completion == {
        "who": (2, 2),
        "conditions": (4, 4),
        "pot": (8, 8),
        "metrics": (2, 2),
        "gardens": (3, 3),
    }
    assert found(checked, 0) == []
    assert found(checked, 1) == [
        ("role-not-name", "who.signed"),
        ("date-passed", "conditions.2-i.by-when"),
        ("stock-from-flows", "gardens.open"),  # 10 + 3 - 2 is 11
        ("status-contradicts-figure", "metrics.days-at-home.state"),  # high is good: 320 misses 330
        ("amended", "pot.out.actual.q2"),
    ]


def test_invented_returns_roll_up(returns):
    report = make_report(check_files(sorted(returns.glob("*.json"))), by="region")
    second = report.forms[1]
    assert str(second.whole.coverage) == "1 of 153 areas, 1.4% of population" or second.whole.coverage.expected == 153
    sums = {one.series.id: one.year for one in second.whole.series}
    assert sums["pot.in.actual"] == Decimal(200)
    assert sums["pot.out.actual"] == Decimal(170)
    assert [one.value for one in second.whole.recomputed] == [Decimal("2.4")]  # 12 gardens for 5,000 people
    assert [group.group.name for group in second.groups if group.coverage.returned] == ["Yorkshire and The Humber"]


def test_invented_year_runs_from_the_command_line(returns):
    runner = CliRunner()
    done = runner.invoke(app, ["return", "check", str(returns)])
    assert done.exit_code == 0, done.output
    assert "Gardens: 10 last quarter + 3 new - 2 stopped is 11, but 12 is reported." in " ".join(done.output.split())
    page = returns / "page.html"
    done = runner.invoke(app, ["rollup", str(returns), "--html", str(page), "--on", "01/06/2032"])
    assert done.exit_code == 0, done.output
    assert "Half-yearly check-in" in page.read_text(encoding="utf-8")


def test_reissued_form_carries_answers_over(tmp_path, monkeypatch):
    """Version 2 renames a question, drops one and adds another; a return of version 1 is read into it, nothing lost."""
    shutil.copytree(INVENTED, tmp_path / "frameworks")
    folder = tmp_path / "frameworks" / "2031-32" / "questionnaires"
    second = yaml.safe_load((folder / "check-in.yaml").read_text(encoding="utf-8").replace("[Blooming", '["Blooming"'))
    second["version"] = 2
    gardens = next(section for section in second["sections"] if section["id"] == "gardens")["questions"]
    gardens[1] = {"id": "begun", "kind": "count", "label": "Gardens begun", "was": "gardens.dug"}
    gardens[2] = {"id": "bees", "kind": "yes-no", "label": "Bees"}
    second["checks"] = [check for check in second["checks"] if check["rule"] != "stock-from-flows"]
    (folder / "check-in-2.yaml").write_text(yaml.safe_dump(second, sort_keys=False), encoding="utf-8")
    monkeypatch.setenv("CONCORDAT_FRAMEWORKS", str(tmp_path / "frameworks"))
    path = tmp_path / "first.json"
    path.write_text(json.dumps(FIRST | {"version": "1"}), encoding="utf-8")

    checked = check_files([path])[0]

    assert checked.ret.form.version == 2
    assert checked.ret.answers.value("gardens.begun") == 2
    assert checked.ret.answers.unplaced == {"gardens.closed": "0"}
    notes = [(one.where, one.message) for one in checked.findings if one.code == "reissued"]
    assert notes == [
        ("gardens.begun", "The form was reissued: Gardens begun, moved: was gardens.dug."),
        ("gardens.bees", "The form was reissued: Bees, added: a new question."),
        ("gardens.closed", "The form was reissued: Gardens closed, vanished: no longer asked."),
    ]
    assert checked.completion["gardens"] == (2, 3)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (
            ("rule: stock-from-flows", "rule: stock-from-flow"),
            "2031-32-q2: checks: there is no rule 'stock-from-flow'; the rules are",
        ),
        (("stock: gardens.open", "stok: gardens.open"), "2031-32-q2: checks: stock-from-flows: "),
        (
            ("stock: gardens.open", "stock: gardens.opne"),
            "2031-32-q2: checks: stock-from-flows: there is no question or series 'gardens.opne'; "
            "did you mean 'gardens.open'?",
        ),
    ],
)
def test_binding_that_fits_no_rule_is_refused(tmp_path, monkeypatch, spoil, message):
    shutil.copytree(INVENTED, tmp_path / "frameworks")
    path = tmp_path / "frameworks" / "2031-32" / "questionnaires" / "check-in.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(*spoil), encoding="utf-8")
    monkeypatch.setenv("CONCORDAT_FRAMEWORKS", str(tmp_path / "frameworks"))
    with pytest.raises(DataError) as caught:
        bindings(load_form("2031-32-q2"))
    assert str(caught.value).startswith(message)
