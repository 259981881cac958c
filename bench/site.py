"""The site: saving one answer over HTTP beside a bare Django view that updates one row, on both kinds of database."""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench.live import WORKERS, environment, own_database, run, serving
from bench.load import Load, put_under_load
from bench.measure import Row, verdict
from concordat.returns.seen import seen_token

QUESTION = "narrative.text"
FORM = "2016-17-q3"
FEW, MANY = 8, 40  # connections
TURNS, ROUNDS = 25, 3
MOST = 3  # times the bare view


class Browsers:
    """Each connection saves one answer of a place of its own over and over, as the page does when a field is left."""

    def __init__(self, known: dict[str, Any]) -> None:
        self.places: list[str] = known["places"]
        self.cookies = f"sessionid={known['session']}; csrftoken={known['csrf']}"
        self.token: str = known["csrf"]
        self.seen = {place: (int(known["version"]), str(known["text"])) for place in self.places}

    def saving(self, connection: int, turn: int) -> bytes:
        """The request; what it says is another text each time, so that there is something to save."""
        place = self.places[connection]
        version, before = self.seen[place]
        text = f"{before[:60].rstrip('0123456789')}{version + 1}"
        self.seen[place] = (version + 1, text)
        body = urlencode({f"answer.{QUESTION}": text, f"seen.{QUESTION}": seen_token(version, before)}).encode()
        head = (
            f"POST /places/{place}/returns/{FORM}/answers/{QUESTION}/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"Cookie: {self.cookies}\r\nX-CSRFToken: {self.token}\r\nHX-Request: true\r\nConnection: close\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body


def bench_site() -> list[Row]:
    """Both kinds of database; PostgreSQL where one answers on this machine."""
    rows = []
    for kind in ("SQLite", "PostgreSQL"):
        with tempfile.TemporaryDirectory() as folder, own_database(kind, Path(folder)) as address:
            rows += _bench(kind, address, Path(folder)) if address else [_absent(kind)]
    return rows


def _absent(kind: str) -> Row:
    return (f"save one answer over HTTP, {kind}", "not measured", "none answers at 127.0.0.1:5432", "", "")


def _bench(kind: str, address: str, folder: Path) -> list[Row]:
    env = environment(address, folder)
    browsers = Browsers(json.loads(run("bench/site_data.py", str(MANY), QUESTION, env=env).splitlines()[-1]))
    run("-c", "import bench.bare_site as bare; bare.make_rows()", env=env)
    with serving("concordat.config.wsgi", env) as ours, serving("bench.bare_site", env) as bare:
        rounds = [_round(ours, bare, browsers) for _ in range(ROUNDS + 1)][1:]
        many = put_under_load(ours, browsers.saving, MANY, TURNS, b" 200 ")
    best, floor = max((one for one, _ in rounds), key=_rate), max((one for _, one in rounds), key=_rate)
    failed = sum(len(one.failures) for pair in rounds for one in pair)
    return [
        (
            f"save one answer over HTTP, {kind}, {WORKERS} workers, {FEW} connections",
            f"{best.rate:.0f}/s, p99 {1000 * best.p99:.0f} ms",
            f"{floor.rate / best.rate:.1f} x a bare view that updates one row ({floor.rate:.0f}/s)",
            f"at most {MOST} x, no failure",
            verdict(floor.rate <= MOST * best.rate and not failed),
        ),
        (
            f"the same at {MANY} connections",
            f"{many.rate:.0f}/s, p99 {1000 * many.p99:.0f} ms",
            f"{len(many.failures)} of {MANY * TURNS} failed",
            "no failure",
            verdict(not many.failures),
        ),
    ]


def _rate(load: Load) -> float:
    return load.rate


def _round(ours: int, bare: int, browsers: Browsers) -> tuple[Load, Load]:
    """One after the other, so that both meet the same machine."""
    saved = put_under_load(ours, browsers.saving, FEW, TURNS, b" 200 ")
    updated = put_under_load(bare, _updating, FEW, 4 * TURNS, b" 200 ")
    if saved.failures:
        print(saved.failures[0], file=sys.stderr)
    return saved, updated


def _updating(connection: int, turn: int) -> bytes:
    return f"GET /{connection} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode()
