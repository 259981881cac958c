"""Numba where it is installed; the code says so and does without where it is not."""

from collections.abc import Callable
from typing import Any, TypeVar

njit: Any
try:
    from numba import __version__, njit
except ImportError:
    __version__, njit = "", None

_F = TypeVar("_F", bound=Callable[..., Any])

COMPILER: str | None = __version__ or None


def compiled(function: _F) -> _F:
    """The function compiled at its first call and kept for the next process; unchanged where there is no compiler."""
    if njit is None:
        return function
    try:
        made: _F = njit(nogil=True, cache=True, error_model="numpy")(function)
    except RuntimeError:  # no folder to keep it in can be written
        made = njit(nogil=True, error_model="numpy")(function)
    return made
