"""The API as a page for whoever writes a program: each operation in words, made of its own description."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from concordat.config.api import api


@dataclass(frozen=True, slots=True)
class Shown:
    """An operation: method and address, what it answers, and what can be sent besides, each with what it means."""

    call: str
    answers: str
    takes: tuple[tuple[str, str], ...]


@require_safe
def show_api(request: HttpRequest) -> HttpResponse:
    """What there is, how to call it, and where the description for software is."""
    return render(request, "web/api.html", {"kinds": _kinds()})


@cache
def _kinds() -> dict[str, list[Shown]]:
    """The operations by what they are about, in the order of the description."""
    described = api.get_openapi_schema()
    kinds: dict[str, list[Shown]] = {}
    for path, operations in described["paths"].items():
        for method, said in operations.items():
            answers = f"{said['summary']}. {said.get('description', '')}".replace("`", "").strip()
            shown = Shown(f"{method.upper()} {path}", answers, tuple(_takes(said, described)))
            kinds.setdefault(said["tags"][0].capitalize(), []).append(shown)
    return kinds


def _takes(said: Mapping[str, Any], described: Mapping[str, Any]) -> list[tuple[str, str]]:
    named = [(one["name"], _words(one)) for one in said["parameters"] if one["in"] != "path"]
    if "requestBody" not in said:
        return named
    ref: str = said["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    fields = described["components"]["schemas"][ref.rpartition("/")[2]]["properties"]
    body = ", ".join(f'"{name}": …' for name in fields)
    return [(f"{{{body}}}", ""), *named]


def _words(parameter: Mapping[str, Any]) -> str:
    words: str = parameter.get("description") or parameter["schema"]["description"]
    return words[:1].lower() + words[1:].rstrip(".")
