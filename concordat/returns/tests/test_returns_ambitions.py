"""Ambitions that a place's own return gives: read from the form's bound questions, and shown to who may see it."""

import pytest

from concordat.frameworks.forms import load_form
from concordat.frameworks.read_yaml import load_framework
from concordat.metrics.ambition import Ambition
from concordat.metrics.read_definitions import load_definition
from concordat.periods import Month
from concordat.places.find import find_area
from concordat.questionnaires.answers import read_answers
from concordat.returns.access import load_ambitions
from concordat.returns.access.ambitions import forms_with_ambitions
from concordat.returns.actions import open_return, save_answer
from concordat.returns.ambitions import list_ambitions
from concordat.returns.place_return import Return

FORM, PLACE = "2017-19-graduation", "southend-on-sea"
ASKED = "c-performance.reablement"


def returned(**answers):
    texts = {f"{ASKED}.{key.replace('_', '-')}": text for key, text in answers.items()}
    return Return(find_area(PLACE, 2017), load_framework("2017-19"), read_answers(load_form(FORM), texts))


def test_a_target_with_its_month_is_an_ambition_from_the_current_figure_on():
    found = list_ambitions(returned(current="81.5", target="88", target_by="2019-03"))
    assert found == [Ambition("reablement", PLACE, Month(2019, 3), 81.5, 88.0, "%", load_form(FORM).title)]


@pytest.mark.parametrize("answers", [{"target": "88"}, {"target_by": "2019-03"}, {"target": "soon", "current": "80"}])
def test_without_a_target_or_its_month_there_is_none(answers):
    assert list_ambitions(returned(**answers)) == []


def test_every_metric_that_is_asked_is_defined_in_the_same_unit():
    """Else the target could not stand on the chart."""
    framework = load_framework("2017-19")
    asked = {one.id.split(".")[-2] for one in load_form(FORM).asked if one.bound == "metrics.target"}
    assert asked == {one.id for one in framework.metrics}
    for one in framework.metrics:
        assert load_definition(one.id).unit == one.unit


def test_who_sees_drafts_sees_it_at_once_and_an_analyst_does_not(record, cast):
    assert forms_with_ambitions() == (FORM,)
    assert load_ambitions(cast.lead, PLACE) == {}
    opened = open_return(place=PLACE, form=FORM, by=cast.lead)
    for key, text in (("target", "88"), ("target-by", "2019-03")):
        save_answer(record=opened, question=f"{ASKED}.{key}", value=text, expected_version=0, by=cast.lead)
    assert load_ambitions(cast.lead, PLACE)["reablement"].target == 88.0
    assert load_ambitions(cast.analyst, PLACE) == {}
