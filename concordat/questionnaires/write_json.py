"""Forms as JSON, for other software: the list of them, and one whole with its sections and questions."""

from typing import Any

from concordat.questionnaires.form import Question, Questionnaire


def form_in_list(form: Questionnaire) -> dict[str, Any]:
    """A form as a list of them has it."""
    return {
        "id": form.id,
        "title": form.title,
        "version": form.version,
        "framework": form.framework,
        "period": str(form.period) if form.period else None,
        "questions": len(form.asked),
    }


def form_as_dict(form: Questionnaire) -> dict[str, Any]:
    """A form whole: its sections in order, each with its questions."""
    sections = [
        {
            "id": section.id,
            "title": section.title,
            "questions": [question_as_dict(form.questions[id]) for id in section.questions],
        }
        for section in form.sections
    ]
    return {**form_in_list(form), "source": form.source, "earlier": list(form.earlier), "sections": sections}


def question_as_dict(question: Question) -> dict[str, Any]:
    """A question: what it is called, what fits it. What does not apply to it is left out."""
    options = question.options
    limits = {
        "item": question.item,
        "help": question.help,
        "options": list(options.values) if options else None,
        "words": list(question.words),
        "minimum": _digits(question.minimum),
        "maximum": _digits(question.maximum),
        "limit": question.limit,
        "applies": [{"question": id, "answers": sorted(answers)} for id, answers in question.applies],
        "series": question.series,
        "was": question.was,
    }
    given = {key: value for key, value in limits.items() if value not in (None, "", [])}
    return {"id": question.id, "kind": question.kind, "label": question.label, "counted": question.counted, **given}


def _digits(number: object) -> str | None:
    return None if number is None else str(number)
