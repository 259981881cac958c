"""What is wrong with a file of data, in words: pydantic's errors told to the person who wrote the file."""

from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

Place = tuple[str, ...]  # (".sections", "[oven]", ".title")
MOST = 5  # mistakes told of one file

_WANTED = {
    "string_type": "words are wanted, with quotes round a number, a date or a yes",
    "list_type": "a list is wanted, such as [first, second]",
    "tuple_type": "a list is wanted, such as [first, second]",
    "dict_type": "a mapping is wanted, such as {{first: First}}",
    "int_type": "a whole number is wanted, without quotes",
    "float_type": "a number is wanted, without quotes",
    "bool_type": "true or false is wanted, without quotes",
    "dataclass_exact_type": "text in quotes is wanted",
    "is_instance_of": "text in quotes is wanted",
    "date_type": "a date is wanted, written as YYYY-MM-DD, without quotes",
    "too_short": "at least one is needed",
    "string_too_short": "at least one character is needed",
    "greater_than": "more than {gt} is wanted",
    "greater_than_equal": "{ge} or more is wanted",
    "less_than_equal": "{le} or less is wanted",
    "invalid_key": "a key is words, with quotes round a number, a date or a yes",
}


def explain(problem: ValidationError, model: type[BaseModel], data: object, before: str = "") -> str:
    """A line for each mistake, up to five: `before`, where it is in the file, what is wrong and what to do.

    With the `data` that was read, an item of a list is named by its id instead of its number.
    """
    lines = []
    for place, errors in _mistakes(problem, model, data).items():
        where = "".join(place).removeprefix(".")
        said = _said(errors, model)
        lines.append(f"{where}: {said}" if where else said)
    if len(lines) > MOST:
        lines[MOST:] = [f"and {len(lines) - MOST} more."]
    return "\n".join(before + line for line in lines)


def _mistakes(problem: ValidationError, model: type[BaseModel], data: object) -> dict[Place, list[Any]]:
    """The errors by place, unknown keys first, without those that only follow from another.

    Left out are a missing key where a mistyped one was meant for it, and what a value is not as a whole where one of
    its parts is told to be wrong: then the value was read in one way of several, and it is nearly right.
    """
    found: dict[Place, list[Any]] = {}
    for error in sorted(problem.errors(include_url=False), key=lambda error: error["type"] != "extra_forbidden"):
        found.setdefault(_place(error, data), []).append(error)
    wholes = {place[:depth] for place in found for depth in range(len(place))}
    meant = {
        (*place[:-1], f".{key}")
        for place, errors in found.items()
        if errors[0]["type"] == "extra_forbidden"
        for key in _closest(errors[0], model)
    }
    return {
        place: errors
        for place, errors in found.items()
        if not (place in wholes and all(map(_is_of_kind, errors)))
        and not (place in meant and errors[0]["type"] == "missing")
    }


def _place(error: Any, data: Any) -> Place:
    """Where an error is in the file: its location without pydantic's names for the ways to read a value."""
    place = []
    for step in error["loc"]:
        if isinstance(data, list) and isinstance(step, int):
            place.append(f"[{_name(data, step)}]")
            data = data[step]
        elif isinstance(data, dict) and step in data:
            place.append(f".{step}")
            data = data[step]
        elif error["type"] == "missing" and step == error["loc"][-1]:
            place.append(f".{step}")
    return tuple(place)


def _name(items: list[Any], number: int) -> str:
    """An item of a list by its id, where it has one that no other has; by its number otherwise."""
    ids = [item.get("id") if isinstance(item, dict) else None for item in items]
    id = ids[number]
    return id if isinstance(id, str) and ids.count(id) == 1 else str(number)


def _is_of_kind(error: Any) -> bool:
    """Whether an error says that a value is the wrong kind of thing, which it may be in one way to read it only."""
    return str(error["type"]).endswith("_type") or error["type"] in ("literal_error", "is_instance_of")


def _said(errors: list[Any], model: type[BaseModel]) -> str:
    # where a value is of the right kind, but wrong, what else it might have been does not help
    errors = [error for error in errors if not _is_of_kind(error)] or errors
    kind, given = errors[0]["type"], errors[0]["input"]
    if kind == "extra_forbidden":
        closest = _closest(errors[0], model)
        known = ", ".join(_keys(_model_at(model, errors[0]["loc"][:-1])))
        return (
            f"is not a key here; did you mean {closest[0]!r}?" if closest else f"is not a key here; known are {known}."
        )
    if kind == "missing":
        return "is missing; add it."
    if kind == "string_pattern_mismatch":
        return f"{given!r} is not an id; use small letters, digits and hyphens, such as delayed-transfers."
    if kind == "value_error":
        return f"{str(errors[0]['ctx']['error']).removesuffix('.')}."
    types = {error["type"] for error in errors}
    if {"int_type", "float_type"} <= types:  # a limit may be either, and a number says both
        errors = [error for error in errors if error["type"] != "int_type"]
    wanted = ", or ".join(dict.fromkeys(_wanted(error, model) for error in errors))
    return f"is empty; {wanted}." if given is None else f"{_shown(given)} does not fit: {wanted}."


def _wanted(error: Any, model: type[BaseModel]) -> str:
    if error["type"] == "literal_error":
        return f"write {error['ctx']['expected']}"
    if error["type"] == "model_type":
        return f"a mapping is wanted, with {', '.join(_keys(_model_at(model, error['loc']), needed=True))}"
    if error["type"] in _WANTED:
        return _WANTED[error["type"]].format(**error.get("ctx", {}))
    message = str(error["msg"])
    return message[0].lower() + message[1:]


def _shown(given: object) -> str:
    text = repr(given) if isinstance(given, (str, int, float, list, dict)) else str(given)
    return text if len(text) <= 60 else text[:59] + "…"


def _closest(error: Any, model: type[BaseModel]) -> list[str]:
    """The key that an unknown one was meant to be, or none."""
    return get_close_matches(str(error["loc"][-1]), _keys(_model_at(model, error["loc"][:-1])), 1)


def _keys(model: type[BaseModel], needed: bool = False) -> list[str]:
    fields = model.model_fields.items()
    return [field.alias or name for name, field in fields if field.is_required() or not needed]


def _model_at(model: type[BaseModel], location: tuple[int | str, ...]) -> type[BaseModel]:
    """The model that an error's location leads to, by the names of the fields on the way."""
    readings: list[type[BaseModel]] = []
    for step in location:
        named = next((reading for reading in readings if reading.__name__ == step), None)
        field = next((field for field in model.model_fields.values() if field.alias == step), None)
        if named is not None:
            model = named
        elif field is not None:
            readings = _models_in(field.annotation)
            model = readings[0] if readings else model
    return model


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for part in get_args(annotation) for found in _models_in(part)]
