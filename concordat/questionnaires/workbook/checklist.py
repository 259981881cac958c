"""The first sheet of a workbook: whose it is, how to fill it, and a checklist that turns green by itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from concordat.questionnaires.answers import AnswerSet
from concordat.questionnaires.completion import calculate_completion, is_started, state_of
from concordat.questionnaires.form import Question, Section
from concordat.questionnaires.workbook.looks import Looks, protect, set_paper
from concordat.questionnaires.workbook.names import Stamp, name_of
from concordat.questionnaires.workbook.workings import Workings

SHEET = "Checklist"
SECTION_HEAD = ("Section", "How far it is", "Answered", "Asked", "Complete")
QUESTION_HEAD = ("Section", "Question", "Answered", "How it stands", "Counts")
WIDTHS = (27, 58, 11, 14, 11)
NOT_ASKED = "–"
FIRST_SECTION = 12  # the row of the first section, counted from 1
HELP = (
    "Fill the yellow cells, sheet by sheet. Where a cell has a list, click the arrow; hold the pointer over a corner "
    "with a red mark for guidance. Grey lines show what was said before.",
    "You may move and rename sheets, insert rows, change fonts and widths, and save from Excel or LibreOffice: answers "
    "are found by the names of their cells. The sheets are protected without a password, against slips only.",
)


def write_checklist(
    book: Workbook,
    sheet: Worksheet,
    looks: Looks,
    answers: AnswerSet,
    workings: Workings,
    *,
    stamp: Stamp,
    place: str,
) -> dict[str, tuple[str, str]]:
    """The whole sheet. The addresses of the counts of answered and asked questions, by section that counts any."""
    writer = _Checklist(book, sheet, looks, answers, workings)
    writer.write_head(stamp, place)
    counts = writer.write_sections()
    last = writer.write_questions()
    sheet.print_area(0, 0, last, len(WIDTHS) - 1)
    sheet.repeat_rows(0, 1)
    sheet.freeze_panes(2, 0)
    set_paper(sheet, f"{place}: {answers.form.title}", landscape=False)
    protect(sheet)
    return counts


@dataclass
class _Checklist:
    book: Workbook
    sheet: Worksheet
    looks: Looks
    answers: AnswerSet
    workings: Workings

    def __post_init__(self) -> None:
        self.completion = calculate_completion(self.answers)
        form = self.answers.form
        self.counting = [one for one in form.sections if any(form.questions[id].counted for id in one.questions)]
        self.question_head = FIRST_SECTION + len(self.counting) + 3  # the row of the names of the columns
        self.rows = {question.id: self.question_head + number for number, question in enumerate(form.asked, 1)}

    def write_head(self, stamp: Stamp, place: str) -> None:
        for number, width in enumerate(WIDTHS):
            self.sheet.set_column(number, number, width)
            for row, style in ((0, "title"), (1, "under-title")):
                self.sheet.write_blank(row, number, None, self.looks(style))
        self.sheet.set_row(0, 28)
        self.sheet.set_row(1, 18)
        self.sheet.write_string(0, 0, self.answers.form.title, self.looks("title"))
        self.sheet.write_string(1, 0, place, self.looks("under-title"))
        for row, text in enumerate(HELP, 2):
            self.sheet.merge_range(row, 0, row, len(WIDTHS) - 1, text, self.looks("plain"))
            self.sheet.set_row(row, 30)
        labels = ("Place", "Form", "Version of the form")
        for row, (label, text) in enumerate(zip(labels, (stamp.place, stamp.form, stamp.version), strict=True), 5):
            self.sheet.write_string(row, 0, label, self.looks("quiet"))
            self.sheet.write_string(row, 1, text, self.looks("quiet"))

    def write_sections(self) -> dict[str, tuple[str, str]]:
        """A line for each section that counts any question, and one for all."""
        self._write_columns(FIRST_SECTION - 1, SECTION_HEAD)
        last = FIRST_SECTION + len(self.counting)
        for row, section in enumerate(self.counting, FIRST_SECTION):
            answered, asked = self.completion.get(section.id, (0, 0))
            where, given = (f"{column}${self._first(section)}:{column}${self._last(section)}" for column in "EC")
            self._link(row, 0, section.title, section.questions[0])
            counted = f'=COUNTIFS({where},"Yes",{given},"Yes")'
            wanted = f'=COUNTIFS({where},"Yes",{given},"Yes")+COUNTIFS({where},"Yes",{given},"No")'
            self._write_counts(row, (counted, answered), (wanted, asked))
        totals = [sum(pair[side] for pair in self.completion.values()) for side in (0, 1)]
        self.sheet.write_string(last - 1, 0, "All sections", self.looks("label"))
        answered_sum, asked_sum = (f"=SUM({column}{FIRST_SECTION}:{column}{last - 1})" for column in "CD")
        self._write_counts(last, (answered_sum, totals[0]), (asked_sum, totals[1]))
        self._turn_green(f"A{FIRST_SECTION}:E{last}", f'=$E{FIRST_SECTION}="Yes"', "green")
        return {
            section.id: (f"{SHEET}!$C${row}", f"{SHEET}!$D${row}")
            for row, section in enumerate(self.counting, FIRST_SECTION)
        }

    def _first(self, section: Section) -> int:
        return min(self.rows[id] for id in section.questions if id in self.rows)

    def _last(self, section: Section) -> int:
        return max(self.rows[id] for id in section.questions if id in self.rows)

    def _write_counts(self, row: int, answered: tuple[str, int], asked: tuple[str, int]) -> None:
        so_far = f'=C{row}&" of "&D{row}&" answered"'
        self.sheet.write_formula(row - 1, 1, so_far, self.looks("cell"), f"{answered[1]} of {asked[1]} answered")
        self.sheet.write_formula(row - 1, 2, answered[0], self.looks("mark"), answered[1])
        self.sheet.write_formula(row - 1, 3, asked[0], self.looks("mark"), asked[1])
        complete = "Yes" if answered[1] == asked[1] else "No"
        self.sheet.write_formula(row - 1, 4, f'=IF(C{row}=D{row},"Yes","No")', self.looks("mark"), complete)

    def write_questions(self) -> int:
        """A line for each question; the last row, counted from 0."""
        self._write_columns(self.question_head, QUESTION_HEAD)
        for question in self.answers.form.asked:
            self._write_question(question, self.rows[question.id])
        first, last = self.question_head + 1, max(self.rows.values(), default=self.question_head + 1)
        self._turn_green(f"A{first}:E{last}", f'=$C{first}="Yes"', "green")
        self._turn_green(f"A{first}:E{last}", f'=AND($C{first}="No",$E{first}="Yes")', "amber")
        self.sheet.autofilter(self.question_head - 1, 0, last - 1, len(QUESTION_HEAD) - 1)
        return last - 1

    def _write_question(self, question: Question, row: int) -> None:
        state = state_of(self.answers, question)
        begun = is_started(self.answers, question)
        stands = self.workings.address(question.id, "F")
        answered = f'IF(OR({stands}="answered",{stands}="not needed"),"Yes","No")'
        if question.row:
            answered = f'IF({self.workings.is_begun(question, elsewhere=True)},{answered},"{NOT_ASKED}")'
        section = self.answers.form.name_of(question.section)
        self.sheet.write_string(row - 1, 0, section, self.looks("cell"))
        self._link(row, 1, question.name, question.id)
        self.sheet.write_formula(
            row - 1, 2, f"={answered}", self.looks("mark"), ("Yes" if state.is_done else "No") if begun else NOT_ASKED
        )
        self.sheet.write_formula(row - 1, 3, f"={stands}", self.looks("mark"), str(state))
        self.sheet.write_string(row - 1, 4, "Yes" if question.counted else "No", self.looks("mark"))

    def _write_columns(self, row: int, names: tuple[str, ...]) -> None:
        for column, name in enumerate(names):
            self.sheet.write_string(row - 1, column, name, self.looks("column"))

    def _link(self, row: int, column: int, text: str, id: str) -> None:
        """A link to the cell of an answer, by its name, which stays right where sheets are renamed."""
        self.sheet.write_url(row - 1, column, f"internal:{name_of(id)}", self.looks("link"), text)

    def _turn_green(self, where: str, when: str, style: str) -> None:
        self.sheet.conditional_format(where, {"type": "formula", "criteria": when, "format": self.looks(style)})


def checklist_rows(rows: list[list[object]]) -> tuple[Mapping[str, tuple[int, int]], list[tuple[str, str]]]:
    """What a checklist says, from the values of its cells: (answered, asked) by section's title, and for each question
    in order whether it is answered and how it stands."""
    heads = [number for number, row in enumerate(rows) if tuple(row[:5]) in (SECTION_HEAD, QUESTION_HEAD)]
    sections = {str(row[0]): (_count(row[2]), _count(row[3])) for row in _until_blank(rows[heads[0] + 1 :])}
    questions = [(str(row[2]), str(row[3])) for row in _until_blank(rows[heads[1] + 1 :])]
    return sections, questions


def _until_blank(rows: list[list[object]]) -> Iterator[list[object]]:
    for row in rows:
        if not row[0]:
            return
        yield row


def _count(cell: object) -> int:
    return int(cell) if isinstance(cell, (int, float)) else -1
