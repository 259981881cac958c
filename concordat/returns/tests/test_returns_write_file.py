"""A return written and read again is the same return."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concordat.frameworks.forms import load_form
from concordat.questionnaires.answers import read_answers
from concordat.returns.load import load_returns
from concordat.returns.write_file import nest_answers, render_json, render_yaml

SOUTHEND = sorted((Path(__file__).parents[3] / "examples" / "southend-on-sea").glob("*.yaml"))
FORM = load_form("2016-17-q2")
TEXTS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1).filter(str.strip) | st.sampled_from(
    ["No", "007", "31/02/2017", "~", "1e3", "- a", "a: b", "=1+1", "'", "line\nline", " kept ", "#", "12:30:00"]
)


def read_back(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return load_returns([path])[0][1]


@pytest.mark.parametrize("path", SOUTHEND, ids=lambda path: path.stem)
@pytest.mark.parametrize(("name", "render"), [("again.yaml", render_yaml), ("again.json", render_json)])
def test_written_return_reads_back_the_same(tmp_path, path, name, render):
    before = load_returns([path])[0][1]
    after = read_back(tmp_path, name, render(before))
    assert after.answers.answers == before.answers.answers
    assert (after.place, after.submitted, after.printed, after.remarks) == (
        before.place,
        before.submitted,
        before.printed,
        before.remarks,
    )


@given(st.dictionaries(st.sampled_from([question.id for question in FORM.asked]), TEXTS, max_size=20))
def test_any_answers_survive_yaml_and_json(tmp_path_factory, raw):
    southend = load_returns(SOUTHEND[1:2])[0][1]
    answers = read_answers(FORM, raw)
    ret = type(southend)(place=southend.place, framework=southend.framework, answers=answers)
    folder = tmp_path_factory.mktemp("written")
    for name, render in (("a.yaml", render_yaml), ("a.json", render_json)):
        again = read_back(folder, name, render(ret)).answers
        assert {id: answer.raw for id, answer in again.answers.items()} == raw


def test_unplaced_answers_are_written_back(tmp_path):
    path = tmp_path / "a.json"
    whole = {"place": "Southend", "questionnaire": "2016-17-q2", "answers": {"cover": {"fax": "1"}, "lost": "2"}}
    path.write_text(json.dumps(whole))
    ret = load_returns([path])[0][1]
    assert ret.answers.unplaced == {"cover.fax": "1", "lost": "2"}
    assert read_back(tmp_path, "b.yaml", render_yaml(ret)).answers.unplaced == ret.answers.unplaced
    assert nest_answers(ret.answers) == {"cover.fax": "1", "lost": "2"}
