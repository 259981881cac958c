"""Frameworks as JSON: the list of them, and one whole; the same from the command line and from the API."""

from collections.abc import Sequence
from typing import Any

from concordat.frameworks.framework import Framework
from concordat.frameworks.unverified import list_unverified

_PARTS = (
    "conditions",
    "metrics",
    "streams",
    "totals",
    "parameters",
    "calendar",
    "signs",
    "outcomes",
    "requirements",
)


def framework_in_list(framework: Framework, forms: Sequence[str]) -> dict[str, Any]:
    """A framework as a list of them has it: how much it holds, and how much of it is in doubt."""
    return {
        "id": framework.id,
        "title": framework.title,
        "conditions": len(framework.condition_numbers),
        "metrics": [metric.id for metric in framework.metrics],
        "forms": list(forms),
        "doubts": len(list_unverified(framework)),
    }


def framework_as_dict(framework: Framework, forms: Sequence[str]) -> dict[str, Any]:
    """A framework whole: every part as its file has it, the forms, and what is in doubt."""
    held = {
        part: [one.model_dump(mode="json", by_alias=True, fallback=str) for one in getattr(framework, part)]
        for part in _PARTS
    }
    return {
        "id": framework.id,
        "title": framework.title,
        "years": [str(year) for year in framework.years],
        "summary": framework.summary,
        **held,
        "forms": list(forms),
        "doubts": [doubt.as_dict() for doubt in list_unverified(framework)],
    }
