"""What has to be there before the site serves."""

import socket
import stat

import pytest
from django.contrib.staticfiles import finders
from django.db import OperationalError, connection

from concordat.config import demo, deployment, serving
from concordat.config.serving import Address, CannotServe, find_address
from concordat.returns.demo import make_cast


def test_find_address_takes_a_free_port():
    found = find_address("127.0.0.1", 0)
    assert found.port > 0
    assert found.url == f"http://127.0.0.1:{found.port}/"


def test_find_address_in_use_says_so():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotServe, match=rf"127.0.0.1:{port} cannot be listened at .*name another port"):
            find_address("127.0.0.1", port)


def test_find_address_of_no_machine_says_so():
    with pytest.raises(CannotServe, match=r"No machine is called 'no\.such\.machine\.invalid'"):
        find_address("no.such.machine.invalid", 0)


def test_address_of_all_machines_is_shown_as_one_that_a_browser_takes():
    assert Address("0.0.0.0", 80).url == "http://127.0.0.1:80/"
    assert (Address("::1", 80).url, Address("::1", 80).bind) == ("http://[::1]:80/", "[::1]:80")


def test_prepare_files_without_the_design_system_says_what_to_run(monkeypatch):
    monkeypatch.setattr(finders, "find", lambda _: None)
    with pytest.raises(CannotServe, match="run `make assets`"):
        serving.prepare_files()


def test_prepare_database_that_is_away_says_where_it_was_looked_for(monkeypatch):
    def away():
        raise OperationalError("connection refused\nmore")

    monkeypatch.setattr(connection, "ensure_connection", away)
    with pytest.raises(CannotServe, match=r"The database does not answer \(.*\): connection refused\.$"):
        serving.prepare_database(migrate=True)


@pytest.mark.django_db
def test_prepare_database_that_is_behind_says_how_to_bring_it_up(monkeypatch):
    monkeypatch.setattr(serving, "unapplied", lambda: 3)
    monkeypatch.setattr(serving.connections, "close_all", lambda: None)
    with pytest.raises(CannotServe, match=r"lacks 3 of this version's changes.*`concordat serve --migrate`"):
        serving.prepare_database(migrate=False)


@pytest.mark.django_db
def test_prepare_database_that_is_empty_says_how_to_begin(monkeypatch):
    monkeypatch.setattr(serving, "unknown", list)
    monkeypatch.setattr(serving, "unapplied", lambda: 41)
    monkeypatch.setattr(connection.introspection, "table_names", list)
    monkeypatch.setattr(serving.connections, "close_all", lambda: None)
    with pytest.raises(CannotServe, match=r"is empty\. Run `concordat serve --migrate`, which makes"):
        serving.prepare_database(migrate=False)


@pytest.mark.django_db
@pytest.mark.parametrize("migrate", [True, False])
def test_prepare_database_that_a_newer_version_changed_is_left_alone(monkeypatch, migrate):
    monkeypatch.setattr(serving, "unknown", lambda: ["returns.9999_of_tomorrow"])
    monkeypatch.setattr(serving.connections, "close_all", lambda: None)
    with pytest.raises(CannotServe, match=r"newer version \(returns\.9999_of_tomorrow\). Install that one"):
        serving.prepare_database(migrate=migrate)


def test_settle_environment_makes_a_key_once_and_keeps_it_secret(tmp_path, monkeypatch):
    for name in ("CONCORDAT_DATA", "CONCORDAT_DEMO", "CONCORDAT_SECRET_KEY", "CONCORDAT_STARTS_ON"):
        monkeypatch.setenv(name, "")
    demo.settle_environment(tmp_path)
    key = tmp_path / "demo" / "secret-key"
    first = key.read_text()
    assert len(first) > 64
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    demo.settle_environment(tmp_path)
    assert key.read_text() == first


def test_prepare_runs_each_step_of_the_demo_in_order(monkeypatch):
    monkeypatch.setattr(demo, "STEPS", [f"{__name__}.people", f"{__name__}.returns"])
    assert demo.prepare() == ["people", "returns"]


def people():
    """A step of a demo."""
    return "people"


def returns():
    """Another one."""
    return "returns"


@pytest.mark.django_db
def test_check_deployment_finds_the_people_of_a_demonstration(settings, monkeypatch):
    monkeypatch.setattr(deployment, "prepare_files", lambda: None)
    monkeypatch.setattr(deployment, "prepare_database", lambda migrate: None)
    settings.DEMO = False
    before = [matter.text for matter in deployment.check_deployment()]
    make_cast()
    (new,) = [matter for matter in deployment.check_deployment() if matter.text not in before]
    assert new.blocks
    assert "password that everybody knows" in new.text


def test_check_deployment_names_what_stands_in_the_way(settings, monkeypatch):
    monkeypatch.setattr(deployment, "prepare_files", lambda: None)
    monkeypatch.setattr(deployment, "prepare_database", lambda migrate: None)
    settings.DELIVERY_BACKEND = deployment.CONSOLE
    settings.DEMO = settings.DEBUG = True
    settings.ALLOWED_HOSTS, settings.PROXIES = [], 0
    settings.OIDC_URL = "https://login.example.org"
    said = list(deployment.check_deployment())
    blocking = " ".join(matter.text for matter in said if matter.blocks)
    for name in (
        "CONCORDAT_DEBUG",
        "CONCORDAT_DEMO",
        "CONCORDAT_HOSTS",
        "CONCORDAT_EMAIL_URL",
        "CONCORDAT_OIDC_CLIENT",
        "[security.W004]",
    ):
        assert name in blocking
    assert "CONCORDAT_PROXIES" in " ".join(matter.text for matter in said if not matter.blocks)
