"""Vintages: which areas there are on the boundaries of a year, and what became of those of another year."""

from dataclasses import replace
from functools import cache
from pathlib import Path

from concordat.places.area import VINTAGES, Area, Council, CouncilKind, check_vintage
from concordat.places.names import slug_of
from concordat.places.read_csv import Row, check_unique, read_rows
from concordat.questionnaires.read_yaml import DataError

DATA = Path(__file__).parent / "data"

_COUNCIL = ["code", "name", "kind", "region", "asc_code", "other_asc_code", "first", "last", "other_name"]
_JOINT = ["name", "councils", "first", "last", "verified", "note"]
_CHANGE = ["year", "old_code", "new_code", "same_land"]


@cache
def areas(vintage: int) -> tuple[Area, ...]:
    """The areas on the boundaries of 1 April of `vintage`, by name. Raises NotHeld for a year that is not held."""
    return build_areas(DATA, check_vintage(vintage))


@cache
def area_by_slug(vintage: int) -> dict[str, Area]:
    """Slug to area."""
    return {area.slug: area for area in areas(vintage)}


@cache
def area_by_council(vintage: int) -> dict[str, Area]:
    """ONS code of a council to the area that it is in."""
    return {council.code: area for area in areas(vintage) for council in area.councils}


@cache
def region_names() -> dict[str, str]:
    """ONS code to name, of the nine regions."""
    return read_regions(DATA / "regions.csv")


@cache
def changes() -> tuple[tuple[int, str, str, bool], ...]:
    """Year, old code, new code, and whether both stand for the same land."""
    return read_changes(DATA / "changes.csv")


def later_or_earlier(area: Area, vintage: int) -> list[Area]:
    """The areas of `vintage` that hold land of `area`, an area of another vintage."""
    here = area_by_council(vintage)
    codes = {council.code for council in area.councils}
    while not codes <= here.keys():
        moved = {code: _next_codes(code, forward=vintage > area.vintage) for code in codes - here.keys()}
        codes = (codes & here.keys()) | {new for found in moved.values() for new in found}
    return sorted({here[code].slug: here[code] for code in codes}.values(), key=lambda found: found.name)


def build_areas(data: Path, vintage: int) -> tuple[Area, ...]:
    """Areas from the files of a folder, as `areas` does from those that ship. Raises DataError."""
    regions = read_regions(data / "regions.csv")
    same = [(old, new) for _, old, new, same_land in read_changes(data / "changes.csv") if same_land]
    every = _with_other_codes(read_councils(data / "councils.csv", regions), same)
    alone = {council.code: council for council in every if council.first <= vintage <= council.last}
    found: list[Area] = []
    believed: dict[str, str] = {}
    for row in _joint_rows(data / "joint_areas.csv", vintage, set(alone)):
        codes = row["councils"].split("+")
        if row["verified"] == "no":  # believed, not confirmed: they stay apart and say so
            believed |= dict.fromkeys(codes, row["note"])
            continue
        members = tuple(alone.pop(code) for code in codes)
        found.append(_area(row["name"], members, regions, vintage, note=row["note"]))
    for code, council in alone.items():
        name = council.name.removesuffix(", City of").removesuffix(", County of")
        note = believed.get(code, "")
        found.append(_area(name, (council,), regions, vintage, note=note, verified=not note))
    _check_slugs(data / "councils.csv", found)
    return tuple(sorted(found, key=lambda area: area.name))


def read_councils(path: Path, regions: dict[str, str]) -> list[Council]:
    """Councils of every vintage. Raises DataError for a doubled code, an unknown kind or region, or odd years."""
    rows = read_rows(path, _COUNCIL)
    check_unique(rows, lambda row: row.filled("code"), "code")
    return [_council(row, regions) for row in rows]


def read_regions(path: Path) -> dict[str, str]:
    rows = read_rows(path, ["code", "name"])
    check_unique(rows, lambda row: row.filled("code"), "region")
    return {row["code"]: row.filled("name") for row in rows}


def read_changes(path: Path) -> tuple[tuple[int, str, str, bool], ...]:
    rows = read_rows(path, _CHANGE)
    check_unique(rows, lambda row: f"{row['old_code']} to {row['new_code']}", "change")
    return tuple(
        (row.whole("year"), row["old_code"], row["new_code"], row.one_of("same_land", ("yes", "no")) == "yes")
        for row in rows
    )


def _joint_rows(path: Path, vintage: int, codes: set[str]) -> list[Row]:
    """The joint areas of a vintage, confirmed or believed; each council in one of them at most."""
    rows = [row for row in read_rows(path, _JOINT) if row.whole("first") <= vintage <= row.whole("last")]
    free = set(codes)
    for row in rows:
        row.filled("name")
        row.filled("note")
        row.one_of("verified", ("yes", "no"))
        for code in row["councils"].split("+"):
            if code not in codes:
                raise row.error(f"{code!r} is no council of {vintage}; correct the code or the years.")
            if code not in free:
                raise row.error(f"{code} is in another joint area of {vintage} already; keep it in one.")
            free.remove(code)
    return rows


def _area(
    name: str, members: tuple[Council, ...], regions: dict[str, str], vintage: int, *, note: str, verified: bool = True
) -> Area:
    code = "+".join(council.code for council in members)
    return Area(slug_of(name), name, code, members, regions[members[0].region], vintage, verified, note)


def _council(row: Row, regions: dict[str, str]) -> Council:
    first, last = row.whole("first"), row.whole("last")
    if not VINTAGES[0] <= first <= last <= VINTAGES[-1]:
        raise row.error(f"{first} to {last} are not years between {VINTAGES[0]} and {VINTAGES[-1]}; correct them.")
    return Council(
        code=row["code"],
        name=row.filled("name"),
        asc_code=row.filled("asc_code"),
        kind=CouncilKind(row.one_of("kind", list(CouncilKind))),
        region=row.one_of("region", regions),
        first=first,
        last=last,
        other_codes=(row["other_asc_code"],) if row["other_asc_code"] else (),
        other_names=(row["other_name"],) if row["other_name"] else (),
    )


def _with_other_codes(councils: list[Council], same: list[tuple[str, str]]) -> list[Council]:
    """A council also answers to the codes of the one that it replaced, or was replaced by, on the same land."""
    by_code = {council.code: council for council in councils}
    twins = dict(same) | {new: old for old, new in same}
    found = []
    for council in councils:
        twin = by_code.get(twins.get(council.code, ""))
        more = (twin.code, twin.asc_code) if twin else ()
        found.append(replace(council, other_codes=(*council.other_codes, *(c for c in more if c != council.asc_code))))
    return found


def _next_codes(code: str, forward: bool) -> set[str]:
    found = {(new if forward else old) for _, old, new, _ in changes() if code == (old if forward else new)}
    if not found:
        raise DataError(f"{DATA / 'changes.csv'}: no line says what became of {code}; add one.")
    return found


def _check_slugs(path: Path, found: list[Area]) -> None:
    seen: dict[str, Area] = {}
    for area in found:
        if area.slug in seen:
            raise DataError(
                f"{path}: {seen[area.slug].code} and {area.code} are both {area.slug!r} in "
                f"{area.vintage}; give one of them another name."
            )
        seen[area.slug] = area
