"""Numbers as they come in: arrays of floats where NaN is a gap, refused in words where they cannot be what they say."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]


def as_floats(values: ArrayLike | Sequence[float | None] | None, what: str) -> FloatArray:
    """An array of floats; None and NaN are gaps. Raises ValueError for text, infinity and rows of unequal length."""
    try:
        found = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"{what}: these are not all numbers; give numbers, and None or NaN for a gap.") from None
    if np.isinf(found).any():
        raise ValueError(f"{what}: infinity is not a figure; give None or NaN for a gap.")
    return found


def as_counts(values: ArrayLike | Sequence[float | None] | None, what: str) -> FloatArray:
    """As `as_floats`; raises ValueError for a negative one too. Fractions pass: figures shared out are not whole."""
    found = as_floats(values, what)
    if (found < 0).any():
        raise ValueError(f"{what}: {_first(found, found < 0)} is negative; a count is 0 or more.")
    return found


def check_confidence(confidence: float) -> None:
    """Raises ValueError unless confidence is a share between 0 and 1."""
    if not 0 < confidence < 1:
        raise ValueError(f"confidence is {confidence:g}; write a share between 0 and 1, such as 0.95.")


def check_at_most(part: FloatArray, whole: FloatArray, names: tuple[str, str]) -> None:
    """Raises ValueError, naming the first, where a part is more than its whole. The two broadcast."""
    part, whole = broadcast(part, whole)
    if (too_many := part > whole).any():
        found = f"{names[0]} is {_first(part, too_many)} where {names[1]} is {_first(whole, too_many)}"
        raise ValueError(f"{found}; it cannot be more.")


def broadcast(*arrays: FloatArray) -> Any:
    """Arrays of one shape. Raises ValueError naming the shapes where there is none."""
    try:
        return np.broadcast_arrays(*arrays)
    except ValueError:
        shapes = " and ".join(str(one.shape) for one in arrays)
        raise ValueError(f"The shapes {shapes} do not go together; give arrays that broadcast.") from None


def _first(values: FloatArray, where: Any) -> str:
    return f"{np.atleast_1d(values)[np.atleast_1d(where)][0]:g}"
