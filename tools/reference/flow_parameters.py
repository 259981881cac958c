"""docs/reference/flow-parameters.md: every key of a parameter file of `concordat flow`, as its models say it."""

from typing import Any

from pydantic import BaseModel

from concordat.flow.parameters import (
    ArrivalPattern,
    Assumption,
    CapacityChange,
    Costs,
    Pathway,
    Returning,
    Start,
    Stay,
    System,
)
from reference.pages import MADE, Lines, table

PARTS: list[tuple[str, str, type[BaseModel]]] = [
    ("The file", "", System),
    ("`pathways`", "A list, in the order in which results are given.", Pathway),
    ("`stay`", "", Stay),
    ("`capacity` as a list", "", CapacityChange),
    ("`arrivals`", "", ArrivalPattern),
    ("`start`", "", Start),
    ("`return`", "", Returning),
    ("`costs`", "", Costs),
    ("`assumptions`", "A list.", Assumption),
]
KINDS = {"number": "number", "integer": "whole number", "string": "words", "boolean": "true or false", "array": "list"}


def describe_flow_parameters() -> Lines:
    yield from ("# Parameters of flow", "", MADE, "")
    yield "A file in YAML or JSON. `concordat flow example` prints one to start from; unknown keys are refused."
    yield ""
    for title, more, model in PARTS:
        yield f"## {title}"
        yield ""
        yield " ".join(f"{model.__doc__} {more}".split())
        yield from table(("Key", "Value", "Default", "What"), _rows(model))


def _rows(model: type[BaseModel]) -> Lines:
    schema = model.model_json_schema()
    for name, field in model.model_fields.items():
        key = field.alias or name
        given = "" if field.default in (None, "", ()) or isinstance(field.default, BaseModel) else f"`{field.default}`"
        default = "required" if field.is_required() else given
        yield f"`{key}`", _value(schema["properties"][key]), default, field.description  # type: ignore[misc]


def _value(said: dict[str, Any]) -> str:
    """The kind of value and its limits."""
    if "enum" in said:
        return ", ".join(f"`{one}`" for one in said["enum"])
    if "const" in said:
        return f"`{said['const']}`"
    if ways := said.get("anyOf") or said.get("oneOf"):
        limits = {key: value for key, value in said.items() if key in LIMITS}
        told = [_value(one | limits) for one in ways if one.get("type") != "null"]
        return " or ".join(dict.fromkeys(told))
    if said.get("format") == "date":
        return "date"
    kind = KINDS.get(said.get("type", ""), "mapping")
    limits_told = [words.format(_figure(said[key])) for key, words in LIMITS.items() if key in said]
    return ", ".join([kind, *limits_told])


def _figure(limit: float) -> str:
    return f"{limit:,}" if isinstance(limit, int) else f"{limit:,.10g}"


LIMITS = {
    "exclusiveMinimum": "more than {}",
    "minimum": "{} or more",
    "exclusiveMaximum": "less than {}",
    "maximum": "at most {}",
}
