"""From a questionnaire's data to the form of one period: lists unrolled, series and matrices laid out, ids made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from concordat.periods import Period, parse_period
from concordat.questionnaires.definition import FROM_FRAMEWORK, Definition, OptionsData, PartData, SectionData
from concordat.questionnaires.form import Condition, Options, Question, Questionnaire, Rate, Section, Series, Wanted
from concordat.questionnaires.question_data import LatestDiffers, QuestionData, as_decimal
from concordat.questionnaires.read_yaml import DataError

YES_NO = Options(("Yes", "No"), ("Yes", "No"))
Lists = Mapping[str, Mapping[str, str]]


def expand(definition: Definition, form_id: str, lists: Lists | None = None) -> Questionnaire:
    """The form `form_id` (`2016-17-q1`), from the definition of all periods.

    `lists` supplies what the definition takes `from framework`, as id to label. Raises DataError for a form that is
    not derived from it, a list or options that do not exist, and an id that nothing answers to.
    """
    if form_id not in definition.form_ids():
        raise DataError(f"{form_id!r} is none of the forms of {definition.id}: {', '.join(definition.form_ids())}.")
    number = definition.form_ids().index(form_id)
    periods = definition.periods or [""]
    resolved = _resolve_lists(definition, lists or {})
    *before, layout = (_Layout(definition, period, resolved) for period in periods[: number + 1])
    sections, period = layout.lay_out_sections(), layout.period
    for earlier in before:
        earlier.lay_out_sections()
    form = Questionnaire(
        id=form_id,
        title=f"{definition.title}, {layout.period_label}" if period else definition.title,
        version=definition.version,
        source=definition.source,
        period=_covered(definition, form_id),
        framework=definition.year,
        sections=sections,
        questions=layout.questions,
        series=layout.series,
        earlier=tuple(definition.form_ids()[:number]),
        known_ids=frozenset(id for one in (*before, layout) for id in (*one.questions, *one.series)),
        checks=tuple(layout.bind(check) for check in definition.checks if _asked(check.get("asked"), period)),
    )
    _refuse_dangling(definition, form)
    return form


def _covered(definition: Definition, form_id: str) -> Period | None:
    text = form_id if definition.periods else definition.year
    try:
        return parse_period(text) if text else None
    except ValueError:
        return None  # a framework of two years (2017-19) is no single period


def _asked(periods: list[str] | None, period: str) -> bool:
    return periods is None or period in periods


def _resolve_lists(definition: Definition, given: Lists) -> dict[str, Mapping[str, str]]:
    resolved: dict[str, Mapping[str, str]] = {}
    for name, items in definition.lists.items():
        if items != FROM_FRAMEWORK:
            resolved[name] = items  # type: ignore[assignment]
        elif name in given:
            resolved[name] = given[name]
        else:
            raise DataError(
                f"{definition.id}: lists.{name} is to come from the framework, which has none of that name."
            )
    return resolved


@dataclass
class _Layout:
    definition: Definition
    period: str
    lists: Mapping[str, Mapping[str, str]]
    questions: dict[str, Question] = field(default_factory=dict)
    series: dict[str, Series] = field(default_factory=dict)
    row: tuple[str, ...] = ()

    @property
    def period_label(self) -> str:
        return f"{self.period.upper()} {self.definition.year}"

    def lay_out_sections(self) -> tuple[Section, ...]:
        """Make the questions of every section that the period asks."""
        return tuple(
            Section(section.id, section.title, tuple(self.lay_out(section)))
            for section in self.definition.sections
            if _asked(section.asked, self.period)
        )

    def lay_out(self, section: SectionData) -> list[str]:
        """Make a section's questions; their ids, in order."""
        before = len(self.questions)
        for part in section.all_parts():
            if not _asked(part.asked, self.period):
                continue
            for number, (item, item_label) in enumerate(self._items(part).items()):
                prefix = f"{section.id}.{item}" if item else section.id
                optional = part.rows is not None and number >= part.rows.at_least
                self.row = tuple(f"{prefix}.{data.id}" for data in part.questions) if optional else ()
                for data in part.questions:
                    if _asked(data.asked, self.period):
                        self._add(data, section.id, prefix, item_label)
        return list(self.questions)[before:]

    def _items(self, part: PartData) -> Mapping[str, str]:
        if part.rows is not None:
            rows = part.rows
            return {f"{rows.id}-{number}": f"{rows.label} {number}" for number in range(1, rows.at_most + 1)}
        return {"": ""} if part.each is None else self._list(part.each)

    def _list(self, name: str) -> Mapping[str, str]:
        if name not in self.lists:
            there = f"there are {', '.join(self.lists)}" if self.lists else "there are none"
            raise DataError(f"{self.definition.id}: there is no list {name!r}; {there}.")
        return self.lists[name]

    def _add(self, data: QuestionData, section: str, prefix: str, item: str) -> None:
        whole = f"{prefix}.{data.id}"
        if data.over:
            periods = self.definition.periods
            columns = periods if data.over == "periods" else periods[: periods.index(self.period) + 1]
            cells = {f"{whole}.{column}": column.upper() for column in columns}
        elif data.rows and data.columns:
            across = self._list(data.columns)
            cells = {
                f"{whole}.{row}.{column}": f"{row_label} to {column_label}"
                for row, row_label in self._list(data.rows).items()
                for column, column_label in across.items()
            }
        else:
            self._put(self._question(data, section, prefix, item, whole, data.label, None))
            return
        for id, label in cells.items():
            self._put(self._question(data, section, prefix, item, id, f"{data.label}, {label}", whole))
        self.series[whole] = Series(whole, data.label, tuple(cells), data.total is not None, item)

    def _put(self, question: Question) -> None:
        if question.id in self.questions:
            raise DataError(f"{self.definition.id}: two questions have the id {question.id!r}; rename one.")
        self.questions[question.id] = question

    def _question(
        self, data: QuestionData, section: str, prefix: str, item: str, id: str, label: str, series: str | None
    ) -> Question:
        def sibling(name: str) -> str:
            return f"{prefix}.{name}"

        def conditions(given: Mapping[str, list[str]]) -> tuple[Condition, ...]:
            return tuple((sibling(name), frozenset(words)) for name, words in given.items())

        counted = data.counted == "always" or (isinstance(data.counted, list) and self.period in data.counted)
        return Question(
            id=id,
            section=section,
            kind="choice" if data.kind == "matrix" else data.kind,
            label=label,
            item=item,
            help=data.help,
            options=self._options(data),
            minimum=as_decimal(data.min),
            maximum=as_decimal(data.max),
            limit=data.limit,
            words=tuple(data.or_),
            counted=counted and data.kind != "derived",
            applies=conditions(data.applies),
            wanted=tuple(
                self._wanted(wanted, prefix, section) for wanted in data.wanted if _asked(wanted.asked, self.period)
            ),
            beside=data.beside is not None,
            amends=data.amends is not None,
            prefill=data.prefill if data.prefill != "never" else None,
            bound=data.bound,
            publish=data.publish == "always",
            steady=data.steady,
            explained_by=sibling(data.explained_by) if data.explained_by else None,
            ahead=None if data.ahead is None else conditions(data.ahead),
            rate=Rate(sibling(data.rate.of), sibling(data.rate.population), data.rate.per) if data.rate else None,
            series=series,
            row=self.row,
            was=data.was.replace("{}", prefix.rpartition(".")[2]) if data.was else None,
        )

    def _wanted(self, data: Any, prefix: str, section: str) -> Wanted:
        rounding = as_decimal(data.rounding)
        assert rounding is not None
        if isinstance(data, LatestDiffers):
            figures = (f"{prefix}.{data.latest}.{self.period}",)
            return Wanted(figures, tuple(f"{prefix}.{name}.{self.period}" for name in data.from_), rounding)
        return Wanted(tuple(f"{prefix}.{name}" for name in data.totals), (f"{section}.{data.from_}",), rounding)

    def _options(self, data: QuestionData) -> Options | None:
        if data.kind == "yes-no":
            return YES_NO
        if data.options is None:
            return None
        if isinstance(data.options, list):
            shared = OptionsData(values=data.options)
        elif data.options in self.definition.options:
            shared = self.definition.options[data.options]
        else:
            known = ", ".join(self.definition.options)
            there = f"there are {known}" if known else "there are none"
            said = f"{data.id} takes its options from {data.options!r}, which is not there; {there}."
            raise DataError(f"{self.definition.id}: {said}")
        values = data.options_in.get(self.period) or shared.in_.get(self.period) or shared.values
        ranked = tuple(value for value in shared.best_to_worst if value in values)
        return Options(tuple(values), ranked, dict(shared.means), shared.verified)

    def bind(self, check: Mapping[str, Any]) -> Mapping[str, Any]:
        """A check's binding with its list, where it has one, unrolled to `items`."""
        if "each" not in check:
            return dict(check)
        return {**check, "items": tuple(self._list(check["each"]))}


def _refuse_dangling(definition: Definition, form: Questionnaire) -> None:
    """Every id that a question refers to is one of this form, or was one of an earlier period."""
    for question in form.questions.values():
        named = [id for id, _ in question.applies + (question.ahead or ())]
        named += [question.explained_by] if question.explained_by else []
        named += [question.rate.of, question.rate.population] if question.rate else []
        for id in named:
            if id not in form.questions:
                raise DataError(f"{definition.id}: {question.id} refers to {id!r}, which {form.id} does not ask.")
        for id, words in question.applies + (question.ahead or ()):
            options = form.questions[id].options
            strange = [
                word
                for word in words
                if options and options.verified and word not in _every_option(definition, options)
            ]
            if strange:
                raise DataError(f"{definition.id}: {question.id} depends on {strange[0]!r}, which {id} does not offer.")


def _every_option(definition: Definition, options: Options) -> set[str]:
    """The options of all periods: a condition may name one that only some periods offer."""
    if options is YES_NO:
        return set(options.values)
    lists = [set(data.values) for data in definition.options.values() if set(options.values) <= set(data.values)]
    return set(options.values).union(*lists)
