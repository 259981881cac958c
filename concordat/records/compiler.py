"""Loops that are compiled by Numba at their first call, and kept for the next process where there is a place for it."""

from collections.abc import Callable
from typing import Any, TypeVar

import numba

_F = TypeVar("_F", bound=Callable[..., Any])


def compiled(function: _F) -> _F:
    """The function compiled; it lets go of the interpreter while it runs, and does not check bounds."""
    try:
        made: Any = numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:  # no folder that compiled code could be kept in
        made = numba.njit(nogil=True)(function)
    compiled_function: _F = made
    return compiled_function
