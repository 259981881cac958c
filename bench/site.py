"""The site: saving one answer over HTTP beside views that update one row, on both kinds of database."""

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench.live import WORKERS, Server, environment, own_database, run, serving
from bench.load import Load, Request, put_under_load
from bench.measure import Row, tell, verdict
from concordat.returns.seen import seen_token

QUESTION = "narrative.text"
FORM = "2016-17-q3"
FEW, MANY = 8, 40  # connections
TURNS, ROUNDS = 25, 3
MOST = 3  # times a view that updates one row


class Browsers:
    """Each connection saves one answer of a place of its own over and over, as the page does when a field is left."""

    def __init__(self, known: dict[str, Any]) -> None:
        self.places: list[str] = known["places"]
        self.known = known
        self.seen = {place: (int(known["version"]), str(known["text"])) for place in self.places}

    def saving(self, connection: int, turn: int) -> bytes:
        """The request; what it says is another text each time, so that there is something to save."""
        place = self.places[connection]
        version, before = self.seen[place]
        text = f"{before[:60].rstrip('0123456789')}{version + 1}"
        self.seen[place] = (version + 1, text)
        fields = {f"answer.{QUESTION}": text, f"seen.{QUESTION}": seen_token(version, before)}
        return posting(f"/places/{place}/returns/{FORM}/answers/{QUESTION}/", fields, self.known)

    def reading(self, connection: int, turn: int) -> bytes:
        """The request for the page of a section."""
        address = f"/places/{self.places[connection]}/returns/{FORM}/sections/{QUESTION.partition('.')[0]}/"
        return f"GET {address} HTTP/1.1\r\n{heads(self.known)}\r\n".encode()


@dataclass(frozen=True)
class Updating:
    """Each connection updates a row of its own of a bare site."""

    known: dict[str, str]

    def __call__(self, connection: int, turn: int) -> bytes:
        return posting(
            f"/{connection + 1}",
            {"text": f"A text of some sixty characters that is another each time {turn}"},
            self.known,
        )


def posting(address: str, fields: dict[str, str], known: dict[str, Any]) -> bytes:
    """A form as a script of the page sends it."""
    body = urlencode(fields).encode()
    return (
        f"POST {address} HTTP/1.1\r\n{heads(known)}X-CSRFToken: {known['csrf']}\r\nHX-Request: true\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode() + body


def heads(known: dict[str, Any]) -> str:
    """What every request of somebody who signed in says."""
    return (
        f"Host: 127.0.0.1\r\nConnection: close\r\nCookie: sessionid={known['session']}; csrftoken={known['csrf']}\r\n"
    )


def bench_site() -> list[Row]:
    """Both kinds of database; PostgreSQL where one answers on this machine."""
    rows = []
    for kind in ("SQLite", "PostgreSQL"):
        with tempfile.TemporaryDirectory() as folder, own_database(kind, Path(folder)) as address:
            rows += bench_saving(kind, address, Path(folder)) if address else [_absent(kind)]
    return rows


def _absent(kind: str) -> Row:
    return (f"save one answer over HTTP, {kind}", "not measured", "none answers at 127.0.0.1:5432", "", "")


def bench_saving(kind: str, address: str, folder: Path) -> list[Row]:
    """Saving beside both peers, one after the other in each round so that all meet the same machine."""
    tell(f"saving on {kind}")
    env = environment(address, folder)
    browsers = Browsers(told(run("bench/site_data.py", str(MANY), QUESTION, env=env)))
    run("-m", "django", "collectstatic", "--no-input", env=env)
    with ExitStack() as stack:
        started = time.perf_counter()
        ours = stack.enter_context(serving("concordat.config.wsgi", env))
        ready = time.perf_counter() - started
        first = put_under_load(ours.port, browsers.reading, 1, 1, b" 200 ")
        bare, signed_in, updating = stack.enter_context(_peers(kind, folder))
        measured = [
            (
                _under_load(ours, browsers.saving, TURNS),
                _under_load(signed_in, updating, 2 * TURNS),
                _under_load(bare, updating, 4 * TURNS),
            )
            for _ in range(ROUNDS + 1)
        ][1:]
        later = put_under_load(ours.port, browsers.reading, 1, TURNS, b" 200 ")
        many = put_under_load(ours.port, browsers.saving, MANY, TURNS, b" 200 ")
    failures = [why for taken in measured for one in taken for why in one.load.failures]
    if failures:
        print(failures[0], file=sys.stderr)
    saved, floor, bottom = (_best(taken) for taken in zip(*measured, strict=True))
    cost = f"{_said(saved)}, p99 {1000 * saved.load.p99:.0f} ms"
    return [
        (
            f"save one answer over HTTP, {kind}, {WORKERS} workers, {FEW} connections",
            cost,
            f"{saved.each / floor.each:.1f} x the processor time of a view that updates one row for somebody signed "
            f"in: session, CSRF, transaction ({_said(floor)})",
            f"at most {MOST} x, no failure",
            verdict(saved.each <= MOST * floor.each and not failures),
        ),
        (
            "the same",
            cost,
            f"{saved.each / bottom.each:.1f} x a view that updates one row in a transaction for anybody, without any "
            f"middleware ({_said(bottom)})",
            "shown beside it",
            "",
        ),
        (
            f"the same at {MANY} connections",
            f"{many.rate:.0f}/s, p99 {1000 * many.p99:.0f} ms",
            f"{len(many.failures)} of {MANY * TURNS} failed",
            "no failure",
            verdict(not many.failures),
        ),
        (
            "the first page of a section that a worker shows",
            f"{1000 * _longest(first):.0f} ms",
            f"{_longest(first) / _middle(later):.1f} x a later one; the server was ready after {ready:.1f} s",
            "",
            "",
        ),
    ]


@dataclass(frozen=True)
class Taken:
    """A load, and the processor time that the server's workers spent on each request of it, in seconds."""

    load: Load
    each: float


def _under_load(server: Server, request: Request, turns: int) -> Taken:
    before = server.processor_seconds()
    load = put_under_load(server.port, request, FEW, turns, b" 200 ")
    return Taken(load, (server.processor_seconds() - before) / (FEW * turns))


def _best(taken: tuple[Taken, ...]) -> Taken:
    """The best rate and the least cost of several rounds."""
    return Taken(max((one.load for one in taken), key=lambda load: load.rate), min(one.each for one in taken))


def _said(taken: Taken) -> str:
    return f"{taken.load.rate:.0f}/s, {1000 * taken.each:.1f} ms each"


def _longest(load: Load) -> float:
    return max(load.latencies, default=float("nan"))


def _middle(load: Load) -> float:
    return load.latencies[len(load.latencies) // 2] if load.latencies else float("nan")


@contextmanager
def _peers(kind: str, folder: Path) -> Iterator[tuple[Server, Server, Request]]:
    """The bare site, and the one with sessions; and the request that both take."""
    with own_database(kind, folder, "bare") as address:
        assert address
        env = environment(address, folder)
        known = json.loads(run("-c", "import bench.bare_site as bare; bare.make_rows()", env=env))
        with (
            serving("bench.bare_site", env) as bare,
            serving("bench.bare_site", env | {"BARE_SIGNED_IN": "1"}) as signed_in,
        ):
            yield bare, signed_in, Updating(known)


def told(printed: str) -> dict[str, Any]:
    """What `site_data` says in its last line, after the letters it would have sent."""
    known: dict[str, Any] = json.loads(printed.splitlines()[-1])
    return known
