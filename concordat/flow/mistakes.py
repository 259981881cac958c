"""What is wrong with a parameter file, in words: pydantic's errors told to the person who wrote the file."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from concordat.flow.parameters import (
    ArrivalPattern,
    Assumption,
    CapacityChange,
    Costs,
    Pathway,
    Record,
    Returning,
    Start,
    Stay,
    System,
)

MOST = 8  # told of one file
Models = Mapping[str, type[Record]]
MODELS: Models = {
    "": System,
    "pathways": Pathway,
    "stay": Stay,
    "capacity": CapacityChange,
    "arrivals": ArrivalPattern,
    "start": Start,
    "return": Returning,
    "costs": Costs,
    "assumptions": Assumption,
}
WANTED = {
    "string_type": "words are wanted, with quotes round a number or a date",
    "string_too_short": "at least one character is needed",
    "tuple_type": "a list is wanted, each entry behind a hyphen",
    "dict_type": "a mapping is wanted, such as {{Home care: 80}}",
    "model_type": "a mapping of keys is wanted",
    "int_type": "a whole number is wanted, without quotes",
    "int_from_float": "a whole number is wanted",
    "float_type": "a number is wanted, without quotes",
    "bool_type": "true or false is wanted, without quotes",
    "finite_number": "a number is wanted that ends",
    "greater_than": "more than {gt:,.10g} is wanted",
    "greater_than_equal": "{ge:,.10g} or more is wanted",
    "less_than": "less than {lt:,.10g} is wanted",
    "less_than_equal": "{le:,.10g} or less is wanted",
    "too_short": "at least one is needed",
    "literal_error": "write {expected}",
}


def list_mistakes(problem: ValidationError, data: object, models: Models = MODELS) -> list[str]:
    """A line for each mistake, up to eight: the key, pathways by name, what is wrong with it and what to do.

    `models` are what stands under which key of the file; under "" what it is as a whole.
    """
    errors = problem.errors(include_url=False)
    meant = {(_place(e, data)[:-1], *_closest(e, data, models)) for e in errors if e["type"] == "extra_forbidden"}
    inside = {_place(error, data)[:-depth] for error in errors for depth in range(1, len(error["loc"]))}
    lines: dict[str, None] = {}
    for error in errors:
        place = _place(error, data)
        if error["type"] == "missing" and (place[:-1], place[-1]) in meant:
            continue  # it is there, under a mistyped name
        if error["type"] == "too_short" and place in inside:
            continue  # it is not empty: what stands in it is wrong
        where = "".join(f"[{step}]" if number else f".{step}" for step, number in place).removeprefix(".")
        lines |= dict.fromkeys(f"{where}: {line}" if where else line for line in _say(error, data, models))
    told = list(lines)
    return told if len(told) <= MOST else [*told[:MOST], f"and {len(told) - MOST} more."]


Step = tuple[str, bool]  # a key, or whether it is the number (or name) of an entry of a list


def _place(error: Any, data: Any) -> tuple[Step, ...]:
    """Where an error is in the file: its location without pydantic's names for the ways to read a value."""
    place: list[Step] = []
    for step in error["loc"]:
        if isinstance(data, list | tuple) and isinstance(step, int):
            data = data[step]
            name = data.get("name") if isinstance(data, dict) else None
            place.append((name if isinstance(name, str) and name else str(step), True))
        elif isinstance(data, dict) and step in data:
            data = data[step]
            place.append((str(step), False))
        elif error["type"] == "missing" and step == error["loc"][-1]:
            place.append((str(step), False))
    return tuple(place)


def _say(error: Any, data: object, models: Models) -> list[str]:
    kind, given = error["type"], error["input"]
    if kind == "extra_forbidden":
        closest = _closest(error, data, models)
        known = ", ".join(_keys(error, data, models))
        return [
            f"is not a key here; did you mean {closest[0][0]!r}?"
            if closest
            else f"is not a key here; known are {known}."
        ]
    if kind == "missing":
        return ["is missing; add it."]
    if kind == "value_error":
        return [line if line.endswith("?") else f"{line}." for line in str(error["ctx"]["error"]).splitlines()]
    if kind == "string_pattern_mismatch":
        wanted = (
            "a month is written 2026-11"
            if error["loc"][-1] == "[key]"
            else "leave out blanks at its ends and line breaks"
        )
        return [f"{given!r} does not fit: {wanted}."]
    wanted = WANTED[kind].format(**error.get("ctx", {})) if kind in WANTED else str(error["msg"]).lower()
    return [f"is empty; {wanted}." if given is None else f"{_shown(given)} does not fit: {wanted}."]


def _closest(error: Any, data: object, models: Models) -> list[Step]:
    """The key that an unknown one was meant to be, or none."""
    return [(key, False) for key in get_close_matches(str(error["loc"][-1]), _keys(error, data, models), 1)]


def _keys(error: Any, data: object, models: Models) -> list[str]:
    inside = [key for key, number in _place(error, data)[:-1] if not number]
    model = models.get(inside[-1] if inside else "", models[""])
    return [field.alias or name for name, field in model.model_fields.items()]


def _shown(given: object) -> str:
    text = repr(given) if isinstance(given, str | int | float | list | tuple | dict) else str(given)
    return text if len(text) <= 60 else text[:59] + "…"
