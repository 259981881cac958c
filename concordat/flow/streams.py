"""Random numbers, so drawn that scenarios meet the same people.

Each pathway has a stream per purpose and replication, found by the seed, the pathway's name, the purpose and the number
of the replication. Changing capacity, adding a pathway or asking for more replications leaves every other draw as it
was; changing arrivals or stays moves the same people along.
"""

import hashlib
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

WORDS = 3  # of the state of a generator; the fourth counts


class Purpose(IntEnum):
    """What a stream is for. The numbers are part of every stored result: never change one."""

    ARRIVALS = 0
    STAYS = 1
    RESIDUALS = 2  # what is left of the stays of those in a place at the start
    FIRST_STAYS = 3  # of those waiting at the start
    RETURNS = 4  # four for coming back once, the next four for coming back twice, and so on


class Stream:
    """The streams of one pathway and purpose, one per replication.

    NumPy's SFC64; the state of replication r is the r-th triple of words of a SeedSequence and a counter of 1. To build
    a generator for each replication instead would cost as much as drawing a thousand people.
    """

    def __init__(self, seed: int, name: str, purpose: int, replications: int) -> None:
        key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
        words = np.random.SeedSequence(seed, spawn_key=(key, purpose)).generate_state(WORDS * replications, np.uint64)
        counter = np.ones((replications, 1), dtype=np.uint64)
        self._states: npt.NDArray[np.uint64] = np.hstack((words.reshape(replications, WORDS), counter), dtype=np.uint64)

    def reader(self) -> "Reader":
        """A reader for one thread."""
        return Reader(self._states)


class Reader:
    """Hands out the generator of a replication; there is one, set anew each time it is asked for."""

    def __init__(self, states: npt.NDArray[np.uint64]) -> None:
        self._bits: Any = np.random.SFC64(0)
        self._generator = np.random.Generator(self._bits)
        self._state: Any = self._bits.state
        self._states = states

    def at(self, replication: int) -> np.random.Generator:
        """The generator at the beginning of this replication's stream."""
        self._state["state"]["state"] = self._states[replication]
        self._bits.state = self._state
        return self._generator
