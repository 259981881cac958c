"""Headers of every answer."""

import re
from pathlib import Path

import pytest
from django.test import Client

ROOMS = Path(__file__).parent.parent.parent
ADDRESSES = ["/", "/gallery/", "/health/live", "/account/login/", "/static/web/app.js", "/nowhere", "/api/nowhere"]
ADDRESSES += [f"/gallery/errors/{status}" for status in (400, 403, 405, 413, 429, 500, 503)]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_says_what_a_page_may_load(address):
    response = Client(raise_request_exception=False).get(address)
    policy = dict(part.split(" ", 1) for part in response["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in str(policy)
    assert "nonce" not in str(policy)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    response.close()


def test_pages_are_kept_by_nobody_else_and_files_for_good(client):
    assert client.get("/accessibility")["Cache-Control"] == "private, no-cache"


def test_no_template_holds_script_or_style_of_its_own():
    found = list(ROOMS.glob("*/templates/*/**/*.html"))  # those beside the folders are files that people take away
    assert {"accounts", "returns", "rollups", "web"} <= {template.relative_to(ROOMS).parts[0] for template in found}
    for template in found:
        text = template.read_text(encoding="utf-8")
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", text), template


def test_htmx_is_told_to_evaluate_nothing_and_to_write_no_style(client):
    page = client.get("/").content.decode()
    for setting in ('"includeIndicatorStyles": false', '"allowEval": false', '"allowScriptTags": false'):
        assert setting in page
