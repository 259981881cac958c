"""The API of returns, as programs and pages call it: its contract, word for word."""

import json
from itertools import pairwise

import pytest
from django.test import Client

from concordat.accounts.actions import make_token, revoke_token
from concordat.questionnaires.completion import calculate_completion
from concordat.returns.access import as_value, history_of
from concordat.returns.checks import check_return
from concordat.returns.models import AnswerRow
from concordat.returns.snapshot import calculate_content_digest

PLACE, FORM = "southend-on-sea", "2016-17-q3"
RETURN = f"/api/places/{PLACE}/returns/{FORM}"
FUND, TEXT = "money.income.forecast.q4", "narrative.text"
PROBLEM = "application/problem+json"


class Program:
    """A client with a token, that sends JSON and reads it."""

    def __init__(self, token):
        self.client = Client(headers={"authorization": f"Bearer {token}"})

    def get(self, path, **headers):
        return self.client.get(path, headers=headers)

    def put(self, question, value, etag=None, path=RETURN):
        headers = {"if-match": etag} if etag is not None else {}
        body = json.dumps({"value": value})
        return self.client.put(f"{path}/answers/{question}", body, content_type="application/json", headers=headers)

    def post(self, path, body):
        return self.client.post(path, json.dumps(body), content_type="application/json")


@pytest.fixture
def program(record, cast):
    """Makes a program with a token of the council, or of another body, with some scopes."""

    def make(*scopes, body=cast.council, by=cast.lead):
        return Program(make_token(body=body, name="sync", scopes=scopes, by=by)[1])

    return make


@pytest.fixture
def writer(program):
    return program("write", "submit")


def answers(program):
    return {one["question"]: one for one in program.get(RETURN).json()["answers"]}


def assert_problem(response, status):
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == PROBLEM
    said = response.json()
    assert said["status"] == status
    assert said["detail"]
    return said


def test_a_return_comes_with_tags_completion_and_findings_of_the_library(writer, record):
    said = writer.get(RETURN).json()
    ret = as_value(record, notes=False)
    assert (said["place"], said["questionnaire"], said["state"]) == (PLACE, FORM, "open")
    assert said["completion"] == {key: list(counts) for key, counts in calculate_completion(ret.answers).items()}
    reasons = [{**one.as_dict(), "reason": one.reason} for one in check_return(ret)]
    assert said["findings"] == reasons
    assert said["digest"] == calculate_content_digest(ret)
    assert [one["question"] for one in said["answers"]] == [asked.id for asked in ret.form.asked]
    rows = {row.question: row for row in AnswerRow.objects.filter(record=record)}
    assert rows
    for one in said["answers"]:
        row = rows.get(one["question"])
        assert one["etag"] == f'"{row.version if row else 0}"'
        assert one["value"] == (row.text if row else None)
    assert len(said["fillable"]) == len(ret.form.asked)


def test_checking_gives_the_same_as_reading(writer):
    whole, checked = writer.get(RETURN).json(), writer.get(f"{RETURN}/check").json()
    assert checked == {key: whole[key] for key in ("place", "questionnaire", "completion", "findings")}


def test_saving_an_answer_gives_a_new_tag_and_is_history(writer, record):
    saved = writer.put(TEXT, "All goes well.", '"0"')
    assert saved.status_code == 200, saved.content
    assert saved.headers["ETag"] == saved.json()["etag"] == '"1"'
    read = writer.get(f"{RETURN}/answers/{TEXT}")
    assert read.json() | {"at": None} == saved.json() | {"at": None}
    assert read.headers["ETag"] == '"1"'
    event = history_of(record, TEXT).first()
    assert (event.actor_id[:6], event.body, event.said["after"]) == (
        "token:",
        "Southend-on-Sea Borough Council",
        "All goes well.",
    )
    assert writer.put(TEXT, "Better still.", saved.json()["etag"]).json()["etag"] == '"2"'


def test_what_another_saved_meanwhile_is_not_overwritten(writer, record):
    writer.put(TEXT, "Theirs.", '"0"')
    said = assert_problem(writer.put(TEXT, "Mine.", '"0"'), 412)
    assert (said["yours"], said["theirs"], said["etag"]) == ("Mine.", "Theirs.", '"1"')
    assert answers(writer)[TEXT]["value"] == "Theirs."
    assert writer.put(TEXT, "Mine.", said["etag"]).status_code == 200
    assert answers(writer)[TEXT]["value"] == "Mine."


def test_a_save_sent_twice_is_no_conflict(writer):
    first, second = (writer.put(TEXT, "Once.", '"0"') for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json()["etag"] == second.json()["etag"]


@pytest.mark.parametrize(("tag", "status"), [(None, 428), ("", 428), ("*", 428), ("3", 400), ('"1", "2"', 400)])
def test_a_save_has_to_name_the_version_that_was_seen(writer, tag, status):
    said = assert_problem(writer.put(TEXT, "Blind.", tag), status)
    assert "If-Match" in said["detail"]
    assert answers(writer)[TEXT]["value"] is None


def test_a_tag_that_was_weakened_on_the_way_still_counts(writer):
    assert writer.put(TEXT, "One.", 'W/"0"').json()["etag"] == '"1"'
    assert writer.put(TEXT, "Two.", 'W/"1"').json()["etag"] == '"2"'
    assert_problem(writer.put(TEXT, "Three.", 'W/"1"'), 412)


def test_tags_in_the_body_stay_whole_where_the_answer_is_compressed(writer):
    writer.put(TEXT, "Long enough to be worth compressing. " * 40, '"0"')
    read = writer.get(f"{RETURN}/answers/{TEXT}", accept_encoding="gzip")
    assert read.headers["Content-Encoding"] == "gzip"
    assert read.headers["ETag"] == 'W/"1"'
    assert writer.put(TEXT, "Short.", read.headers["ETag"]).json()["etag"] == '"2"'


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("£13,131,049", "£13,131,049"),
        (13131049, "13131049"),
        (True, "Yes"),
        (None, None),
        ("", None),
        ("perhaps", "perhaps"),
    ],
)
def test_values_are_kept_as_they_are_given(writer, value, kept):
    etag = answers(writer)[FUND]["etag"]
    assert writer.put(FUND, value, etag).json()["value"] == kept


def test_figures_keep_every_digit(writer):
    etag = answers(writer)[FUND]["etag"]
    body = '{"value": 1234567.10}'
    url = f"{RETURN}/answers/{FUND}"
    saved = writer.client.put(url, body, content_type="application/json", headers={"if-match": etag})
    assert saved.json()["value"] == "1234567.10"


def test_what_does_not_fit_is_kept_and_said(writer):
    etag = answers(writer)[FUND]["etag"]
    misfit = writer.put(FUND, "a lot", etag).json()["misfit"]
    assert misfit["message"]
    assert misfit["remedy"]


@pytest.mark.parametrize("value", [[1], {"a": 1}, "\x00", "\ud800", "x" * 200_001])
def test_what_no_database_keeps_is_refused(writer, value):
    assert_problem(writer.put(TEXT, value, '"0"'), 422)


@pytest.mark.parametrize("question", ["money.nothing", "additional.budgets-rate", "Not%20an%20id"])
def test_a_question_that_is_not_asked(writer, question):
    assert_problem(writer.put(question, "x", '"0"'), 404)


def test_a_form_that_was_not_opened_or_is_none(writer):
    assert_problem(writer.get(f"/api/places/{PLACE}/returns/2016-17-q4"), 404)
    assert_problem(writer.get(f"/api/places/{PLACE}/returns/nonsense"), 404)


def test_a_scope_does_only_what_it_says(program, writer):
    reader, sender = program("read"), program("submit")
    assert reader.get(RETURN).status_code == 200
    said = assert_problem(reader.put(TEXT, "x", '"0"'), 403)
    assert said["detail"] == (
        "This token may not answer any question at Southend-on-Sea. It was made for read; it takes one with write, "
        "which a lead or an administrator can make."
    )
    assert said["who"] == ["Ada Winter", "Nadia Fenn"]
    assert_problem(sender.put(TEXT, "x", '"0"'), 403)
    assert_problem(reader.post(f"{RETURN}/submissions", {"digest": "0" * 64}), 403)
    assert reader.get(RETURN).json()["fillable"] == []


def test_a_token_of_another_place_learns_nothing(program, cast):
    stranger = program("read", "write", body=cast.other_council, by=cast.administrator)
    for path in (
        "",
        f"/{FORM}",
        f"/{FORM}/check",
        f"/{FORM}/history",
        f"/{FORM}/submissions",
        f"/{FORM}/answers/{TEXT}",
    ):
        said = assert_problem(stranger.get(f"/api/places/{PLACE}/returns{path}"), 403)
        assert "who" not in said
        assert "reaches the places that its organisation serves" in said["detail"]
    assert_problem(stranger.put(TEXT, "x", '"0"'), 403)


def test_without_a_token_or_with_a_dead_one(client, record, cast):
    token, raw = make_token(body=cast.council, name="sync", scopes=["read"], by=cast.lead)
    revoke_token(token, by=cast.lead)
    for dead in (None, "Bearer", f"Bearer {raw}", "Bearer " + "x" * 5000, "Basic abc", "Bearer \u00e9\u0000"):
        response = client.get(RETURN, headers={"authorization": dead} if dead else {})
        assert_problem(response, 401)
        assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_dead_token_never_falls_back_on_a_session(client, record, cast):
    client.force_login(cast.lead)
    assert_problem(client.get(RETURN, headers={"authorization": "Bearer none"}), 401)


def test_a_session_reads_and_saves_with_the_token_against_forgery(record, cast):
    page = Client(enforce_csrf_checks=True)
    page.force_login(cast.lead)
    assert page.get(RETURN).status_code == 200
    url, body = f"{RETURN}/answers/{TEXT}", json.dumps({"value": "x"})
    tag = {"if-match": '"0"'}
    assert_problem(page.put(url, body, content_type="application/json", headers=tag), 403)
    page.cookies["csrftoken"] = "a" * 32
    sent = page.put(url, body, content_type="application/json", headers=tag | {"x-csrftoken": "a" * 32})
    assert sent.status_code == 200, sent.content


def test_a_finance_officer_saves_what_is_assigned_and_nothing_else(record, cast):
    page = Client()
    page.force_login(cast.finance)
    said = page.get(RETURN).json()
    assert said["fillable"]
    assert all(id.startswith("money.") for id in said["fillable"])
    tag = next(one["etag"] for one in said["answers"] if one["question"] == FUND)
    money = page.put(
        f"{RETURN}/answers/{FUND}", '{"value": 1}', content_type="application/json", headers={"if-match": tag}
    )
    assert money.status_code == 200
    text = page.put(
        f"{RETURN}/answers/{TEXT}", '{"value": 1}', content_type="application/json", headers={"if-match": '"0"'}
    )
    assert_problem(text, 403)


def test_submitting_names_the_content_that_was_read(writer, filled):
    digest = writer.get(RETURN).json()["digest"]
    assert_problem(writer.post(f"{RETURN}/submissions", {"digest": "0" * 64}), 412)
    refused = assert_problem(writer.post(f"{RETURN}/submissions", {"digest": digest}), 409)
    assert "sign" in refused["detail"].lower()


def test_submitting_what_is_not_ready_tells_what_waits(writer):
    digest = writer.get(RETURN).json()["digest"]
    said = assert_problem(writer.post(f"{RETURN}/submissions", {"digest": digest}), 409)
    assert said["findings"]
    assert {"code", "severity", "where", "message", "remedy"} <= said["findings"][0].keys()


def test_what_was_submitted_can_be_read_with_its_receipt(writer):
    path = f"/api/places/{PLACE}/returns/2016-17-q2/submissions"
    (receipt,) = writer.get(path).json()["submissions"]
    whole = writer.get(f"{path}/1").json()
    assert whole["receipt"] == receipt
    assert receipt["number"] == f"2016-17-q2/{PLACE}/1"
    assert whole["content"]["place"] == PLACE
    assert_problem(writer.get(f"{path}/2"), 404)


def test_history_comes_page_by_page_and_about_one_answer(writer, record):
    for number in range(3):
        writer.put(TEXT, f"Draft {number}.", f'"{number}"')
    path = f"{RETURN}/history"
    seen, before = [], None
    while True:
        page = writer.get(f"{path}?limit=20{f'&before={before}' if before else ''}").json()
        seen += page["events"]
        before = page["next"]
        if before is None:
            break
    assert [one["sequence"] for one in seen] == list(range(len(seen), 0, -1))
    assert all(older["digest"] == newer["previous"] for newer, older in pairwise(seen))
    about = writer.get(f"{path}?about={TEXT}").json()["events"]
    assert [one["said"]["after"] for one in about] == ["Draft 2.", "Draft 1.", "Draft 0."]
    assert_problem(writer.get(f"{path}?limit=0"), 422)


def test_the_returns_of_a_place(writer):
    found = writer.get(f"/api/places/{PLACE}/returns").json()["returns"]
    assert [(one["questionnaire"], one["state"], one["submissions"]) for one in found] == [
        ("2016-17-q1", "submitted", 1),
        ("2016-17-q2", "submitted", 1),
        ("2016-17-q3", "open", 0),
    ]


def test_an_analyst_reads_what_was_submitted_and_no_draft(client, record, cast):
    client.force_login(cast.analyst)
    assert_problem(client.get(RETURN), 403)
    assert_problem(client.get(f"/api/places/{PLACE}/returns/2016-17-q2"), 403)
    assert client.get(f"/api/places/{PLACE}/returns/2016-17-q2/submissions").status_code == 200
    found = client.get(f"/api/places/{PLACE}/returns").json()["returns"]
    assert [one["questionnaire"] for one in found] == ["2016-17-q1", "2016-17-q2"]


def test_a_return_takes_as_many_queries_however_much_is_answered(writer, filled, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        writer.get(RETURN)


def test_saving_takes_few_queries(writer, record, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        assert writer.put(TEXT, "x", '"0"').status_code == 200
