"""Twenty writers on one return, in several processes with connections of their own: nothing is lost."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from concordat.frameworks.forms import load_form

PROCESSES, THREADS, TURNS = 2, 10, 3
FOUGHT_FOR = "narrative.text"
WRITERS = Path(__file__).parent / "writers.py"
PATIENCE = 180  # seconds; some ten are needed


def own_questions():
    """A question for each writer that is not filled in before and that nobody else touches."""
    asked = [one.id for one in load_form("2016-17-q3").asked if one.prefill is None and one.id != FOUGHT_FOR]
    return asked[: PROCESSES * THREADS]


@pytest.fixture
def database(tmp_path):
    """The address of a database of the kind that the tests run on, made for this test alone."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path}/writers.sqlite3"
        return
    told = settings.DATABASES["default"]
    name = f"concordat_writers_{os.getpid()}"
    address = f"postgresql://{told['USER']}:{told['PASSWORD']}@{told['HOST']}:{told['PORT']}"
    with psycopg.connect(f"{address}/postgres", autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}"')
        server.execute(f'CREATE DATABASE "{name}"')
        yield f"{address}/{name}"
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def start(database, tmp_path):
    """Start the script on that database."""
    told = os.environ | {
        "DATABASE_URL": database,
        "CONCORDAT_DATA": str(tmp_path / "data"),
        "CONCORDAT_DEBUG": "1",
        "DJANGO_SETTINGS_MODULE": "concordat.config.settings",
    }

    def start_one(*words):
        command = [sys.executable, WRITERS, *map(str, words)]
        return subprocess.Popen(command, env=told, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    return start_one


def finish(process):
    """The last line that a process prints; letters of the demonstration may stand before it."""
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, err
    return out.splitlines()[-1:]


def test_twenty_writers_lose_nothing(start):
    finish(start("prepare"))
    own = own_questions()
    shares = [own[number * THREADS : (number + 1) * THREADS] for number in range(PROCESSES)]
    running = [start("write", number, TURNS, FOUGHT_FOR, *share) for number, share in enumerate(shares)]
    results = [json.loads(*finish(one)) for one in running]
    found = json.loads(*finish(start("inspect")))

    assert [result["failed"] for result in results] == [[]] * PROCESSES
    said = [line for result in results for line in result["said"]]
    assert len(said) == PROCESSES * THREADS * TURNS * 2
    assert_nothing_is_lost(said, found)


def assert_nothing_is_lost(said, found):
    acknowledged = [(question, text) for question, text, _, saved in said if saved]
    assert Counter(acknowledged) == Counter((about, after) for about, after in found["events"])
    for question in own_questions():
        (name,) = {text.partition(",")[0] for asked, text, _, _ in said if asked == question}
        assert found["rows"][question] == [f"{name}, turn {TURNS - 1}", TURNS]
    versions = [version for question, _, version, saved in said if question == FOUGHT_FOR and saved]
    assert sorted(versions) == list(range(1, len(versions) + 1)), "an update was lost: two saves have one version"
    assert found["rows"][FOUGHT_FOR][1] == len(versions)
    assert found["whole"]
    assert found["unrecorded"] == []
