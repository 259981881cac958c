"""Assumptions: a parameter named by its path is found in the file, and has the value that the assumption says."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concordat.flow.parameters import System


def check_assumptions(system: "System") -> Iterator[str]:
    """What assumptions say of this file that is not so."""
    values = list_parameters(system)
    for number, one in enumerate(system.assumptions):
        where = f"assumptions[{number}]"
        if one.what not in values:
            part_of_one = any(path.startswith(f"{one.what}.") for path in values)
            if one.what.startswith("pathways.") and not part_of_one:
                yield f"{where}.what: {one.what!r} is not in this file; write a path such as {_example(values)!r}"
        elif one.value is not None and str(one.value) != str(values[one.what]) and one.value != values[one.what]:
            yield f"{where}.value: {one.value} is not {values[one.what]}, as the file has for {one.what}; correct one"


def list_parameters(system: "System") -> dict[str, object]:
    """Every value of the file by its path: `days`, `pathways.Home care.stay.mean`; a list is one value."""
    given = system.model_dump(by_alias=True, exclude_unset=True, exclude={"assumptions", "pathways"})
    found = dict(_flatten(given, ""))
    for one in system.pathways:
        found |= _flatten(one.model_dump(by_alias=True, exclude_unset=True), f"pathways.{one.name}.")
    return found


def list_unexplained(system: "System") -> list[str]:
    """Paths of the pathways' parameters that no assumption gives a reason for, itself or for the part it stands in."""
    named = [one.what for one in system.assumptions]
    return [
        path
        for path in list_parameters(system)
        if path.startswith("pathways.")
        and not path.endswith((".name", ".unit", ".distribution"))
        and not any(path == what or path.startswith(f"{what}.") for what in named)
    ]


def _flatten(value: dict[str, object], before: str) -> Iterator[tuple[str, object]]:
    for key, one in value.items():
        if isinstance(one, dict):
            yield from _flatten(one, f"{before}{key}.")
        else:
            yield f"{before}{key}", one


def _example(values: dict[str, object]) -> str:
    return next(path for path in values if path.startswith("pathways.") and not path.endswith(".name"))
