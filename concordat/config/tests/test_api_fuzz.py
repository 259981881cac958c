"""The API held against its own description by schemathesis, with a writer's token; the same cases each time."""

import json

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from concordat.accounts.actions import make_token
from concordat.config.api import api
from concordat.config.wsgi import application
from concordat.returns.access import as_value
from concordat.returns.actions import sign
from concordat.returns.snapshot import calculate_content_digest

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 12  # of each operation, each way
KNOWN = {
    "framework": "2016-17",
    "place": "southend-on-sea",
    "questionnaire": "2016-17-q3",
    "question": "narrative.text",
    "number": 1,
}
SENT_BEFORE = {"list_submissions": "2016-17-q2", "show_submission": "2016-17-q2"}
bounded = hypothesis_settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def operations():
    return [(path, method) for path, methods in api.get_openapi_schema()["paths"].items() for method in methods]


@pytest.fixture
def headers(record, cast, settings):
    settings.API_CALLS_A_MINUTE = 1_000_000
    _, raw = make_token(body=cast.council, name="sync", scopes=["write", "submit"], by=cast.lead)
    return {"Authorization": f"Bearer {raw}", "Accept-Encoding": "identity"}


@pytest.fixture
def described(headers):
    """The description, as the server itself gives it; it leaves the connection of the test's transaction open."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/openapi.json", application)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def call(case, headers):
    return case.call_and_validate(checks=CHECKS, headers=headers)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("known", [{}, KNOWN], ids=["anywhere", "where-there-is-something"])
def test_whatever_is_sent_the_answer_is_as_described(described, headers, mode, known):
    for path, method in operations():
        operation = described[path][method.upper()]
        there = {name: known[name] for name in known if f"{{{name}}}" in path}

        @bounded
        @given(case=operation.as_strategy(generation_mode=mode, **({"path_parameters": there} if there else {})))
        def send(case):
            call(case, headers)

        send()


def test_a_writer_reaches_every_operation(described, headers, cast, filled):
    for path, method in sorted(operations(), key=lambda one: one[1] == "post"):
        operation = described[path][method.upper()]
        id = operation.definition.raw["operationId"]
        known = KNOWN | ({"questionnaire": SENT_BEFORE[id]} if id in SENT_BEFORE else {})
        case = operation.Case(path_parameters={name: known[name] for name in known if f"{{{name}}}" in path})
        if id == "save_answer":
            give(case, {"value": "A few words."})
            case.headers = {"If-Match": tag_of(described, path, case, headers)}
        if id == "submit_return":
            give(case, {"digest": signed_content(filled, cast)})
        assert 200 <= call(case, headers).status_code < 300, id


def give(case, body):
    case.body, case.media_type = body, "application/json"


def tag_of(described, path, case, headers):
    read = described[path]["GET"].Case(path_parameters=case.path_parameters)
    return json.loads(call(read, headers).content)["etag"]


def signed_content(filled, cast):
    digest = calculate_content_digest(as_value(filled, notes=False))
    sign(record=filled, by=cast.chair, body=cast.board, seen=digest, mandate=cast.delegation)
    return digest
