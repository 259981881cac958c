"""The plan of 2014-16, part 1, and the expression of interest in graduating of 2017-19."""

import re
from pathlib import Path

import pytest

from concordat.frameworks.forms import load_form
from concordat.questionnaires.answers import read_answers
from concordat.questionnaires.completion import State, calculate_completion, state_of
from concordat.questionnaires.read_yaml import read_strict

PLAN, GRADUATION = "2014-16-plan-part-1", "2017-19-graduation"


def fill(id, given):
    return read_answers(load_form(id), given)


def state(answers, id):
    return state_of(answers, answers.form.questions[id])


@pytest.mark.parametrize(
    ("id", "counts"),
    [
        (PLAN, {"summary": 9, "sign-off": 11, "engagement": 2, "vision": 5, "conditions": 14, "risks": 3}),
        (
            GRADUATION,
            {
                "area": 5,
                "manager": 3,
                "a-system": 4,
                "b-approval": 5,
                "c-performance": 4 * 3 + 1,
                "d-investment": 8,
                "e-peers": 2,
                "document": 2,
            },
        ),
    ],
)
def test_an_empty_form_asks_so_much(id, counts):
    form = load_form(id)
    assert form.framework is not None
    assert form.period is None
    assert calculate_completion(fill(id, {})) == {section: (0, count) for section, count in counts.items()}


@pytest.mark.parametrize("id", [PLAN, GRADUATION])
def test_every_segment_of_every_id_is_kebab_case(id):
    segment = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
    assert all(segment.fullmatch(part) for question in load_form(id).questions for part in question.split("."))


@pytest.mark.parametrize(
    ("nhs_number", "expected"),
    [("", State.WAITING), ("Yes", State.NOT_NEEDED), ("No", State.UNANSWERED), ("Soon", State.WAITING)],
)
def test_the_nhs_number_is_committed_to_where_it_is_not_in_use(nhs_number, expected):
    answers = fill(PLAN, {"conditions": {"nhs-number": nhs_number}})
    assert state(answers, "conditions.nhs-number-committed") is expected
    assert state(answers, "conditions.nhs-number-when") is expected


def test_each_body_that_signs_fills_a_row():
    signed = {"body": "Castle CCG", "signed-by": "Ada Crumb", "position": "Accountable officer", "signed-on": "4/4/14"}
    answers = fill(PLAN, {"sign-off": {"ccg-1": signed, "ccg-2": {"body": "Point CCG"}}})
    assert calculate_completion(answers)["sign-off"] == (5, 15)


def test_the_rating_of_a_risk_is_open():
    answers = fill(PLAN, {"risks": {"risk-40": {"what": "Rain", "rating": "16 of 25", "mitigation": "Hats"}}})
    assert answers.value("risks.risk-40.rating") == "16 of 25"
    assert calculate_completion(answers)["risks"] == (3, 6)


@pytest.mark.parametrize(
    ("reach", "pooled", "aligned"),
    [
        ("Pooling more than the minimum", State.UNANSWERED, State.NOT_NEEDED),
        ("Aligning the commissioning of as much or more", State.NOT_NEEDED, State.UNANSWERED),
        ("", State.WAITING, State.WAITING),
    ],
)
def test_a_graduate_pools_more_or_aligns_as_much(reach, pooled, aligned):
    answers = fill(GRADUATION, {"d-investment": {"reach": reach}})
    assert state(answers, "d-investment.pooled") is pooled
    assert state(answers, "d-investment.aligned") is aligned


@pytest.mark.parametrize(("pages", "code"), [("6", None), ("1", None), ("7", "out-of-range"), ("0", "out-of-range")])
def test_an_expression_of_interest_has_six_pages_at_most(pages, code):
    answer = fill(GRADUATION, {"document": {"pages": pages}}).answers["document.pages"]
    assert (answer.misfit.code if answer.misfit else None) == code


def test_a_graduate_names_each_metric_of_the_framework():
    form = load_form(GRADUATION)
    items = {question.item for question in form.in_section("c-performance") if question.item}
    assert len(items) == 4
    assert "Delayed transfers of care" in items


@pytest.mark.parametrize("id", [PLAN, GRADUATION])
def test_contact_details_of_officers_are_never_published(id):
    private = {question.kind for question in load_form(id).asked if not question.publish}
    assert private == ({"email", "telephone"} if id == GRADUATION else set())
    assert all(not q.publish for q in load_form(id).asked if q.kind in ("email", "telephone"))


@pytest.mark.parametrize("file", ["2014-16/questionnaires/plan-part-1.yaml", "2017-19/questionnaires/graduation.yaml"])
def test_the_source_of_a_questionnaire_is_one_of_the_framework(file):
    path = Path(__file__).parents[2] / "frameworks" / "data" / file
    source = read_strict(path)["source"].partition(",")[0]
    framework = read_strict(path.parents[1] / "framework.yaml")
    assert source in {one["id"] for one in framework["sources"]}
