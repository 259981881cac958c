"""What becomes of the site where its disk takes nothing any more."""

import errno

import pytest
from django.core.cache import cache
from django.core.cache.backends.filebased import FileBasedCache

from concordat.accounts.actions import make_token
from concordat.config import kept_in_files
from concordat.config.kept_in_files import KeptInFiles

NOBODY = {"login": "nobody@example.org", "password": "wrong"}


@pytest.fixture
def full(settings, tmp_path, monkeypatch):
    """The site's own cache, on a disk that is full."""

    def no_room(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    backend = f"{kept_in_files.__name__}.{KeptInFiles.__name__}"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": tmp_path / "cache"}}
    monkeypatch.setattr(FileBasedCache, "_write_content", no_room)


def test_what_can_be_worked_out_again_is_not_missed(full):
    cache.set("page", "words", None)
    cache.set_many({"tile": 1}, None)
    assert cache.get("page") is None


def test_what_counts_is_an_error_where_it_cannot_be_kept(full):
    with pytest.raises(OSError, match="No space left"):
        cache.set("attempts", 1, 60)


@pytest.mark.django_db
def test_signing_in_waits_for_room_and_says_so(client, full):
    client.raise_request_exception = False
    answer = client.post("/account/login/", NOBODY)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "no room left to keep anything" in answer.content.decode()


def test_programs_go_on(client, full, record, cast):
    raw = make_token(body=cast.council, name="sync", scopes=["read"], by=cast.lead)[1]
    there = client.get("/api/places/southend-on-sea/returns", headers={"authorization": f"Bearer {raw}"})
    assert there.status_code == 200
