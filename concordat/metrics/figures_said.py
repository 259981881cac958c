"""Figures of a chart in words: as many decimals as their size calls for, the same in all of it."""

import re
from collections.abc import Iterable

_PER_OR_OF = re.compile(r"( (?:per|of) .*)")
_SIZES = ((1000, 0), (10, 1), (1, 2))  # from this size on, so many decimals


def decimals_of(figures: Iterable[float]) -> int:
    """Decimals that tell figures apart and no more, by the largest."""
    largest = max((abs(figure) for figure in figures), default=0.0)
    return next((decimals for least, decimals in _SIZES if largest >= least), 3)


def say_figure(value: float | None, decimals: int) -> str:
    """`1,234`, `7.8`; a whole number without decimals; nothing where there is none."""
    if value is None:
        return ""
    return f"{value:,.0f}" if value == round(value) else f"{value:,.{decimals}f}"


def say_column(values: Iterable[float | None], decimals: int) -> list[str]:
    """Figures of one column, all with the same decimals, or all without where all are whole."""
    held = list(values)
    shown = 0 if all(value is None or value == round(value) for value in held) else decimals
    return ["" if value is None else f"{value:,.{shown}f}" for value in held]


def say_with_unit(value: float, decimals: int, unit: str) -> str:
    """`51.8%`, `7.8 per day`, `1 day`."""
    return put_unit(say_figure(value, decimals), unit)


def put_unit(said: str, unit: str) -> str:
    """A figure as it is written, with its unit, in the singular after a one: `1 admission per 100,000 people`."""
    if unit == "%":
        return f"{said}%"
    return f"{said} {_of_one(unit) if said.lstrip('-') == '1' else unit}".rstrip()


def _of_one(unit: str) -> str:
    """What is counted, which stands before the first `per` or `of`, in the singular."""
    counted, *rest = _PER_OR_OF.split(unit, maxsplit=1)
    one = f"{counted.removesuffix('people')}person" if counted.endswith("people") else counted.removesuffix("s")
    return "".join([one, *rest])
