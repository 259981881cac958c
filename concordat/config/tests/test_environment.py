"""Reading the environment."""

from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from concordat.config import environment


@pytest.mark.parametrize(("said", "meant"), [("1", True), ("Yes", True), (" on ", True), ("0", False), ("no", False)])
def test_flag_reads_yes_and_no(monkeypatch, said, meant):
    monkeypatch.setenv("CONCORDAT_DEBUG", said)
    assert environment.flag("CONCORDAT_DEBUG") is meant


def test_flag_unset_or_empty_is_the_default(monkeypatch):
    monkeypatch.setenv("CONCORDAT_DEBUG", " ")
    assert environment.flag("CONCORDAT_DEBUG", default=True) is True
    monkeypatch.delenv("CONCORDAT_DEBUG")
    assert environment.flag("CONCORDAT_DEBUG") is False


def test_flag_that_is_neither_says_what_to_write(monkeypatch):
    monkeypatch.setenv("CONCORDAT_DEBUG", "maybe")
    with pytest.raises(ImproperlyConfigured, match=r"CONCORDAT_DEBUG=maybe is neither yes nor no; write 1 or 0\."):
        environment.flag("CONCORDAT_DEBUG")


@pytest.mark.parametrize("said", ["-1", "ten", "0", "1.5"])
def test_whole_that_is_none_says_so(monkeypatch, said):
    monkeypatch.setenv("CONCORDAT_UPLOAD_MB", said)
    with pytest.raises(ImproperlyConfigured, match="is no whole number of at least 1"):
        environment.whole("CONCORDAT_UPLOAD_MB", 10, least=1)


def test_words_are_separated_by_commas(monkeypatch):
    monkeypatch.setenv("CONCORDAT_HOSTS", "a.example, b.example,,")
    assert environment.words("CONCORDAT_HOSTS") == ["a.example", "b.example"]


@pytest.mark.parametrize("said", ["login.example.org", "ftp://login.example.org", "https://", "/realm"])
def test_address_that_is_none_says_what_to_write(monkeypatch, said):
    monkeypatch.setenv("CONCORDAT_OIDC_URL", said)
    with pytest.raises(ImproperlyConfigured, match="CONCORDAT_OIDC_URL is no address of the web; write https://"):
        environment.address("CONCORDAT_OIDC_URL")


def test_address_is_read_without_a_slash_at_its_end(monkeypatch):
    monkeypatch.setenv("CONCORDAT_OIDC_URL", "https://login.example.org/realms/x/")
    assert environment.address("CONCORDAT_OIDC_URL") == "https://login.example.org/realms/x"


def test_day_is_read_and_what_is_none_is_refused(monkeypatch):
    monkeypatch.setenv("CONCORDAT_STARTS_ON", "2017-02-20")
    assert environment.day("CONCORDAT_STARTS_ON") == date(2017, 2, 20)
    monkeypatch.setenv("CONCORDAT_STARTS_ON", "20 Feb")
    with pytest.raises(ImproperlyConfigured, match="is no day; write it as 2017-02-20"):
        environment.day("CONCORDAT_STARTS_ON")


def test_data_folder_is_what_is_named_else_the_systems_place(tmp_path):
    assert environment.data_folder({"CONCORDAT_DATA": str(tmp_path)}) == tmp_path
    assert environment.data_folder({"XDG_DATA_HOME": "/x"}, "linux") == Path("/x/concordat")
    assert environment.data_folder({}, "linux") == Path.home() / ".local/share/concordat"
    assert environment.data_folder({}, "darwin") == Path.home() / "Library/Application Support/concordat"
    assert environment.data_folder({"LOCALAPPDATA": "/l"}, "win32") == Path("/l/concordat")
