"""Servers and databases that run for the length of a measurement."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg

POSTGRESQL = "postgresql://postgres@127.0.0.1:5432"
WORKERS = 2
SECONDS_TO_START = 300  # on a machine with much else to do


def environment(address: str, folder: Path) -> dict[str, str]:
    """Settings of a site for this run alone."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("CONCORDAT_", "DATABASE_"))}
    return clean | {
        "DATABASE_URL": address,
        "CONCORDAT_DATA": str(folder),
        "CONCORDAT_SECRET_KEY": "only-for-the-benchmark-and-long-enough-to-be-taken-for-a-real-key-01",
        "CONCORDAT_HOSTS": "127.0.0.1",
        "CONCORDAT_HTTPS": "0",
        "CONCORDAT_STARTS_ON": "2017-02-20",
        "DJANGO_SETTINGS_MODULE": "concordat.config.settings",
        "PYTHONPATH": str(Path(__file__).parent.parent),
    }


def run(*words: str, env: dict[str, str]) -> str:
    """What a script of Python prints."""
    return subprocess.run([sys.executable, *words], env=env, check=True, stdout=subprocess.PIPE, text=True).stdout


@contextmanager
def own_database(kind: str, folder: Path, what: str = "bench") -> Iterator[str | None]:
    """The address of a database for this run alone; None where there is no server for it."""
    if kind == "SQLite":
        yield f"sqlite:///{folder}/{what}.sqlite3"
        return
    name = f"concordat_{what}_{os.getpid()}"
    try:
        server = psycopg.connect(f"{POSTGRESQL}/postgres", autocommit=True, connect_timeout=3)
    except psycopg.OperationalError:
        yield None
        return
    with server:
        _drop_left_behind(server, what)
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield f"{POSTGRESQL}/{name}"
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _drop_left_behind(server: "psycopg.Connection[tuple[str]]", what: str) -> None:
    """Remove databases of runs that were killed before they could do so themselves."""
    begins = f"concordat_{what}_"
    for (name,) in server.execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", (begins,)
    ).fetchall():
        number = name.removeprefix(begins)
        if number.isdigit() and not psutil.pid_exists(int(number)):
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs, and what its workers have spent."""

    port: int
    pid: int

    def processor_seconds(self) -> float:
        """What its workers have spent since they began; other work on the machine weighs little in it."""
        spent = [worker.cpu_times() for worker in psutil.Process(self.pid).children(recursive=True)]
        return sum(one.user + one.system for one in spent)


@contextmanager
def serving(module: str, env: dict[str, str]) -> Iterator[Server]:
    """A server with two sync workers, as `concordat serve` has them."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    gunicorn = Path(sys.executable).parent / "gunicorn"
    options = ["--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS), "--preload", "--log-level", "critical"]
    with (Path(env["CONCORDAT_DATA"]) / "server.log").open("a") as log:
        process = subprocess.Popen([gunicorn, *options, f"{module}:application"], env=env, stdout=log, stderr=log)
    try:
        _wait_for(port)
        yield Server(port, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def _wait_for(port: int) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError("The server did not begin to answer.")
