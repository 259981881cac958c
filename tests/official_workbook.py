"""The national workbook of 2016/17, built anew for tests from what the printed packs show of it.

Its sheets, captions, lists, sums, checklist and remaining characters are as printed; where a thing stands is ours. It
holds on purpose all that filling has to leave alone: merged cells, formulas, shared formulas, validations, conditional
formats, a hidden sheet with lists, defined names, a chart, notes, a picture, a filter, protection.
"""

import struct
import zlib
from io import BytesIO

import xlsxwriter

QUARTERS = ("q1", "q2", "q3", "q4")
CONDITION_ROWS = (14, 15, 17, 18, 20, 21, 22, 23, 24, 25, 26, 27)
SETTINGS = ("GP", "Hospital", "Social Care", "Community", "Mental health", "Specialised palliative")
METRICS = (
    ("Non-Elective Admissions", 8, 9),
    ("Delayed Transfers of Care", 12, 13),
    ("Local performance metric", 16, 17),
    ("Local defined patient experience metric", 20, 22),
    ("Admissions to residential care", 25, 26),
    ("Reablement", 29, 30),
)
LISTS = {
    "YesNo": ["Yes", "No"],
    "Met": ["Yes", "No", "No - In Progress"],
    "Status": [
        "On track to meet target",
        "On track for improved performance, but not to meet full target",
        "No improvement in performance",
        "Data not available to assess progress",
    ],
    "Shared": ["Shared via Open API", "Shared via interim solution", "Not currently shared digitally"],
}


def build(path, quarter="q1", date1904=False, macros=False):
    """Write the workbook of one quarter, empty but for what the centre fills in."""
    book = xlsxwriter.Workbook(str(path), {"date_1904": date1904})
    if macros:
        book.add_vba_project(BytesIO(b"\xd0\xcf\x11\xe0 not really macros"), is_stream=True)
    _Builder(book, quarter).build()
    book.close()
    return path


class _Builder:
    def __init__(self, book, quarter):
        self.book = book
        self.number = QUARTERS.index(quarter) + 1
        add = book.add_format
        self.title = add({"bold": True, "font_size": 16, "font_color": "#005EB8"})
        self.caption = add({"text_wrap": True, "valign": "top"})
        self.entry = add({"bg_color": "#FFF2CC", "border": 1, "text_wrap": True, "locked": False})
        self.date = add({"bg_color": "#FFF2CC", "border": 1, "num_format": "dd/mm/yyyy", "locked": False})
        self.money = add({"bg_color": "#FFF2CC", "border": 1, "num_format": "£#,##0", "locked": False})
        self.sum = add({"bold": True, "border": 2, "num_format": "£#,##0"})
        self.count = add({"bg_color": "#FFF2CC", "border": 1, "num_format": "#,##0", "locked": False})
        self.share = add({"bg_color": "#FFF2CC", "border": 1, "num_format": "0%", "locked": False})
        self.green = add({"bg_color": "#C6EFCE"})
        self.needed = []  # (sheet, cell) that the checklist looks at

    def build(self):
        self.checklist = self.book.add_worksheet("Checklist")
        self.cover()
        self.budget()
        self.conditions()
        self.income_and_expenditure()
        self.metrics()
        if self.number == 4:
            self.year_end()
        self.additional()
        self.narrative()
        self.lists()
        self.fill_checklist()
        self.book.define_name("Board", "='1) Cover'!$C$6")
        self.book.define_name("'4) I&E (2 parts)'!Fund", f"='4) I&E (2 parts)'!$I${12 if self.number == 1 else 19}")

    def sheet(self, name, title):
        sheet = self.book.add_worksheet(name)
        sheet.set_column("A:A", 2)
        sheet.set_column("B:B", 60, self.caption)
        sheet.set_column("C:I", 22)
        sheet.merge_range("B2:H2", title, self.title)
        if name != "1) Cover":
            sheet.write("B4", "Selected Health and Well Being Board:", self.caption)
            sheet.write_formula("C4", '=IF(Board="","",Board)', None, "")
        return sheet

    def ask(self, sheet, cell, form=None, choices=None, text=None):
        sheet.write_blank(cell, None, form or self.entry)
        if choices:
            sheet.data_validation(cell, {"validate": "list", "source": f"={choices}"})
        if text:
            sheet.write(f"B{cell[1:]}", text, self.caption)
        self.needed.append((sheet.get_name(), cell))

    def cover(self):
        sheet = self.sheet("1) Cover", f"Cover: Q{self.number} 2016/17")
        captions = ("Health and Well Being Board", "completed by:", "E-Mail:", "Contact Number:", "Who has signed off")
        for row, caption in zip((6, 8, 10, 12, 14), captions, strict=True):
            self.ask(sheet, f"C{row}", text=caption)
        sheet.write_comment("C6", "Choose your board.", {"author": "The centre"})
        sheet.insert_image("E6", "logo.png", {"image_data": BytesIO(_picture()), "description": "A blue square"})
        sheet.write_rich_string("B18", "No. of ", self.title, "questions", " answered")
        sheet.write_formula("C18", '=COUNTIF(Checklist!C4:C400,"Yes")', None, 0)
        sheet.protect("", {"objects": True})

    def budget(self):
        sheet = self.sheet("2) Budget Arrangements", "Budget Arrangements")
        self.ask(sheet, "C8", choices="YesNo", text="Have the funds been pooled via a s.75 pooled budget?")
        if self.number > 1:
            sheet.write("C8", "Yes", self.entry)  # from what was returned before
            self.ask(sheet, "C9", choices="YesNo", text="Can you confirm that they have been pooled now?")
        self.ask(sheet, f"C{9 + (self.number > 1)}", self.date, text="If not, when will this happen (DD/MM/YYYY)?")

    def conditions(self):
        sheet = self.sheet("3) National Conditions", "National Conditions")
        answer = "CDEF"[self.number - 1]
        for before in range(1, self.number):
            sheet.write(12, 1 + before, f"Q{before} Submission Response", self.caption)
        sheet.write("B16", "3) In respect of 7 Day Services - please confirm:", self.caption)
        sheet.write("B19", "4) In respect of Data Sharing - please confirm:", self.caption)
        for row in CONDITION_ROWS:
            self.ask(sheet, f"{answer}{row}", choices="Met", text=f"Condition of row {row}")
            sheet.write(f"{answer}{row}", "Please Select", self.entry)
            if self.number < 4:
                self.ask(sheet, f"{chr(ord(answer) + 1)}{row}", self.date)
            self.ask(sheet, f"{chr(ord(answer) + 1 + (self.number < 4))}{row}")
        sheet.conditional_format(
            f"{answer}14:{answer}27", {"type": "cell", "criteria": "==", "value": '"Yes"', "format": self.green}
        )
        sheet.autofilter("B13:G27")
        sheet.freeze_panes(13, 2)

    def income_and_expenditure(self):
        sheet = self.sheet("4) I&E (2 parts)", "Plan, forecast, and actual figures")
        for title, first in (("Income", 12), ("Expenditure", 21 if self.number == 1 else 28)):
            sheet.write(f"B{first - 2}", title, self.title)
            if self.number > 1:
                self.figures(sheet, first, asked=False)
                first += 7
            self.figures(sheet, first, asked=True)
            fund = f"I{first}"
            if title == "Income":
                sheet.write_blank(fund, None, self.money)
            else:
                sheet.write_formula(fund, "=Fund", self.sum, 0)
            sheet.merge_range(f"D{first + 4}:I{first + 4}", "", self.entry)
            sheet.write(f"B{first + 4}", "Please comment if there is a difference", self.caption)
        sheet.merge_range(f"D{first + 6}:I{first + 6}", "", self.entry)
        chart = self.book.add_chart({"type": "line"})
        chart.add_series({"values": f"='4) I&E (2 parts)'!$D${first + 1}:$G${first + 1}", "name": "Forecast"})
        sheet.insert_chart("K12", chart)
        sheet.ignore_errors({"formula_differs": "H12:H37"})

    def figures(self, sheet, first, asked):
        for column, period in zip("DEFG", QUARTERS, strict=True):
            sheet.write(f"{column}{first - 1}", f"{period.upper()} 2016/17", self.caption)
        for row, name in enumerate(("Plan", "Forecast", "Actual*"), first):
            sheet.write(f"C{row}", name, self.caption)
            columns = "DEFG" if name != "Actual*" else "DEFG"[: self.number]
            for column in columns:
                if asked and (name != "Plan" or self.number == 1):
                    self.ask(sheet, f"{column}{row}", self.money)
                else:
                    sheet.write_number(f"{column}{row}", 0, self.sum)
            sheet.write_formula(f"H{row}", f"=SUM(D{row}:G{row})", self.sum, 0)

    def metrics(self):
        sheet = self.sheet("5) Supporting Metrics", "National and locally defined metrics")
        for name, title, row in METRICS:
            sheet.write(f"B{title}", name, self.title)
            if name.startswith("Local defined"):
                sheet.merge_range(f"C{row - 1}:F{row - 1}", "", self.entry)
            for asked, caption in ((row, "progress against the metric?"), (row + 1, "Commentary on progress:")):
                sheet.merge_range(f"C{asked}:F{asked}", "", self.entry)
                self.ask(sheet, f"C{asked}", choices="Status" if asked == row else None, text=caption)
            sheet.set_row(row, 90)

    def year_end(self):
        sheet = self.sheet("6) Year End Feedback", "Year End Feedback on the Better Care Fund in 2016-17")
        for row in (*range(10, 17), *range(21, 24), *range(27, 30)):
            self.ask(sheet, f"C{row}", text=f"Statement, success or challenge of row {row}")
            sheet.write_blank(f"D{row}", None, self.entry)

    def additional(self):
        sheet = self.sheet(f"{6 + (self.number == 4)}) Additional Measures", "Additional Measures")
        rows = {13: "YesNo", 14: "YesNo", **dict.fromkeys(range(19, 25), "Shared"), 28: None, 29: None}
        for row, choices in rows.items():
            for column, setting in zip("CDEFGH", SETTINGS, strict=True):
                self.ask(sheet, f"{column}{row}", self.date if row == 29 else None, choices)
                if row in (13, 19, 28):
                    sheet.write(f"{column}{row - 1}", setting, self.caption)
        self.ask(sheet, "C33", text="Is there a Digital Integrated Care Record pilot currently underway?")
        sheet.write("B38", "Rate per 100,000 population", self.caption)
        sheet.write_formula("C38", '=IF(C42="","",C37/C42*100000)', None, "")
        for row in (37, 39, 40):
            self.ask(sheet, f"C{row}", self.count, text="Personal health budgets")
        self.ask(sheet, "C41", self.share, text="in receipt of NHS Continuing Healthcare (%)")
        sheet.write_blank("C42", None, self.count)
        for row in (46, 47):
            self.ask(sheet, f"C{row}", text="Are integrated care teams in place and operating?")

    def narrative(self):
        sheet = self.sheet(f"{7 + (self.number == 4)}) Narrative", "Narrative")
        sheet.write("B6", "Remaining Characters", self.caption)
        sheet.write_formula("C6", "=32767-LEN(B9)", self.count, 32767)
        sheet.merge_range("B9:H40", "", self.entry)
        self.needed.append((sheet.get_name(), "B9"))

    def lists(self):
        sheet = self.book.add_worksheet("Lists")
        for column, (name, words) in enumerate(LISTS.items()):
            sheet.write_column(0, column, words)
            letter = "ABCD"[column]
            self.book.define_name(name, f"=Lists!${letter}$1:${letter}${len(words)}")
        sheet.very_hidden()

    def fill_checklist(self):
        sheet = self.checklist
        sheet.write("B2", "Data Collection Question Completion Checklist", self.title)
        for row, (name, cell) in enumerate(self.needed, 4):
            sheet.write(f"B{row}", f"{name} {cell}", self.caption)
            sheet.write_formula(f"C{row}", f'=IF(\'{name}\'!{cell}="","No","Yes")', None, "No")
        sheet.conditional_format(
            "C4:C400", {"type": "text", "criteria": "containing", "value": "Yes", "format": self.green}
        )


def _picture():
    """A PNG of one blue pixel."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixel = zlib.compress(b"\x00\x00\x5e\xb8")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")
