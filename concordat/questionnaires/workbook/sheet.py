"""One section of a form as a sheet: its tables, the cells to fill, and what earlier periods said below them in grey."""

from collections.abc import Mapping
from dataclasses import dataclass

from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook

from concordat.questionnaires.answers import AnswerSet
from concordat.questionnaires.form import Question, Section
from concordat.questionnaires.kinds import DEFAULT_TEXT_LIMIT
from concordat.questionnaires.workbook.entry import entry_rules
from concordat.questionnaires.workbook.formulas import FIGURES
from concordat.questionnaires.workbook.layout import Row, Table, lay_out
from concordat.questionnaires.workbook.looks import POINTS_PER_LINE, GrowingSheet, Looks, lines_of, protect, set_paper
from concordat.questionnaires.workbook.names import name_of
from concordat.questionnaires.workbook.said import SaidLine, said_below, said_instead
from concordat.questionnaires.workbook.values import cell_of
from concordat.questionnaires.workbook.widths import LABEL_WIDTH, column_widths, is_wide
from concordat.questionnaires.workbook.workings import Workings

LETTERS = 1.2  # of the letters of a text that go into the room of a digit
MOST_HEIGHT = 400  # points; no spreadsheet makes a row higher than 409
FIRST_TABLE = 4  # row, counted from 0; above it stand title, place and progress


@dataclass
class SectionSheet:
    """Writes one section. `progress` are the addresses of the counts of answered and asked questions, if any count."""

    book: Workbook
    sheet: GrowingSheet
    looks: Looks
    answers: AnswerSet
    section: Section
    workings: Workings
    lists: Mapping[str, str]
    notes: Mapping[str, str]
    place: str

    def write(self, progress: tuple[str, str] | None) -> None:
        """The whole sheet, ready to be filled and printed."""
        tables = lay_out(self.answers.form, self.section)
        self.widths = column_widths(tables)
        self.last = len(self.widths)
        self.sheet.set_column(0, 0, LABEL_WIDTH)
        for number, width in enumerate(self.widths, 1):
            self.sheet.set_column(number, number, width)
        self._write_head(progress)
        self.row, self.title = FIRST_TABLE, ""
        for table in tables:
            self._write_table(table)
        self.sheet.freeze_panes(3, 1)
        self.sheet.repeat_rows(0, 1)
        self.sheet.print_area(0, 0, self.row, self.last)
        set_paper(self.sheet, f"{self.place}: {self.answers.form.title}", landscape=sum(self.widths) > 70)
        protect(self.sheet)

    def _write_head(self, progress: tuple[str, str] | None) -> None:
        for row, style, text, height in (
            (0, "title", self.section.title, 28),
            (1, "under-title", f"{self.place}  –  {self.answers.form.title}", 18),
        ):
            self.sheet.set_row(row, height)
            for column in range(self.last + 1):
                self.sheet.write_blank(row, column, None, self.looks(style))
            self.sheet.write_string(row, 0, text, self.looks(style))
        if progress:
            answered, asked = progress
            formula = (
                f'=IF({answered}={asked},"Complete: all "&{asked}&" answered",{answered}&" of "&{asked}&" answered")'
            )
            self.sheet.write_formula(2, 0, formula, self.looks("progress"), "")
            done = {"type": "formula", "criteria": '=LEFT($A$3,8)="Complete"', "format": self.looks("green")}
            self.sheet.conditional_format(2, 0, 2, 0, done)

    def _write_table(self, table: Table) -> None:
        if table.title and table.title != self.title:
            self.sheet.set_row(self.row, 20)
            for column in range(self.last + 1):
                self.sheet.write_blank(self.row, column, None, self.looks("heading"))
            self.sheet.write_string(self.row, 0, table.title, self.looks("heading"))
            self.row += 1
        self.title = table.title
        if not table.is_list:
            self._write_columns(table)
        for said in said_instead(self.answers, table):
            self._write_said(table, said)
        for row in table.rows:
            self._write_row(table, row)
            for said in said_below(self.answers, row):
                self._write_said(table, said)
        self.row += 1

    def _write_columns(self, table: Table) -> None:
        names = [*table.columns, *(["Total"] if table.has_totals else [])]
        self.sheet.write_string(self.row, 0, "", self.looks("column"))
        for column, name in enumerate(names, 1):
            is_figure = table.rows[0].questions[min(column, len(table.rows[0].questions)) - 1].kind in FIGURES
            self.sheet.write_string(self.row, column, name, self.looks("column-right" if is_figure else "column"))
            helps = {row.questions[column - 1].help for row in table.rows if column <= len(row.questions)}
            if len(helps) == 1 and not table.has_totals:
                self._write_note(self.row, column, helps.pop())
        self._grow(["", *names])
        self.row += 1

    def _write_row(self, table: Table, row: Row) -> None:
        self.sheet.write_string(self.row, 0, row.label, self.looks("label"))
        if table.is_list or table.has_totals:
            self._write_note(self.row, 0, row.questions[0].help)
        wide = table.is_list and self.last > 1 and is_wide(row.questions[0], self.widths[0])
        if not wide:
            self._grow([row.label, *(self.answers.text(one.id) for one in row.questions)])
        for column, question in enumerate(row.questions, 1):
            self._write_question(question, column, self.last if wide else column)
        if row.total and table.has_totals:
            formula = "=" + self.workings.address(row.total.id, "E")
            result = self.workings.results.get(row.total.id, "")
            column = len(table.columns) + 1
            self.sheet.write_formula(self.row, column, formula, self.looks.derived(row.questions[0].kind), result)
        self.row += 1
        if table.is_list and row.questions[0].kind == "text" and row.questions[0].limit:
            self._write_remaining(row.questions[0])

    def _write_question(self, question: Question, column: int, last: int) -> None:
        cell = xl_rowcol_to_cell(self.row, column, row_abs=True, col_abs=True)
        self.book.define_name(name_of(question.id), f"={quote_sheetname(self.sheet.name)}!{cell}")
        if question.rate:
            result = self.workings.results.get(question.id, "")
            self.sheet.write_formula(
                self.row, column, "=" + self.workings.address(question.id, "E"), self.looks.derived("rate"), result
            )
            return
        fmt = self.looks.entry(question)
        content = cell_of(question, self.answers.answers.get(question.id))
        if last > column:
            self.sheet.merge_range(self.row, column, self.row, last, "", fmt)
            self._set_height(question, str(content or ""))
        if content is None:
            self.sheet.write_blank(self.row, column, None, fmt)
        elif isinstance(content, str):
            self.sheet.write_string(self.row, column, content, fmt)
        else:
            self.sheet.write_number(self.row, column, content, fmt)
        own = xl_rowcol_to_cell(self.row, column)
        self.sheet.data_validation(
            self.row, column, self.row, column, entry_rules(question, own, self.lists.get(question.id, ""))
        )
        if question.kind == "money":
            pence = {"type": "formula", "criteria": f"={own}<>INT({own})", "format": self.looks("pence")}
            self.sheet.conditional_format(self.row, column, self.row, column, pence)
        self._write_note(self.row, column, self.notes.get(question.id, ""))

    def _set_height(self, question: Question, text: str) -> None:
        """A merged cell does not grow by itself: room for what it holds, and for some lines where a text is asked."""
        lines = lines_of(text, int(sum(self.widths) * LETTERS))
        least = (8 if question.limit else 3) if question.kind == "text" else 1
        if max(lines, least) > 1:
            self.sheet.set_row(self.row, min(MOST_HEIGHT, POINTS_PER_LINE * max(lines, least) + 3))

    def _write_remaining(self, question: Question) -> None:
        limit = question.limit or DEFAULT_TEXT_LIMIT
        text = self.answers.text(question.id).strip()
        self.sheet.write_string(self.row, 0, "Characters left", self.looks("said-label"))
        formula = f"={limit}-LEN({name_of(question.id)})"
        fmt = self.looks("said", num_format="#,##0", align="left")
        self.sheet.write_formula(self.row, 1, formula, fmt, limit - len(text))
        self.row += 1

    def _write_said(self, table: Table, said: SaidLine) -> None:
        """A grey line of what was said before, under the cells where it is asked anew."""
        self.sheet.write_string(self.row, 0, said.label, self.looks("said-label"))
        wide = table.is_list and self.last > 1 and is_wide(said.questions[0], self.widths[0])
        for column, (question, content) in enumerate(zip(said.questions, said.cells, strict=True), 1):
            fmt = self.looks.said(question)
            if wide:
                self.sheet.merge_range(self.row, column, self.row, self.last, "", fmt)
                self._set_height_of_said(str(content))
            if isinstance(content, str):
                self.sheet.write_string(self.row, column, content, fmt)
            else:
                self.sheet.write_number(self.row, column, content, fmt)
        if not table.is_list:
            for column in range(len(said.questions) + 1, table.width + 1):
                self.sheet.write_blank(self.row, column, None, self.looks("said"))
        if not wide:
            self._grow([said.label, *map(str, said.cells)])
        self.row += 1

    def _set_height_of_said(self, text: str) -> None:
        lines = lines_of(text, int(sum(self.widths) * LETTERS))
        if lines > 1:
            self.sheet.set_row(self.row, min(MOST_HEIGHT, POINTS_PER_LINE * lines + 3))

    def _grow(self, texts: list[str]) -> None:
        """Height for what a row holds; it grows by itself with what is typed."""
        widths = [LABEL_WIDTH, *self.widths]
        lines = max(lines_of(text, int(width * LETTERS)) for text, width in zip(texts, widths, strict=False))
        if lines > 1:
            self.sheet.set_row(self.row, min(MOST_HEIGHT, POINTS_PER_LINE * lines + 3))
            self.sheet.growing.add(self.row)

    def _write_note(self, row: int, column: int, text: str) -> None:
        if text:
            height = 22 + 15 * lines_of(text, 42)
            self.sheet.write_comment(row, column, text, {"x_scale": 2.2, "height": height, "font_name": "Arial"})
