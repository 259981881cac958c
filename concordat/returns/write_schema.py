"""A JSON Schema for a return's file, so that other software can write one."""

from typing import Any

from concordat.questionnaires.form import Questionnaire
from concordat.questionnaires.write_schema import DIALECT, answers_schema

_TEXTS = {"type": "object", "additionalProperties": {"type": "string"}}


def return_schema(form: Questionnaire) -> dict[str, Any]:
    """The schema of a return to this form: whose it is, which form it answers, and the nested answers.

    An unfinished return is a return: only the place and the form are required.
    """
    reason = {key: {"type": "string"} for key in ("finding", "where", "reason")}
    return {
        "$schema": DIALECT,
        "title": f"{form.title}, version {form.version}",
        "type": "object",
        "required": ["place", "questionnaire"],
        "additionalProperties": False,
        "properties": {
            "place": {"type": "string", "description": "Name, slug or code of the place."},
            "questionnaire": {"const": form.id},
            "version": {"enum": [form.version, str(form.version)]},
            "submitted": {"type": "string", "description": "The day it was sent, as YYYY-MM-DD."},
            "source": {"type": "string"},
            "answers": answers_schema(form),
            "printed": _TEXTS | {"description": "Derived figures as the place's own form shows them."},
            "remarks": _TEXTS | {"description": "A note on a question, by its id."},
            "assigned": _TEXTS | {"description": "Who fills a section, by its id."},
            "reasons": {
                "type": "array",
                "description": "What the place says to a finding.",
                "items": {"type": "object", "required": list(reason), "properties": reason},
            },
        },
    }
