"""A folder taken in: accepted, queried, unreadable; and what the next run goes on from."""

import json
import os
from pathlib import Path

import pytest

from concordat.questionnaires.read_yaml import DataError
from concordat.returns.intake import INDEX, State, count_states, has_blocks, read_index, take_in

SOUTHEND = sorted((Path(__file__).parents[3] / "examples" / "southend-on-sea").glob("*.yaml"))
HOLLOW = {"place": "Leeds", "questionnaire": "2016-17-q1", "answers": {}}


def put(folder, name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def inbox(tmp_path):
    for path in SOUTHEND[:2]:
        put(tmp_path, f"southend/{path.name}", path.read_text(encoding="utf-8"))
    put(tmp_path, "leeds.json", json.dumps(HOLLOW))
    put(tmp_path, "scrap.yaml", "just words")
    put(tmp_path, "~$open.yaml", "left by an office program")
    put(tmp_path, "notes.txt", "not a return")
    return tmp_path


def states(taken):
    return {one.file: str(one.state) for one in taken}


def reread(taken):
    return {one.file for one in taken if one.now}


def test_take_in_sorts_files_by_what_they_need(inbox):
    taken = take_in(inbox)
    assert states(taken) == {
        "leeds.json": "queried",
        "scrap.yaml": "unreadable",
        "southend/2016-17-q1.yaml": "queried",
        "southend/2016-17-q2.yaml": "queried",
    }
    assert count_states(taken) == {"accepted": 0, "queried": 3, "unreadable": 1}
    assert has_blocks(taken)
    assert {one.place for one in taken} == {"leeds", "southend-on-sea", None}


def test_take_in_accepts_a_return_whose_findings_are_answered(tmp_path):
    first = take_in_text(tmp_path, SOUTHEND[0].read_text(encoding="utf-8"))
    reasons = "\n".join(
        f"- {{finding: {one['code']}, where: {one['where']}, reason: Agreed with the partners in June.}}"
        for one in first.findings
    )
    second = take_in_text(tmp_path, SOUTHEND[0].read_text(encoding="utf-8") + f"\nreasons:\n{reasons}\n")
    assert (first.state, second.state) == (State.QUERIED, State.ACCEPTED)
    assert second.findings == ()


def take_in_text(folder, text):
    put(folder, "q1.yaml", text)
    return take_in(folder)[0]


def test_next_run_reads_nothing_that_has_not_changed(inbox):
    before = take_in(inbox)
    after = take_in(inbox)
    assert reread(before) == set(states(before))
    assert reread(after) == set()
    assert [(one.file, one.state, one.findings) for one in after] == [
        (one.file, one.state, one.findings) for one in before
    ]


def test_next_run_reads_a_changed_file_and_its_place_again(inbox):
    take_in(inbox)
    text = SOUTHEND[0].read_text(encoding="utf-8").replace("budgets-in-place: 24", "budgets-in-place: 34")
    path = put(inbox, "southend/2016-17-q1.yaml", text)
    os.utime(path, ns=(1, 1))
    taken = take_in(inbox)
    assert reread(taken) == {"southend/2016-17-q1.yaml", "southend/2016-17-q2.yaml"}
    second = next(one for one in taken if one.file.endswith("q2.yaml"))
    # 34 last quarter + 7 - 17 is 24: the second quarter's finding is gone because the first was corrected
    assert "stock-from-flows" not in [finding["code"] for finding in second.findings]


def test_next_run_notices_that_an_earlier_return_is_gone(inbox):
    take_in(inbox)
    (inbox / "southend" / "2016-17-q1.yaml").unlink()
    taken = take_in(inbox)
    assert reread(taken) == {"southend/2016-17-q2.yaml"}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": 99, "files": []}', '{"version": 1, "files": [{}]}'])
def test_index_that_cannot_be_used_costs_only_reading_again(inbox, text):
    expected = states(take_in(inbox))
    put(inbox, INDEX, text)
    taken = take_in(inbox)
    assert states(taken) == expected
    assert reread(taken) == set(expected)
    assert set(read_index(inbox)) == set(expected)


def test_two_processes_find_what_one_finds(tmp_path):
    for number in range(12):
        for path in SOUTHEND:
            put(
                tmp_path,
                f"{number:02d}/{path.name}",
                path.read_text(encoding="utf-8").replace("southend-on-sea", PLACES[number]),
            )
    two = take_in(tmp_path, processes=2)
    (tmp_path / INDEX).unlink()
    one = take_in(tmp_path, processes=1)
    assert two == one


PLACES = [
    "leeds",
    "essex",
    "kent",
    "bury",
    "hull",
    "devon",
    "norfolk",
    "suffolk",
    "luton",
    "oldham",
    "stockport",
    "camden",
]


def test_take_in_of_no_folder_says_so(tmp_path):
    with pytest.raises(DataError, match="there is no such folder"):
        take_in(tmp_path / "nowhere")
