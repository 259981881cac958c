"""A site that runs as it does for real, on a database of its own, for tests that call it, cut it off or kill it.

    def test_something(prepared, tmp_path):
        with prepared("sqlite") as database, serving(tmp_path, database) as site:
            site.call("GET", "/api/places", token=site.make_token("read"))

PostgreSQL is left out where none answers on this machine.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from listening import address_of

ROOT = Path(__file__).parent.parent.parent
ASSETS = ROOT / "concordat" / "web" / "static" / "nhsuk" / "nhsuk-frontend.css"
POSTGRESQL = "postgresql://postgres@127.0.0.1:5432"
PATIENCE = 60  # seconds, for what takes some ten
needs_assets = pytest.mark.skipif(not ASSETS.exists(), reason="run make assets")

# The demonstration's people and returns; and a token of the council.
PREPARE = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from concordat.returns.demo import PASSWORD, load_returns, make_cast
load_returns(make_cast(PASSWORD))
"""
# What the history says of one return: its answers, its events about them, whether it is whole.
INSPECT = """
import json
import django
django.setup()
from concordat.accounts.models import Person
from concordat.config.proof import find_flaws
from concordat.returns.access import history_of, load_return
from concordat.returns.models import AnswerRow
record = load_return(Person.objects.get(email="nadia.fenn@example.org"), "southend-on-sea", "2016-17-q3")
rows = {row.question: [row.text, row.version] for row in AnswerRow.objects.filter(record=record)}
said = history_of(record).filter(verb="answered").order_by("sequence")
events = [[event.about, event.said["after"], event.said["version"]] for event in said]
print(json.dumps({"rows": rows, "events": events, "flaws": [flaw.text for flaw in find_flaws()]}))
"""
MAKE_TOKEN = """
import sys
import django
django.setup()
from concordat.accounts.actions import make_token
from concordat.returns.demo import make_cast
cast = make_cast()
print(make_token(body=cast.council, name="a test", scopes=sys.argv[1:], by=cast.lead)[1])
"""


def has_postgresql():
    try:
        psycopg.connect(f"{POSTGRESQL}/postgres", connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


@contextmanager
def own_postgresql(name, like=None):
    """The address of a database that is there for one test, empty or like another one."""
    with psycopg.connect(f"{POSTGRESQL}/postgres", autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{like.rpartition("/")[2]}"' if like else ""))
        try:
            yield f"{POSTGRESQL}/{name}"
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def own_database(kind, folder, name, like=None):
    """The address of a database of a kind, made for one test, empty or like another one.

    The test is left out where there is no server for it.
    """
    if kind == "sqlite":
        if like:
            shutil.copy(like.removeprefix("sqlite:///"), f"{folder}/{name}.sqlite3")
        yield f"sqlite:///{folder}/{name}.sqlite3"
    elif not has_postgresql():
        pytest.skip("no PostgreSQL answers at 127.0.0.1:5432")
    else:
        with own_postgresql(f"concordat_{name}_{os.getpid()}", like) as address:
            yield address


def environment(folder, database, **more):
    """The settings of a site that serves plain HTTP on this machine, on 20 February 2017."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("CONCORDAT_", "DATABASE_"))}
    return {
        **clean,
        "DATABASE_URL": database,
        "CONCORDAT_DATA": str(folder),
        "CONCORDAT_SECRET_KEY": "only-for-tests-and-long-enough-to-be-taken-for-a-real-key-0123456789",
        "CONCORDAT_HOSTS": "127.0.0.1",
        "CONCORDAT_HTTPS": "0",
        "CONCORDAT_STARTS_ON": "2017-02-20",
        "CONCORDAT_API_CALLS": "1000000",
        "DJANGO_SETTINGS_MODULE": "concordat.config.settings",
        "PYTHONUNBUFFERED": "1",
        **more,
    }


def run_python(code, *words, env):
    """What a script prints, run with the settings of a site."""
    done = subprocess.run([sys.executable, "-c", code, *words], env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@dataclass
class Site:
    """A server that runs, with its settings."""

    base: str
    env: dict[str, str]
    process: subprocess.Popen

    def run(self, code, *words):
        return run_python(code, *words, env=self.env)

    def make_token(self, *scopes):
        return self.run(MAKE_TOKEN, *scopes).splitlines()[-1]

    def inspect(self):
        return json.loads(self.run(INSPECT).splitlines()[-1])

    def call(self, method, path, token, value=None, etag=None, timeout=30):
        """(status, headers, what was answered): an answer of any status, and JSON or nothing."""
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        headers |= {"If-Match": etag} if etag else {}
        body = json.dumps(value).encode() if value is not None else None
        request = urllib.request.Request(self.base + path, body, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=timeout) as answer:
                return answer.status, answer.headers, json.load(answer)
        except urllib.error.HTTPError as problem:
            return problem.code, problem.headers, json.loads(problem.read() or b"null")

    def kill(self):
        """End the server and all its workers at once, as a machine that loses its power does."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE)


@contextmanager
def serving(folder, database, **more):
    """The real server with two workers on a free port, in a group of processes of its own."""
    env = environment(folder, database, **more)
    command = [Path(sys.executable).parent / "concordat", "serve", "--port", "0"]
    with (Path(folder) / "server.log").open("a") as log:
        process = subprocess.Popen(
            command, env=env, stdout=subprocess.PIPE, stderr=log, text=True, start_new_session=True
        )
    try:
        yield Site(address_of(process, Path(folder) / "server.log", PATIENCE).rstrip("/"), env, process)
    finally:
        _end(process)


def _end(process):
    if process.poll() is None:
        process.terminate()
    process.communicate(timeout=PATIENCE)
