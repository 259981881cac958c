"""The workings of a workbook: for each question its value and its state, by formulas that say what completion.py says.

One hidden sheet with a row for each question, each figure of an earlier period that a comparison needs, and each total.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from concordat.questionnaires.answers import AnswerSet
from concordat.questionnaires.completion import is_counted_on, state_of
from concordat.questionnaires.derived import calculate_derived, calculate_total, find_series, full_length
from concordat.questionnaires.form import Condition, Question, Series, Wanted
from concordat.questionnaires.kinds import Value
from concordat.questionnaires.workbook.formulas import FIGURES, SHOWN, text_formula, value_formulas

SHEET = "Workings"
COLUMNS = ("question", "text", "given", "value", "known", "state", "steps")
EARLIER = "N"  # column of what an earlier period said, where this one takes it over
FIRST_ROW = 2
Cell = str | float | bool


@dataclass(frozen=True)
class Line:
    """One row of the workings, by column: words and figures, formulas, and what these come to as things stand."""

    row: int
    constants: Mapping[str, str | float]
    formulas: Mapping[str, str]
    results: Mapping[str, Cell]


class Workings:
    """Where each question, figure and total stands in the workings, and what stands there."""

    def __init__(self, answers: AnswerSet, options: Mapping[str, str]) -> None:
        """`options` are the names of the lists of options by question id."""
        self.answers = answers
        self.options = options
        form = answers.form
        self.results = {id: float(figure) for id, figure in calculate_derived(answers).items()}
        self.series = {id: found for id in self._series_ids() if (found := find_series(answers, id))}
        inner = [id for series in self.series.values() for id in series.questions]
        self.elsewhere = [id for id in dict.fromkeys([*self._figure_ids(), *inner]) if self._is_elsewhere(id)]
        ids = [*form.questions, *self.elsewhere, *self.series]
        self.rows = {id: row for row, id in enumerate(ids, FIRST_ROW)}

    def cell(self, id: str, column: str) -> str:
        """The address of a cell on the sheet of the workings, for its own formulas."""
        return f"{column}{self.rows[id]}"

    def address(self, id: str, column: str) -> str:
        """The address of a cell of the workings, for formulas on other sheets."""
        return f"{SHEET}!${column}${self.rows[id]}"

    def lines(self) -> Iterable[Line]:
        """Every row, in order."""
        for question in self.answers.form.questions.values():
            yield self._derived(question) if question.rate else self._asked(question)
        for id in self.elsewhere:
            yield Line(self.rows[id], {"A": id, "E": constant(self.answers.known(id))}, {}, {})
        for series in self.series.values():
            yield self._total(series)

    def _series_ids(self) -> Iterable[str]:
        return dict.fromkeys([*self.answers.form.series, *self._figure_ids()])

    def _figure_ids(self) -> list[str]:
        asked = self.answers.form.asked
        return [id for one in asked for wanted in one.wanted for id in (*wanted.figures, *wanted.from_figures)]

    def _is_elsewhere(self, id: str) -> bool:
        return id not in self.answers.form.questions and id not in self.series

    def _asked(self, question: Question) -> Line:
        row, answer = self.rows[question.id], self.answers.answers.get(question.id)
        formulas = {"B": text_formula(question), "C": f'=B{row}<>""', "E": f"=D{row}"}
        formulas |= value_formulas(question, row, self.options.get(question.id, ""))
        constants: dict[str, str | float] = {"A": question.id}
        if question.prefill == "earlier" and (said := self.answers.said_before(question.id)):
            constants[EARLIER] = constant(said[-1][1])
            formulas["E"] = f"=IF(C{row},D{row},{EARLIER}{row})"
        formulas["F"] = f'=IF(E{row}<>"","answered",{self._needed(question)})'
        results: dict[str, Cell] = {
            "B": self.answers.text(question.id)[:100],
            "C": answer is not None,
            "D": constant(self.answers.value(question.id)),
            "E": constant(self.answers.known(question.id)),
            "F": str(state_of(self.answers, question)),
        }
        return Line(row, constants, formulas, results)

    def _needed(self, question: Question) -> str:
        """The state of a question without an answer."""
        state = '"unanswered"'
        if question.wanted:
            calls, unknowns = self._calls(question.wanted)
            state = f'IF(OR({calls}),"unanswered",IF(OR({unknowns}),"waiting","not needed"))'
        if question.applies:
            fails = ",".join(self._fails(one) for one in question.applies)
            missing = ",".join(f'{self.cell(id, "E")}=""' for id, _ in question.applies)
            state = f'IF(OR({fails}),"not needed",IF(OR({missing}),"waiting",{state}))'
        if question.row:
            state = f'IF({self.is_begun(question)},{state},"not needed")'
        return state

    def is_begun(self, question: Question, *, elsewhere: bool = False) -> str:
        """A formula that says whether anything was given in the question's row."""
        find = self.address if elsewhere else self.cell
        return "OR(" + ",".join(find(id, "C") for id in question.row if id in self.answers.form.questions) + ")"

    def _fails(self, condition: Condition) -> str:
        id, words = condition
        known = self.cell(id, "E")
        same = ",".join(f'EXACT({known},"{_quoted(word)}")' for word in sorted(words))
        return f'AND({known}<>"",NOT(OR({same})))'

    def _calls(self, wanted: Iterable[Wanted]) -> tuple[str, str]:
        """What calls for a comment, and what leaves that open, each a row of conditions."""
        calls, unknowns = ["FALSE"], ["FALSE"]
        for one in wanted:
            for id in one.figures:
                for other in one.from_figures:
                    figure, from_figure = self._figure(id), self._figure(other)
                    missing = f'OR({figure}="",{from_figure}="")'
                    calls.append(f"IF({missing},FALSE,ROUND(ABS({figure}-{from_figure}),6)>{one.rounding})")
                    lacking = [
                        f'{address}=""'
                        for address, of in ((figure, id), (from_figure, other))
                        if is_counted_on(self.answers, of)
                    ]
                    unknowns += lacking
        return ",".join(calls), ",".join(dict.fromkeys(unknowns))

    def _figure(self, id: str) -> str:
        """The cell of a figure; nothing where the answer is none."""
        question = self.answers.form.questions.get(id)
        if question is not None and question.kind not in FIGURES:
            return '""'
        return f'IF(ISNUMBER({self.cell(id, "E")}),{self.cell(id, "E")},"")'

    def _total(self, series: Series) -> Line:
        row = self.rows[series.id]
        kinds = {question.kind for id in series.questions if (question := self.answers.form.questions.get(id))}
        cells = ",".join(self.cell(id, "E") for id in series.questions)
        total = f'=IF(COUNT({cells})={len(series.questions)},SUM({cells}),"")'
        if len(series.questions) < full_length(self.answers, series) or not kinds <= set(FIGURES):
            total = '=""'
        return Line(row, {"A": series.id}, {"E": total}, {"E": constant(calculate_total(self.answers, series))})

    def _derived(self, question: Question) -> Line:
        row, rate = self.rows[question.id], question.rate
        assert rate is not None, question.id
        of, people = self.cell(rate.of, "E"), self.cell(rate.population, "E")
        formula = f'=IF(AND(ISNUMBER({of}),ISNUMBER({people})),IF({people}=0,"",{of}*{rate.per}/{people}),"")'
        return Line(row, {"A": question.id}, {"E": formula}, {"E": self.results.get(question.id, "")})


def constant(value: Value | None) -> str | float:
    """A value as a cell of the workings holds it: figures as numbers, all else as words."""
    if value is None:
        return ""
    if isinstance(value, (int, Decimal)):
        return float(value)
    return value[:SHOWN] if isinstance(value, str) else str(value)


def _quoted(text: str) -> str:
    return text.replace('"', '""')
