"""A content that was signed or submitted, read back as the return that it was."""

import json
from dataclasses import replace
from datetime import date

from concordat.frameworks.forms import framework_of, load_form
from concordat.places.area import Area
from concordat.questionnaires.answers import read_answers
from concordat.questionnaires.changes import carry_over
from concordat.returns.place_return import Reason, Return


def read_contents(text: str, earlier: tuple[Return, ...], place: Area, submitted: date | None) -> Return:
    """The return that a snapshot holds, after the earlier ones; on the latest version of its form, as files are."""
    found = read_as_it_was(text, earlier, place, submitted)
    form = load_form(found.form.id)
    if found.form.version == form.version:
        return found
    answers, changes = carry_over(found.answers, form)
    return replace(found, answers=answers, reissued=tuple(changes))


def read_as_it_was(text: str, earlier: tuple[Return, ...], place: Area, submitted: date | None) -> Return:
    """The return that a snapshot holds, on the version of its form that it was filled in."""
    content = json.loads(text)
    form = load_form(content["questionnaire"], content["version"])
    return Return(
        place=place,
        framework=framework_of(form.id),
        answers=read_answers(form, content.get("answers", {}), tuple(ret.answers for ret in earlier)),
        earlier=earlier,
        submitted=submitted,
        reasons=tuple(Reason(one["finding"], one["where"], one["reason"]) for one in content.get("reasons", ())),
        printed=content.get("printed", {}),
        source=content.get("source", ""),
    )
