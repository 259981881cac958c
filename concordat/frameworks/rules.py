"""What must hold between the files of one framework; each `check_…` gives a line per mistake."""

import re
from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches
from itertools import pairwise

from concordat.frameworks.framework import Framework


def check_identity(framework: Framework) -> Iterator[str]:
    """The id, the folder's name and the years say the same."""
    path, years = framework.folder / "framework.yaml", framework.years
    if framework.id != framework.folder.name:
        yield f"{path}: id: {framework.id!r} stands in a folder named {framework.folder.name!r}; make them the same."
    if not years or any(year.next() != after for year, after in pairwise(years)):
        yield f'{path}: years: list the financial years one after the other, such as ["2017-18", "2018-19"].'
    elif (fits := f"{years[0].start}-{(years[-1].start + 1) % 100:02d}") != framework.id:
        yield f"{path}: id: {framework.id!r} does not fit the years; with these years it is {fits!r}."


def check_absent(framework: Framework, absent: Iterable[str]) -> Iterator[str]:
    """A part that is not given is said to be unknown: nothing is silently missing."""
    said = {unknown.part for unknown in framework.unknown}
    for part in (*absent, *(() if framework.signs else ("signs",))):
        if part not in said:
            yield (
                f"{framework.folder / 'framework.yaml'}: unknown: the {part} of this year are not given; "
                f"add an entry with part: {part} that says what is not known and where to look."
            )


def check_references(framework: Framework) -> Iterator[str]:
    """Every id that is named is there, and no id stands twice in one list."""
    for file, place, id, kind, known in _references(framework):
        if id not in known:
            yield f"{framework.folder / f'{file}.yaml'}: {place}: {_no_such(kind, id, known)}"
    for file, name, ids in _lists(framework):
        for id in sorted({id for id in ids if ids.count(id) > 1}):
            yield f"{framework.folder / f'{file}.yaml'}: {name}: the id {id!r} stands twice; give each entry its own."
    for deadline in framework.calendar:
        if deadline.for_ is not None and not re.match(rf"^{framework.id}-[a-z0-9]+(-[a-z0-9]+)*$", deadline.for_):
            yield (
                f"{framework.folder / 'calendar.yaml'}: calendar.{deadline.id}.for: {deadline.for_!r} is not a "
                f"questionnaire of this year; its id begins with {framework.id}-, such as {framework.id}-q1."
            )


def _references(framework: Framework) -> Iterator[tuple[str, str, str, str, Collection[str]]]:
    sources = [source.id for source in framework.sources]
    groups = [group.id for group in framework.condition_groups]
    streams = [stream.id for stream in framework.streams]
    for file, place, item in framework.sourced():
        yield file, f"{place}.source", item.source_id, "source", sources
    for index, unknown in enumerate(framework.unknown):
        yield "framework", f"unknown[{index}].source", unknown.source_id, "source", sources
    for condition in framework.conditions:
        if condition.part_of is not None:
            yield "conditions", f"conditions.{condition.id}.part-of", condition.part_of, "group", groups
    for stream in framework.streams:
        if stream.part_of is not None:
            yield "money", f"streams.{stream.id}.part-of", stream.part_of, "stream", streams
    for total in framework.totals:
        for id in total.of:
            yield "money", f"totals.{total.id}.of", id, "stream", streams


def _lists(framework: Framework) -> Iterator[tuple[str, str, list[str]]]:
    yield "framework", "sources", [source.id for source in framework.sources]
    yield "framework", "requirements", [requirement.id for requirement in framework.requirements]
    yield "framework", "signs", [signatory.id for signatory in framework.signs]
    yield "conditions", "conditions", [condition.id for condition in framework.conditions]
    yield "conditions", "groups", [group.id for group in framework.condition_groups]
    yield "metrics", "metrics", [metric.id for metric in framework.metrics]
    yield "money", "streams", [stream.id for stream in framework.streams]
    yield "money", "totals", [total.id for total in framework.totals]
    yield "money", "parameters", [parameter.id for parameter in framework.parameters]
    yield "calendar", "calendar", [deadline.id for deadline in framework.calendar]
    yield "outcomes", "outcomes", [outcomes.id for outcomes in framework.outcomes]
    for outcomes in framework.outcomes:
        yield "outcomes", f"outcomes.{outcomes.id}.items", [item.id for item in outcomes.items]
        for item in outcomes.items:
            yield "outcomes", f"outcomes.{outcomes.id}.items.{item.id}.rows", [row.id for row in item.rows]


def _no_such(kind: str, id: str, known: Collection[str]) -> str:
    close = get_close_matches(id, known, n=1)
    if close:
        return f"there is no {kind} {id!r}; did you mean {close[0]!r}?"
    return f"there is no {kind} {id!r}; " + (f"there are {', '.join(known)}." if known else f"add a {kind} of that id.")
