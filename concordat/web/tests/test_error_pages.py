"""What a person, a part of a page and software are told when something is wrong."""

import json

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory

from concordat.web.middleware.answers import design_answers
from concordat.web.middleware.database import DatabaseAway
from concordat.web.views import errors

SAID = {
    400: "could not be understood",
    403: "Only the finance officer may change the money section.",
    404: "Page not found",
    405: "takes what a form sends",
    413: "That is too large",
    429: "Too many attempts",
    500: "Something went wrong on our side",
    503: "cannot reach its database",
}


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("status", SAID)
def test_an_error_is_a_designed_page(client, status):
    response = client.get(f"/gallery/errors/{status}")
    assert response.status_code == status
    assert SAID[status] in response.content.decode()
    assert "Accessibility statement" in response.content.decode()


@pytest.mark.parametrize("status", SAID)
def test_an_error_for_software_is_problem_json(client, status):
    response = client.get(f"/gallery/errors/{status}", headers={"Accept": "application/json"})
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == status


@pytest.mark.parametrize("status", SAID)
def test_an_error_for_a_part_of_a_page_is_a_sentence(client, status):
    response = client.get(f"/gallery/errors/{status}", headers={"HX-Request": "true"})
    assert response.status_code == status
    assert response["Content-Type"].startswith("text/plain")
    assert b"<" not in response.content


def test_the_api_answers_with_problem_json_whatever_is_accepted(client):
    response = client.get("/api/nowhere", headers={"Accept": "text/html"})
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_denied_names_who_can_grant(client):
    assert "<li>N. Fairclough</li>" in client.get("/gallery/errors/403").content.decode()


def test_database_away_says_when_to_try_again_and_whether_something_was_lost(client):
    assert client.get("/gallery/errors/503")["Retry-After"] == "10"
    assert "was not saved" not in client.get("/gallery/errors/503").content.decode()
    assert "What you just sent was not saved." in client.post("/gallery/save?fail=503").content.decode()


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_database_away_is_told_without_touching_it(client, monkeypatch, error):
    def away(*_):
        raise error("gone")

    monkeypatch.setattr(connection, "ensure_connection", away)
    client.cookies["sessionid"] = "0123456789abcdef0123456789abcdef"
    response = client.get("/account/email/")  # the session cannot be read, which happens in the sign-in's own code
    assert response.status_code == 503
    assert "cannot reach its database" in response.content.decode()


def test_other_exceptions_are_left_to_django():
    assert DatabaseAway(lambda _: HttpResponse()).process_exception(RequestFactory().get("/"), ValueError()) is None


def test_method_that_is_not_allowed_keeps_saying_which_is(client):
    response = client.get("/gallery/save")
    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert "takes what a form sends" in response.content.decode()


def test_an_answer_with_words_of_its_own_is_left_alone():
    response = design_answers(lambda _: HttpResponse("mine", status=405))(RequestFactory().get("/"))
    assert response.content == b"mine"


def test_part_of_a_page_never_becomes_the_sign_in_page():
    def to_login(_):
        return HttpResponse(status=302, headers={"Location": "/account/login/?next=/x"})

    whole = design_answers(to_login)(RequestFactory().get("/"))
    part = design_answers(to_login)(RequestFactory().get("/", headers={"HX-Request": "true"}))
    assert (whole.status_code, part.status_code) == (302, 401)
    assert b"Sign in again" in part.content


def test_form_that_was_open_too_long_shows_what_was_typed_and_sends_it_again():
    client = Client(enforce_csrf_checks=True)
    typed = {"name": "Jo", "words": "<b>long</b>", "password": "geheim", "csrfmiddlewaretoken": "old"}
    page = client.post("/gallery/", typed, headers={"Origin": "http://testserver"})
    text = page.content.decode()
    assert page.status_code == 403
    assert "&lt;b&gt;long&lt;/b&gt;</textarea>" in text
    assert "Send it again" in text
    assert "geheim" not in text
    token = page.context["csrf_token"]
    again = client.post("/gallery/", {**typed, "csrfmiddlewaretoken": str(token)})
    assert again.status_code == 200


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null"])
def test_form_from_elsewhere_is_never_sent_again(origin):
    response = Client(enforce_csrf_checks=True).post("/gallery/", {"name": "Jo"}, headers={"Origin": origin})
    assert response.status_code == 403
    assert "Send it again" not in response.content.decode()


def test_failed_looks_at_what_was_raised():
    request = RequestFactory().get("/")
    try:
        raise OperationalError
    except OperationalError:
        assert errors.failed(request).status_code == 503
    assert errors.failed(request).status_code == 500


def test_problem_holds_status_title_and_detail(client):
    body = json.loads(client.get("/api/nowhere").content)
    assert body == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "There is nothing at this address.",
    }
