"""The API of frameworks and questionnaires: what each policy year asks, and its forms."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema

from concordat.frameworks.forms import form_ids, framework_of, load_form
from concordat.frameworks.read_yaml import framework_ids, load_framework
from concordat.frameworks.write_json import framework_as_dict, framework_in_list
from concordat.questionnaires.form import Questionnaire
from concordat.questionnaires.write_json import form_as_dict, form_in_list
from concordat.returns.write_schema import return_schema

Id = Annotated[str, Path(pattern=r"^[a-z0-9-]{1,100}$")]
Version = Annotated[int | None, Query(ge=1, le=10_000, description="A version; the latest unless one is named.")]

frameworks = Router(tags=["frameworks"])
questionnaires = Router(tags=["questionnaires"])


class FrameworkLine(Schema):
    id: str
    title: str
    conditions: int
    metrics: list[str]
    forms: list[str]
    doubts: int


class Frameworks(Schema):
    frameworks: list[FrameworkLine]


class FormLine(Schema):
    id: str
    title: str
    version: int
    framework: str | None
    period: str | None
    questions: int


class Forms(Schema):
    questionnaires: list[FormLine]


class FormWhole(FormLine):
    source: str
    earlier: list[str]
    sections: list[dict[str, Any]]


@frameworks.get("", response=Frameworks, summary="The frameworks held")
def list_frameworks(request: HttpRequest) -> dict[str, Any]:
    """As `concordat frameworks list --json`."""
    held = [load_framework(id) for id in framework_ids()]
    return {"frameworks": [framework_in_list(one, form_ids(one)) for one in held]}


@frameworks.get("/{framework}", response=dict[str, Any], summary="A framework whole")
def show_framework(request: HttpRequest, framework: Id) -> dict[str, Any]:
    """As `concordat frameworks show --json`."""
    found = load_framework(framework)
    return framework_as_dict(found, form_ids(found))


@questionnaires.get("", response=Forms, summary="The forms held, each in its latest version")
def list_questionnaires(request: HttpRequest) -> dict[str, Any]:
    """Every form of every framework."""
    held = [id for framework in framework_ids() for id in form_ids(load_framework(framework))]
    return {"questionnaires": [form_in_list(load_form(id)) for id in held]}


@questionnaires.get("/{questionnaire}", response=FormWhole, summary="A form with its sections and questions")
def show_questionnaire(request: HttpRequest, questionnaire: Id, version: Version = None) -> dict[str, Any]:
    """Questions keep their ids from period to period."""
    return form_as_dict(_form(questionnaire, version))


@questionnaires.get("/{questionnaire}/schema", response=dict[str, Any], summary="The JSON Schema of a return's file")
def show_schema(request: HttpRequest, questionnaire: Id, version: Version = None) -> dict[str, Any]:
    """As `concordat return schema`."""
    return return_schema(_form(questionnaire, version))


def _form(id: str, version: int | None) -> Questionnaire:
    framework_of(id)
    return load_form(id, version)
