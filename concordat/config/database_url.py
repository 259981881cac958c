"""A database named by an address, as DATABASE_URL does, turned into what Django wants to know."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

POSTGRESQL = ("postgresql", "postgres")
MINUTES_10 = 600
EXPLAIN = "write postgresql://user:password@host:5432/name or sqlite:///path/to/file"

# Each decides whether forty people can save at once; docs/explanation/performance.md has the figures.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}


def parse_database_url(url: str) -> dict[str, Any]:
    """Django's settings of one database.

    Parts of the address may be percent-encoded; a query becomes options of the driver (`?sslmode=require`,
    `?host=/var/run/postgresql`). Raises ImproperlyConfigured without repeating the address, which may hold a password.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path.removeprefix("/")) or "concordat.sqlite3"))
    if parts.scheme not in POSTGRESQL or not parts.path.strip("/"):
        raise ImproperlyConfigured(f"DATABASE_URL is no address of a database; {EXPLAIN}.")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": _port(url),
        "CONN_MAX_AGE": MINUTES_10,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5, **options},
    }


def sqlite(path: Path) -> dict[str, Any]:
    """Settings of a database in one file, made for several people who save at once."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path.absolute()),
        "CONN_MAX_AGE": MINUTES_10,
        "OPTIONS": dict(SQLITE_OPTIONS),
    }


def _port(url: str) -> str:
    try:
        return str(urlsplit(url).port or "")
    except ValueError:
        raise ImproperlyConfigured(f"DATABASE_URL has a port that is no number; {EXPLAIN}.") from None
