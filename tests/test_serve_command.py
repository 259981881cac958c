"""`concordat serve` and `concordat check-deploy` as somebody types them, in processes of their own."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).parent.parent
COMMAND = Path(sys.executable).parent / "concordat"
KEY = "a-key-of-a-test-that-is-long-enough-for-real-use-0123456789-abcdef"
ASSETS = ROOT / "concordat" / "web" / "static" / "nhsuk" / "nhsuk-frontend.css"
needs_assets = pytest.mark.skipif(not ASSETS.exists(), reason="run make assets")


def environment(tmp_path, **given):
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("CONCORDAT_", "DATABASE_"))}
    clean.pop("DJANGO_SETTINGS_MODULE", None)
    return {**clean, "CONCORDAT_DATA": str(tmp_path), "PYTHONUNBUFFERED": "1", **given}


def run(tmp_path, *words, **given):
    return subprocess.run([COMMAND, *words], env=environment(tmp_path, **given), capture_output=True, text=True)


@pytest.mark.parametrize(
    ("words", "given", "said"),
    [
        ([], {}, "concordat: CONCORDAT_SECRET_KEY is not set."),
        ([], {"CONCORDAT_SECRET_KEY": KEY, "DATABASE_URL": "oracle://x"}, "DATABASE_URL is no address of a database"),
        (
            [],
            {"CONCORDAT_SECRET_KEY": KEY, "CONCORDAT_HTTPS": "perhaps"},
            "CONCORDAT_HTTPS=perhaps is neither yes nor no",
        ),
        ([], {"CONCORDAT_SECRET_KEY": KEY, "CONCORDAT_LOG_LEVEL": "loud"}, "write DEBUG, INFO, WARNING or ERROR"),
        (
            [],
            {"CONCORDAT_SECRET_KEY": KEY, "CONCORDAT_OIDC_URL": "login"},
            "CONCORDAT_OIDC_URL is no address of the web",
        ),
        ([], {"CONCORDAT_SECRET_KEY": KEY, "CONCORDAT_DATA": __file__}, "cannot be the folder for the site's files"),
        (["--host", "no.such.machine.invalid"], {}, "No machine is called 'no.such.machine.invalid'"),
    ],
)
def test_serve_that_cannot_says_why_in_one_line(tmp_path, words, given, said):
    done = run(tmp_path, "serve", "--port", "0", *words, **given)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@needs_assets
def test_serve_says_when_the_database_is_away_or_behind(tmp_path):
    away = run(
        tmp_path, "serve", "--port", "0", CONCORDAT_SECRET_KEY=KEY, DATABASE_URL="postgresql://nobody@127.0.0.1:1/none"
    )
    assert away.returncode == 2
    assert "The database does not answer (127.0.0.1, database none)" in away.stderr
    behind = run(tmp_path, "serve", "--port", "0", CONCORDAT_SECRET_KEY=KEY)
    assert behind.returncode == 2
    assert "The database is empty. Run `concordat serve --migrate`" in behind.stderr


@contextmanager
def idle_connections(address, count):
    """Connections on which nothing is asked, as browsers keep some at hand."""
    with ExitStack() as kept:
        for _ in range(count):
            kept.enter_context(socket.create_connection((address.hostname, address.port)))
        yield


@needs_assets
def test_demo_is_prepared_twice_without_harm_and_ends_cleanly_on_ctrl_c(tmp_path):
    for _ in range(2):
        done = run(tmp_path, "serve", "--demo", "--port", "0", "--prepare-only")
        assert done.returncode == 0, done.stderr
        assert f"Ready to serve; files and database are in {tmp_path / 'demo'}." in done.stdout
    with subprocess.Popen(
        [COMMAND, "serve", "--demo", "--port", "0"],
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        line = next(one for one in process.stdout if one.startswith("Concordat is at"))
        address = line.split()[3]
        with (
            idle_connections(urlsplit(address), 6),
            urllib.request.urlopen(address + "health/ready", timeout=30) as answer,
        ):
            assert answer.status == 200
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=90)  # a worker that was still starting is given up after 30
    assert process.returncode == 0
    assert "Traceback" not in errors


@needs_assets
def test_check_deploy_ends_with_1_while_something_blocks_and_0_after(tmp_path):
    given = {"CONCORDAT_SECRET_KEY": KEY, "CONCORDAT_HOSTS": "bcf.example.org", "CONCORDAT_PROXIES": "1"}
    first = run(tmp_path, "check-deploy", **given)
    assert first.returncode == 1
    assert "blocks  CONCORDAT_EMAIL_URL is not set" in first.stdout
    assert "blocks  The database is empty" in first.stdout
    given["CONCORDAT_EMAIL_URL"] = "smtp://mail.example.org"
    assert "blocks  CONCORDAT_EMAIL_FROM is not set" in run(tmp_path, "check-deploy", **given).stdout
    given["CONCORDAT_EMAIL_FROM"] = "bcf@example.org"
    assert run(tmp_path, "serve", "--migrate", "--prepare-only", "--port", "0", **given).returncode == 0
    last = run(tmp_path, "check-deploy", **given)
    assert last.returncode == 0, last.stdout
    assert last.stdout.endswith("Nothing stands in the way of serving for real.\n")
    assert "note    The database is SQLite" in last.stdout
