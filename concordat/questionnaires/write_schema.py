"""A JSON Schema for the answers to one form, so that other software can write them."""

from decimal import Decimal
from typing import Any

from concordat.questionnaires.form import Question, Questionnaire
from concordat.questionnaires.kinds import DEFAULT_TEXT_LIMIT, SHORT_LIMIT

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_POUNDS = r"^-?£?[0-9]{1,3}(,?[0-9]{3})*(\.[0-9]+)?$"
_NUMBER = r"^-?[0-9]{1,3}(,?[0-9]{3})*(\.[0-9]+)?"
_DATE = r"^([0-9]{1,2}/[0-9]{1,2}/([0-9]{2}|[0-9]{4})|[0-9]{4}-[0-9]{2}-[0-9]{2})$"
_MONTH = r"^([0-9]{1,2}/([0-9]{2}|[0-9]{4})|[0-9]{4}-[0-9]{2})$"


def answers_schema(form: Questionnaire) -> dict[str, Any]:
    """The schema of the nested answers to a form.

    Nothing is required, because an unfinished return is a return; what is given has to fit its question.
    """
    root = _group(form.title)
    for question in form.asked:
        *path, last = question.id.split(".")
        node = root
        for depth, step in enumerate(path):
            title = form.name_of(".".join(path[: depth + 1]))
            node = node["properties"].setdefault(step, _group(title))
        node["properties"][last] = _schema_of(question)
    return root


def _group(title: str) -> dict[str, Any]:
    return {"title": title, "type": "object", "properties": {}, "additionalProperties": False}


def _schema_of(question: Question) -> dict[str, Any]:
    described = {"title": question.name} | ({"description": question.help} if question.help else {})
    shape = _shape(question)
    if question.words:
        shape = {"anyOf": [shape, {"enum": list(question.words)}]}
    return described | shape


def _shape(question: Question) -> dict[str, Any]:
    match question.kind:
        case "choice" | "yes-no":
            assert question.options is not None
            if question.options.verified:
                return {"enum": list(question.options.values)}
            return {"type": "string", "maxLength": SHORT_LIMIT, "examples": list(question.options.values)}
        case "money":
            return _number("number", _POUNDS, question)
        case "count":
            return _number("integer", _NUMBER + "$", question, minimum=0)
        case "number":
            return _number("number", _NUMBER + "$", question)
        case "percentage":
            return _number("number", _NUMBER + " *%?$", question, minimum=0, maximum=100)
        case "date":
            return {"type": "string", "pattern": _DATE}
        case "month":
            return {"type": "string", "pattern": _MONTH}
        case "text":
            return {"type": "string", "maxLength": question.limit or DEFAULT_TEXT_LIMIT}
        case _:
            return {"type": "string", "maxLength": question.limit or SHORT_LIMIT}


def _number(kind: str, pattern: str, question: Question, **limits: float) -> dict[str, Any]:
    if question.minimum is not None:
        limits["minimum"] = _plain(question.minimum)
    if question.maximum is not None:
        limits["maximum"] = _plain(question.maximum)
    return {"anyOf": [{"type": kind, **limits}, {"type": "string", "pattern": pattern}]}


def _plain(limit: Decimal) -> int | float:
    return int(limit) if limit == limit.to_integral_value() else float(limit)
