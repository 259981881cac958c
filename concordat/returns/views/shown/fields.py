"""One question as a control: what is asked, what stands in it, what was said before, and why it may be fixed."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from concordat.questionnaires.derived import calculate_rate
from concordat.questionnaires.form import Question
from concordat.questionnaires.kinds import DEFAULT_TEXT_LIMIT, Value, fold, format_value
from concordat.returns.access import Filling
from concordat.returns.seen import seen_token
from concordat.returns.views.shown.editing import Editing
from concordat.returns.views.shown.pages import Pages, slug_of_question
from concordat.returns.views.shown.said import Said
from concordat.returns.views.shown.said_times import period_name

MOST_RADIOS = 5
LONGEST_LINE = 40  # characters of all options together that stand side by side
SUFFIXES = {"percentage": "%"}
HINTS = {
    "date": "Day, month and year, such as 31/3/2017",
    "month": "Month and year, such as 3/2017",
}
MODES = {
    "money": "decimal",
    "count": "numeric",
    "number": "decimal",
    "percentage": "decimal",
    "email": "email",
    "telephone": "tel",
}
WIDTHS = {
    "money": "10",
    "count": "10",
    "number": "10",
    "percentage": "5",
    "date": "10",
    "month": "10",
    "telephone": "20",
}
FIGURES = ("money", "count", "number", "percentage")


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a choice."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Clash:
    """Two answers to one question, to choose from. `version` is that of theirs."""

    slug: str
    id: str
    name: str
    yours: str
    theirs: str
    who: str
    when: str
    version: int
    href: str


@dataclass(frozen=True, slots=True)
class Field:
    """One question on a page. `how` is the kind of control: radios, select, lines, list, line, or derived for a figure
    that is worked out. `fixed` says why it cannot be changed; `shown` is the answer as words.
    """

    id: str
    slug: str
    name: str
    label: str
    how: str
    shown: str
    said: Said
    hint: str = ""
    text: str = ""
    seen: str = ""
    keep: str = ""
    href: str = ""
    options: tuple[Option, ...] = ()
    prefix: str = ""
    suffix: str = ""
    mode: str = ""
    width: str = ""
    rows: int = 1
    limit: int = 0
    is_figure: bool = False
    optional: bool = False
    fixed: str = ""
    before: tuple[tuple[str, str], ...] = ()
    copy: str = ""
    remarks: int = 0
    clash: Clash | None = None
    error: str = ""

    @property
    def is_inline(self) -> bool:
        """Whether its options are short enough to stand on one line."""
        return sum(len(option.label) for option in self.options) < LONGEST_LINE

    @property
    def last_said(self) -> tuple[str, str] | None:
        """What was said in the latest period before; None where it is what stands here too."""
        last = self.before[-1] if self.before else None
        return None if last is None or last[1] == self.shown else last


@dataclass(frozen=True)
class Context:
    """What every field of a page is made from. `typed`, `clashes` and `errors` are of answers that were not saved."""

    filling: Filling
    editing: Editing
    pages: Pages
    said: Mapping[str, Said]
    typed: Mapping[str, str]
    clashes: Mapping[str, Clash]
    errors: Mapping[str, str]
    remarks: Mapping[str, int]

    def field(self, question: Question, *, cell: bool = False) -> Field:
        """One question as a control; in a `cell` of a table a choice is a list to open."""
        if question.kind == "derived":
            return self._derived(question)
        answers, row = self.filling.ret.answers, self.filling.rows.get(question.id)
        answer = answers.answers.get(question.id)
        kept = control_text(question, answer.value if answer else None, answers.text(question.id))
        text = self.typed.get(question.id, kept)
        before = tuple(
            (period_name(form, short=True), format_value(question, value))
            for form, value in answers.said_before(question.id)
        )
        previous = answers.previous
        copied = previous.text(question.id) if previous else ""
        return Field(
            id=question.id,
            slug=slug_of_question(question.id),
            name=question.name,
            label=question.label,
            hint=_hint(question),
            how=_how(question, cell=cell),
            text=text,
            shown=answers.text(question.id),
            seen=seen_token(row.version if row else 0, kept),
            keep=f"r{self.filling.record.pk}/{question.id}",
            href=self.pages.answer(question.id),
            options=_options(question, text),
            prefix="£" if question.kind == "money" else "",
            suffix=SUFFIXES.get(question.kind, ""),
            mode=MODES.get(question.kind, ""),
            width=WIDTHS.get(question.kind, ""),
            rows=_rows(question, text),
            limit=question.limit or DEFAULT_TEXT_LIMIT,
            is_figure=question.kind in FIGURES,
            optional=not question.counted and not question.prefill,  # what carries over is expected to stand here
            fixed=self._fixed(question),
            before=before,
            copy=period_name(previous.form.id) if previous and copied and copied != answers.text(question.id) else "",
            remarks=self.remarks.get(question.id, 0),
            said=self.said[question.id],
            clash=self.clashes.get(question.id),
            error=self.errors.get(question.id, ""),
        )

    def _fixed(self, question: Question) -> str:
        place = self.filling.ret.place
        if question.kind == "place" and place and fold(self.filling.ret.answers.text(question.id)) == fold(place.name):
            return "It is the place whose return this is."
        return self.editing.why_not(question)

    def _derived(self, question: Question) -> Field:
        rate = calculate_rate(self.filling.ret.answers, question.id)
        slug = slug_of_question(question.id)
        return Field(
            id=question.id,
            slug=slug,
            name=question.name,
            label=question.label,
            how="derived",
            shown=said_rate(rate),
            said=Said(slug, False, "", (), ""),
            hint="Worked out from the figures above.",
            is_figure=True,
        )


def said_rate(rate: Decimal | None) -> str:
    """A rate to one place; a dash where a part of it is missing."""
    return "–" if rate is None else f"{rate:,.1f}"


def control_text(question: Question, value: Value | None, text: str) -> str:
    """What stands in a control: the answer as the field writes it, without the sign that stands beside the control."""
    if value is None:
        return text
    if question.kind == "money":
        return text.replace("£", "", 1)
    return text.removesuffix("%") if question.kind == "percentage" else text


def _how(question: Question, *, cell: bool) -> str:
    if question.kind == "text":
        return "lines"
    if question.options is None:
        return "line"
    if not question.options.verified:
        return "list"
    return "select" if cell or len(question.options.values) > MOST_RADIOS else "radios"


def _options(question: Question, text: str) -> tuple[Option, ...]:
    """The options with the one that was chosen; what was given and is none of them stands last, as it was typed."""
    if question.options is None:
        return ()
    found = [Option(one, one, fold(one) == fold(text)) for one in question.options.values]
    if text and question.options.verified and not any(one.chosen for one in found):
        found.append(Option(text, f"{text} (not among the options)", True))
    return tuple(found)


def _hint(question: Question) -> str:
    hint = HINTS.get(question.kind, "")
    if hint:
        hint += f", or {' or '.join(question.words)}." if question.words else "."
    elif question.options and not question.options.verified:
        hint = "Choose from the list, or type the words of the official form."
    return " ".join(part for part in (question.help, hint) if part)


def _rows(question: Question, text: str) -> int:
    least = 2 if question.steady else 5
    return max(least, min(24, len(text) // 70 + text.count("\n") + 2))
