"""How time is measured: processor time, the least of several runs."""

import gc
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

Row = tuple[str, str, str, str, str]  # what, cost, ratio, goal, and whether it is met
RUNS = 5
_BEGAN = time.perf_counter()


def least(work: Callable[[], Any], runs: int = RUNS) -> float:
    """Seconds of processor time of the quickest run, after one that does not count."""
    work()
    times = []
    for _ in range(runs):
        gc.collect()
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def least_of_process(code: str, runs: int = 9) -> float:
    """Seconds of processor time, from start to end, of the quickest of several interpreters that run some code."""
    times = []
    for _ in range(runs):
        start = _spent_by_children()
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
        times.append(_spent_by_children() - start)
    return min(times)


def _spent_by_children() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def tell(what: str) -> None:
    """Say on the error stream what is being measured now, and how long all has taken so far."""
    minutes, seconds = divmod(round(time.perf_counter() - _BEGAN), 60)
    print(f"{minutes:3d} min {seconds:02d} s  {what}", file=sys.stderr, flush=True)


def verdict(met: bool) -> str:
    """In words."""
    return "met" if met else "missed"
