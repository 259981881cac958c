"""The crosswalk: what of one year goes on in another (condition, metric, stream, outcome list), and where it breaks."""

from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from concordat.frameworks.framework import Framework
from concordat.frameworks.read_yaml import SHIPPED, extra_roots, framework_folders, load_framework
from concordat.frameworks.sourced import Many, Source, Sourced
from concordat.questionnaires.data_file import Data, read_data
from concordat.questionnaires.read_yaml import DataError

FILE = "crosswalk.yaml"

Kind = Literal["condition", "metric", "stream", "outcome"]
Relation = Literal["continues", "narrows", "widens", "replaces", "ends", "begins", "unknown"]


def _check_reference(value: object) -> object:
    if isinstance(value, str) and (value.count("/") > 1 or value.endswith("/")):
        raise ValueError(f"{value!r} is not a reference; write the year and the id, such as 2016-17/7")
    return value


Reference = Annotated[str, BeforeValidator(_check_reference)]


class CrosswalkLink(Sourced):
    """One step from a year to a later one. The year alone stands where it has no such thing (`ends`, `begins`).

    `is_break`: values, or answers, of the two sides must not be compared.
    """

    kind: Kind
    from_: Reference
    to: Reference
    relation: Relation
    is_break: bool = Field(alias="break")

    @property
    def years(self) -> tuple[str, str]:
        """The two frameworks that it joins."""
        return self.from_.partition("/")[0], self.to.partition("/")[0]

    @property
    def items(self) -> tuple[str, str]:
        """The ids on both sides; empty where there is none."""
        return self.from_.partition("/")[2], self.to.partition("/")[2]


class _CrosswalkFile(Data):
    sources: Many[Source]
    links: Many[CrosswalkLink]


def items_of(framework: Framework, kind: str) -> dict[str, str]:
    """Id to label of everything of that kind in a framework."""
    lists = {
        "condition": framework.conditions,
        "metric": framework.metrics,
        "stream": framework.streams,
        "outcome": framework.outcomes,
    }
    return {item.id: item.label for item in lists[kind]}


def read_crosswalk(extra: Path | None = None) -> tuple[CrosswalkLink, ...]:
    """The shipped links, and those in a `crosswalk.yaml` of the folders of further frameworks.

    Each link's source reads as the document's title. Raises DataError naming file, link and way out.
    """
    years = framework_folders(extra)
    links: list[CrosswalkLink] = []
    for root in (SHIPPED, *(root for root in extra_roots(extra) if (root / FILE).exists())):
        links += _read_once((root / FILE).resolve(), tuple(years), extra)
    return tuple(links)


@lru_cache(maxsize=32)
def _read_once(path: Path, years: tuple[str, ...], extra: Path | None) -> tuple[CrosswalkLink, ...]:
    content = read_data(path, _CrosswalkFile)
    titles = {source.id: source.title for source in content.sources}
    problems = [
        f"{path}: links[{index}].{problem}"
        for index, link in enumerate(content.links)
        for problem in (*_check_source(link, titles), *_check_sides(link, years, extra))
    ]
    if problems:
        raise DataError("\n".join(problems))
    return tuple(
        link.model_copy(update={"source": titles[link.source_id] + link.source[len(link.source_id) :]})
        for link in content.links
    )


def _check_source(link: CrosswalkLink, titles: dict[str, str]) -> Iterator[str]:
    if link.source_id not in titles:
        yield f"source: there is no source {link.source_id!r}{_meant(link.source_id, list(titles))}"


def _check_sides(link: CrosswalkLink, years: tuple[str, ...], extra: Path | None) -> Iterator[str]:
    for key, year, item in zip(("from", "to"), link.years, link.items, strict=True):
        if year not in years:
            yield f"{key}: there is no framework {year!r}{_meant(year, list(years))}"
        elif item and item not in (known := items_of(load_framework(year, extra), link.kind)):
            yield f"{key}: {year} has no {link.kind} {item!r}{_meant(item, list(known))}"
    before, after = link.years
    if before >= after:
        yield f"to: {after} does not come after {before}; write the earlier year under from."
    match (link.relation, *(bool(item) for item in link.items)):
        case ("ends", True, False) | ("begins", False, True) | ("unknown", True, False) | ("unknown", False, True):
            pass
        case ("ends", *_):
            yield "relation: what ends has an item under from and the year alone under to, such as 2017-19."
        case ("begins", *_):
            yield "relation: what begins has the year alone under from, such as 2014-16, and an item under to."
        case ("unknown", False, False) | (_, False, _) | (_, _, False):
            yield f"relation: {link.relation} needs an item, such as 2016-17/7, on both sides."


def _meant(given: str, known: list[str]) -> str:
    close = get_close_matches(given, known, n=1)
    return f"; did you mean {close[0]!r}?" if close else f"; there are {', '.join(known) or 'none'}."
