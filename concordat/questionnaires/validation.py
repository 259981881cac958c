"""What is wrong with a file of data, in words: pydantic's errors told to the person who wrote the file."""

from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError


def explain(problem: ValidationError, model: type[BaseModel]) -> str:
    """Say the first error: where it is in the file, what is wrong and what to do."""
    errors = problem.errors(include_url=False)
    first = next((error for error in errors if error["type"] == "extra_forbidden"), errors[0])
    where = _path(first["loc"])
    more = (
        f" ({len(errors) - 1} more after that.)"
        if len(errors) > 1 and len({_path(e["loc"]) for e in errors}) > 1
        else ""
    )
    return f"{where}: {_said(first, model)}{more}"


def _path(location: tuple[int | str, ...]) -> str:
    text = ""
    for step in location:
        if isinstance(step, int):
            text += f"[{step}]"
        elif not step or step[0].isupper() or "[" in step or step == "str":  # pydantic names the branch of a union
            continue
        else:
            text += f".{step}" if text else step
    return text or "the file"


def _said(error: Any, model: type[BaseModel]) -> str:
    kind, given = error["type"], error.get("input")
    if kind == "extra_forbidden":
        key = str(error["loc"][-1])
        known = _keys(_model_at(model, error["loc"][:-1]))
        closest = get_close_matches(key, known, 1, 0.6)
        hint = f"did you mean {closest[0]!r}?" if closest else f"the keys here are {', '.join(known)}."
        return f"{key!r} is not a key that is known here; {hint}"
    if kind == "missing":
        return "is missing; add it."
    if kind == "string_pattern_mismatch":
        return f"{given!r} is not an id; use small letters, digits and hyphens, such as delayed-transfers."
    if kind == "value_error":
        return f"{error['ctx']['error']}."
    message = error["msg"][0].lower() + error["msg"][1:]
    return f"{given!r} does not fit: {message}."


def _keys(model: type[BaseModel] | None) -> list[str]:
    if model is None:
        return []
    return [field.alias or name for name, field in model.model_fields.items()]


def _model_at(model: type[BaseModel] | None, location: tuple[int | str, ...]) -> type[BaseModel] | None:
    """The model that an error's location leads to, by the names of the fields on the way."""
    for step in location:
        if model is None or isinstance(step, int):
            continue
        field = next((f for name, f in model.model_fields.items() if step in (name, f.alias)), None)
        if field is not None:
            model = _first_model(field.annotation) or model
        elif step[:1].isupper():
            continue
    return model


def _first_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _first_model(part))), None)
