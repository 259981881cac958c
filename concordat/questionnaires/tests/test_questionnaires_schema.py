"""The JSON Schema of a form's answers, held against the example returns of Southend-on-Sea."""

import copy
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from concordat.frameworks.forms import load_form
from concordat.questionnaires.definition import Definition
from concordat.questionnaires.expand import expand
from concordat.questionnaires.read_yaml import read_plain
from concordat.questionnaires.write_schema import answers_schema

EXAMPLES = sorted((Path(__file__).parents[3] / "examples" / "southend-on-sea").glob("*.yaml"))
FORMS = ["2016-17-q1", "2016-17-q2", "2016-17-q3", "2016-17-q4", "2014-16-plan-part-1", "2017-19-graduation"]


@pytest.fixture(scope="module", name="first")
def first_quarter():
    """The validator of the first quarter, and answers that fit."""
    return Draft202012Validator(answers_schema(load_form("2016-17-q1"))), read_plain(EXAMPLES[0])["answers"]


@pytest.mark.parametrize("id", FORMS)
def test_the_schema_is_one(id):
    schema = answers_schema(load_form(id))
    Draft202012Validator.check_schema(schema)
    assert Draft202012Validator(schema).is_valid({})


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_fit(path):
    data = read_plain(path)
    validator = Draft202012Validator(answers_schema(load_form(data["questionnaire"])))
    assert [error.message for error in validator.iter_errors(data["answers"])] == []


def test_there_are_examples():
    assert [path.stem for path in EXAMPLES] == FORMS[:4]


@pytest.mark.parametrize(
    ("id", "wrong"),
    [
        ("conditions.1.answer", "Perhaps"),
        ("conditions.1.answer", "yes"),
        ("budget.pooled", "No - In Progress"),
        ("narrative.text", "x" * 32_768),
        ("cover.completed-by", "x" * 501),
        ("conditions.1.when", "next spring"),
        ("money.fund", "£3.2m"),
        ("money.fund", -1),
        ("money.income.plan.q1", 100_000_001),
        ("additional.budgets-in-place", 24.5),
        ("additional.budgets-continuing-care", 101),
        ("additional.gp.api-live", "Alive"),
        ("additional.sharing.gp.hospital", "Now and then"),
        ("cover.favourite-loaf", "Rye"),
        ("extras.loaf", "Rye"),
        ("additional.budgets-rate", "13"),
    ],
)
def test_what_does_not_fit_fails(first, id, wrong):
    validator, answers = first
    spoilt = copy.deepcopy(answers)
    *path, last = id.split(".")
    node = spoilt
    for step in path:
        node = node.setdefault(step, {})
    node[last] = wrong
    assert len(list(validator.iter_errors(spoilt))) == 1


@pytest.mark.parametrize(
    ("id", "right"),
    [
        ("narrative.text", "x" * 32_767),
        ("money.income.plan.q1", 100_000_000),
        ("money.fund", "£13,131,049.50"),
        ("additional.gp.api-live", "Live"),
        ("additional.gp.api-live", "31/03/2017"),
        ("additional.gp.api-progress", "Nearly there"),  # the list of options is not verified
        ("additional.budgets-continuing-care", "94 %"),
    ],
)
def test_what_just_fits_passes(first, id, right):
    validator, answers = first
    changed = copy.deepcopy(answers)
    *path, last = id.split(".")
    node = changed
    for step in path:
        node = node[step]
    node[last] = right
    assert validator.is_valid(changed)


def test_a_limit_with_a_fraction_is_kept():
    question = {"id": "weight", "kind": "number", "label": "Weight", "min": 0.5, "max": 1.5}
    section = {"id": "loaf", "title": "Loaf", "questions": [question]}
    data = {"id": "scales", "title": "Scales", "version": 1, "source": "the baker", "sections": [section]}
    validator = Draft202012Validator(answers_schema(expand(Definition.model_validate(data), "scales")))
    assert validator.is_valid({"loaf": {"weight": 1.4}})
    assert not validator.is_valid({"loaf": {"weight": 0.4}})
