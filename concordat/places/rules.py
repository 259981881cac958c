"""Rules for a set of footprints that someone proposes: together they hold every place exactly once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from concordat.findings import Finding, Severity
from concordat.places.find import UnknownPlace, find_area
from concordat.places.vintage import area_by_slug, areas


def check_footprints(footprints: Mapping[str, Iterable[str]], vintage: int) -> list[Finding]:
    """Findings on footprints given as names of places: `{"Essex and Southend": ["Essex", "E06000033"], …}`.

    `empty-footprint`, `unknown-area`, `area-covered-twice` and `area-not-covered` block; `area-named-twice`, within
    one footprint, is a note (both councils of a joint area may be named). `where` is the footprint, or the slug of
    the area. Raises NotHeld for a vintage that is not held.
    """
    findings: list[Finding] = []
    held_by: dict[str, list[str]] = defaultdict(list)
    every = {area.slug: area for area in areas(vintage)}
    for footprint, names in footprints.items():
        listed = list(names)
        if not listed:
            findings.append(
                _blocks("empty-footprint", footprint, f"{footprint} holds no place.", "Name its places or take it out.")
            )
        for name in listed:
            try:
                slug = find_area(name, vintage).slug
            except UnknownPlace as problem:
                findings.append(
                    _blocks(
                        "unknown-area", footprint, f"{footprint}: {problem}", "Correct the name, or write the code."
                    )
                )
                continue
            if footprint in held_by[slug]:
                findings.append(_named_twice(footprint, every[slug].name))
            else:
                held_by[slug].append(footprint)
    return findings + _check_once(held_by, vintage)


def _check_once(held_by: Mapping[str, list[str]], vintage: int) -> list[Finding]:
    findings = []
    for slug, area in area_by_slug(vintage).items():
        holders = held_by.get(slug, [])
        if not holders:
            said = f"{area.name} ({area.code}) is in no footprint."
            findings.append(_blocks("area-not-covered", slug, said, "Add it to the footprint that it belongs to."))
        elif len(holders) > 1:
            said = f"{area.name} ({area.code}) is in {' and '.join(holders)}."
            findings.append(_blocks("area-covered-twice", slug, said, "Keep it in one of them."))
    return findings


def _named_twice(footprint: str, name: str) -> Finding:
    said = f"{footprint} names {name} more than once; it counts once."
    return Finding("area-named-twice", Severity.NOTE, footprint, said, "Take the repeat out, or leave it.")


def _blocks(code: str, where: str, message: str, remedy: str) -> Finding:
    return Finding(code, Severity.BLOCKS, where, message, remedy)
