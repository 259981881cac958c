"""A form as a workbook and back: every answer that a workbook can hold comes back as it went."""

import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concordat.questionnaires.answers import read_answer, read_answers
from concordat.questionnaires.completion import calculate_completion, is_started, state_of
from concordat.questionnaires.definition import read_definition
from concordat.questionnaires.expand import expand
from concordat.questionnaires.form import Question
from concordat.questionnaires.workbook.answers import read_named_cells
from concordat.questionnaires.workbook.checklist import NOT_ASKED, checklist_rows
from concordat.questionnaires.workbook.layout import lay_out, name_sheets
from concordat.questionnaires.workbook.names import Stamp, id_of, name_of
from concordat.questionnaires.workbook.read_workbook import read_workbook
from concordat.questionnaires.workbook.values import CUT, cell_of, fit_cell
from concordat.questionnaires.workbook.write_workbook import write_workbook

BAKERY = read_definition(Path(__file__).with_name("bakery.yaml"))
FORMS = {period: expand(BAKERY, f"2016-17-{period}") for period in BAKERY.periods}
STAMP = Stamp("the-mill", "2016-17-q1", "1")


def write(tmp_path, form, given, earlier=(), **more):
    answers = read_answers(form, given, tuple(earlier))
    path = tmp_path / "book.xlsx"
    path.unlink(missing_ok=True)
    write_workbook(answers, path, stamp=STAMP, place="The Mill", **more)
    return answers, path


def read_back(form, path):
    read = read_workbook(path)
    taken = read_named_cells(form, read)
    return read_answers(form, taken.given), [*read.findings, *taken.findings]


def test_name_of_is_reversible_and_never_an_address():
    for id in ("a", "q1", "r1c1", "conditions.4-ii.answer", "money.income.forecast.q3", "1.2", "a1.b2-c3.d4"):
        name = name_of(id)
        assert id_of(name) == id_of(name.upper()) == id
        assert name.replace("_", "").isalnum()
        assert name.startswith("answer_")


@pytest.mark.parametrize("id", ["", "A", "a_b", "a..b", "a--b", "-a", "a.", "a b", "a" * 300])
def test_name_of_refuses_what_is_no_id(id):
    with pytest.raises(ValueError, match=r"is not the id|is too long"):
        name_of(id)


def test_id_of_knows_only_names_of_answers():
    assert [id_of(name) for name in ("answer_", "answer_a__", "return_form", "answer_a___b", "A1")] == [None] * 5


def test_every_question_stands_once_on_its_sheet():
    for form in FORMS.values():
        for section in form.sections:
            laid = [one.id for table in lay_out(form, section) for row in table.rows for one in row.questions]
            assert laid == list(section.questions)


def test_sheets_have_names_that_a_spreadsheet_takes():
    names = name_sheets(FORMS["q1"], ["shop", "Flour"])
    assert names == {"shop": "Shop (2)", "flour": "Flour (2)", "orders": "Orders", "diary": "Diary"}


@pytest.mark.parametrize(
    ("kind", "raw", "held"),
    [
        ("money", "£1,234.50", 1234.5),
        ("money", "(12)", -12.0),
        ("money", "999999999999999.99", "£999,999,999,999,999.99"),
        ("percentage", "94%", 0.94),
        ("percentage", "33.333333333333333333", "33.333333333333333333%"),
        ("date", "31/03/2017", 42825.0),
        ("date", "31/03/1817", "31/03/1817"),
        ("month", "03/2017", 42795.0),
        ("text", "=1+1", "=1+1"),
        ("text", "  spaced  ", "spaced"),
        ("money", "=1+1", "=1+1"),
        ("money", True, "Yes"),
        ("count", ["a", 1], '["a", 1]'),
    ],
)
def test_cell_of_holds_figures_as_numbers_and_all_else_as_text(kind, raw, held):
    question = Question("a", "a", kind, "A")
    assert cell_of(question, None) is None
    assert cell_of(question, read_answer(question, raw)) == held


def test_a_text_longer_than_a_cell_is_cut_with_a_mark(tmp_path):
    assert fit_cell("x" * 32_767) == "x" * 32_767
    for letter in ("x", "\U0001f600"):
        cut = fit_cell(letter * 40_000)
        assert cut.endswith(CUT)
        assert 32_600 < len(cut.encode("utf-16-le")) // 2 <= 32_767


def typed(question):
    """What a person may have put: right answers of the kind, and wrong ones."""
    wrong = st.sampled_from(
        ["", "yes", "£1,000", "1,0", "-3", "= 1+1", "+44 20", "-dash", "@here", "94%", "31/02/2017", "soon", "1e5"]
    )
    words = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\ufffe\uffff"), max_size=30)
    right = {
        "money": st.decimals(0, 10**9, places=2).map(str),
        "count": st.integers(0, 10**12).map(str),
        "date": st.dates(date(1000, 1, 1)).map(lambda day: f"{day:%d/%m}/{day.year:04d}"),
        "month": st.dates(date(1950, 1, 1)).map(lambda day: f"{day:%m}/{day.year}"),
        "percentage": st.decimals(0, 100, places=3).map(lambda one: f"{one}%"),
    }.get(question.kind, words)
    if question.options:
        right = st.sampled_from(question.options.values)
    return st.one_of(st.none(), right, words, wrong, st.booleans(), st.integers(-5, 5))


@st.composite
def returns(draw):
    form = FORMS[draw(st.sampled_from(sorted(FORMS)))]
    chosen = draw(st.lists(st.sampled_from([one.id for one in form.asked]), unique=True, max_size=25))
    return form, {id: draw(typed(form.questions[id])) for id in chosen}


@settings(max_examples=50, deadline=None)
@given(returns())
def test_answers_come_back_as_they_went(tmp_path_factory, one):
    form, filled = one
    answers, path = write(tmp_path_factory.getbasetemp(), form, filled)
    back, findings = read_back(form, path)
    for question in form.asked:
        before, after = answers.answers.get(question.id), back.answers.get(question.id)
        assert answers.value(question.id) == back.value(question.id), question.id
        if before and before.misfit:
            assert after is not None
            assert after.misfit.code == before.misfit.code
            assert after.raw == (
                "Yes" if before.raw is True else "No" if before.raw is False else str(before.raw).strip()
            )
    assert not [finding for finding in findings if finding.severity == "blocks"]
    assert calculate_completion(back) == calculate_completion(answers)


def test_the_checklist_as_written_says_what_completion_says(tmp_path):
    given = {"shop.open": "No", "orders.order-2.large": "Yes", "flour.purse": "100"}
    answers, path = write(tmp_path, FORMS["q1"], given)
    sheet = openpyxl.load_workbook(path, data_only=True)["Checklist"]
    sections, questions = checklist_rows(
        [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)]
    )
    assert {**sections, "All sections": None} == {
        "Shop": (1, 4),
        "Flour": (0, 12),
        "Orders": (1, 6),
        "Diary": (0, 2),
        "All sections": None,
    }
    for question, (answered, state) in zip(answers.form.asked, questions, strict=True):
        done = "Yes" if state_of(answers, question).is_done else "No"
        assert answered == (done if is_started(answers, question) else NOT_ASKED)
        assert state == state_of(answers, question)


def test_the_workbook_is_protected_without_a_password_and_prints_one_page_wide(tmp_path):
    _, path = write(tmp_path, FORMS["q1"], {}, notes={"shop.open": "Filled in from the baker."})
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Checklist", "Shop", "Flour", "Orders", "Diary", "Workings", "Lists"]
    for sheet in book.worksheets[:5]:
        assert sheet.protection.sheet
        assert sheet.protection.password is None
        assert not sheet.protection.insertRows
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth in (None, 1)
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.print_area
        assert sheet.freeze_panes
    assert [sheet.sheet_state for sheet in book.worksheets[5:]] == ["hidden", "hidden"]
    shop = book["Shop"]
    address = book.defined_names["answer_shop__open"].value.rpartition("!")[2].replace("$", "")
    assert not shop[address].protection.locked
    assert shop[address].comment.text == "Filled in from the baker."
    assert shop["A5"].protection.locked
    kinds = {str(one.sqref): one.type for one in shop.data_validations.dataValidation}
    assert kinds[address] == "list"


def test_nothing_typed_becomes_a_formula(tmp_path):
    given = {"diary.text": "=1+1", "orders.order-1.name": "@SUM(A1)", "orders.order-1.why": "+1", "diary.sold": "-cmd"}
    _, path = write(tmp_path, FORMS["q1"], given)
    back, _ = read_back(FORMS["q1"], path)
    assert {id: back.answers[id].raw for id in given} == given
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            assert "cmd</f>" not in archive.read(name).decode("utf-8", "ignore")
            assert "SUM(A1)</f>" not in archive.read(name).decode("utf-8", "ignore")


def test_earlier_answers_and_taken_over_ones_stand_beside(tmp_path):
    before = read_answers(FORMS["q1"], {"shop.open": "No", "flour.rye.spent.q1": "25", "flour.rye.plan.q1": "30"})
    _, path = write(tmp_path, FORMS["q2"], {}, [before])
    book = openpyxl.load_workbook(path)
    shop = [[cell.value for cell in row] for row in book["Shop"].iter_rows()]
    assert ["Q1 2016-17 said", "No"] in [row[:2] for row in shop]
    flour = [[cell.value for cell in row] for row in book["Flour"].iter_rows()]
    assert ["Q1 2016-17 said", 25] in [row[:2] for row in flour]
    assert ["Plan, as Q1 2016-17 said", 30] in [row[:2] for row in flour]


def test_values_survive_with_their_kinds(tmp_path):
    given = {"flour.purse": "£1,234.56", "shop.opens": "31/03/2017", "diary.sold": "1,024", "shop.darker": "never"}
    _, path = write(tmp_path, FORMS["q1"], given)
    back, findings = read_back(FORMS["q1"], path)
    assert findings == []
    assert back.value("flour.purse") == Decimal("1234.56")
    assert back.value("shop.opens") == date(2017, 3, 31)
    assert back.value("diary.sold") == 1024
    assert back.value("shop.darker") == "Never"
    assert {id: back.answers[id].raw for id in given} == {
        "flour.purse": "£1,234.56",
        "shop.opens": "31/03/2017",
        "diary.sold": "1,024",
        "shop.darker": "Never",
    }
