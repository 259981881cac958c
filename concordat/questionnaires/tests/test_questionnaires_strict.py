"""One broken questionnaire for each mistake, and what is said of it."""

from pathlib import Path

import pytest
import yaml

from concordat.questionnaires.definition import read_definition
from concordat.questionnaires.expand import expand
from concordat.questionnaires.read_yaml import DataError

GOOD = """\
id: bakery
title: Daily sheet
version: 1
source: the baker
year: 2016-17
periods: [q1, q2]
lists:
  loaves: {rye: Rye, oat: Oat}
options:
  crust: {values: [Dark, Pale]}
  mood: {values: ["Yes", "No", Maybe]}
sections:
  - id: oven
    title: Oven
    each: loaves
    questions:
      - {id: clean, kind: yes-no, label: Clean}
      - {id: crust, kind: choice, options: crust, label: Crust}
      - {id: why, kind: text, label: Why, applies: {clean: ["No"]}}
      - {id: baked, kind: count, label: Baked, over: periods, total: day}
  - id: till
    title: Till
    parts:
      - rows: {id: bag, label: Bag, at-most: 3}
        questions:
          - {id: coins, kind: money, label: Coins}
checks: []
"""
BROKEN = yaml.safe_load(Path(__file__).with_name("broken_questionnaires.yaml").read_text(encoding="utf-8"))


def read_and_expand(path, text):
    path.write_text(text, encoding="utf-8")
    definition = read_definition(path)
    return [expand(definition, id) for id in definition.form_ids()]


def test_the_good_one_is_good(tmp_path):
    forms = read_and_expand(tmp_path / "bakery.yaml", GOOD)
    assert [form.id for form in forms] == ["2016-17-q1", "2016-17-q2"]
    assert list(forms[1].questions)[:4] == ["oven.rye.clean", "oven.rye.crust", "oven.rye.why", "oven.rye.baked.q1"]


@pytest.mark.parametrize("mistake", BROKEN)
def test_a_mistake_is_named(tmp_path, mistake):
    path = tmp_path / "bakery.yaml"
    broken = BROKEN[mistake]
    assert broken["found"] in GOOD
    with pytest.raises(DataError) as caught:
        read_and_expand(path, GOOD.replace(broken["found"], broken["instead"], 1))
    assert str(caught.value).removeprefix(f"{path}: ") == broken["says"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("- a\n- b\n", "['a', 'b'] does not fit"),
        ("42\n", "42 does not fit"),
        ("bakery\n", "'bakery' does not fit"),
    ],
)
def test_what_is_no_mapping_is_no_questionnaire(tmp_path, text, said):
    wanted = "a mapping is wanted, with id, title, version, source, sections."
    sign = ";" if text == "" else ":"
    assert mistakes_in(tmp_path / "bakery.yaml", text) == [f"{said}{sign} {wanted}"]


def mistakes_in(path, text):
    """What is said of each mistake, where every line names the file."""
    with pytest.raises(DataError) as caught:
        read_and_expand(path, text)
    lines = str(caught.value).split("\n")
    assert all(line.startswith(f"{path}: ") for line in lines)
    return [line.removeprefix(f"{path}: ") for line in lines]


def test_each_mistake_has_its_line_and_unknown_keys_come_first(tmp_path):
    text = GOOD.replace("version: 1", "version: one").replace("label: Clean", "label: 3").replace("total:", "totl:")
    assert mistakes_in(tmp_path / "bakery.yaml", text) == [
        "sections[oven].questions[baked].totl: is not a key here; did you mean 'total'?",
        "version: 'one' does not fit: a whole number is wanted, without quotes.",
        "sections[oven].questions[clean].label: 3 does not fit: words are wanted, with quotes round a number, a date "
        "or a yes.",
    ]


def test_a_missing_key_is_told_beside_an_unknown_one_that_was_not_meant_for_it(tmp_path):
    text = GOOD.replace(", label: Clean", ", colour: red")
    assert mistakes_in(tmp_path / "bakery.yaml", text)[1:] == [
        "sections[oven].questions[clean].label: is missing; add it."
    ]


def test_an_id_that_is_wrong_is_told_beside_what_stands_under_it(tmp_path):
    text = GOOD.replace("crust: {values: [Dark, Pale]}", "Crust: {values: []}")
    assert mistakes_in(tmp_path / "bakery.yaml", text) == [
        "options.Crust: 'Crust' is not an id; use small letters, digits and hyphens, such as delayed-transfers.",
        "options.Crust.values: [] does not fit: at least one is needed.",
    ]


def test_two_items_with_one_id_are_told_apart_by_their_numbers(tmp_path):
    text = GOOD.replace("id: crust", "id: clean").replace(", label: Clean", "").replace(", label: Crust", "")
    assert mistakes_in(tmp_path / "bakery.yaml", text) == [
        "sections[oven].questions[0].label: is missing; add it.",
        "sections[oven].questions[1].label: is missing; add it.",
    ]


@pytest.mark.parametrize(("periods", "more"), [(5, []), (6, ["and 1 more."]), (9, ["and 4 more."])])
def test_no_more_than_five_mistakes_are_told_at_once(tmp_path, periods, more):
    said = mistakes_in(tmp_path / "bakery.yaml", GOOD.replace("[q1, q2]", str(list(range(periods)))))
    assert [line.partition(":")[0] for line in said[:5]] == [f"periods[{number}]" for number in range(5)]
    assert said[5:] == more


def test_a_form_that_is_not_derived_is_refused(tmp_path):
    path = tmp_path / "bakery.yaml"
    path.write_text(GOOD, encoding="utf-8")
    with pytest.raises(DataError, match=r"^'2016-17-q3' is none of the forms of bakery: 2016-17-q1, 2016-17-q2\.$"):
        expand(read_definition(path), "2016-17-q3")


def test_a_condition_may_name_an_option_that_only_other_periods_offer(tmp_path):
    text = GOOD.replace("[Dark, Pale]", "[Dark, Pale], in: {q2: [Dark]}").replace('{clean: ["No"]}', "{crust: [Pale]}")
    assert len(read_and_expand(tmp_path / "bakery.yaml", text)) == 2
