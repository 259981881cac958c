"""Databases with the demonstration's people and returns, made once for each kind and then copied."""

import subprocess
import sys
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path

import pytest

pytest.register_assert_rewrite("live_site")

from live_site import PREPARE, environment, own_database, run_python  # noqa: E402

numbers = count(1)


@pytest.fixture(scope="session")
def originals(tmp_path_factory):
    """The address of the original of a kind."""
    folder, made = tmp_path_factory.mktemp("originals"), {}
    with ExitStack() as stack:

        def original(kind):
            if kind not in made:
                address = stack.enter_context(own_database(kind, folder, "original"))
                run_python(PREPARE, env=environment(folder, address))
                made[kind] = address
            return made[kind]

        yield original


@pytest.fixture(scope="session")
def backed_up(originals, tmp_path_factory):
    """A backup of the original on SQLite, written by the command."""
    folder = tmp_path_factory.mktemp("backed-up")
    command = [Path(sys.executable).parent / "concordat", "backup", folder / "site.zip"]
    done = subprocess.run(command, env=environment(folder, originals("sqlite")), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder / "site.zip"


@pytest.fixture
def prepared(originals, tmp_path):
    """Makes a database of a kind for this test alone, filled."""

    @contextmanager
    def make(kind):
        with own_database(kind, tmp_path, f"copy{next(numbers)}", like=originals(kind)) as address:
            yield address

    return make
