"""Workbooks as they come back: broken, foreign, tampered with. A finding each, and every answer that can be read is."""

import io
import random
import re
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from concordat.questionnaires.answers import read_answers
from concordat.questionnaires.definition import read_definition
from concordat.questionnaires.expand import expand
from concordat.questionnaires.workbook.answers import read_named_cells
from concordat.questionnaires.workbook.names import Stamp
from concordat.questionnaires.workbook.read_workbook import read_workbook
from concordat.questionnaires.workbook.values import CUT
from concordat.questionnaires.workbook.write_workbook import write_workbook

BAKERY = read_definition(Path(__file__).with_name("bakery.yaml"))
FORM = expand(BAKERY, "2016-17-q1")
GIVEN = {"shop.open": "No", "shop.opens": "01/05/2017", "diary.sold": "24", "flour.purse": "£100", "diary.text": "fine"}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    path = tmp_path_factory.mktemp("good") / "book.xlsx"
    write_workbook(read_answers(FORM, GIVEN), path, stamp=Stamp("the-mill", FORM.id, "1"), place="The Mill")
    return path.read_bytes()


@pytest.fixture
def book(tmp_path):
    def put(data, name="book.xlsx"):
        (tmp_path / name).write_bytes(data)
        return tmp_path / name

    return put


def repack(data, change):
    """The workbook with each part changed by `change(name, content)`; None leaves a part out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            if (content := change(name, before.read(name))) is not None:
                after.writestr(name, content)
    return out.getvalue()


def swap(part, *pairs):
    def change(name, content):
        for old, new in pairs if name == part else ():
            assert old in content, old
            content = content.replace(old, new)
        return content

    return change


def take(path):
    read = read_workbook(path)
    taken = read_named_cells(FORM, read)
    return taken.given, [*read.findings, *taken.findings]


def codes(findings):
    return [(finding.code, str(finding.severity)) for finding in findings]


def locked_zip(data):
    """Marks every part as encrypted, as a zip program with a password does."""
    return re.sub(rb"(PK\x01\x02.{4})..", lambda match: match[1] + b"\x01\x00", data, flags=re.DOTALL)


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    return out.getvalue()


def many_parts():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(3_500):
            archive.writestr(f"xl/{number}.xml", "")
    return out.getvalue()


def archive_of(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


WHOLE_FILES = [
    (lambda good: b"", "not-a-workbook", "The file is empty."),
    (lambda good: b"a,b\n1,2\n", "not-a-workbook", "This is not an Excel workbook"),
    (lambda good: b"<html><table/></html>", "not-a-workbook", "This is not an Excel workbook"),
    (lambda good: archive_of("content.xml"), "not-a-workbook", "OpenDocument"),
    (lambda good: archive_of("word/document.xml"), "not-a-workbook", "Word document"),
    (lambda good: archive_of("xl/workbook.bin"), "not-a-workbook", ".xlsb"),
    (lambda good: archive_of("a.txt"), "not-a-workbook", "no Excel workbook"),
    (lambda good: OLE + b"\0" * 600 + "Workbook".encode("utf-16-le"), "legacy-workbook", "old kind (.xls)"),
    (lambda good: OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "encrypted-workbook", "a password"),
    (lambda good: locked_zip(good), "encrypted-workbook", "a password"),
    (lambda good: good[: len(good) // 2], "damaged-workbook", "cut off on its way"),
    (lambda good: good[:-30], "damaged-workbook", "cut off on its way"),
    (lambda good: bomb(), "workbook-too-large", "would swell to 60 MB"),
    (lambda good: many_parts(), "workbook-too-large", "in 3,500 parts"),
    (lambda good: good + b"\0" * 20_000_000, "workbook-too-large", "MB is too large"),
    (
        lambda good: repack(good, swap("xl/workbook.xml", (b"<sheets>", b"<sheets"))),
        "damaged-workbook",
        "cannot be opened",
    ),
]


@pytest.mark.parametrize(("make", "code", "said"), WHOLE_FILES, ids=lambda one: one if isinstance(one, str) else "")
def test_a_file_that_is_no_workbook_has_one_finding_that_says_so(good, book, make, code, said):
    read = read_workbook(book(make(good)))
    assert not read.is_readable
    assert codes(read.findings) == [(code, "blocks")]
    assert said in read.findings[0].message
    assert read.findings[0].remedy


def test_entities_and_document_types_are_refused(good, book):
    laughs = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><workbook '
    read = read_workbook(book(repack(good, swap("xl/workbook.xml", (b"<workbook ", laughs)))))
    assert codes(read.findings) == [("damaged-workbook", "blocks")]
    assert "document type" in read.findings[0].message


def test_a_macro_is_told_and_the_answers_are_read(good, book):
    out = io.BytesIO(good)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    given, findings = take(book(out.getvalue(), "book.xlsm"))
    assert codes(findings) == [("macro", "note")]
    assert given == GIVEN


def change_names(good, book, *pairs):
    return take(book(repack(good, swap("xl/workbook.xml", *pairs))))


def test_a_missing_name_is_told_and_the_rest_is_read(good, book):
    given, findings = change_names(good, book, (b'"answer_shop__open"', b'"somebody_elses"'))
    assert codes(findings) == [("missing-name", "blocks")]
    assert findings[0].where == "shop.open"
    assert given == {id: text for id, text in GIVEN.items() if id != "shop.open"}


def test_a_name_that_leads_nowhere_is_told_once(good, book):
    for lost in (b"#REF!", b"Shop!#REF!", b"Gone!$A$1", b"[1]Shop!$B$6", b"Shop!$B$6+1", b'"No"'):
        given, findings = change_names(
            good, book, (b'"answer_shop__open">Shop!$B$5<', b'"answer_shop__open">' + lost + b"<")
        )
        assert codes(findings) == [("lost-name", "blocks")]
        assert "shop.open" not in given
        assert given["diary.sold"] == "24"


def test_a_name_of_many_cells_is_read_where_one_is_filled(good, book):
    old = b'"answer_shop__open">Shop!$B$5<'
    given, findings = change_names(good, book, (old, b'"answer_shop__open">Shop!$B$5:$D$5<'))
    assert (given["shop.open"], findings) == ("No", [])
    given, findings = change_names(good, book, (old, b'"answer_shop__open">Shop!$B$5:$B$6<'))
    assert codes(findings) == [("name-of-many-cells", "blocks")]
    assert "shop.open" not in given
    given, findings = change_names(good, book, (old, b'"answer_shop__open">Shop!$A$1:$XFD$1048576<'))
    assert codes(findings) == [("name-of-many-cells", "blocks")]


def test_a_doubled_name_is_told_and_the_workbooks_own_is_used(good, book):
    own = b'<definedName name="answer_shop__open">'
    copy = b'<definedName name="ANSWER_shop__open" localSheetId="2">%s</definedName>' + own
    given, findings = change_names(good, book, (own, copy % b"Shop!$B$6"))
    assert codes(findings) == [("doubled-name", "blocks")]
    assert "is there 2 times, at Shop!B5 and Shop!B6" in findings[0].message
    assert given == GIVEN


def with_cells(good, book, **cells):
    """The workbook with other things in cells, by defined name, as another program would save it."""
    opened = openpyxl.load_workbook(io.BytesIO(good))
    for name, value in cells.items():
        sheet, _, address = opened.defined_names[f"answer_{name}"].value.rpartition("!")
        cell = opened[sheet.strip("'")][address.replace("$", "")]
        cell.value, cell.number_format = value if isinstance(value, tuple) else (value, cell.number_format)
    out = io.BytesIO()
    opened.save(out)
    return take(book(out.getvalue()))


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?"])
def test_a_formula_error_is_told_and_is_no_answer(good, book, error):
    given, findings = with_cells(good, book, diary__sold=error)
    assert codes(findings) == [("formula-error", "blocks")]
    assert "Diary!B5" in findings[0].message
    assert "diary.sold" not in given
    assert given["diary.text"] == "fine"


@pytest.mark.parametrize(
    ("cell", "value", "raw", "told"),
    [
        ("flour__purse", "£1,000", "£1,000", "number-as-text"),
        ("flour__purse", 1000.0, "£1,000", None),
        ("flour__purse", 3282762.3333, "£3,282,762.33", "read-to-the-penny"),
        ("flour__purse", -5, "-5", None),
        ("flour__purse", True, "Yes", None),
        ("diary__sold", "24", "24", "number-as-text"),
        ("diary__sold", (24, "DD/MM/YYYY"), "24", None),
        ("diary__sold", 24.5, "24.5", None),
        ("diary__sold", 1024, "1,024", None),
        ("shop__opens", "31/03/2017", "31/03/2017", "date-as-text"),
        ("shop__opens", "31 March 2017", "31 March 2017", "date-as-text"),
        ("shop__opens", (42825, "General"), "31/03/2017", None),
        ("shop__opens", (42825.75, "General"), "31/03/2017", None),
        ("shop__opens", date(2017, 3, 31), "31/03/2017", None),
        ("shop__opens", (20, "General"), "20", None),
        ("shop__darker", "NEVER", "NEVER", None),
        ("diary__text", (42825, "DD/MM/YYYY"), "31/03/2017", None),
        ("diary__text", 2017, "2017", None),
        ("shop__open", True, "Yes", None),
        ("shop__open", "  ", None, None),
    ],
)
def test_what_stands_in_a_cell_is_read_as_it_would_be_typed(good, book, cell, value, raw, told):
    given, findings = with_cells(good, book, **{cell: value})
    assert given.get(cell.replace("__", ".")) == raw
    assert [finding.code for finding in findings] == ([told] if told else [])
    assert not findings or findings[0].severity == "note"


def test_an_answer_that_was_cut_short_is_not_taken_for_one(good, book):
    given, findings = with_cells(good, book, diary__text="x" * 100 + CUT)
    assert codes(findings) == [("cut-short", "note")]
    assert "diary.text" not in given


def test_days_counted_from_1904_are_the_same_days(good, book):
    data = repack(good, swap("xl/workbook.xml", (b"<workbookPr ", b'<workbookPr date1904="1" ')))
    serial = b"<v>%d</v>"
    data = repack(data, lambda name, part: part.replace(serial % 42856, serial % (42856 - 1462)))
    given, _ = take(book(data))
    assert given["shop.opens"] == "01/05/2017"


def test_cells_far_away_do_not_fill_the_memory(good, book):
    far = b'<row r="1048576"><c r="XFD1048576" t="str"><v>far</v></c></row></sheetData>'
    given, findings = take(book(repack(good, swap("xl/worksheets/sheet2.xml", (b"</sheetData>", far)))))
    assert codes(findings) == [("workbook-too-large", "blocks")]
    assert "shop.open" not in given
    assert given["diary.sold"] == "24"
    hidden = b'<row r="1048576"><c><v>1</v></c></row></sheetData>'
    many = b'<row r="1">' + b"<c><v>1</v></c>" * 20_000 + b"</row>" + hidden
    _, findings = take(book(repack(good, swap("xl/worksheets/sheet2.xml", (b"</sheetData>", many)))))
    assert codes(findings) == [("workbook-too-large", "blocks")]


def test_empty_cells_far_away_are_nothing(good, book):
    far = b'<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
    given, findings = take(book(repack(good, swap("xl/worksheets/sheet2.xml", (b"</sheetData>", far)))))
    assert (given, findings) == (GIVEN, [])


def test_no_bytes_raise(good, book):
    """Bytes flipped, cut and doubled, in the file and inside its parts: findings, never an exception."""
    chance = random.Random(7)

    def spoil(data):
        data = bytearray(data)
        for _ in range(chance.randint(1, 12)):
            place = chance.randrange(len(data))
            match chance.randrange(3):
                case 0:
                    data[place] = chance.randrange(256)
                case 1:
                    del data[place : place + chance.randint(1, 40)]
                case _:
                    data[place:place] = data[place : place + chance.randint(1, 40)]
        return bytes(data)

    for _ in range(60):
        take(book(spoil(good)))
    inner = [
        "xl/workbook.xml",
        "xl/worksheets/sheet2.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "xl/_rels/workbook.xml.rels",
    ]
    for number in range(120):
        part = inner[number % len(inner)]
        take(book(repack(good, lambda name, content, part=part: spoil(content) if name == part else content)))
