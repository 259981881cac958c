"""Files as they come: whatever stands in one, reading it raises nothing, says what is wrong and loses nothing."""

import json
import os

import pytest
import yaml

from concordat.findings import Severity
from concordat.returns.load import check_files, load_returns
from concordat.returns.read_file import MOST_BYTES, read_return_file

HEAD = {"place": "southend-on-sea", "questionnaire": "2016-17-q1"}
COVER = {"cover": {"place": "Southend-on-Sea", "completed-by": "Nick Faint"}}


@pytest.fixture
def write(tmp_path):
    """Write a file of a name: text, bytes, or data as JSON or YAML by the name's ending."""

    def _write(content, name="return.yaml"):
        path = tmp_path / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        elif isinstance(content, str):
            path.write_text(content, encoding="utf-8")
        elif name.endswith(".json"):
            path.write_text(json.dumps(content), encoding="utf-8")
        else:
            path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
        return path

    return _write


def check(path):
    """The one file checked, its JSON sound."""
    checked = check_files([path])[0]
    as_read = json.loads(json.dumps(checked.as_dict()))
    assert set(as_read) == {"file", "place", "questionnaire", "completion", "findings"}
    assert all(
        {"code", "severity", "where", "message", "remedy"} <= set(one) and one["remedy"] for one in as_read["findings"]
    )
    return checked


def codes(checked, *severities):
    return [(one.code, one.where) for one in checked.findings if not severities or str(one.severity) in severities]


def refused(path):
    """What is said of a file that cannot be read."""
    checked = check(path)
    assert checked.ret is None
    assert codes(checked) == [("unreadable", path.name)]
    assert checked.findings[0].severity is Severity.BLOCKS
    return checked.findings[0].message


@pytest.mark.parametrize("name", ["gone.yaml", "gone.json", "gone"])
def test_read_return_file_missing(tmp_path, name):
    assert refused(tmp_path / name) == "there is no such file."


@pytest.mark.parametrize("name", ["folder", "folder.yaml", "folder.json"])
def test_read_return_file_folder(tmp_path, name):
    (tmp_path / name).mkdir()
    assert refused(tmp_path / name) == "this is a folder; name a file in it."


def test_read_return_file_name_too_long(tmp_path):
    assert refused(tmp_path / ("a" * 300 + ".yaml")).startswith("cannot be read")


def test_read_return_file_inside_a_file(write):
    assert refused(write("place: york") / "return.yaml") == "there is no such file."


@pytest.mark.parametrize("name", ["return.yaml", "return.json"])
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00\xe9\x00\xff", "UTF-8"),
        (bytes(range(256)) * 40, "UTF-8"),
        ("place: Côte".encode("latin-1"), "UTF-8"),
        ("place: york".encode("utf-16"), "UTF-8"),
        (b"\x00\x01\x02", "not valid"),
        (b"[1, 2", "not valid"),
        (b"[1, 2]", "holds no keys"),
        (b"42", "holds no keys"),
    ],
)
def test_read_return_file_no_return(write, name, content, said):
    assert said in refused(write(content, name))


@pytest.mark.parametrize("content", ["", "   \n", "# only a remark\n", "---\n", "\ufeff"])
def test_read_return_file_empty(write, content):
    assert "is empty" in refused(write(content))


def test_read_return_file_empty_json(write):
    assert "not valid JSON" in refused(write("", "return.json"))


@pytest.mark.parametrize("ending", ["xls", "txt", "yaml.bak", "toml"])
def test_read_return_file_of_another_kind(write, ending):
    assert "read from a .yaml or a .json file, or an .xlsx workbook, not from" in refused(
        write("place: york", f"return.{ending}")
    )


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("place: york\nplace: leeds\n", "return.yaml"),
        ("answers:\n  cover: {place: york, place: leeds}\n", "return.yaml"),
        ('{"place": "york", "place": "leeds"}', "return.json"),
    ],
)
def test_read_return_file_doubled_key(write, content, name):
    assert "'place' stands twice" in refused(write(content, name))


def test_check_files_json_and_yaml_alike(write):
    data = HEAD | {"answers": COVER | {"additional": {"budgets-in-place": 24, "budgets-continuing-care": 94.5}}}
    one, other = check(write(data)), check(write(data, "return.json"))
    assert one.findings == other.findings
    assert one.completion == other.completion
    assert {id: one.ret.answers.value(id) for id in one.ret.form.questions} == {
        id: other.ret.answers.value(id) for id in other.ret.form.questions
    }


def test_read_return_file_mark_and_line_ends(write):
    text = (
        "\ufeffplace: southend-on-sea\r\nquestionnaire: 2016-17-q1\r\nanswers:\r\n  cover:\r\n    completed-by: Ann\r\n"
    )
    checked = check(write(text.encode("utf-8")))
    assert checked.place == "southend-on-sea"
    assert checked.ret.answers.value("cover.completed-by") == "Ann"
    assert check(write("\ufeff" + json.dumps(HEAD), "return.json")).place == "southend-on-sea"


def test_read_return_file_too_large(write):
    assert "30 MB is too large" in refused(write(b"a" * 30_000_000))
    assert "too large" in refused(write(b" " * (MOST_BYTES + 1), "return.json"))


@pytest.mark.parametrize(("name", "depth"), [("return.yaml", 200), ("return.json", 200), ("return.json", 100_000)])
def test_read_return_file_nested_deeply(write, name, depth):
    assert "nested" in refused(write('{"answers": ' * depth + "1" + "}" * depth, name))


def test_read_return_file_alias_bomb(write):
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    refused(write("\n".join([*lines, "printed: {a: *a11}", "answers: {cover: {place: *a11}}"])))


def test_read_return_file_too_many_answers(write):
    data = HEAD | {"answers": {f"q{number}": number for number in range(25_000)}}
    assert "more than 20,000 values" in refused(write(data, "return.json"))


def test_check_files_thousands_of_lost_answers(write):
    """Another form's answers, under the wrong form's name: each is named."""
    data = HEAD | {"answers": {f"additional.budget-in-plaice-{number}": 1 for number in range(5_000)}}
    checked = check(write(data, "return.json"))
    assert sum(one.code == "unknown-question" for one in checked.findings) == 5_000


def test_read_return_file_number_without_end(write):
    assert "too long to be meant" in refused(write('{"place": ' + "9" * 5000 + "}", "return.json"))


def test_read_return_file_half_a_character(write):
    assert "half a character" in refused(write('{"place": "\\ud83d"}', "return.json"))


@pytest.mark.parametrize("raw", ["NaN", "Infinity", "1e999", "true", "null", "[]", "{}", '"\\u0000"', "-0.0", '"٣"'])
def test_check_files_odd_values(write, raw):
    text = f'{{"place": "southend-on-sea", "questionnaire": "2016-17-q1", "answers": {{"money.fund": {raw}}}}}'
    assert check(write(text, "return.json")).ret is not None


@pytest.mark.parametrize(
    ("named", "code", "said"),
    [
        ("Southend-on-See", "unknown-place", "closest"),
        ("London", "unknown-place", "region"),
        ("Atlantis", "unknown-place", "There is no place"),
        ("\x00", "unknown-place", "There is no place"),
        ("", "no-place", "does not say whose"),
    ],
)
def test_check_files_wrong_place(write, named, code, said):
    checked = check(write({"place": named, "questionnaire": "2016-17-q1"}, "return.json"))
    finding = next(one for one in checked.findings if one.code == code)
    assert finding.severity is Severity.BLOCKS
    assert said in finding.message
    assert checked.ret.place is None
    assert checked.completion["cover"] == (0, 5)


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ({"questionnaire": "2016-17-q7"}, ("unknown-questionnaire", "questionnaire")),
        ({"questionnaire": "q1"}, ("unknown-questionnaire", "questionnaire")),
        ({"questionnaire": ""}, ("no-questionnaire", "questionnaire")),
        ({"questionnaire": ["2016-17-q1"]}, ("not-one-value", "questionnaire")),
        ({"version": 2}, ("unknown-version", "version")),
        ({"version": "final"}, ("unknown-version", "version")),
        ({"version": "9" * 5000}, ("unknown-version", "version")),
        ({"place": {"name": "york"}}, ("not-one-value", "place")),
        ({"anwsers": COVER}, ("unknown-key", "anwsers")),
        ({"assigned": {"metric": "Ann"}}, ("unknown-section", "assigned")),
        ({"answers": "all done"}, ("no-answers", "answers")),
        ({"answers": [COVER]}, ("no-answers", "answers")),
        ({"answers": {"metrics": {"local": {"statsu": "x"}}}}, ("unknown-question", "metrics.local.statsu")),
        ({"answers": {"metriks": {"local": {"status": "x"}}}}, ("unknown-question", "metriks.local.status")),
        ({"answers": {"cover": {"completed-by": ["a", "b"]}}}, ("not-one-value", "cover.completed-by")),
        ({"answers": {"cover": "done"}}, ("unknown-question", "cover")),
        ({"submitted": "soon"}, ("not-a-date", "submitted")),
        ({"submitted": "2017-02-30"}, ("not-a-date", "submitted")),
        ({"remarks": "none"}, ("not-a-group", "remarks")),
        ({"printed": [1]}, ("not-a-group", "printed")),
        ({"reasons": "none"}, ("not-a-reason", "reasons")),
        ({"reasons": [["filler", "narrative.text"]]}, ("not-a-reason", "reasons")),
        ({"reasons": [{"finding": "filler", "where": 3, "reason": "x"}]}, ("not-a-reason", "reasons")),
        ({"reasons": {"finding": "filler", "where": "narrative.text", "reason": ["x"]}}, ("not-a-reason", "reasons")),
    ],
)
def test_check_files_mistake_in_a_line(write, lines, found):
    assert found in codes(check(write(HEAD | lines, "return.json")))


@pytest.mark.parametrize(
    ("answers", "closest"),
    [
        ({"metrics": {"local": {"statsu": "x"}}}, "Did you mean metrics.local.status?"),
        ({"additional": {"team-acute": "No"}}, "Did you mean additional.teams-acute?"),
    ],
)
def test_check_files_unknown_question_names_the_closest(write, answers, closest):
    checked = check(write(HEAD | {"answers": answers}))
    assert [one.remedy for one in checked.findings if one.code == "unknown-question"] == [closest]


def test_check_files_unknown_key_names_the_closest(write):
    checked = check(write(HEAD | {"anwsers": COVER}))
    assert [one.remedy for one in checked.findings if one.code == "unknown-key"] == ["Did you mean 'answers'?"]


def test_load_returns_keeps_what_does_not_fit(write):
    given = {
        "cover": {"completed-by": ["a", "b"], "shoe-size": "44"},
        "money": {"fund": "about £13m", "income": {"forecast": {"q1": "n/k"}}},
        "additional": {"gp": {"api-live": "31/02/2017"}},
        "metriks": {"local": "good"},
    }
    [(_, ret)] = load_returns([write(HEAD | {"answers": given}, "return.json")])
    kept = {id: answer.raw for id, answer in ret.answers.answers.items()} | dict(ret.answers.unplaced)
    assert kept == {
        "cover.completed-by": ["a", "b"],
        "cover.shoe-size": "44",
        "money.fund": "about £13m",
        "money.income.forecast.q1": "n/k",
        "additional.gp.api-live": "31/02/2017",
        "metriks.local": "good",
    }


def test_check_files_two_for_one_period(write):
    """Both are blocked and named; the one submitted later is what the next quarter sees."""
    later = write(HEAD | {"submitted": "2016-09-09", "answers": {"additional": {"budgets-in-place": 5}}}, "v9.yaml")
    first = write(HEAD | {"submitted": "2016-09-01", "answers": {"additional": {"budgets-in-place": 6}}}, "v10.yaml")
    second = write(HEAD | {"questionnaire": "2016-17-q2"}, "q2.yaml")
    checked = check_files([second, later, first])
    assert [one.file.path.name for one in checked] == ["v10.yaml", "v9.yaml", "q2.yaml"]
    blocked = [codes(one) for one in checked]
    assert ("two-for-one-period", "v10.yaml") in blocked[0]
    assert ("two-for-one-period", "v9.yaml") in blocked[1]
    assert checked[2].ret.answers.previous.value("additional.budgets-in-place") == 5


def test_check_files_out_of_order_and_two_places(write):
    """Each place's returns come in the order of their periods and see only their own place's earlier ones."""
    paths = [
        write({"place": place, "questionnaire": f"2016-17-q{quarter}"}, f"{place}-{quarter}.json")
        for place, quarter in (("york", 3), ("leeds", 2), ("york", 1), ("leeds", 1), ("york", 2))
    ]
    checked = check_files(paths)
    assert [(one.place, one.file.form_named) for one in checked] == [
        ("york", "2016-17-q1"),
        ("york", "2016-17-q2"),
        ("york", "2016-17-q3"),
        ("leeds", "2016-17-q1"),
        ("leeds", "2016-17-q2"),
    ]
    assert [[before.form.id for before in one.ret.earlier] for one in checked] == [
        [],
        ["2016-17-q1"],
        ["2016-17-q1", "2016-17-q2"],
        [],
        ["2016-17-q1"],
    ]
    assert all(before.place == one.ret.place for one in checked for before in one.ret.earlier)


def test_check_files_earlier_quarter_missing(write):
    """Without the quarter before nothing is compared with an older one."""
    stock = {"additional": {"budgets-in-place": 24, "budgets-new": 7, "budgets-stopped": 17}}
    first = write(HEAD | {"answers": stock}, "q1.json")
    third = write(HEAD | {"questionnaire": "2016-17-q3", "answers": stock}, "q3.json")
    checked = check_files([first, third])[1]
    assert [before.form.id for before in checked.ret.earlier] == ["2016-17-q1"]
    assert checked.ret.answers.previous is None
    assert "stock-from-flows" not in {one.code for one in checked.findings}


def test_check_files_bad_file_among_good_ones(write):
    checked = check_files([write(b"\xff", "bad.yaml"), write(HEAD, "good.yaml")])
    assert [one.ret is None for one in checked] == [True, False]


def test_check_files_none():
    assert check_files([]) == []


def test_read_return_file_pipe(tmp_path):
    """A name that is no ordinary file would keep the reader waiting for ever."""
    path = tmp_path / "pipe.yaml"
    os.mkfifo(path)
    assert read_return_file(path).findings[0].code == "unreadable"
