"""docs/reference/questionnaires.md: every form that is held, with its questions, from its data."""

from collections.abc import Iterator, Mapping, Sequence

from concordat.frameworks import forms as framework_forms
from concordat.frameworks.framework import Condition, Framework, Metric
from concordat.frameworks.read_yaml import framework_ids, load_framework
from concordat.questionnaires.definition import FROM_FRAMEWORK, Definition, PartData
from concordat.questionnaires.question_data import LatestDiffers, QuestionData
from reference.pages import MADE, Lines, table


def describe_questionnaires() -> Lines:
    yield from ("# Questionnaires", "", MADE, "")
    yield (
        "Each questionnaire that is held, with all its questions. In an id, `{…}` stands for each entry of the list of "
        "that name, `-1` to `-n` for rows that a place adds, and `q1…q4` for the periods that a figure runs over. "
        "How a form is written: [Write a questionnaire](../how-to/write-a-questionnaire.md)."
    )
    yield ""
    for id in framework_ids():
        framework = load_framework(id)
        for definition in framework_forms.read_definitions(framework):
            yield from _describe_definition(framework, definition)


def _describe_definition(framework: Framework, definition: Definition) -> Lines:
    yield from (f"## {definition.title}", "")
    yield f"`{definition.id}`, version {definition.version}, of [{framework.id}](frameworks.md). "
    yield f"Source: {framework.source_title(definition.source)}."
    rows = []
    for id in definition.form_ids():
        form = framework_forms.load_form(id)
        rows.append((f"`{id}`", len(form.sections), len(form.asked), sum(one.counted for one in form.asked)))
    yield from table(("Form", "Sections", "Questions", "Counted, with rows that may be added"), rows)
    for section in definition.sections:
        yield from (f"### {section.title} (`{section.id}`)", "")
        if section.asked:
            yield from (f"Asked in {', '.join(section.asked)} only.", "")
        for part in section.all_parts():
            if part.rows:
                yield from (
                    f"Rows `{part.rows.id}-1` to `-{part.rows.at_most}` ({part.rows.label}); "
                    f"the first {part.rows.at_least} have to be filled.",
                    "",
                )
            rows_of = [_question_row(definition, section.id, part, question) for question in part.questions]
            yield from table(("Id", "Question", "Kind", "Asked, applies, counted"), rows_of)
    yield from _describe_lists(framework, definition)


def _question_row(definition: Definition, section: str, part: PartData, question: QuestionData) -> tuple[str, ...]:
    item = f".{{{part.each}}}" if part.each else f".{part.rows.id}-n" if part.rows else ""
    id = f"{section}{item}.{question.id}"
    if question.over:
        id += f".{definition.periods[0]}…" + (definition.periods[-1] if question.over == "periods" else "now")
    if question.kind == "matrix":
        id += f".{{{question.rows}}}.{{{question.columns}}}"
    return f"`{id}`", question.label, _kind(question), "; ".join(_circumstances(question))


def _kind(question: QuestionData) -> str:
    named = f" of [{question.options}](#options)" if isinstance(question.options, str) else ""
    listed = f": {' / '.join(question.options)}" if isinstance(question.options, list) else ""
    limits = [
        f"{word} {value:,}" for word, value in (("from", question.min), ("to", question.max)) if value is not None
    ]
    limits += [f"up to {question.limit:,} characters"] if question.limit else []
    limits += [f"or {' or '.join(question.or_)}"] if question.or_ else []
    return f"{question.kind}{named}{listed}{', ' if limits else ''}{', '.join(limits)}"


def _circumstances(question: QuestionData) -> Iterator[str]:
    if question.asked:
        yield f"asked in {', '.join(question.asked)}"
    for id, words in question.applies.items():
        yield f"applies where {id} is {' or '.join(words)}"
    for wanted in question.wanted:
        when = f" ({', '.join(wanted.asked)})" if wanted.asked else ""
        if isinstance(wanted, LatestDiffers):
            yield f"wanted where the latest {wanted.latest} differs from {' or '.join(wanted.from_)}{when}"
        else:
            yield f"wanted where the total of {' or '.join(wanted.totals)} differs from {wanted.from_}{when}"
    if question.counted == "never":
        yield "not counted"
    elif isinstance(question.counted, list):
        yield f"counted in {', '.join(question.counted)}"
    if question.rate:
        yield f"{question.rate.of} for every {question.rate.per:,} of {question.rate.population}"
    if question.prefill not in (None, "never"):
        yield f"prefilled: {question.prefill}"
    if question.publish == "never":
        yield "never shown"


def _describe_lists(framework: Framework, definition: Definition) -> Lines:
    rows = []
    for name, items in definition.lists.items():
        if items == FROM_FRAMEWORK:
            known: Sequence[Condition | Metric] = framework.conditions if name == "conditions" else framework.metrics
            items = {one.id: one.short or one.label for one in known}
        assert isinstance(items, Mapping)
        rows.append((f"`{name}`", "; ".join(f"`{id}` {label}" for id, label in items.items())))
    if rows:
        yield "### Lists"
        yield from table(("List", "Entries"), rows)
    if definition.options:
        yield "### Options"
        listed = [
            (
                f"`{name}`",
                "; ".join(one.values) + "".join(f" (in {period}: {'; '.join(few)})" for period, few in one.in_.items()),
                "yes" if one.verified else f"no, other words are taken too. {one.source}",
            )
            for name, one in definition.options.items()
        ]
        yield from table(("Options", "Words", "Verified"), listed)
