"""What all operations of the API have in common: its description, errors and limits; and those without a return."""

import json
from html import unescape

import pytest
from django.db import OperationalError
from django.test import Client
from typer.testing import CliRunner

from concordat.accounts.actions import make_token
from concordat.cli.app import app
from concordat.config.api import api
from concordat.returns.api import operations

ANSWER = "/api/places/southend-on-sea/returns/2016-17-q3/answers/narrative.text"
PROBLEM = "application/problem+json"


@pytest.fixture
def raw(record, cast):
    return make_token(body=cast.council, name="sync", scopes=["write"], by=cast.lead)[1]


@pytest.fixture
def program(raw):
    return Client(headers={"authorization": f"Bearer {raw}"})


def send(program, body, content_type="application/json"):
    return program.put(ANSWER, body, content_type=content_type, headers={"if-match": '"0"'})


def assert_problem(response, status):
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == PROBLEM
    assert response.json()["detail"]
    return response.json()


def cli_json(*words):
    return json.loads(CliRunner().invoke(app, [*words, "--json"]).stdout)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("frameworks", ("frameworks", "list")),
        ("frameworks/2016-17", ("frameworks", "show", "2016-17")),
        ("places", ("places", "list")),
        ("places?vintage=2017", ("places", "list", "--vintage", "2017")),
        ("places/southend-on-sea?vintage=2017", ("places", "show", "Southend", "--vintage", "2017")),
    ],
)
def test_what_the_command_line_prints_the_api_answers(program, path, words):
    assert program.get(f"/api/{path}").json() == cli_json(*words)


def test_a_form_and_its_schema(program):
    forms = {one["id"]: one for one in program.get("/api/questionnaires").json()["questionnaires"]}
    whole = program.get("/api/questionnaires/2016-17-q3").json()
    assert forms["2016-17-q3"].items() <= whole.items()
    asked = {one["id"]: one for section in whole["sections"] for one in section["questions"]}
    assert asked["money.fund"]["kind"] == "money"
    assert sum(one["kind"] != "derived" for one in asked.values()) == whole["questions"]
    schema = program.get("/api/questionnaires/2016-17-q3/schema").json()
    printed = CliRunner().invoke(app, ["return", "schema", "2016-17-q3"]).stdout
    assert schema == json.loads(printed)


@pytest.mark.parametrize(
    "path",
    [
        "nothing",
        "frameworks/1899-00",
        "questionnaires/2016-17-q9",
        "questionnaires/2016-17-q3?version=99",
        "questionnaires/nonsense/schema",
        "places/atlantis",
        "places/A%00B",
        "places/atlantis/returns",
        "places/atlantis/returns/2016-17-q3",
        "places/Southend/returns/2016-17-q3",
        "places/southend-on-sea/returns/2016-17-q9",
        "places/southend-on-sea/returns/2016-17-q4",
        "places/southend-on-sea/returns/2016-17-q4/submissions",
    ],
)
def test_what_is_not_there(program, path):
    assert "role" not in assert_problem(program.get(f"/api/{path}"), 404)["detail"]


@pytest.mark.parametrize("path", ["places?vintage=1066", "places?vintage=x", "questionnaires/a?version=0"])
def test_what_cannot_be_meant(program, path):
    said = assert_problem(program.get(f"/api/{path}"), 422)
    assert said["errors"][0]["where"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 422),
        ("{", 400),
        (b"\xff\xfe", 400),
        ("[" * 200_000, 400),
        ('{"value": NaN}', 400),
        ('{"value": -Infinity}', 400),
        ('{"value": 1e999999999}', 400),
        ('{"value": ' + "9" * 5000 + "}", 400),
        ('{"value": 1, "value": 2}', 400),
        ('{"value": {}}', 422),
        ('{"value": [1]}', 422),
        ('{"value": "\\ud800"}', 422),
        ('{"valu": 1}', 422),
        ('{"value": 1, "more": 2}', 422),
        ("[]", 422),
        ("null", 422),
        ('"text"', 422),
    ],
)
def test_odd_json(program, body, status):
    assert_problem(send(program, body), status)
    assert program.get(ANSWER).json()["value"] is None


@pytest.mark.parametrize(
    ("body", "where", "message"),
    [
        ('{"value": [1]}', "body.value", "An answer is a text, a number, true, false or null."),
        ('{"value": {}}', "body.value", "An answer is a text, a number, true, false or null."),
        ('{"valu": 1}', "body.value", "Field required"),
        ("[]", "body", "Input should be a valid dictionary or object to extract fields from"),
    ],
)
def test_what_does_not_fit_is_named_as_it_was_sent(program, body, where, message):
    said = assert_problem(send(program, body), 422)
    assert said["errors"][0] == {"where": where, "message": message}


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml", ""],
)
def test_only_json_is_taken(program, content_type):
    assert_problem(send(program, '{"value": 1}', content_type), 415)


def test_json_with_a_charset_is_taken(program):
    assert send(program, '{"value": "£1"}'.encode(), "application/json; charset=utf-8").json()["value"] == "£1"


def test_more_than_is_allowed_at_once(program):
    assert_problem(send(program, json.dumps({"value": "x" * (3 * 1024 * 1024)})), 413)


def test_a_method_that_an_address_does_not_take(program):
    response = program.delete(ANSWER)
    assert_problem(response, 405)
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "PUT"}


@pytest.mark.parametrize("path", [ANSWER, "/api/frameworks/2016-17", "/api/openapi.json", "/api/nothing", "/api/"])
def test_head_answers_as_get_without_content(program, path):
    whole, head = program.get(path), program.head(path)
    assert (head.status_code, head.content) == (whole.status_code, b"")
    assert whole.content
    for name in ("Content-Type", "Content-Length", "ETag"):
        assert head.headers.get(name) == whole.headers.get(name)


def test_options_names_the_methods(program):
    answer = program.options(ANSWER)
    assert (answer.status_code, answer.headers["Allow"]) == (204, "GET, HEAD, OPTIONS, PUT")


def test_the_page_of_the_api_tells_of_every_operation(client, db):
    page = unescape(client.get("/api/").content.decode())
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, said in methods.items():
            assert f"{method.upper()} {path}" in page
            assert said["summary"] in page
    assert "<code>If-Match</code>: the etag that was seen" in page
    assert '<code>{"value": …}</code>' in page
    assert 'href="/api/openapi.json"' in page


def test_too_many_calls_wait(program, settings):
    settings.API_CALLS_A_MINUTE = 3
    # One more than two minutes would allow, should a minute end meanwhile.
    answers = [program.get("/api/frameworks/2016-17") for _ in range(7)]
    late = [answer for answer in answers if answer.status_code == 429]
    assert late, [answer.status_code for answer in answers]
    assert_problem(late[0], 429)
    assert 0 < int(late[0].headers["Retry-After"]) <= 60


def test_a_database_that_is_away_is_503(program, monkeypatch):
    def gone(*args, **kwargs):
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(operations.actions, "save_answer", gone)
    response = send(program, '{"value": 1}')
    assert_problem(response, 503)
    assert response.headers["Retry-After"]


def test_the_description_is_openapi_31_and_open_to_all(client, db):
    said = client.get("/api/openapi.json").json()
    assert said["openapi"].startswith("3.1")
    operations = [one for path in said["paths"].values() for one in path.values()]
    assert len({one["operationId"] for one in operations}) == len(operations)
    assert all(one["security"] == [{"Token": []}, {"Session": []}] for one in operations)
    assert all(one["summary"] and "4XX" in one["responses"] for one in operations)
    put = said["paths"]["/api/places/{place}/returns/{questionnaire}/answers/{question}"]["put"]
    assert list(put["responses"]["412"]["content"]) == [PROBLEM]


def test_every_operation_wants_a_caller(client, db):
    paths = api.get_openapi_schema()["paths"]
    assert len(paths) > 10
    for path, methods in paths.items():
        for method in methods:
            address = path.replace("{number}", "1").replace("{", "").replace("}", "")
            assert_problem(client.generic(method.upper(), address, "{}", content_type="application/json"), 401)
