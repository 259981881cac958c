"""Reading the environment: the only place where what differs between machines comes in."""

import os
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from concordat.web.joined import join_words

YES, NO = ("1", "yes", "on", "true"), ("0", "no", "off", "false")


def text(name: str, default: str = "") -> str:
    """A variable as it is written, without blanks around it."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    """Yes or no. Raises ImproperlyConfigured where it is neither."""
    said = text(name).lower()
    if not said:
        return default
    if said not in (*YES, *NO):
        raise ImproperlyConfigured(f"{name}={said} is neither yes nor no; write 1 or 0.")
    return said in YES


def whole(name: str, default: int, least: int = 0) -> int:
    """A whole number, at least so much. Raises ImproperlyConfigured where it is none."""
    said = text(name, str(default))
    if not said.isdecimal() or int(said) < least:
        raise ImproperlyConfigured(f"{name}={said} is no whole number of at least {least}.")
    return int(said)


def one_of(name: str, default: str, known: Sequence[str]) -> str:
    """One of some words, however it is written. Raises ImproperlyConfigured where it is another."""
    said = text(name, default).upper()
    if said not in known:
        raise ImproperlyConfigured(f"{name}={said} is not known; write {join_words(known, 'or')}.")
    return said


def address(name: str) -> str:
    """A web address, without a slash at its end. Raises ImproperlyConfigured where it is none."""
    said = text(name).rstrip("/")
    parts = urlsplit(said)
    if said and (parts.scheme not in ("http", "https") or not parts.netloc):
        raise ImproperlyConfigured(f"{name} is no address of the web; write https://, the host, and the path if any.")
    return said


def words(name: str) -> list[str]:
    """What is separated by commas, without empty parts."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def day(name: str) -> date | None:
    """A day, `2017-02-20`; None where none is named. Raises ImproperlyConfigured where it is no day."""
    said = text(name)
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        raise ImproperlyConfigured(f"{name}={said} is no day; write it as 2017-02-20.") from None


def data_folder(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """Where the site keeps its files: what CONCORDAT_DATA names, or the system's place for a person's data."""
    if named := environ.get("CONCORDAT_DATA", "").strip():
        return Path(named).expanduser().resolve()
    if platform == "win32":
        return Path(environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "concordat"
    if platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "concordat"
    return Path(environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "concordat"
