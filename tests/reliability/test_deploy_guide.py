"""The steps of docs/how-to/deploy.md, run as they stand there in a virtual environment of their own."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import urllib.error
import urllib.parse
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from live_site import PATIENCE, ROOT, environment, needs_assets, own_database
from mail_server import mail_server

PAGE = ROOT / "docs" / "how-to" / "deploy.md"
STEPS = ["install", "prepare", "administrator", "serve", "jobs", "backup", "restore"]


def steps():
    """The marked blocks of the page, by name, in order."""
    found = re.findall(r"^```sh deploy=(\w+)\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert [name for name, _ in found] == STEPS
    return dict(found)


@pytest.fixture
def wheel(tmp_path):
    """The package, built from a copy of the checkout so that nothing is left lying about in it."""
    copy = tmp_path / "checkout"
    shutil.copytree(ROOT / "concordat", copy / "concordat", ignore=shutil.ignore_patterns("__pycache__", "tests"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--quiet", "--wheel-dir", tmp_path / "wheels"]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, copy], check=True, capture_output=True)
    return next((tmp_path / "wheels").glob("*.whl"))


class Machine:
    """A folder that stands for /srv/concordat, and the settings of its service."""

    def __init__(self, folder, settings):
        self.folder, self.settings = folder, settings

    def start(self, script):
        command = ["sh", "-eu", "-c", script]
        told = {"cwd": self.folder, "env": self.settings, "text": True, "stdin": subprocess.DEVNULL}
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **told)

    def run(self, script):
        process = self.start(script)
        out, err = process.communicate(timeout=5 * PATIENCE)
        assert process.returncode == 0, out + err
        return out


@needs_assets
def test_the_steps_of_the_guide_lead_to_a_site_that_serves(tmp_path, wheel):
    folder, backups, elsewhere = (tmp_path / name for name in ("srv", "backups", "elsewhere"))
    for one in (folder, backups, elsewhere):
        one.mkdir()
    with own_database("postgresql", tmp_path, "deployed") as database, mail_server() as letters:
        letters.answer()
        machine = Machine(folder, settings_of(folder, database, wheel, backups, elsewhere, letters.address))
        guide = steps()
        machine.run(guide["install"])
        # Nothing is fetched in a test: what the package needs is borrowed from this environment, the package is not.
        machine.settings["PYTHONPATH"] = sysconfig.get_path("purelib")
        where = machine.run("venv/bin/python -c 'import concordat; print(concordat.__file__)'")
        assert Path(where.strip()).is_relative_to(folder / "venv")
        assert "Nothing stands in the way" in machine.run(guide["prepare"])
        assert "is Administrator of England" in machine.run(guide["administrator"])
        with running(machine, guide["serve"]) as server, running(machine, guide["jobs"]):
            site = Proxied(next(line.split()[3] for line in server.stdout if line.startswith("Concordat is at")))
            assert_it_serves(site)
            assert_a_letter_arrives(site, letters)
        assert "Written:" in machine.run(guide["backup"])
        assert "All is as the history says." in machine.run(guide["restore"])


def settings_of(folder, database, wheel, backups, elsewhere, mail):
    given = environment(folder / "data", database, CONCORDAT_EMAIL_URL=mail)
    for name in ("CONCORDAT_HTTPS", "CONCORDAT_STARTS_ON", "CONCORDAT_API_CALLS", "DJANGO_SETTINGS_MODULE"):
        del given[name]
    return given | {
        "CONCORDAT_HOSTS": "bcf.example.org,127.0.0.1",
        "CONCORDAT_PROXIES": "1",
        "CONCORDAT_EMAIL_FROM": "bcf@example.org",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PIP_NO_DEPS": "1",
        "PIP_NO_INDEX": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "WHEEL": str(wheel),
        "PORT": "0",
        "BACKUPS": str(backups),
        "ELSEWHERE": str(elsewhere),
    }


@contextmanager
def running(machine, script):
    process = machine.start(f"exec {script}")
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


class Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: it leads to the name of the site, which is not in any directory."""

    def redirect_request(self, *told):
        return None


class Proxied:
    """The site as a web server in front of it asks: by its name, saying that people came over TLS."""

    def __init__(self, address):
        self.address = address
        self.opener = urllib.request.build_opener(Stay())

    def ask(self, path, typed=None, **more):
        headers = {"Host": "bcf.example.org", "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7", **more}
        request = urllib.request.Request(self.address + path, typed, headers)
        return self.opener.open(request, timeout=PATIENCE)


def assert_it_serves(site):
    with urllib.request.urlopen(f"{site.address}health/ready", timeout=PATIENCE) as answer:
        assert answer.status == 200
    with site.ask("api/openapi.json") as answer:
        assert answer.headers["Strict-Transport-Security"]
        assert answer.status == 200


def assert_a_letter_arrives(site, letters):
    """What the guide has the first administrator do; the cookie of the form is a safe one."""
    with site.ask("account/password/reset/") as answer:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.read().decode())[1]
        cookie = answer.headers["Set-Cookie"]
        assert cookie.startswith("__Host-csrf=")
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    typed = urllib.parse.urlencode({"email": "ada.winter@example.org", "csrfmiddlewaretoken": token}).encode()
    referer = "https://bcf.example.org/account/password/reset/"
    with pytest.raises(urllib.error.HTTPError) as answered:
        site.ask("account/password/reset/", typed, Cookie=cookie.partition(";")[0], Referer=referer)
    with answered.value as redirect:
        assert redirect.code == 302
    letter = letters.wait_for_letter(PATIENCE)
    assert letter["To"] == "ada.winter@example.org"
    assert "https://bcf.example.org/account/password/reset/key/" in letter.get_payload(decode=True).decode()
