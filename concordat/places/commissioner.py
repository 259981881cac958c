"""Commissioners: CCGs (2017 to 2019), ICBs and their sub-ICB locations (2022), and where the people they buy for live.

Every share here is by residence, from populations of small areas; none is by registration with a GP, which crosses
these lines and gives other figures.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from concordat.places.area import NotHeld
from concordat.places.names import NameIndex
from concordat.places.read_csv import Row, check_unique, read_rows
from concordat.places.vintage import DATA

# Vintage of the tables: the middle of the year whose population estimates they rest on.
MID_YEARS = {2017: 2017, 2018: 2017, 2019: 2019, 2022: 2020}

_COLUMNS = ["code", "ods", "name", "footprint", "council", "people", "people_65"]
_SHARES = ["share_of_commissioner", "share_of_council"]
_ROUNDING = 0.00001  # the shares in the files have six decimals


@dataclass(frozen=True, slots=True)
class Residents:
    """How many people of a council's land a commissioner buys care for; `over_65` is None where not published."""

    council: str
    people: int
    over_65: int | None


@dataclass(frozen=True, slots=True)
class Commissioner:
    """An NHS commissioner. `kind` is ccg, sub-icb or icb; `footprint` the code of the STP or ICB that it is in."""

    code: str
    ods: str
    name: str
    kind: str
    footprint: str
    residents: tuple[Residents, ...]


@cache
def commissioners(vintage: int) -> tuple[Commissioner, ...]:
    """CCGs, or sub-ICB locations, by code: together they cover England once. Raises NotHeld for other vintages."""
    return tuple(read_commissioners(DATA / f"commissioners_{_held(vintage)}.csv", "icb" if vintage > 2019 else "stp"))


@cache
def all_commissioners(vintage: int) -> tuple[Commissioner, ...]:
    """`commissioners`, and in 2022 the ICBs themselves, each the sum of its locations."""
    return commissioners(vintage) + (_icbs(vintage) if vintage > 2019 else ())


@cache
def commissioner_index(vintage: int) -> NameIndex[Commissioner]:
    index: NameIndex[Commissioner] = NameIndex()
    for one in all_commissioners(vintage):
        index.add(one, names=[one.name], codes=[one.code, one.ods])
    return index


@cache
def footprint_rows(kind: str) -> dict[int, dict[str, tuple[str, str]]]:
    """Vintage to code to (ODS code, name), of every footprint of a kind, stp or icb."""
    found: dict[int, dict[str, tuple[str, str]]] = defaultdict(dict)
    rows = read_rows(DATA / "footprints.csv", ["kind", "year", "code", "ods", "name"])
    check_unique(rows, lambda row: f"{row['code']} of {row['year']}", "footprint")
    for row in rows:
        if row.one_of("kind", ("stp", "icb")) == kind:
            found[row.whole("year")][row["code"]] = (row["ods"], row.filled("name"))
    return dict(found)


def read_commissioners(path: Path, footprint_kind: str) -> list[Commissioner]:
    """Commissioners from a file with one row for each and each council that it reaches into.

    Raises DataError for a doubled row, two names for one code, and shares that do not add up to 1 or that the
    populations beside them do not bear out.
    """
    rows = read_rows(path, [*_COLUMNS, *_SHARES])
    check_unique(rows, lambda row: f"{row.filled('code')} with {row.filled('council')}", "commissioner")
    by_code: dict[str, list[Row]] = defaultdict(list)
    by_council: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_code[row["code"]].append(row)
        by_council[row["council"]].append(row)
    _check_shares(by_code, "share_of_commissioner")
    _check_shares(by_council, "share_of_council")
    kind = "sub-icb" if footprint_kind == "icb" else "ccg"
    return [_commissioner(group, kind) for group in by_code.values()]


def _held(vintage: int) -> int:
    if vintage not in MID_YEARS:
        raise NotHeld(
            f"No table says which commissioners served which places in {vintage}; use 2017, 2018 or 2019 (CCGs) "
            "or 2022 (ICBs)."
        )
    return vintage


def _commissioner(rows: list[Row], kind: str) -> Commissioner:
    first = rows[0]
    for row in rows:
        for column in ("ods", "name", "footprint"):
            if row[column] != first[column]:
                raise row.error(
                    f"{column} of {row['code']} is {row[column]!r}, but {first[column]!r} on line {first.line}; "
                    "make them the same."
                )
    residents = tuple(
        Residents(row["council"], row.whole("people"), row.whole("people_65") if row["people_65"] else None)
        for row in rows
    )
    return Commissioner(first["code"], first["ods"], first.filled("name"), kind, first["footprint"], residents)


def _check_shares(groups: dict[str, list[Row]], column: str) -> None:
    for code, rows in groups.items():
        shares = [_share(row, column) for row in rows]
        if abs(sum(shares) - 1) > _ROUNDING:
            raise rows[0].error(f"{column} of {code} adds up to {sum(shares):.6f}, not 1; correct its lines.")
        people = sum(row.whole("people") for row in rows)
        for row, share in zip(rows, shares, strict=True):
            if abs(share * people - row.whole("people")) > _ROUNDING * people:
                raise row.error(f"{column} is {share}, but people make it {row.whole('people') / people:.6f}.")


def _share(row: Row, column: str) -> float:
    try:
        return float(row[column])
    except ValueError:
        raise row.error(f"{column} is {row[column]!r}; write a share between 0 and 1.") from None


def _icbs(vintage: int) -> tuple[Commissioner, ...]:
    members: dict[str, list[Commissioner]] = defaultdict(list)
    for one in commissioners(vintage):
        members[one.footprint].append(one)
    names = footprint_rows("icb")[vintage]
    return tuple(
        Commissioner(code, *names[code], "icb", code, _summed(r for one in group for r in one.residents))
        for code, group in sorted(members.items())
    )


def _summed(residents: Iterable[Residents]) -> tuple[Residents, ...]:
    people: dict[str, int] = defaultdict(int)
    for part in residents:
        people[part.council] += part.people
    return tuple(Residents(council, number, None) for council, number in people.items())
