"""One file of strict data into its model, every mistake as a line: file, place, what is wrong, what to do."""

from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from concordat.frameworks.sourced import Data
from concordat.questionnaires.read_yaml import DataError, read_strict

_Model = TypeVar("_Model", bound=Data)


def read_file(path: Path, model: type[_Model]) -> _Model:
    """Read one file as `model`. Raises DataError with a line for each mistake, each naming its place in the file."""
    content = read_strict(path)
    try:
        return model.model_validate(content)
    except ValidationError as problem:
        lines = [f"{path}: {_said(error)}" for error in problem.errors(include_url=False)]
        raise DataError("\n".join(lines)) from None


def _said(error: ErrorDetails) -> str:
    kind, given, context = error["type"], error["input"], error.get("ctx", {})
    match kind:
        case "missing":
            said = "is missing; add it."
        case "string_type":
            said = f"must be text, not {given!r}; put it in quotes." if given is not None else "is empty; write text."
        case "bool_type":
            said = f"must be true or false, not {given!r}."
        case "int_type":
            said = f"must be a whole number without quotes, not {given!r}."
        case "date_type":
            said = f"must be a date written as YYYY-MM-DD without quotes, or null, not {given!r}."
        case "literal_error":
            said = f"must be one of {context['expected']}, not {given!r}."
        case "tuple_type":
            said = f"must be a list, not {given!r}."
        case "model_type" | "dict_type" | "model_attributes_type":
            said = f"must be a mapping of keys to values, not {given!r}."
        case "value_error":
            said = str(context["error"])
        case _:
            said = error["msg"]
    place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in error["loc"]).lstrip(".")
    return f"{place}: {said}" if place else said
