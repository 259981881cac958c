"""Every rule's worked examples, which stand as data in `examples/`: one file for each code that a check can report.

A case starts from one of Southend's returns (`base`), with the earlier ones beside it unless it is `alone`, and sets
answers (`set`, `set-earlier`; null takes one out), lines of the file (`top`), the day (`on`), reasons, or what is known
besides (`figures`, `ambitions`). Where the case is about the file itself it gives its `text` and `file` name, and
`reissue` for a form in a second version.
"""

import ast
import json
import shutil
from functools import cache
from pathlib import Path

import pytest

from concordat.metrics.ambition import read_ambitions
from concordat.metrics.known_figure import read_known_figures
from concordat.periods import parse_date
from concordat.questionnaires.read_yaml import read_plain
from concordat.returns.load import check_files
from concordat.returns.place_return import Known

ROOT = Path(__file__).parents[3]
OF_WORKBOOKS = ("take_workbook.py", "update_return.py")  # tested in test_returns_workbook.py
EXAMPLES = Path(__file__).parent / "examples"
SOUTHEND = ROOT / "examples" / "southend-on-sea"
INVENTED = ROOT / "concordat" / "frameworks" / "tests" / "invented"
QUARTERS = ("2016-17-q1", "2016-17-q2", "2016-17-q3", "2016-17-q4")
REPORTERS = ("Finding", "Misfit", "_note", "_block", "_blocks")  # what a code is given to
CASE_KEYS = {"name", "base", "alone", "set", "set-earlier", "top", "also", "file", "text", "reissue", "on", "reasons"}
CASE_KEYS |= {"figures", "ambitions"}


@cache
def southend(quarter):
    return json.dumps(read_plain(SOUTHEND / f"{quarter}.yaml"))


def cases():
    for path in sorted(EXAMPLES.glob("*.yaml")):
        rule = read_plain(path)
        for case in rule["cases"]:
            yield pytest.param(rule, case, id=f"{path.stem}: {case['name']}")


def set_answers(data, answers):
    for id, value in answers.items():
        *groups, last = id.split(".")
        group = data["answers"]
        for name in groups:
            group = group.setdefault(name, {})
        if value == "null":
            group.pop(last, None)
        else:
            group[last] = value


def write_files(folder, case):
    """The files of a case; the one that it is about comes first."""
    if "text" in case:
        path = folder / case.get("file", "return.yaml")
        path.write_text(case["text"], encoding="utf-8")
        return [path]
    paths = []
    for quarter in reversed(QUARTERS[: QUARTERS.index(case["base"]) + 1]):
        data = json.loads(southend(quarter))
        set_answers(data, case.get("set-earlier", {}).get(quarter, {}))
        if quarter == case["base"]:
            set_answers(data, case.get("set", {}))
            data |= case.get("top", {}) | ({"reasons": case["reasons"]} if "reasons" in case else {})
            data = {key: value for key, value in data.items() if value != "null"}
        elif case.get("alone"):
            break
        paths.append(folder / f"{quarter}.json")
        paths[-1].write_text(json.dumps(data), encoding="utf-8")
    if "also" in case:
        paths.append(folder / case["also"])
        paths[-1].write_bytes(paths[0].read_bytes())
    return paths


def reissue(folder, replacements):
    """The invented form in a second version, with some of its words replaced."""
    shutil.copytree(INVENTED, folder)
    first = folder / "2031-32" / "questionnaires" / "check-in.yaml"
    text = first.read_text(encoding="utf-8").replace("version: 1", "version: 2")
    for old, new in replacements.items():
        assert old in text, old
        text = text.replace(old, new)
    first.with_name("check-in-2.yaml").write_text(text, encoding="utf-8")


def check_case(folder, case):
    """The findings on the return that a case is about."""
    paths = write_files(folder, case)
    day = parse_date(case["on"]) if "on" in case else None
    checked = check_files(paths, day, known=read_known(folder, case))
    return next(one.findings for one in checked if one.file.path == paths[0])


def read_known(folder, case):
    """Figures and ambitions of a case, from files as a person would write them."""
    for name in ("figures", "ambitions"):
        (folder / f"{name}.csv").write_text(case.get(name, ""), encoding="utf-8")
    return Known(
        tuple(read_known_figures(folder / "figures.csv")) if "figures" in case else (),
        tuple(read_ambitions(folder / "ambitions.csv")) if "ambitions" in case else (),
    )


@cache
def findings_of_base(quarter):
    """What is found on a return of Southend as it stands, without the case's changes."""
    checked = check_files([SOUTHEND / f"{one}.yaml" for one in QUARTERS])
    return next(one.findings for one in checked if one.file.form_named == quarter)


@pytest.mark.parametrize(("rule", "case"), list(cases()))
def test_check_files_worked_example(rule, case, tmp_path, monkeypatch):
    if "reissue" in case:
        reissue(tmp_path / "frameworks", case["reissue"])
        monkeypatch.setenv("CONCORDAT_FRAMEWORKS", str(tmp_path / "frameworks"))
    found = [one for one in check_case(tmp_path, case) if one.code == rule["rule"]]
    expected = {one["where"]: one for one in case.get("finds", [])}
    assert {str(one.severity) for one in found} <= {rule["severity"], *rule.get("severities", [])}
    for finding in [one for one in found if one.where in expected]:
        wanted = expected[finding.where]
        assert (finding.message, finding.remedy) == (wanted["message"], wanted["remedy"])
        assert str(finding.severity) == wanted.get("severity", rule["severity"])
        assert finding.reason == wanted.get("reason")
    known = (
        {one.where for one in findings_of_base(case["base"]) if one.code == rule["rule"]} if "base" in case else set()
    )
    assert set(expected) <= {one.where for one in found} <= set(expected) | known
    if "silent" in case:
        assert [one.where for one in found if case["silent"] in ("true", one.where)] == []


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_examples_are_whole(path):
    rule = read_plain(path)
    assert {"rule", "severity", "source", "what", "cases"} <= set(rule) <= {
        "rule", "severity", "severities", "source", "what", "cases",
    }  # fmt: skip
    assert rule["rule"] == path.stem
    assert [case for case in rule["cases"] if not set(case) - CASE_KEYS <= {"finds", "silent"}] == []
    assert sum("finds" in case for case in rule["cases"]) >= 2
    assert sum("silent" in case for case in rule["cases"]) >= 2
    assert all(("finds" in case) != ("silent" in case) for case in rule["cases"])
    names = [case["name"] for case in rule["cases"]]
    assert len(set(names)) == len(names)


def codes_in_source():
    """Every code that the source hands to a finding, read from the source itself."""
    files = [*(ROOT / "concordat" / "returns").glob("*.py"), ROOT / "concordat" / "questionnaires" / "kinds.py"]
    files = [file for file in files if file.name not in OF_WORKBOOKS]
    calls = [node for file in files for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))]
    for call in calls:
        if isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Constant):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if name in REPORTERS and isinstance(call.args[0].value, str):
                yield call.args[0].value


def test_examples_cover_every_code():
    assert set(codes_in_source()) == {path.stem for path in EXAMPLES.glob("*.yaml")}
