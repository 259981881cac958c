"""The start of a return: what can be filled in before anyone types, and a file that says what to type where."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from concordat.frameworks.framework import Framework
from concordat.places.area import Area
from concordat.places.population import Missing, population
from concordat.questionnaires.answers import read_answers
from concordat.questionnaires.form import Question, Questionnaire
from concordat.questionnaires.kinds import format_value
from concordat.returns.place_return import Return

OPTIONS_SHOWN = 4  # a longer list is left to `concordat return schema`


def start_return(
    form: Questionnaire, framework: Framework, place: Area, earlier: Sequence[Return] = ()
) -> tuple[Return, dict[str, str]]:
    """A return with the answers that are known already, and where each comes from, by question id.

    The name of the place; what an earlier period said, where the form takes it over; the population of the form's
    year, where an estimate of that very year is held. A narrative is never filled in.
    """
    before = tuple(ret.answers for ret in earlier if ret.form.id in form.earlier)
    given, sources = {}, {}
    for question in form.asked:
        if found := _prefill(question, form, place, earlier):
            given[question.id], sources[question.id] = found
    answers = read_answers(form, given, before)
    return Return(place, framework, answers, tuple(ret for ret in earlier if ret.form.id in form.earlier)), sources


def _prefill(question: Question, form: Questionnaire, place: Area, earlier: Sequence[Return]) -> tuple[str, str] | None:
    if question.prefill == "place":
        return place.name, "the place"
    if question.prefill == "population" and form.period is not None:
        year = form.period.last_day.year
        people = population(place, year)
        return None if isinstance(people, Missing) else (str(people), f"ONS mid-{year} estimate")
    if question.prefill == "earlier":
        for ret in reversed(earlier):
            if ret.form.id in form.earlier and (value := ret.answers.value(question.id)) is not None:
                return format_value(question, value), ret.form.id
    return None


def render_started(ret: Return, sources: Mapping[str, str]) -> str:
    """The file of a started return, YAML: every question with its answer or an empty one, and what is asked.

    Every value is in quotes, so that whatever is typed between them stays as it was typed.
    """
    form, place = ret.form, ret.place
    lines = [
        f"# {form.title}: {place.name if place else ''}. Answer between the quotes; leave what you do not know.",
        f"place: {place.slug if place else ''}",
        f"questionnaire: {form.id}",
        f"version: {form.version}",
        "answers:",
    ]
    for section in form.sections:
        lines.append(f"  {section.id}:  # {section.title}")
        nested: dict[str, Any] = {}
        for question in form.in_section(section.id):
            if question.kind != "derived" and not question.row:
                _place(nested, question)
        lines += _lines(ret, sources, nested, 2)
    return "\n".join(lines) + "\n"


def _place(nested: dict[str, Any], question: Question) -> None:
    *path, last = question.id.split(".")[1:]
    for step in path:
        nested = nested.setdefault(step, {})
    nested[last] = question


def _lines(ret: Return, sources: Mapping[str, str], nested: Mapping[str, Any], depth: int) -> Iterator[str]:
    for key, value in nested.items():
        name = json.dumps(key) if key.isdigit() else key
        if isinstance(value, Question):
            answer = json.dumps(ret.answers.text(value.id), ensure_ascii=False)
            yield f"{'  ' * depth}{name}: {answer}  # {_asked(value, sources)}"
        else:
            yield f"{'  ' * depth}{name}:"
            yield from _lines(ret, sources, value, depth + 1)


def _asked(question: Question, sources: Mapping[str, str]) -> str:
    parts = [question.name]
    if question.options:
        shown = question.options.values[:OPTIONS_SHOWN]
        parts.append(" | ".join(shown) + (" | …" if len(question.options.values) > OPTIONS_SHOWN else ""))
    elif question.kind not in ("text", "place"):
        parts.append({"money": "pounds", "date": "DD/MM/YYYY", "month": "MM/YYYY"}.get(question.kind, question.kind))
    if question.id in sources:
        parts.append(f"from {sources[question.id]}")
    return "; ".join(parts)
