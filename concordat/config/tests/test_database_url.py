"""Databases and mail servers named by an address."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from concordat.config.database_url import parse_database_url
from concordat.config.email_url import parse_email_url


def test_parse_database_url_postgresql():
    found = parse_database_url("postgresql://bcf:p%40ss%2Fword@db.example:5433/concordat?sslmode=require")
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert (found["NAME"], found["USER"], found["PASSWORD"]) == ("concordat", "bcf", "p@ss/word")
    assert (found["HOST"], found["PORT"]) == ("db.example", "5433")
    assert found["OPTIONS"]["sslmode"] == "require"
    assert found["CONN_MAX_AGE"] > 0
    assert found["CONN_HEALTH_CHECKS"]


def test_parse_database_url_postgresql_by_socket():
    found = parse_database_url("postgres:///concordat?host=/var/run/postgresql")
    assert (found["HOST"], found["NAME"], found["PORT"]) == ("/var/run/postgresql", "concordat", "")


def test_parse_database_url_sqlite_is_made_for_several_writers():
    found = parse_database_url("sqlite:////srv/concordat/site.sqlite3")
    assert found["NAME"] == "/srv/concordat/site.sqlite3"
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in found["OPTIONS"]["init_command"]
    assert "synchronous=NORMAL" in found["OPTIONS"]["init_command"]


@pytest.mark.parametrize("url", ["mysql://u:geheim@h/d", "postgresql://u:geheim@h/", "postgresql://u:geheim@h:x/d"])
def test_parse_database_url_wrong_says_what_to_write_and_no_password(url):
    with pytest.raises(ImproperlyConfigured, match="write postgresql://user:password@host:5432/name") as problem:
        parse_database_url(url)
    assert "geheim" not in str(problem.value)


def test_parse_email_url():
    found = parse_email_url("smtp://post:p%40ss@mail.example")
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_HOST_PASSWORD"]) == ("mail.example", 587, "p@ss")
    assert found["EMAIL_USE_TLS"]
    assert not found["EMAIL_USE_SSL"]
    assert parse_email_url("smtps://mail.example")["EMAIL_PORT"] == 465
    assert not parse_email_url("smtp://localhost:25")["EMAIL_USE_TLS"]
    assert "console" in parse_email_url("console:")["EMAIL_BACKEND"]


@pytest.mark.parametrize("url", ["mail.example", "smtp://", "http://mail.example", "smtp://u:geheim@mail.example:no"])
def test_parse_email_url_wrong_says_what_to_write_and_no_password(url):
    with pytest.raises(ImproperlyConfigured, match="write smtp://user:password@host:587") as problem:
        parse_email_url(url)
    assert "geheim" not in str(problem.value)
