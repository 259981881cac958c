"""The steps of docs/how-to/deploy.md, run as they stand there in a virtual environment of their own."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import urllib.request
from pathlib import Path

import pytest
from live_site import PATIENCE, ROOT, environment, needs_assets, own_database

PAGE = ROOT / "docs" / "how-to" / "deploy.md"
STEPS = ["install", "prepare", "administrator", "serve", "backup", "restore"]


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
    with own_database("postgresql", tmp_path, "deployed") as database:
        machine = Machine(folder, settings_of(folder, database, wheel, backups, elsewhere))
        guide = steps()
        machine.run(guide["install"])
        # Nothing is fetched in a test: what the package needs is borrowed from this environment, the package is not.
        machine.settings["PYTHONPATH"] = sysconfig.get_path("purelib")
        where = machine.run("venv/bin/python -c 'import concordat; print(concordat.__file__)'")
        assert Path(where.strip()).is_relative_to(folder / "venv")
        assert "Nothing stands in the way" in machine.run(guide["prepare"])
        assert "is Administrator of England" in machine.run(guide["administrator"])
        assert_it_serves(machine, guide["serve"])
        assert "Written:" in machine.run(guide["backup"])
        assert "All is as the history says." in machine.run(guide["restore"])


def settings_of(folder, database, wheel, backups, elsewhere):
    given = environment(folder / "data", database, CONCORDAT_EMAIL_URL="smtp://mail.example.org:587")
    for name in ("CONCORDAT_HTTPS", "CONCORDAT_STARTS_ON", "CONCORDAT_API_CALLS", "DJANGO_SETTINGS_MODULE"):
        del given[name]
    return given | {
        "CONCORDAT_HOSTS": "bcf.example.org,127.0.0.1",
        "CONCORDAT_PROXIES": "1",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PIP_NO_DEPS": "1",
        "PIP_NO_INDEX": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "WHEEL": str(wheel),
        "PORT": "0",
        "BACKUPS": str(backups),
        "ELSEWHERE": str(elsewhere),
    }


def assert_it_serves(machine, script):
    process = machine.start(f"exec {script}")
    try:
        line = next(one for one in process.stdout if one.startswith("Concordat is at"))
        address = line.split()[3]
        with urllib.request.urlopen(f"{address}health/ready", timeout=PATIENCE) as answer:
            assert answer.status == 200
        through = {"Host": "bcf.example.org", "X-Forwarded-Proto": "https"}
        request = urllib.request.Request(f"{address}api/openapi.json", headers=through)
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            assert answer.headers["Strict-Transport-Security"]
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)
