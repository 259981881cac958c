"""A return as a workbook on the command line: written, filled, read back into the file where it is kept."""

import io
import json
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from concordat.cli.app import app
from concordat.questionnaires.read_yaml import read_plain
from concordat.returns.load import check_files
from concordat.returns.read_file import read_return_file

ROOT = Path(__file__).parent.parent.parent.parent
SOUTHEND = ROOT / "examples" / "southend-on-sea"
INVENTED = ROOT / "concordat" / "frameworks" / "tests" / "invented"
QUARTERS = sorted(SOUTHEND.glob("*.yaml"))


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def flat(done):
    return " ".join(done.output.split())


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    """Southend's four returns as workbooks, each with the earlier ones beside it."""
    folder = tmp_path_factory.mktemp("books")
    for number, path in enumerate(QUARTERS):
        after = [part for before in QUARTERS[:number] for part in ("--after", before)]
        done = run("return", "workbook", path, *after, "-o", folder / f"{path.stem}.xlsx")
        assert done.exit_code == 0, done.output
    return folder


def change(book, to, **cells):
    """The workbook with other things in cells, by the names of their questions."""
    opened = openpyxl.load_workbook(book)
    for name, value in cells.items():
        whole = name if name.startswith("return_") else f"answer_{name}"
        sheet, _, address = opened.defined_names[whole].value.rpartition("!")
        opened[sheet.strip("'")][address.replace("$", "")].value = value
    opened.save(to)
    return to


def test_workbooks_are_returns_like_any_file(books):
    kept, written = check_files(QUARTERS), check_files(sorted(books.glob("*.xlsx")))
    for one, other in zip(kept, written, strict=True):
        assert one.completion == other.completion
        assert one.place == other.place
        assert [finding.as_dict() for finding in one.findings] == [finding.as_dict() for finding in other.findings]
    for command in (["check"], ["compare"]):
        done = run("return", *command, books / "2016-17-q3.xlsx", books / "2016-17-q4.xlsx")
        assert done.exit_code == 0, done.output
    assert run("rollup", books).exit_code == 0
    assert "Southend" in run("return", "show", books / "2016-17-q3.xlsx").output


def test_read_writes_what_went_out(books, tmp_path):
    for path in QUARTERS:
        done = run("return", "read", books / f"{path.stem}.xlsx", "-o", tmp_path / path.name)
        assert done.exit_code == 0, done.output
        assert "say the same" in flat(run("return", "compare", path, tmp_path / path.name))


def test_read_into_the_kept_file_keeps_all_that_is_no_answer(books, tmp_path):
    kept = tmp_path / "q4.yaml"
    kept.write_bytes(QUARTERS[3].read_bytes())
    book = change(books / "2016-17-q4.xlsx", tmp_path / "q4.xlsx", additional__budgets_new=9, money__commentary=None)
    done = run("return", "read", book, "-o", kept, "--json")
    assert done.exit_code == 0
    said = json.loads(done.stdout)
    assert [(one["id"], one["change"]) for one in said["changes"]] == [
        ("money.commentary", "removed"),
        ("additional.budgets-new", "changed"),
    ]
    before, after = read_plain(QUARTERS[3]), read_plain(kept)
    assert after["answers"]["additional"]["budgets-new"] == "9"
    assert after["answers"]["additional"]["gp"] == before["answers"]["additional"]["gp"]  # as it was typed
    assert {key for key in before if key != "answers" and before[key] != after[key]} == set()


@pytest.mark.parametrize("text", ["x" * 501, "bad\x07bell"], ids=["too long", "control character"])
def test_a_broken_text_never_takes_a_kept_answers_place(books, tmp_path, text):
    kept = tmp_path / "q4.yaml"
    kept.write_bytes(QUARTERS[3].read_bytes())
    book = tmp_path / "q4.xlsx"
    out = io.BytesIO()
    with zipfile.ZipFile(books / "2016-17-q4.xlsx") as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == "xl/sharedStrings.xml":
                written = text.replace("\x07", "_x0007_").encode()
                assert b"<t>Nick Faint</t>" in content
                content = content.replace(b"<t>Nick Faint</t>", b"<t>" + written + b"</t>")
            after.writestr(name, content)
    book.write_bytes(out.getvalue())
    done = run("return", "read", book, "-o", kept, "--json")
    assert done.exit_code == 1
    said = json.loads(done.stdout)
    assert [(one["code"], one["where"]) for one in said["findings"]] == [("kept-answer", "cover.completed-by")]
    assert said["changes"] == []
    assert read_plain(kept)["answers"]["cover"]["completed-by"] == "Nick Faint"
    fresh = tmp_path / "fresh.yaml"
    done = run("return", "read", book, "-o", fresh, "--json")
    assert [one["code"] for one in json.loads(done.stdout)["findings"]] == [
        "too-long" if len(text) > 500 else "control-character"
    ]


def test_what_cannot_be_read_leaves_the_kept_answer(books, tmp_path):
    kept = tmp_path / "q4.yaml"
    kept.write_bytes(QUARTERS[3].read_bytes())
    book = change(books / "2016-17-q4.xlsx", tmp_path / "q4.xlsx", additional__budgets_new="#REF!")
    done = run("return", "read", book, "-o", kept)
    assert done.exit_code == 1
    assert "comes to an error" in flat(done)
    assert read_plain(kept)["answers"]["additional"]["budgets-new"] == "7"


def test_someone_elses_workbook_is_refused(books, tmp_path):
    book = books / "2016-17-q4.xlsx"
    done = run("return", "read", book, "-o", tmp_path / "q4.yaml", "--place", "Leeds")
    assert done.exit_code == 1
    assert "is of Southend-on-Sea, where that of Leeds is expected" in flat(done)
    assert not (tmp_path / "q4.yaml").exists()
    stolen = change(book, tmp_path / "leeds.xlsx", return_place="leeds")
    kept = tmp_path / "kept.yaml"
    kept.write_bytes(QUARTERS[3].read_bytes())
    done = run("return", "read", stolen, "-o", kept)
    assert done.exit_code == 1
    assert "other-place" in done.output
    assert kept.read_bytes() == QUARTERS[3].read_bytes()
    done = run("return", "read", books / "2016-17-q3.xlsx", "-o", kept)
    assert done.exit_code == 1
    assert "other-form" in done.output
    done = run("return", "read", stolen, "-o", tmp_path / "new.yaml")
    assert "'Southend-on-Sea' is named, but this is the return of Leeds" in flat(done)


@pytest.mark.parametrize(
    ("cells", "code", "has_form"),
    [
        ({"return_form": None}, "no-stamp", False),
        ({"return_form": "2016-17-q9"}, "unknown-questionnaire", False),
        ({"return_place": "Atlantis"}, "unknown-place", True),
        ({"return_place": None}, "no-place", True),
        ({"return_version": "9"}, "unknown-version", True),
        ({"return_version": "x"}, "unknown-version", True),
    ],
)
def test_a_wrong_stamp_is_a_finding_and_the_answers_are_read(books, tmp_path, cells, code, has_form):
    read = read_return_file(change(books / "2016-17-q4.xlsx", tmp_path / "q4.xlsx", **cells))
    assert code in [finding.code for finding in read.findings]
    assert (read.form is not None) is has_form
    assert read.given["conditions.1.answer"] == "Yes"
    assert read.given["money.fund"] in ("£13,131,049", "13131049")


def test_a_workbook_of_an_earlier_version_is_carried_over(tmp_path, monkeypatch):
    """Answers follow their questions, what changed is told, and a question it did not ask keeps its kept answer."""
    shutil.copytree(INVENTED, tmp_path / "frameworks")
    monkeypatch.setenv("CONCORDAT_FRAMEWORKS", str(tmp_path / "frameworks"))
    book, kept = tmp_path / "old.xlsx", tmp_path / "kept.yaml"
    done = run("return", "workbook", "--form", "2031-32-q2", "--place", "Leeds", "-o", book)
    assert done.exit_code == 0, done.output
    filled = {"gardens__dug": 7, "who__place": "Leeds", "who__signed": "A. Gardener"}
    book = change(book, tmp_path / "filled.xlsx", **filled)
    shutil.copytree(INVENTED, tmp_path / "later")  # what was read once is kept, by its folder
    monkeypatch.setenv("CONCORDAT_FRAMEWORKS", str(tmp_path / "later"))
    first = tmp_path / "later" / "2031-32" / "questionnaires" / "check-in.yaml"
    text = first.read_text(encoding="utf-8").replace("version: 1", "version: 2")
    new = "{id: signer, kind: person, label: Signer, was: who.signed}"
    text = text.replace("{id: signed, kind: person, label: Signed by}", new)
    text = text.replace("- {id: closed,", "- {id: fenced, kind: count, label: Fenced}\n      - {id: closed,")
    first.with_name("check-in-2.yaml").write_text(text, encoding="utf-8")
    answers = {"who.place": "Leeds", "gardens.fenced": "3"}
    kept.write_text(json.dumps({"place": "leeds", "questionnaire": "2031-32-q2", "version": "2", "answers": answers}))
    done = run("return", "read", book, "-o", kept, "--json")
    assert done.exit_code == 0, done.output
    notes = {one["where"]: one["message"] for one in json.loads(done.stdout)["findings"]}
    assert set(notes) == {"who.signer", "gardens.fenced"}
    assert "was who.signed" in notes["who.signer"]
    after = read_plain(kept)
    assert after["version"] == "2"
    assert after["answers"]["gardens"] == {"dug": "7", "fenced": "3"}
    assert after["answers"]["who"] == {"place": "Leeds", "signer": "A. Gardener"}


@pytest.mark.parametrize("ending", [".xls", ".ods", ".csv", ".xlsb", ".docx"])
def test_other_endings_are_told_what_to_do(tmp_path, ending):
    (tmp_path / f"return{ending}").write_bytes(b"x")
    read = read_return_file(tmp_path / f"return{ending}")
    assert read.findings[0].code == "unreadable"
    assert f"not from {ending}" in read.findings[0].message
    assert ("save it as .xlsx" in read.findings[0].message) is (ending != ".docx")


def test_a_workbook_for_a_form_and_a_place(tmp_path):
    book = tmp_path / "q3.xlsx"
    after = ("--after", QUARTERS[0], "--after", QUARTERS[1])
    done = run("return", "workbook", "--form", "2016-17-q3", "--place", "Southend", *after, "-o", book)
    assert done.exit_code == 0, done.output
    done = run("return", "read", book, "-o", tmp_path / "q3.yaml")
    assert done.exit_code == 0, done.output
    assert read_plain(tmp_path / "q3.yaml")["answers"]["money"]["fund"] == "£13,131,049"


WRONG = [
    (["workbook", QUARTERS[0], "-o", "x.xls"], "a workbook is an .xlsx file"),
    (["workbook", "-o", "x.xlsx"], "Name a return's file, or a form and a place"),
    (["workbook", QUARTERS[0], "--form", "2016-17-q3", "-o", "x.xlsx"], "Name a return's file, or a form and a place"),
    (["workbook", "--form", "2016-17-q9", "--place", "Southend", "-o", "x.xlsx"], "There is no form '2016-17-q9'"),
    (
        ["workbook", "--form", "2016-17-q3", "--place", "Sowthend", "-o", "x.xlsx"],
        "There is no place called 'Sowthend'",
    ),
    (
        ["workbook", "--form", "2016-17-q3", "--place", "Leeds", "--after", QUARTERS[0], "-o", "x.xlsx"],
        "The earlier returns are of Southend-on-Sea, not of Leeds.",
    ),
    (["workbook", "nowhere.yaml", "-o", "x.xlsx"], "there is no such file"),
    (["read", QUARTERS[0], "-o", "x.yaml"], "this reads .xlsx files"),
    (["read", "a.xlsx", "-o", "x.json"], "a workbook is read into a .yaml file"),
]


@pytest.mark.parametrize(("arguments", "said"), WRONG, ids=lambda one: one if isinstance(one, str) else "")
def test_wrong_use_is_told_what_to_do(tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    done = run("return", *arguments)
    assert done.exit_code == 2, done.output
    assert said in flat(done)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_workbook_writes_nothing(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 and no more")
    done = run("return", "read", tmp_path / "a.xlsx", "-o", tmp_path / "a.yaml", "--json")
    assert done.exit_code == 1
    said = json.loads(done.stdout)
    assert said["written"] is None
    assert [one["code"] for one in said["findings"]] == ["damaged-workbook"]
    assert not (tmp_path / "a.yaml").exists()
