"""Whether the site lives and is ready."""

import pytest
from django.db import OperationalError, connection

from concordat.config import health


def test_live_needs_no_database(client):
    response = client.get("/health/live")
    assert (response.status_code, response.json()) == (200, {"status": "live"})


@pytest.mark.django_db
def test_ready_where_the_database_is_up_to_date(client):
    response = client.get("/health/ready")
    assert (response.status_code, response.json()) == (200, {"status": "ready", "missing": []})


@pytest.mark.django_db
def test_not_ready_while_migrations_are_missing(client, monkeypatch):
    monkeypatch.setattr(health, "unapplied", lambda: 2)
    response = client.get("/health/ready")
    assert (response.status_code, response.json()) == (503, {"status": "not ready", "missing": ["migrations"]})


def test_not_ready_while_the_database_is_away(client, monkeypatch):
    def away():
        raise OperationalError("password=geheim")

    monkeypatch.setattr(connection, "cursor", away)
    response = client.get("/health/ready")
    assert (response.status_code, response.json()) == (503, {"status": "not ready", "missing": ["database"]})


def test_health_takes_no_post(client):
    assert client.post("/health/live").status_code == 405
