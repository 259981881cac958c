"""A return's file out, YAML or JSON: everything that the file it came from held, answers nested by section."""

import json
from typing import Any

import yaml

from concordat.questionnaires.answers import AnswerSet
from concordat.returns.place_return import Return


def return_as_dict(ret: Return) -> dict[str, Any]:
    """A return as its file has it: texts as they were given, empty parts left out.

    What was given under ids that the form does not ask stands among the answers under its whole id.
    """
    whole = {
        "place": ret.place.slug if ret.place else "",
        "questionnaire": ret.form.id,
        "version": ret.form.version,
        "submitted": ret.submitted.isoformat() if ret.submitted else "",
        "source": ret.source,
        "answers": nest_answers(ret.answers),
        "printed": dict(ret.printed),
        "remarks": dict(ret.remarks),
        "assigned": dict(ret.assigned),
        "reasons": [{"finding": one.code, "where": one.where, "reason": one.text} for one in ret.reasons],
    }
    return {key: value for key, value in whole.items() if value}


def nest_answers(answers: AnswerSet) -> dict[str, Any]:
    """The raw answers, nested by the segments of their ids, in the order of the form."""
    nested: dict[str, Any] = {}
    for id in (id for id in answers.form.questions if id in answers.answers):
        *path, last = id.split(".")
        node = nested
        for step in path:
            node = node.setdefault(step, {})
        node[last] = answers.answers[id].raw
    return nested | dict(answers.unplaced)


def render_json(ret: Return) -> str:
    """The return as a JSON file's text."""
    return json.dumps(return_as_dict(ret), ensure_ascii=False, indent=2, default=str) + "\n"


def render_yaml(ret: Return) -> str:
    """The return as a YAML file's text; long texts folded, so that a person can edit them."""
    return yaml.dump(return_as_dict(ret), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def _write_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    """Long texts in blocks where YAML can hold them so; all others as it pleases, quoted where they must be."""
    style = "|" if "\n" in text and text == text.strip() and " \n" not in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _write_text)
