"""Whether the site lives and is ready."""

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

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


@pytest.mark.django_db
def test_not_ready_on_a_database_that_a_newer_version_changed(client):
    MigrationRecorder(connection).record_applied("returns", "9999_of_tomorrow")
    MigrationRecorder(connection).record_applied("a_package", "0002_that_is_used_no_more")
    assert health.unknown() == ["returns.9999_of_tomorrow"]
    response = client.get("/health/ready")
    assert (response.status_code, response.json()) == (503, {"status": "not ready", "missing": ["newer version"]})


@pytest.mark.django_db
def test_not_ready_while_the_disk_is_full(client, settings, tmp_path, monkeypatch):
    settings.DATA = tmp_path
    assert client.get("/health/ready").status_code == 200
    monkeypatch.setattr(health, "LEAST_ROOM", 1 << 62)
    response = client.get("/health/ready")
    assert (response.status_code, response.json()) == (503, {"status": "not ready", "missing": ["disk"]})


def test_not_ready_while_the_database_is_away(client, monkeypatch):
    def away():
        raise OperationalError("password=geheim")

    monkeypatch.setattr(connection, "cursor", away)
    response = client.get("/health/ready")
    assert (response.status_code, response.json()) == (503, {"status": "not ready", "missing": ["database"]})


def test_health_takes_no_post(client):
    assert client.post("/health/live").status_code == 405
