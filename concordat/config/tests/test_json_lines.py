"""Logs: lines of JSON with the id of the request and nothing that anybody typed."""

import copy
import io
import json
import logging.config
import sys

import pytest

from concordat.config.json_lines import JsonLines, OnlyFailures


def line(record):
    return json.loads(JsonLines().format(record))


def test_a_message_of_another_package_is_written_without_its_arguments():
    record = logging.LogRecord("django.security", logging.WARNING, "", 1, "Not Found: %s", ("/people/jo",), None)
    found = line(record)
    assert found["message"] == "Not Found: %s"
    assert found["level"] == "warning"
    assert "jo" not in json.dumps(found)


def test_an_exception_is_told_by_its_type_and_place_and_not_by_its_words():
    try:
        raise ValueError("what Jo typed")
    except ValueError:
        record = logging.LogRecord("concordat", logging.ERROR, "", 1, "failed", (), sys.exc_info())
    found = line(record)
    assert found["exception"] == "ValueError"
    assert found["raised"][-1].endswith("test_an_exception_is_told_by_its_type_and_place_and_not_by_its_words")
    assert "typed" not in json.dumps(found)
    assert OnlyFailures().filter(record)
    assert not OnlyFailures().filter(logging.LogRecord("django.request", logging.WARNING, "", 1, "", (), None))


@pytest.mark.django_db
def test_a_host_that_is_not_ours_is_noted_without_its_name(client, lines):
    answer = client.get("/accessibility", headers={"host": "jo-typed.example"})
    assert (answer.status_code, "could not be understood" in answer.content.decode()) == (400, True)
    (found,) = [one for one in lines() if one["logger"] == "django.security.DisallowedHost"]
    assert found["exception"] == "DisallowedHost"
    assert "typed" not in json.dumps(lines())


@pytest.fixture
def lines(settings):
    """What the site's own logging writes while a test runs."""
    written = io.StringIO()
    given = copy.deepcopy(settings.LOGGING)
    for handler in given["handlers"].values():
        handler["stream"] = written
    given["loggers"]["concordat"]["level"] = "DEBUG"
    logging.config.dictConfig(given)
    yield lambda: [json.loads(one) for one in written.getvalue().splitlines()]
    logging.config.dictConfig(settings.LOGGING)


@pytest.mark.django_db
def test_a_request_is_logged_by_its_route_and_without_content(client, lines):
    client.raise_request_exception = False
    client.post("/gallery/?secret=query", {"name": "Jo Typed", "words": "answer of Jo"})
    client.get("/gallery/errors/500?secret=query")
    client.get("/people/jo?secret=query")
    found = [one for one in lines() if one["logger"] == "concordat.requests"]
    assert [(one["method"], one.get("route"), one["status"]) for one in found] == [
        ("POST", "gallery/", 200),
        ("GET", "gallery/errors/<int:status>", 500),
        ("GET", None, 404),
    ]
    assert len({one["request"] for one in found}) == 3
    assert [one["exception"] for one in lines() if one["logger"] == "django.request"] == ["RuntimeError"]
    assert not [word for word in ("Jo", "jo", "secret", "answer") if word in json.dumps(lines())]


def test_the_id_of_a_request_is_a_proxys_own_if_it_is_one(client):
    assert client.get("/health/live", headers={"X-Request-ID": "abc-12345"})["X-Request-ID"] == "abc-12345"
    assert client.get("/health/live", headers={"X-Request-ID": "<script>"})["X-Request-ID"] != "<script>"
