"""A workbook in a person's hands: filled, moved about, saved by LibreOffice, read; its checklist stays right."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
import python_calamine
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from concordat.cli.app import app
from concordat.frameworks.forms import framework_of, load_form
from concordat.places.find import find_area
from concordat.questionnaires.answers import read_answers
from concordat.questionnaires.completion import calculate_completion, is_started, state_of
from concordat.questionnaires.definition import read_definition
from concordat.questionnaires.expand import expand
from concordat.questionnaires.workbook.answers import read_named_cells
from concordat.questionnaires.workbook.checklist import NOT_ASKED, checklist_rows
from concordat.questionnaires.workbook.names import Stamp, name_of
from concordat.questionnaires.workbook.read_workbook import read_workbook
from concordat.questionnaires.workbook.write_workbook import write_workbook
from concordat.returns.load import load_returns
from concordat.returns.start import start_return

ROOT = Path(__file__).parent.parent
SOUTHEND = sorted((ROOT / "examples" / "southend-on-sea").glob("*.yaml"))
BAKERY = read_definition(ROOT / "concordat" / "questionnaires" / "tests" / "bakery.yaml")
OFFICE = shutil.which("soffice")
BRIDGE = next(
    (
        python
        for python in ("/usr/bin/python3", "/usr/lib/libreoffice/program/python")
        if Path(python).exists() and not subprocess.run([python, "-c", "import uno"], capture_output=True).returncode
    ),
    None,
)
pytestmark = pytest.mark.skipif(
    not (OFFICE and BRIDGE), reason="left out: LibreOffice (soffice, with python3-uno) is not on this machine"
)


def edit(jobs):
    """Let LibreOffice make a person's edits; each job opens, takes steps and saves."""
    script = Path(__file__).with_name("edit_in_libreoffice.py")
    done = subprocess.run([BRIDGE, script, OFFICE], input=json.dumps(jobs), capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]


def job(path, steps=()):
    return {"open": str(path), "save": str(path.with_name(f"saved-{path.name}")), "steps": list(steps)}


def write(answers, path):
    stamp = Stamp("southend-on-sea", answers.form.id, str(answers.form.version))
    write_workbook(answers, path, stamp=stamp, place="Southend-on-Sea")
    return path


def take(path, form, earlier):
    """The answers that stand in a workbook, and the findings of reading it."""
    read = read_workbook(path)
    taken = read_named_cells(form, read)
    return read_answers(form, taken.given, earlier), [*read.findings, *taken.findings]


def check_checklist(path, answers):
    """The checklist says, cell by cell, what completion says of the answers that stand in the workbook."""
    with python_calamine.load_workbook(path) as book:
        title = next(name for name in book.sheet_names if name in ("Checklist", "Ticks"))
        rows = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
    sections, questions = checklist_rows(rows)
    said, expected = {}, {}
    for question, cells in zip(answers.form.asked, questions, strict=True):
        done = "Yes" if state_of(answers, question).is_done else "No"
        said[question.id] = cells
        expected[question.id] = (
            done if is_started(answers, question) else NOT_ASKED,
            str(state_of(answers, question)),
        )
    assert said == expected
    counts = calculate_completion(answers)
    total = tuple(sum(pair[side] for pair in counts.values()) for side in (0, 1))
    by_title = {answers.form.name_of(id): pair for id, pair in counts.items()}
    assert {title: pair for title, pair in sections.items() if pair != (0, 0)} == {**by_title, "All sections": total}


def test_the_four_quarters_and_an_empty_return_survive_a_person(tmp_path):
    """Fill, empty, insert rows, move and rename sheets, change a font, save: nothing is lost, the checklist follows."""
    returns = [ret for _, ret in load_returns(SOUTHEND)]
    empty, _ = start_return(load_form("2016-17-q3"), framework_of("2016-17-q3"), find_area("Southend", 2017))
    originals = [*(ret.answers for ret in returns), empty.answers]
    paths = [write(one, tmp_path / f"{number}.xlsx") for number, one in enumerate(originals)]
    steps = [
        ["insert-row", "answer_cover__email"],
        ["insert-row", "answer_conditions__4_i__answer"],
        ["insert-row", "answer_additional__sharing__gp__gp"],
        ["fill", "answer_conditions__1__answer", "No"],
        ["fill", "answer_conditions__2__answer", " yes "],
        ["fill", "answer_budget__pooled", ""],
        ["fill", "answer_money__income__forecast__q2", 3282770],
        ["fill", "answer_money__expenditure__actual__q1", "£3,282,763"],
        ["fill", "answer_additional__gp__api_live", "LIVE"],
        ["fill", "answer_additional__hospital__api_live", "31 March 2017"],
        ["fill", "answer_additional__budgets_in_place", "24.5"],
        ["fill", "answer_additional__budgets_continuing_care", 0.5],
        ["fill", "answer_additional__population", {"formula": "=1/0"}],
        ["font", "answer_narrative__text", "Comic Sans MS"],
        ["move-sheet", 0, 4],
        ["rename-sheet", 0, "Front's page"],
        ["rename-sheet", 3, "Ticks"],
    ]
    edit([job(path, steps) for path in paths])
    for before, path in zip(originals, paths, strict=True):
        after, findings = take(path.with_name(f"saved-{path.name}"), before.form, before.earlier)
        codes = sorted(finding.code for finding in findings)
        assert codes == ["date-as-text", "formula-error", "number-as-text"]
        assert after.value("conditions.1.answer") == "No"
        assert after.value("conditions.2.answer") == "Yes"
        assert after.value("additional.gp.api-live") == "Live"
        assert after.answers["additional.budgets-continuing-care"].raw == "50%"
        assert after.answers["additional.budgets-in-place"].misfit.code == "not-whole"
        changed = {step[1] for step in steps if step[0] == "fill"}
        for question in before.form.asked:
            if name_of(question.id) not in changed:
                assert before.value(question.id) == after.value(question.id), question.id
        check_checklist(path.with_name(f"saved-{path.name}"), after)


def test_the_checklist_turns_green_by_itself(tmp_path):
    """As written, a checklist is recalculated when it is opened: no value in it is believed."""
    path = write([ret for _, ret in load_returns(SOUTHEND)][2].answers, tmp_path / "q3.xlsx")
    edit([job(path)])
    answers, findings = take(tmp_path / "saved-q3.xlsx", load_form("2016-17-q3"), ())
    assert findings == []
    with python_calamine.load_workbook(tmp_path / "saved-q3.xlsx") as book:
        sections, _ = checklist_rows(book.get_sheet_by_name("Checklist").to_python(skip_empty_area=False))
    assert sections["All sections"] == (140, 140)
    assert answers.value("money.fund") == 13_131_049


AMOUNTS = [
    "",
    0,
    20,
    25,
    25.5,
    -1,
    "£25",
    "2,5",
    "1,000",
    "(25)",
    "- £25.00",
    "−25",
    "1e3",
    "25.",
    ".5",
    "25 pounds",
    "100",
]
DATES = [
    "",
    42825,
    59,
    31,
    "31/3/17",
    "1.4.2017",
    "2017-03-31",
    "31st March, 2017",
    "29/02/2017",
    "Never",
    "31-March-2017",
]
COUNTS = ["", 0, 24, 24.5, "24", "1,024", "10,24", "-3", "x"]
WORDS = ["", "a", "=x", "x" * 20, "x" * 21, "two\nlines", "tab\there", "€ and – dash"]
CHOICES = ["", "Yes", "no", " NO ", "Dark", "Golden – Even", "golden -  even", "Pale", "Maybe", "*", "?es", 1]


def steps_for(question):
    pool = {"money": AMOUNTS, "count": COUNTS, "date": DATES, "choice": CHOICES, "yes-no": CHOICES}
    return st.sampled_from(pool.get(question.kind, WORDS)).map(lambda value: ["fill", name_of(question.id), value])


@st.composite
def fillings(draw):
    """A form of one period, what was said before, and what a person fills."""
    period = draw(st.sampled_from(["q1", "q2", "q3", "q4"]))
    form = expand(BAKERY, f"2016-17-{period}")
    before = expand(BAKERY, "2016-17-q1")
    plan = {f"flour.rye.plan.q{number}": "25" for number in (1, 2, 3, 4)}
    said = {"flour.purse": "100", "shop.open": draw(st.sampled_from(["Yes", "No"])), **plan}
    earlier = (read_answers(before, said),) if period != "q1" and draw(st.booleans()) else ()
    chosen = draw(st.sets(st.sampled_from([one.id for one in form.asked]), min_size=8))
    return form, earlier, [draw(steps_for(form.questions[id])) for id in sorted(chosen)]


def test_the_checklist_follows_whatever_is_typed(tmp_path):
    """Random fillings, right and wrong, all in one LibreOffice."""
    found = []

    @settings(
        max_examples=30,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(fillings())
    def collect(one):
        found.append(one)

    collect()
    jobs = []
    for number, (form, earlier, steps) in enumerate(found):
        path = write(read_answers(form, {}, earlier), tmp_path / f"{number}.xlsx")
        jobs.append(job(path, steps))
    edit(jobs)
    for number, (form, earlier, steps) in enumerate(found):
        saved = tmp_path / f"saved-{number}.xlsx"
        answers, _ = take(saved, form, earlier)
        try:
            check_checklist(saved, answers)
        except AssertionError:
            print(form.id, steps)
            raise


def test_what_a_person_changed_comes_back_and_nothing_else(tmp_path):
    """Southend's fourth quarter out, changed in LibreOffice, and back: the comparison names the three changes."""

    def run(*arguments):
        return CliRunner().invoke(app, [str(argument) for argument in arguments])

    kept = tmp_path / "q4.yaml"
    shutil.copy(SOUTHEND[3], kept)
    assert run("return", "workbook", kept, "-o", tmp_path / "q4.xlsx").exit_code == 0
    steps = [
        ["move-sheet", 2, 5],
        ["fill", "answer_cover__signed_off_by", "A. N. Other"],
        ["fill", "answer_money__income__actual__q4", 3282000],
        ["fill", "answer_metrics__local__status", "Data not available to assess progress"],
    ]
    edit([job(tmp_path / "q4.xlsx", steps)])
    done = run("return", "read", tmp_path / "saved-q4.xlsx", "-o", kept, "--json")
    changes = {one["id"]: one["after"] for one in json.loads(done.stdout)["changes"]}
    assert changes == {
        "cover.signed-off-by": "A. N. Other",
        "money.income.actual.q4": "£3,282,000",
        "metrics.local.status": "Data not available to assess progress",
    }
    assert "A. N. Other" in kept.read_text(encoding="utf-8")
