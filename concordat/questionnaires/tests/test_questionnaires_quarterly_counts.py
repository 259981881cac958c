"""How many questions each section of the 2016-17 return counts, as the packs print it."""

from pathlib import Path

import pytest

from concordat.frameworks.forms import load_form
from concordat.questionnaires.answers import read_answers
from concordat.questionnaires.completion import calculate_completion
from concordat.questionnaires.read_yaml import read_plain

EXAMPLES = Path(__file__).parents[3] / "examples" / "southend-on-sea"
SECTIONS = ["cover", "budget", "conditions", "money", "metrics", "year-end", "additional", "narrative"]
COUNTS = {
    "q1": [5, 2, 36, 21, 13, None, 67, 1],
    "q2": [5, 1, 36, 15, 13, None, 67, 1],
    "q3": [5, 1, 36, 17, 13, None, 67, 1],
    "q4": [5, 1, 24, 19, 13, 13, 67, 1],
}


def expected(quarter):
    return {section: count for section, count in zip(SECTIONS, COUNTS[quarter], strict=True) if count is not None}


@pytest.mark.parametrize("quarter", COUNTS)
def test_an_empty_return_has_answered_nothing(quarter):
    completion = calculate_completion(read_answers(load_form(f"2016-17-{quarter}"), {}))
    assert completion == {section: (0, count) for section, count in expected(quarter).items()}


@pytest.mark.parametrize("quarter", COUNTS)
def test_the_return_of_southend_has_answered_everything(quarter):
    earlier = ()
    for each in list(COUNTS)[: list(COUNTS).index(quarter) + 1]:
        given = read_plain(EXAMPLES / f"2016-17-{each}.yaml")["answers"]
        answers = read_answers(load_form(f"2016-17-{each}"), given, earlier)
        earlier = (*earlier, answers)
    assert answers.form.id == f"2016-17-{quarter}"
    assert calculate_completion(answers) == {section: (n, n) for section, n in expected(quarter).items()}
