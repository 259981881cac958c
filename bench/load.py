"""Load on a server of this machine: so many connections at once, each sending one request after the other."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

Request = Callable[[int, int], bytes]  # of a connection and its turn, the whole request


@dataclass(frozen=True, slots=True)
class Load:
    """What came of it: answers in all, seconds for each in order, and what failed."""

    seconds: float
    latencies: tuple[float, ...]
    failures: tuple[str, ...]

    @property
    def rate(self) -> float:
        """Requests answered as they should be, a second."""
        return len(self.latencies) / self.seconds

    @property
    def p99(self) -> float:
        return self.latencies[int(len(self.latencies) * 0.99)] if self.latencies else float("nan")


def put_under_load(port: int, request: Request, connections: int, turns: int, expected: bytes) -> Load:
    """Send `turns` requests over each of `connections`; an answer whose first line lacks `expected` is a failure."""
    return asyncio.run(_load(port, request, connections, turns, expected))


async def _load(port: int, request: Request, connections: int, turns: int, expected: bytes) -> Load:
    latencies: list[float] = []
    failures: list[str] = []
    started = time.perf_counter()
    await asyncio.gather(
        *(_connection(port, request, number, turns, expected, latencies, failures) for number in range(connections))
    )
    return Load(time.perf_counter() - started, tuple(sorted(latencies)), tuple(failures))


async def _connection(
    port: int,
    request: Request,
    number: int,
    turns: int,
    expected: bytes,
    latencies: list[float],
    failures: list[str],
) -> None:
    for turn in range(turns):
        before = time.perf_counter()
        answer = await _ask(port, request(number, turn))
        if expected in answer.partition(b"\r\n")[0]:
            latencies.append(time.perf_counter() - before)
        else:
            failures.append(answer[:300].decode("utf-8", "replace"))


async def _ask(port: int, content: bytes) -> bytes:
    """Gunicorn's sync workers end the connection after each answer, so that each request has its own."""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(content)
        answer = await reader.read()
        while chunk := await reader.read():
            answer += chunk
        writer.close()
        return answer
    except OSError as problem:
        return str(problem).encode()
