"""The official workbook: filled through a map, all else in it untouched, and read back; the command line over it."""

import json
import re
import shutil
import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import python_calamine
from lxml import etree
from official_workbook import QUARTERS, build
from typer.testing import CliRunner

from concordat.cli.app import app
from concordat.frameworks.forms import load_form
from concordat.questionnaires.answers import read_answers
from concordat.questionnaires.foreign.cell_address import parse_cell
from concordat.questionnaires.foreign.cell_map import read_map, spots
from concordat.questionnaires.foreign.check_map import check_map
from concordat.questionnaires.foreign.fill_workbook import fill_workbook
from concordat.questionnaires.foreign.read_cells import read_official
from concordat.questionnaires.foreign.workbook import MOST_UNPACKED, open_workbook
from concordat.questionnaires.read_yaml import DataError
from concordat.returns.load import load_returns

ROOT = Path(__file__).parent.parent
SOUTHEND = sorted((ROOT / "examples" / "southend-on-sea").glob("*.yaml"))
MAP_FILE = ROOT / "concordat" / "frameworks" / "data" / "2016-17" / "maps" / "quarterly.yaml"
MAP = read_map(MAP_FILE)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
MONEY = "4) I&E (2 parts)"


@pytest.fixture(scope="module")
def returns():
    return dict(zip(QUARTERS, [ret for _, ret in load_returns(SOUTHEND)], strict=True))


@pytest.fixture(scope="module")
def filled(returns, tmp_path_factory):
    """By quarter: the template, the filled copy, what became of it."""
    folder = tmp_path_factory.mktemp("official")
    made = {}
    for quarter, ret in returns.items():
        template, to = build(folder / f"{quarter}.xlsx", quarter), folder / f"{quarter}-filled.xlsx"
        made[quarter] = (template, to, fill_workbook(template, to, ret.answers, MAP))
    return made


def parts(path):
    with zipfile.ZipFile(path) as file:
        return {info.filename: file.read(info) for info in file.infolist()}


def rewrite(path, to, **changes):
    """A copy of a workbook with some parts changed: by `part__name=function`, or added."""
    with zipfile.ZipFile(path) as file, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as copy:
        for info in file.infolist():
            change = changes.pop(info.filename, None)
            copy.writestr(info.filename, change(file.read(info)) if change else file.read(info))
        for name, data in changes.items():
            copy.writestr(name, data)
    return to


def styles_of(sheet):
    return {cell.get("r"): cell.get("s") for cell in etree.fromstring(sheet).iter(f"{MAIN}c")}


@pytest.mark.parametrize("quarter", QUARTERS)
def test_the_map_of_2016_17_fits_the_workbook(quarter, tmp_path):
    form = load_form(f"2016-17-{quarter}")
    workbook = open_workbook(build(tmp_path / "official.xlsx", quarter))
    assert [finding.code for finding in check_map(MAP, form, workbook)] == ["map-not-verified"]
    assert set(spots(MAP, form)) == {question.id for question in form.asked}


@pytest.mark.parametrize("quarter", QUARTERS)
def test_southend_filled_in_and_read_back_gives_the_same_answers(quarter, filled, returns):
    ret = returns[quarter]
    given, findings = read_official(filled[quarter][1], MAP, ret.form)
    back = read_answers(ret.form, given, ret.answers.earlier)
    assert findings == []
    assert {id: back.known(id) for id in ret.form.questions} == {id: ret.answers.known(id) for id in ret.form.questions}
    assert len(filled[quarter][2].written) >= len(ret.answers.answers) > 100


@pytest.mark.parametrize("quarter", QUARTERS)
def test_every_part_but_the_touched_sheets_is_byte_identical(quarter, filled):
    template, to, _ = filled[quarter]
    before, after = parts(template), parts(to)
    workbook = open_workbook(template)
    touched = {workbook.sheet_parts[name] for name in workbook.sheet_parts if name[0].isdigit()}
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} <= touched
    kinds = ("chart", "drawing", "comments", "vmlDrawing", "media", "calcChain", "styles", "sharedStrings", "theme")
    assert all(any(kind in name for name in before) for kind in kinds if kind != "calcChain")


@pytest.mark.parametrize("quarter", QUARTERS)
def test_in_touched_sheets_all_but_the_mapped_cells_is_identical(quarter, filled, returns):
    template, to, done = filled[quarter]
    before, after = open_workbook(template), open_workbook(to)
    mapped = spots(MAP, returns[quarter].form)
    for name, part in before.sheet_parts.items():
        cells = {str(spot.cell) for id, spot in mapped.items() if spot.sheet == name and id in done.written}
        trees = [etree.fromstring(one.parts[part]) for one in (before, after)]
        styles = [{node.get("r"): node.get("s") for node in tree.iter(f"{MAIN}c")} for tree in trees]
        assert styles[0] == styles[1]
        for tree in trees:
            for node in [node for node in tree.iter(f"{MAIN}c") if node.get("r") in cells]:
                node.getparent().remove(node)
        assert etree.tostring(trees[0], method="c14n") == etree.tostring(trees[1], method="c14n")


def test_formulas_names_and_hidden_sheets_are_as_they_were(filled):
    template, to, _ = filled["q4"]
    before, after = openpyxl.load_workbook(template), openpyxl.load_workbook(to)
    assert after.sheetnames == before.sheetnames
    assert len([name for name in before.sheetnames if name != "Lists"]) == 9
    assert after["Lists"].sheet_state == "veryHidden"
    assert dict(after.defined_names).keys() == dict(before.defined_names).keys() >= {"Board", "YesNo"}
    for sheet in before:
        formulas = {cell.coordinate: cell.value for row in sheet for cell in row if cell.data_type == "f"}
        assert formulas == {
            cell.coordinate: cell.value for row in after[sheet.title] for cell in row if cell.data_type == "f"
        }
        assert [cell.number_format for row in sheet for cell in row] == [
            cell.number_format for row in after[sheet.title] for cell in row
        ]
        assert len(sheet.data_validations.dataValidation) == len(after[sheet.title].data_validations.dataValidation)


@pytest.mark.parametrize("quarter", QUARTERS)
def test_other_software_reads_what_we_wrote(quarter, filled, returns):
    """Calamine and openpyxl, neither of which shares code with us, see the same values as our own reader."""
    _, to, done = filled[quarter]
    mapped, values = spots(MAP, returns[quarter].form), returns[quarter].answers
    theirs = python_calamine.CalamineWorkbook.from_path(str(to))
    grids = {name: theirs.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in theirs.sheet_names}
    book = openpyxl.load_workbook(to)
    for id in done.written:
        spot, value = mapped[id], values.known(id)
        cell = grids[spot.sheet][spot.cell.row - 1][spot.cell.column - 1]
        wanted = (
            float(value) / (100 if id.endswith("continuing-care") else 1) if isinstance(value, int | Decimal) else value
        )
        assert cell == wanted, id
        other = book[spot.sheet][str(spot.cell)].value
        assert (other.date() if hasattr(other, "date") else other) == wanted, id


def test_a_workbook_is_asked_to_calculate_anew_once_opened(filled, returns, tmp_path):
    template = filled["q1"][0]
    manual = rewrite(
        template,
        tmp_path / "manual.xlsx",
        **{"xl/workbook.xml": lambda data: data.replace(b'<calcPr calcId="124519" fullCalcOnLoad="1"/>', b"")},
    )
    fill_workbook(manual, tmp_path / "filled.xlsx", returns["q1"].answers, MAP)
    root = etree.fromstring(parts(tmp_path / "filled.xlsx")["xl/workbook.xml"])
    assert root.find(f"{MAIN}calcPr").get("fullCalcOnLoad") == "1"
    names = [etree.QName(node).localname for node in root]
    assert names.index("calcPr") == names.index("definedNames") + 1
    assert root.nsmap == etree.fromstring(parts(template)["xl/workbook.xml"]).nsmap


# LibreOffice trusts the sums that it finds in a workbook of Excel's, unless it is set to calculate on opening.
ALWAYS_CALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>
"""


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice (soffice) is not on this machine")
def test_libreoffice_opens_the_filled_workbook_and_comes_to_our_totals(filled, returns, tmp_path):
    (tmp_path / "profile" / "user").mkdir(parents=True)
    (tmp_path / "profile" / "user" / "registrymodifications.xcu").write_text(ALWAYS_CALCULATE)
    for quarter in ("q1", "q4"):
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx",
             "--outdir", tmp_path / "calculated", filled[quarter][1]],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
        book = openpyxl.load_workbook(tmp_path / "calculated" / f"{quarter}-filled.xlsx", data_only=True)
        first = 12 if quarter == "q1" else 19
        ours = returns[quarter].answers
        forecast = sum(ours.value(id) for id in ours.form.series["money.income.forecast"].questions)
        assert book[MONEY][f"H{first + 1}"].value == forecast == 13131049
        assert book[MONEY][f"I{21 if quarter == 'q1' else 35}"].value == ours.known("money.fund")
        assert book["2) Budget Arrangements"]["C4"].value == "Southend-on-Sea"
        narrative = next(sheet for sheet in book if sheet.title.endswith("Narrative"))
        assert narrative["C6"].value == 32767 - len(ours.value("narrative.text"))
        checklist = {row[0].value: row[1].value for row in book["Checklist"]["B4:C20"]}
        assert checklist["1) Cover C6"] == "Yes"
        assert book["1) Cover"]["C6"].value == "Southend-on-Sea"


INJECTED = ["=1+1", "+44 1632 960123", "-2+3", "@SUM(A1:A9)", '=HYPERLINK("http://x")', "\t=1", "'=1", "<f>1</f>"]


@pytest.mark.parametrize("text", INJECTED)
def test_a_text_never_becomes_a_formula(text, filled, returns, tmp_path):
    form = returns["q1"].form
    answers = read_answers(form, {"narrative.text": text, "cover.completed-by": text})
    fill_workbook(filled["q1"][0], tmp_path / "filled.xlsx", answers, MAP)
    book = openpyxl.load_workbook(tmp_path / "filled.xlsx")
    for cell in (book["7) Narrative"]["B9"], book["1) Cover"]["C8"]):
        assert cell.data_type in ("s", "inlineStr")
        assert cell.value == answers.value("narrative.text") == text.strip()
    assert open_workbook(tmp_path / "filled.xlsx").sheet("1) Cover").is_calculated(parse_cell("C8")) is False


def test_an_xlsm_stays_one_with_its_macros(returns, tmp_path):
    template = build(tmp_path / "official.xlsm", macros=True)
    with pytest.raises(DataError, match=r"has to end in \.xlsm"):
        fill_workbook(template, tmp_path / "filled.xlsx", returns["q1"].answers, MAP)
    fill_workbook(template, tmp_path / "filled.xlsm", returns["q1"].answers, MAP)
    before, after = parts(template), parts(tmp_path / "filled.xlsm")
    assert after["xl/vbaProject.bin"] == before["xl/vbaProject.bin"]
    assert after["[Content_Types].xml"] == before["[Content_Types].xml"]
    assert b"macroEnabled" in after["[Content_Types].xml"]


def test_a_workbook_that_counts_from_1904_gets_the_same_days(returns, tmp_path):
    template = build(tmp_path / "official.xlsx", date1904=True)
    fill_workbook(template, tmp_path / "filled.xlsx", returns["q1"].answers, MAP)
    assert read_official(tmp_path / "filled.xlsx", MAP, returns["q1"].form)[0]["additional.gp.api-live"] == "31/03/2017"
    value = openpyxl.load_workbook(tmp_path / "filled.xlsx")["6) Additional Measures"]["C29"].value
    assert f"{value:%d/%m/%Y}" == "31/03/2017"


def test_cells_and_rows_that_are_not_written_yet_are_made_in_order_with_the_style_around(returns, tmp_path):
    """Excel leaves unformatted cells out, formats whole columns and rows, and may leave addresses out too."""
    template, form = build(tmp_path / "official.xlsx"), returns["q1"].form
    part = open_workbook(template).sheet_parts["1) Cover"]

    def thin(data):
        root = etree.fromstring(data)
        rows = {row.get("r"): row for row in root.iter(f"{MAIN}row")}
        rows["8"].getparent().remove(rows["8"])
        for node in [node for node in rows["10"] if node.get("r") == "C10"]:
            rows["10"].remove(node)
        rows["10"].set("s", styles_of(data)["B6"])
        rows["10"].set("customFormat", "1")
        for column in root.iter(f"{MAIN}col"):
            if column.get("min") == "3":
                column.set("style", styles_of(data)["B2"])
        rows["6"].insert(0, etree.Element(f"{MAIN}c", r="A6"))  # A, B, C: then the addresses may be left out
        for node in rows["6"]:
            del node.attrib["r"]
        return etree.tostring(root)

    thinned = rewrite(template, tmp_path / "thin.xlsx", **{part: thin})
    fill_workbook(thinned, tmp_path / "filled.xlsx", returns["q1"].answers, MAP)
    root = etree.fromstring(parts(tmp_path / "filled.xlsx")[part])
    numbers = [int(row.get("r")) for row in root.iter(f"{MAIN}row")]
    assert numbers == sorted(numbers)
    for row in root.iter(f"{MAIN}row"):
        columns = [parse_cell(cell.get("r")).column for cell in row]
        assert columns == sorted(columns)
    styles = styles_of(etree.tostring(root))
    assert (styles["C8"], styles["C10"], styles["C12"]) == (styles["B2"], styles["B6"], styles["C6"])
    assert len({styles["C8"], styles["C10"], styles["C12"]}) == 3
    given, _ = read_official(tmp_path / "filled.xlsx", MAP, form)
    assert given["cover.email"] == "bcf.lead@southend.example"


def test_a_workbook_that_libreoffice_or_openpyxl_saved_again_is_read_the_same(filled, returns, tmp_path):
    """Inline texts become shared ones, styles are numbered anew: the answers stay."""
    book = openpyxl.load_workbook(filled["q4"][1])
    book["1) Cover"]["C8"].value = "Nick  Faint "
    book.save(tmp_path / "saved.xlsx")
    given, findings = read_official(tmp_path / "saved.xlsx", MAP, returns["q4"].form)
    back = read_answers(returns["q4"].form, given)
    wanted = returns["q4"].answers
    assert findings == []
    assert {id: back.value(id) for id in wanted.answers} == {id: wanted.value(id) for id in wanted.answers}


def test_texts_that_cells_share_are_read_without_their_formats(tmp_path):
    template = build(tmp_path / "official.xlsx")
    part = open_workbook(template).sheet_parts["1) Cover"]

    def point(data):
        return data.replace(b'<c r="C8" s="3"/>', b'<c r="C8" t="s"><v>0</v></c>').replace(
            b'<c r="C14" s="3"/>', b'<c r="C14" t="s"><v>1</v></c>'
        )

    texts = (
        f'<sst xmlns="{MAIN[1:-1]}"><si><r><rPr><b/></rPr><t xml:space="preserve">Nick </t></r><r><t>Faint</t></r>'
        "<rPh sb='0' eb='1'><t>not read</t></rPh></si><si><t>a_x000D_b_x005F_x0041_</t></si></sst>"
    ).encode()
    sheet = parts(template)[part]
    style = sheet.split(b'<c r="C8" s="')[1].split(b'"')[0]
    shared = rewrite(
        template,
        tmp_path / "shared.xlsx",
        **{
            part: lambda data: point(data.replace(b' s="%s"/>' % style, b' s="3"/>')),
            "xl/sharedStrings.xml": lambda _: texts,
        },
    )
    sheet = open_workbook(shared).sheet("1) Cover")
    assert sheet.held(parse_cell("C8")).value == "Nick Faint"
    assert sheet.held(parse_cell("C14")).value == "a\rb_x0041_"


REFUSED = {
    "old.xls": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        "this is a workbook of the old kind (.xls); save it as .xlsx.",
    ),
    "locked.xlsx": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "the workbook is locked with a password; save a copy without one.",
    ),
    "page.xlsx": (b"<html>", "this is no workbook; give an .xlsx or .xlsm file."),
    "cut.xlsx": (b"PK\x03\x04 cut off", "the file is damaged; fetch it anew."),
    "empty.xlsx": (b"", "this is no workbook"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_workbook_is_refused(name, tmp_path):
    data, said = REFUSED[name]
    (tmp_path / name).write_bytes(data)
    with pytest.raises(DataError) as problem:
        open_workbook(tmp_path / name)
    assert said in str(problem.value)


def test_a_missing_file_and_a_folder_are_told(tmp_path):
    for path, said in ((tmp_path / "none.xlsx", "there is no such file"), (tmp_path, "this is a folder")):
        with pytest.raises(DataError, match=said):
            open_workbook(path)


def test_a_zip_that_swells_is_refused_before_it_is_unpacked(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file, file.open("xl/sheet.xml", "w") as part:
        for _ in range(MOST_UNPACKED // 1_000_000 + 1):
            part.write(b"0" * 1_000_000)
    with pytest.raises(DataError, match="unpacked, the file is too large"):
        open_workbook(path)


@pytest.mark.parametrize(
    ("part", "change", "said"),
    [
        ("xl/workbook.xml", lambda data: b'<!DOCTYPE x [<!ENTITY a "b">]>' + data.partition(b"?>")[2], "document type"),
        ("xl/workbook.xml", lambda data: data[:-20], "one of its parts is no XML"),
        ("xl/_rels/workbook.xml.rels", lambda data: data.replace(b"worksheets/", b"nowhere/"), "there is no sheet"),
        ("xl/worksheets/sheet2.xml", lambda data: data.replace(b'r="C6"', b'r="6C"'), "sheet '1) Cover' is damaged"),
    ],
)  # fmt: skip
def test_a_damaged_workbook_is_refused_and_nothing_is_left_behind(part, change, said, returns, tmp_path):
    damaged = rewrite(build(tmp_path / "official.xlsx"), tmp_path / "damaged.xlsx", **{part: change})
    with pytest.raises(DataError, match=said.replace("(", r"\(").replace(")", r"\)")):
        fill_workbook(damaged, tmp_path / "filled.xlsx", returns["q1"].answers, MAP)
    assert not list(tmp_path.glob("*filled*"))


def test_filling_never_leaves_half_a_file(returns, tmp_path, monkeypatch):
    template = build(tmp_path / "official.xlsx")
    monkeypatch.setattr(zipfile.ZipFile, "writestr", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left")))
    with pytest.raises(DataError, match="cannot be written"):
        fill_workbook(template, tmp_path / "filled.xlsx", returns["q1"].answers, MAP)
    assert [path.name for path in tmp_path.iterdir()] == ["official.xlsx"]


def test_a_signed_workbook_is_told_of(returns, tmp_path):
    signed = rewrite(build(tmp_path / "o.xlsx"), tmp_path / "signed.xlsx", **{"_xmlsignatures/sig1.xml": b"<a/>"})
    done = fill_workbook(signed, tmp_path / "filled.xlsx", returns["q1"].answers, MAP)
    assert "signature-lost" in {finding.code for finding in done.findings}


def run(*arguments):
    return CliRunner().invoke(app, ["return", *map(str, arguments)])


def test_fill_and_map_check_on_the_command_line(tmp_path):
    official, to = build(tmp_path / "official.xlsx", "q3"), tmp_path / "out" / "q3.xlsx"
    options = ("--into", official, "--map", "2016-17-quarterly", "-o", to)
    done = run("fill", SOUTHEND[2], *options, "--after", SOUTHEND[0], "--after", SOUTHEND[1])
    assert done.exit_code == 0, done.output
    assert f"Written: {to}, with 116 answers." in done.output
    assert "there is such a file already" in run("fill", SOUTHEND[2], *options).output
    assert run("fill", SOUTHEND[2], "--into", official, "--map", MAP_FILE, "-o", official).exit_code == 2
    assert "2016-17-q3: the map fits" in run("map-check", official, "--map", MAP_FILE, "--form", "2016-17-q3").output
    wrong = run("map-check", official, "--map", MAP_FILE, "--form", "2016-17-q4", "--json")
    assert wrong.exit_code == 1
    assert {one["code"] for one in json.loads(wrong.output)["findings"]} >= {"no-sheet", "type-differs"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("map-check", "o.xlsx", "--map", MAP_FILE), "The map is for 2016-17-q1, 2016-17-q2, 2016-17-q3, 2016-17-q4:"),
        (("map-check", "o.xlsx", "--map", MAP_FILE, "--form", "2016-17-q1"), "o.xlsx: there is no such file."),
        (("map-check", "o.xlsx", "--map", "2016-17-yearly"), "no map '2016-17-yearly'; held is 2016-17-quarterly."),
        (("map-check", "o.xlsx", "--map", "none.yaml"), "none.yaml: there is no such file."),
        (("fill", SOUTHEND[0], "--into", "o.xls", "--map", MAP_FILE, "-o", "p.xls"), "o.xls: a workbook to fill is"),
        (("fill", SOUTHEND[0], "--into", "o.xlsx", "--map", MAP_FILE), "Missing option '-o'"),
        (("fill", "no.yaml", "--into", "o.xlsx", "--map", MAP_FILE, "-o", "p.xlsx"), "no.yaml: there is no such file."),
    ],
)  # fmt: skip
def test_wrong_use_is_told_what_to_do(arguments, said):
    done = run(*arguments)
    assert done.exit_code == 2
    assert said in " ".join(done.output.split())


PAGE = ROOT / "docs" / "how-to" / "map-the-official-workbook.md"


def test_the_page_shows_the_map_that_is_run():
    shown = PAGE.read_text(encoding="utf-8").partition("```yaml\n")[2].partition("```")[0]
    assert shown == (ROOT / "docs" / "examples" / "maps" / "half-yearly.yaml").read_text(encoding="utf-8")


def test_the_page_tells_every_code_of_maps():
    sources = [
        ROOT / "concordat" / "questionnaires" / "foreign" / f"{name}.py"
        for name in ("check_map", "fill_workbook", "read_cells")
    ]
    told = {code for source in sources for code in re.findall(r'(?:fault|hint)\(\s*"([a-z-]+)"', source.read_text())}
    assert told == set(
        re.findall(r"^\| `([a-z-]+)` \|", PAGE.read_text().partition("## What map-check")[2], re.MULTILINE)
    )


def test_official_workbook_is_filled_and_read_back_from_the_command_line(tmp_path):
    def run(*arguments):
        return CliRunner().invoke(app, [str(argument) for argument in arguments])

    build(tmp_path / "official.xlsx", "q1")
    q1 = SOUTHEND[0]
    filled, back = tmp_path / "filled.xlsx", tmp_path / "back.yaml"
    done = run("return", "fill", q1, "--into", tmp_path / "official.xlsx", "--map", "2016-17-quarterly", "-o", filled)
    assert done.exit_code == 0, done.output
    done = run("return", "read", filled, "--map", "2016-17-quarterly", "-o", back)
    assert (done.exit_code, "say which with --form" in done.output) == (2, True)
    done = run("return", "read", filled, "--map", "2016-17-quarterly", "--form", "2016-17-q1", "-o", back)
    assert done.exit_code == 0, done.output
    assert "say the same in all" in run("return", "compare", q1, back).output
