"""Maps: read strictly, held against their form and their workbook; each kind of wrong map has its finding."""

from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from concordat.questionnaires.answers import read_answers
from concordat.questionnaires.definition import read_definition
from concordat.questionnaires.expand import expand
from concordat.questionnaires.foreign.cell_address import parse_block, parse_cell
from concordat.questionnaires.foreign.cell_map import CellMap, read_map, spots
from concordat.questionnaires.foreign.check_map import check_map
from concordat.questionnaires.foreign.fill_workbook import fill_workbook
from concordat.questionnaires.foreign.number_formats import Shows, shown_by
from concordat.questionnaires.foreign.read_cells import read_official
from concordat.questionnaires.foreign.workbook import open_workbook
from concordat.questionnaires.read_yaml import DataError

FORM = """\
id: shop
title: A shop
version: 1
source: nowhere
year: 2030-31
periods: [q1, q2]
lists: {goods: {bread: Bread, cake: Cake}}
sections:
  - id: till
    title: Till
    questions:
      - {id: open, kind: yes-no, label: Open}
      - {id: size, kind: choice, options: [Small, Large], label: Size}
      - {id: taken, kind: money, label: Taken, over: periods, total: year}
      - {id: sold, kind: count, label: Sold}
      - {id: share, kind: percentage, label: Share}
      - {id: day, kind: date, label: Day, or: [Never]}
      - {id: month, kind: month, label: Month}
      - {id: note, kind: text, label: Note}
      - {id: phone, kind: telephone, label: Telephone}
      - {id: rate, kind: derived, label: Rate, rate: {of: sold, population: sold, per: 10}}
  - id: goods
    title: Goods
    each: goods
    questions:
      - {id: fresh, kind: yes-no, label: Fresh}
      - {id: price, kind: number, label: Price}
  - id: first
    title: Only once
    asked: [q1]
    questions:
      - {id: why, kind: text, label: Why}
"""
MAP = {
    "id": "shop-map",
    "title": "The shop's sheet",
    "source": "made up",
    "verified": True,
    "for": ["2030-31-q1", "2030-31-q2"],
    "sheets": {"till": "Till (new)"},
    "cells": [
        {
            "sheet": "till",
            "answers": {
                "till.open": "B2",
                "till.size": "B3",
                "till.taken": "B4:C4",
                "till.sold": "B5",
                "till.share": "B6",
                "till.day": "B7",
                "till.month": "B8",
                "till.note": "B9",
                "till.phone": "B10",
            },
        },
        {
            "sheet": "till",
            "ids": "goods.{row}.{column}",
            "rows": {"bread": 14, "cake": 15},
            "columns": {"fresh": "B", "price": "C"},
        },
        {"sheet": "till", "only": ["2030-31-q1"], "answers": {"first.why": "B17"}},
    ],
}
ANSWERS = {
    "till.open": "Yes",
    "till.size": "Large",
    "till.taken.q1": "£1,234.50",
    "till.taken.q2": "-12",
    "till.sold": "24",
    "till.share": "94%",
    "till.day": "31/03/2017",
    "till.month": "03/2017",
    "till.note": "first\n\n second  _x0041_ <&> 🦉",
    "till.phone": "01632 960 123",
    "goods.bread.fresh": "No",
    "goods.bread.price": "1.25",
    "goods.cake.fresh": "Yes",
    "goods.cake.price": "0.1",
    "first.why": "because",
}


@pytest.fixture(scope="module")
def form(tmp_path_factory):
    path = tmp_path_factory.mktemp("form") / "shop.yaml"
    path.write_text(FORM)
    return expand(read_definition(path), "2030-31-q1")


@pytest.fixture(scope="module")
def late_form(tmp_path_factory):
    path = tmp_path_factory.mktemp("form") / "shop.yaml"
    path.write_text(FORM)
    return expand(read_definition(path), "2030-31-q2")


def make_workbook(path, date1904=False):
    book = xlsxwriter.Workbook(str(path), {"date_1904": date1904})
    sheet = book.add_worksheet("Till (new)")
    formats = {4: "£#,##0.00", 5: "#,##0", 6: "0.0%", 7: "dd/mm/yyyy"}
    for row in (*range(2, 11), 14, 15):
        form = book.add_format({"num_format": formats.get(row, "General"), "bg_color": "#FFF2CC"})
        sheet.write(f"A{row}", f"Row {row}")
        for column in "BC":
            sheet.write_blank(f"{column}{row}", None, form)
    sheet.write_formula("D4", "=SUM(B4:C4)", None, 0)
    sheet.write_array_formula("E2:E4", "{=B2:B4}", None, 0)
    sheet.merge_range("B17:D20", "")
    sheet.set_column("F:F", 10, book.add_format({"num_format": "dd/mm/yyyy"}))
    sheet.write("G20", "the end")
    book.add_worksheet("Other").write("A1", "other")
    book.close()
    return path


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    return make_workbook(tmp_path_factory.mktemp("book") / "till.xlsx")


def changed(answers=None, **keys):
    """The map with some addresses moved, and some keys replaced."""
    cells = [dict(block) for block in MAP["cells"]]
    cells[0]["answers"] = {**cells[0]["answers"], **(answers or {})}
    return CellMap.model_validate({**MAP, "cells": cells, **keys})


def codes(findings):
    return [(finding.code, finding.where) for finding in findings]


def test_check_map_of_a_right_map_says_nothing(form, late_form, template):
    for one in (form, late_form):
        assert check_map(changed(), one, open_workbook(template)) == []


WRONG = [
    ({"till.opne": "D2"}, {}, "unknown-question", "till.opne", "Did you mean 'till.open'?"),
    ({"till.open": "H30"}, {}, "no-cell", "till.open", "Till (new)!H30 is not there: the sheet is used as far as G20."),
    ({"till.open": "D4"}, {}, "formula-cell", "till.open", "D4 holds a formula"),
    ({"till.open": "E3"}, {}, "formula-cell", "till.open", "E3 holds a formula"),  # inside an array's reach
    ({"till.note": "C18"}, {}, "merged-cell", "till.note", "merged into B17:D20, of which only B17 shows"),
    ({"till.open": "B3"}, {}, "cell-mapped-twice", "till.size", "B3 is given to till.open and till.size"),
    ({"till.taken.q1": "D5"}, {}, "mapped-twice", "till.taken.q1", "2 cells: Till (new)!B4 and Till (new)!D5"),
    (
        {"till.taken": "B4:D4"},
        {},
        "range-differs",
        "till.taken",
        "till.taken has 2 answers in 2030-31-q1, and B4:D4 has 3",
    ),
    ({"till.rate": "D5"}, {}, "calculated-question", "till.rate", "Rate is calculated"),
    ({"till.sold": "C7"}, {}, "type-differs", "till.sold", "formatted for a date"),
    ({"till.sold": "C6"}, {}, "type-differs", "till.sold", "formatted for a percentage"),
    ({"till.sold": "F9"}, {}, "type-differs", "till.sold", "formatted for a date"),  # by its column's style
    ({"till.day": "C5"}, {}, "type-differs", "till.day", "formatted for a number"),
    ({"till.note": "C7"}, {}, "type-differs", "till.note", "formatted for a date"),
    ({}, {"written": {"till.share": {"as": "number"}}}, "type-differs", "till.share", "written there as a number"),
    ({}, {"written": {"till.note": {"as": "date"}}}, "type-differs", "till.note", "Note is a text"),
    ({}, {"written": {"till.day": {"decimals": 0}}}, "type-differs", "till.day", "it has no decimals"),
    (
        {},
        {"written": {"till.size": {"options": {"Larg": "L"}}}},
        "unknown-option",
        "till.size",
        "Did you mean 'Large'?",
    ),
    ({}, {"sheets": {"till": "Till"}}, "no-sheet", "shop-map", "Did you mean 'Till (new)'?"),
    (
        {},
        {"sheets": {"x": "Other"}, "sheets-in": {"2030-31-q2": {"till": "Other"}}},
        "no-sheet",
        "till.open",
        "no sheet",
    ),
    ({}, {"for": ["2030-31-q9"], "cells": MAP["cells"][:2]}, "another-form", "shop-map", "is not for 2030-31-q1"),
    ({}, {"verified": False}, "map-not-verified", "shop-map", "say `verified: true`"),
    ({}, {"cells": MAP["cells"][:1]}, "not-mapped", "goods", "4 of 4 questions have no cell: goods.bread.fresh"),
]


@pytest.mark.parametrize(("answers", "keys", "code", "where", "said"), WRONG, ids=lambda value: str(value)[:40])
def test_check_map_of_a_wrong_map_says_what_is_wrong(answers, keys, code, where, said, form, template):
    findings = check_map(changed(answers, **keys), form, open_workbook(template))
    assert (code, where) in codes(findings)
    told = next(f"{one.message} {one.remedy}" for one in findings if (one.code, one.where) == (code, where))
    assert said in told


def test_check_map_of_a_question_that_an_earlier_form_asked(late_form, template):
    cell_map = changed({"first.why": "D6"})
    (finding,) = check_map(cell_map, late_form, open_workbook(template))
    assert (finding.code, finding.remedy[-12:]) == ("unknown-question", "with `only`.")


BROKEN = [
    ("till.open: B2", "till.open: 2B", "cells[0]: '2B' is not a cell; write one such as C6, or cells such as D12:G12."),
    ("B4:C4", "C4:B4", "cells[0]: 'C4:B4' ends before it begins; write the upper left cell first."),
    ("till.open: B2", "till.open: XFE2", "cells[0]: 'XFE2' is not a cell"),
    ("sheet: till", "sheet: tills", "there is no sheet 'tills' under sheets; there are till."),
    ("only: [2030-31-q1]", "only: [2030-31-q3]", "'2030-31-q3' is none of the forms that the map is for"),
    ("{row}", "{line}", "ids 'goods.{line}.{column}' has to name {row} and {column}, once each."),
    (
        "till.share: {as: fraction}",
        "till.shares: {as: fraction}",
        "written.till.shares is about no answer of this map.",
    ),
    ("as: fraction", "as: fractions", "'fractions' does not fit: write 'text', 'date', 'number' or 'fraction'."),
    ('"No": N', '"No": y', "two options are written as 'Y', and could not be told apart when they are read."),
    ("verified: true", "verified: perhaps", "verified: 'perhaps' does not fit: true or false is wanted"),
    ("title: ", "titel: ", "titel: is not a key here; did you mean 'title'?"),
    ("rows: {bread: 14, cake: 15}", "rows: {bread: 14, cake: x}", "'x' does not fit: a whole number is wanted"),
    ("    rows: {bread: 14, cake: 15}\n", "", "a block has answers, or ids with rows and columns, or both."),
]
WHOLE = """\
id: shop-map
title: The shop's sheet
source: made up
verified: true
for: [2030-31-q1, 2030-31-q2]
sheets: {till: Till (new)}
cells:
  - sheet: till
    answers: {till.open: B2, till.taken: "B4:C4", till.share: B6}
  - sheet: till
    only: [2030-31-q1]
    ids: goods.{row}.{column}
    rows: {bread: 14, cake: 15}
    columns: {fresh: B, price: C}
written:
  till.share: {as: fraction}
  "{}.open": {options: {"Yes": Y, "No": N}}
"""


@pytest.mark.parametrize(("right", "wrong", "said"), BROKEN, ids=lambda text: text[:30])
def test_read_map_of_a_broken_file_says_what_is_wrong(right, wrong, said, tmp_path):
    path = tmp_path / "map.yaml"
    assert right in WHOLE
    path.write_text(WHOLE.replace(right, wrong))
    with pytest.raises(DataError) as problem:
        read_map(path)
    assert said in str(problem.value)


def test_read_map_places_series_tables_and_ways(form, tmp_path):
    path = tmp_path / "map.yaml"
    path.write_text(WHOLE)
    found = spots(read_map(path), form)
    assert str(found["till.taken.q2"]) == "Till (new)!C4"
    assert str(found["goods.cake.price"]) == "Till (new)!C15"
    assert found["till.open"].way.options == {"Yes": "Y", "No": "N"}


@pytest.mark.parametrize("date1904", [False, True])
@pytest.mark.parametrize(
    "written",
    [
        {},
        {"till.day": {"as": "text"}, "till.month": {"as": "text"}, "till.share": {"as": "text"}},
        {"till.open": {"options": {"Yes": "Y", "No": "N"}}, "till.taken": {"as": "text"}, "till.sold": {"as": "text"}},
    ],
    ids=["as it is", "as text", "translated"],
)
def test_fill_and_read_give_the_same_answers(form, tmp_path, date1904, written):
    template = make_workbook(tmp_path / "till.xlsx", date1904)
    cell_map, answers = changed(written=written), read_answers(form, ANSWERS)
    done = fill_workbook(template, tmp_path / "filled.xlsx", answers, cell_map)
    assert set(done.written) == set(ANSWERS)
    given, findings = read_official(tmp_path / "filled.xlsx", cell_map, form)
    assert (findings, done.findings) == ([], [])
    back = read_answers(form, given)
    assert {id: back.value(id) for id in ANSWERS} == {id: answers.value(id) for id in ANSWERS}


def test_fill_writes_real_dates_fractions_and_rounded_money(form, template, tmp_path):
    cell_map = changed(written={"till.taken": {"decimals": 0}})
    done = fill_workbook(template, tmp_path / "filled.xlsx", read_answers(form, ANSWERS), cell_map)
    sheet = open_workbook(tmp_path / "filled.xlsx").sheet("Till (new)")
    held = {cell: sheet.held(parse_cell(cell)).value for cell in ("B4", "B6", "B7", "B8")}
    assert held == {"B4": Decimal(1235), "B6": Decimal("0.94"), "B7": Decimal(42825), "B8": "03/2017"}
    assert codes(done.findings) == [("rounded", "till.taken.q1")]


def test_fill_writes_a_word_that_stands_for_a_date(form, template, tmp_path):
    fill_workbook(template, tmp_path / "filled.xlsx", read_answers(form, {"till.day": "never"}), changed())
    assert read_official(tmp_path / "filled.xlsx", changed(), form)[0] == {"till.day": "Never"}


@pytest.mark.parametrize(
    ("id", "raw", "said"),
    [
        ("till.sold", "seven", "'seven' is not a number. Till (new)!B5 is left as it was."),
        ("till.note", "\ud7ff\ufffe", "a character that no workbook can (code 65534)"),
        ("till.note", "🦉" * 20_000, "longer than the 32,767 characters that a cell holds"),
        ("till.day", "01/02/1900", "a day before 01/03/1900 cannot be written as a date"),
    ],
    ids=["misfit", "character", "length", "day"],
)
def test_fill_leaves_out_what_does_not_fit(id, raw, said, form, template, tmp_path):
    answers = read_answers(form, {id: raw, "till.open": "Yes"})
    done = fill_workbook(template, tmp_path / "filled.xlsx", answers, changed())
    (finding,) = done.findings
    assert (finding.code, finding.severity, done.written) == ("not-written", "blocks", ("till.open",))
    assert said in finding.message


def test_fill_with_a_faulty_map_writes_nothing(form, template, tmp_path):
    done = fill_workbook(template, tmp_path / "filled.xlsx", read_answers(form, ANSWERS), changed({"till.open": "D4"}))
    assert (done.written, list(tmp_path.iterdir())) == (None, [])


def test_fill_tells_what_it_replaces_what_stays_and_what_has_no_cell(form, template, tmp_path):
    first = read_answers(form, {"till.open": "Yes", "till.sold": 3, "first.why": "so"})
    fill_workbook(template, tmp_path / "1.xlsx", first, changed())
    second = read_answers(form, {"till.open": "No", "first.why": "so"})
    done = fill_workbook(tmp_path / "1.xlsx", tmp_path / "2.xlsx", second, changed(cells=MAP["cells"][:2]))
    said = [finding for finding in done.findings if finding.code != "not-mapped"]
    assert codes(said) == [
        ("cell-replaced", "till.open"),
        ("cell-left", "till.sold"),
        ("answer-not-mapped", "first.why"),
    ]


def test_read_takes_words_that_are_no_answer_for_none(form, tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "till.xlsx"))
    sheet = book.add_worksheet("Till (new)")
    sheet.write("B2", " please  select ")
    sheet.write("B3", "Large")
    book.close()
    assert read_official(tmp_path / "till.xlsx", changed(empty=["Please select"]), form)[0] == {"till.size": "Large"}


def test_read_tells_errors_formulas_and_what_was_never_calculated(form, tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "till.xlsx"))
    sheet = book.add_worksheet("Till (new)")
    sheet.write_formula("B4", "=1/0", None, "#DIV/0!")
    sheet.write_formula("C4", "=100/3", None, 33.333333333333336)
    sheet.write_formula("B5", "=1+1", None, "")
    sheet.write_boolean("B2", True)
    sheet.write_number("B10", 1632960123)
    book.close()
    given, findings = read_official(tmp_path / "till.xlsx", changed(), form)
    assert given == {"till.open": "Yes", "till.taken.q2": "33.33", "till.phone": "1632960123"}
    assert codes(findings) == [
        ("cell-error", "till.taken.q1"),
        ("formula-read", "till.taken.q2"),
        ("never-calculated", "till.sold"),
    ]


def test_read_with_a_map_of_other_sheets_blocks_and_reads_the_rest(form, template, tmp_path):
    fill_workbook(template, tmp_path / "filled.xlsx", read_answers(form, ANSWERS), changed())
    cells = [{**MAP["cells"][0], "sheet": "gone"}, *MAP["cells"][1:]]
    cell_map = changed(sheets={"till": "Till (new)", "gone": "Tills"}, cells=cells)
    given, findings = read_official(tmp_path / "filled.xlsx", cell_map, form)
    assert sorted(given) == sorted(id for id in ANSWERS if not id.startswith("till."))
    assert codes(findings) == [("no-sheet", "shop-map")]


@pytest.mark.parametrize(
    ("code", "shows"),
    [
        ("General", Shows.ANYTHING),
        ("0", Shows.NUMBER),
        ('[Red]"days "0', Shows.NUMBER),
        ("_-[$£-809]* #,##0_-", Shows.NUMBER),
        ("0.0%", Shows.PERCENTAGE),
        ("[$-409]d-mmm-yy;@", Shows.DATE),
        ("[h]:mm", Shows.DATE),
        ("@", Shows.TEXT),
        (";;;", Shows.ANYTHING),
    ],
)
def test_shown_by_reads_a_format(code, shows):
    assert shown_by(164, code) is shows


def test_addresses_are_read_and_written_back():
    assert [str(cell) for cell in parse_block("Y9:AB10").cells()][:5] == ["Y9", "Z9", "AA9", "AB9", "Y10"]
    assert str(parse_cell("$XFD$1048576")) == "XFD1048576"


def test_shipped_maps_are_read():
    folder = Path(__file__).parents[2] / "frameworks" / "data"
    assert {path.name for path in folder.glob("*/maps/*.yaml") if read_map(path).verified} == set()
