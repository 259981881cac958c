"""Make the files of concordat/places/data from a folder of published sources: `python tools/derive_places.py SOURCES`.

SOURCES holds the folders `geography`, `population` and `ascof`. What each output is made from, and what was found
on the way, stands in concordat/places/data/README.md. Running it twice gives the same files.
"""

import argparse
import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

OUT = Path(__file__).parent.parent / "concordat" / "places" / "data"
AGES = [*map(str, range(90)), "90+"]
KIND_BY_PREFIX = {"E06": "unitary", "E08": "metropolitan", "E09": "london-borough", "E10": "county"}

# Year the new boundaries start, old code, new code, whether both codes stand for the same land.
CHANGES = [
    (2019, "E06000028", "E06000058", "no"),
    (2019, "E06000029", "E06000058", "no"),
    (2019, "E10000009", "E06000058", "no"),  # Christchurch left Dorset
    (2019, "E10000009", "E06000059", "no"),
    (2020, "E10000002", "E06000060", "yes"),
    (2021, "E10000021", "E06000061", "no"),
    (2021, "E10000021", "E06000062", "no"),
    (2023, "E10000006", "E06000063", "no"),
    (2023, "E10000006", "E06000064", "no"),
    (2023, "E10000023", "E06000065", "yes"),
    (2023, "E10000027", "E06000066", "yes"),
]
# The districts of Cumbria, by the county's split of April 2023; the lookup of 2023 no longer names them.
DISTRICTS_2023 = {
    "E06000063": ["E07000026", "E07000028", "E07000029"],  # Allerdale, Carlisle, Copeland
    "E06000064": ["E07000027", "E07000030", "E07000031"],  # Barrow-in-Furness, Eden, South Lakeland
}
OTHER_NAMES = {"E06000058": "BCP", "E06000022": "BANES", "E06000035": "Medway Towns"}
JOINT_AREAS = [
    ("Bournemouth and Poole", "E06000028+E06000029", 2017, 2018, "yes", "Two councils with one board until 2019."),
    (
        "Cornwall and Isles of Scilly",
        "E06000052+E06000053",
        2017,
        2023,
        "no",
        "Cornwall and the Isles of Scilly are believed to plan together; that is not confirmed, so they stand apart.",
    ),
]
Rows = list[dict[str, str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    derive(given.sources, given.out)


def derive(sources: Path, out: Path) -> None:
    geography = sources / "geography"
    tables = {year: read(geography / f"ccg{year % 100}_to_utla_population_shares.csv") for year in (2017, 2018, 2019)}
    icbs = read(geography / "sicbl22_icb22_to_utla21_population_shares.csv")
    same_stps_as_lookup(tables[2017], read(geography / "lookup_ccg17_stp17.csv"))

    vintages = vintage_lists(geography, tables)
    write_councils(out, sources, vintages)
    write(out / "changes.csv", ["year", "old_code", "new_code", "same_land"], CHANGES)
    write(out / "joint_areas.csv", ["name", "councils", "first", "last", "verified", "note"], JOINT_AREAS)

    footprints: list[Sequence[object]] = []
    for year, table in tables.items():
        stps = sorted({(row["stp_code"], row["stp_name"]) for row in table})
        footprints += [("stp", year, code, "", name) for code, name in stps]
        write_commissioners(out / f"commissioners_{year}.csv", [ccg_row(row) for row in table])
    held = sorted({(row["icb22_code"], row["icb22_code_h"], row["icb22_name"]) for row in icbs})
    footprints += [("icb", 2022, *icb) for icb in held]
    write(out / "footprints.csv", ["kind", "year", "code", "ods", "name"], footprints)
    write_commissioners(out / "commissioners_2022.csv", [sub_icb_row(row) for row in icbs])
    write_populations(out, sources / "population", geography)


def vintage_lists(geography: Path, tables: dict[int, Rows]) -> dict[int, dict[str, str]]:
    """The upper-tier authorities, code to name, of each year; 2022 is as 2021, where no boundary moved."""
    lists = {year: {row["utla"]: row["utla_name"] for row in tables[year]} for year in (2017, 2018)}
    for year in (2019, 2021, 2023):
        key = f"utla{year % 100}"
        rows = read(geography / f"lookup_ltla{year % 100}_{key}.csv")
        lists[year] = {row[f"{key}_code"]: row[f"{key}_name"] for row in rows if row[f"{key}_code"].startswith("E")}
    lists[2020] = {code: name for code, name in lists[2019].items() if code != "E10000002"}
    lists[2020]["E06000060"] = lists[2021]["E06000060"]
    lists[2022] = lists[2021]
    for year, old, new, _ in CHANGES:
        assert old in lists[year - 1], old
        assert new in lists[year], new
        assert old not in lists[year], old
        assert new not in lists[year - 1], new
    return dict(sorted(lists.items()))


def write_councils(out: Path, sources: Path, vintages: dict[int, dict[str, str]]) -> None:
    ascof = {row["ONS Area Code"].strip(): row for row in read(sources / "ascof" / "ons_codes.csv")}
    cassr = {row["ons_code"]: row for row in read(sources / "geography" / "asc_cassr_code_to_ons.csv")}
    cassr["E10000009"] = cassr["E06000059"]  # Dorset kept its social care code, 809, when Christchurch left
    regions = sorted((code, row["Council region"]) for code, row in ascof.items() if code.startswith("E12"))
    write(out / "regions.csv", ["code", "name"], regions)
    region_codes = {name: code for code, name in regions}
    years = defaultdict(list)
    names = {}
    for year, councils in vintages.items():
        for code, name in councils.items():
            years[code].append(year)
            names[code] = name.removesuffix(" (pre-2019 county)")
    rows = []
    for code in sorted(names):
        new = ascof_as_cassr(ascof[code]) if code in ascof else cassr[code]
        asc = new["asc_code"]
        other = cassr.get(code, new)["asc_code"]
        first, last = years[code][0], years[code][-1]
        assert years[code] == list(range(first, last + 1)), code
        region = region_codes[new["region"]]
        other = "" if other == asc else other
        kind = KIND_BY_PREFIX[code[:3]]
        rows.append((code, names[code], kind, region, asc, other, first, last, OTHER_NAMES.get(code, "")))
    header = ["code", "name", "kind", "region", "asc_code", "other_asc_code", "first", "last", "other_name"]
    write(out / "councils.csv", header, rows)


def ascof_as_cassr(row: dict[str, str]) -> dict[str, str]:
    return {"asc_code": row["LA Code "].strip(), "region": row["Council region"]}


def same_stps_as_lookup(table: Rows, lookup: Rows) -> None:
    shares = {row["ccg_code"]: (row["ccg_ods"], row["ccg_name"], row["stp_code"], row["stp_name"]) for row in table}
    assert shares == {r["CCG17CD"]: (r["CCG17CDH"], r["CCG17NM"], r["STP17CD"], r["STP17NM"]) for r in lookup}


def ccg_row(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(row[key] for key in ("ccg_code", "ccg_ods", "ccg_name", "stp_code", "utla", "pop", "pop65"))


def sub_icb_row(row: dict[str, str]) -> tuple[str, ...]:
    keys = ("sicbl22_code", "sicbl22_code_h", "sicbl22_name", "icb22_code", "utla21_code", "pop")
    return (*(row[key] for key in keys), "")


def write_commissioners(path: Path, rows: Iterable[tuple[str, ...]]) -> None:
    rows = sorted(rows)
    by_commissioner: Counter[str] = Counter()
    by_council: Counter[str] = Counter()
    for code, _, _, _, council, people, _ in rows:
        by_commissioner[code] += whole(people)
        by_council[council] += whole(people)
    written = [
        (
            *row[:5],
            whole(row[5]),
            whole(row[6]) if row[6] else "",
            f"{whole(row[5]) / by_commissioner[row[0]]:.6f}",
            f"{whole(row[5]) / by_council[row[4]]:.6f}",
        )
        for row in rows
    ]
    header = ["code", "ods", "name", "footprint", "council", "people", "people_65"]
    write(path, [*header, "share_of_commissioner", "share_of_council"], written)


def write_populations(out: Path, folder: Path, geography: Path) -> None:
    write_population(out, 2017, by_code(read(folder / "population17_utla19_from_lsoa.csv"), "utla19_code"))
    write_population(out, 2019, by_code(read(folder / "population19_utla19.csv"), "utla19_code"))
    districts = by_code(read(folder / "population20_ltla21.csv"), "ltla21_code")
    upper = {row["ltla21_code"]: row["utla21_code"] for row in read(geography / "lookup_ltla21_utla21.csv")}
    summed: dict[str, list[int]] = {}
    for code, ages in districts.items():
        summed[upper[code]] = added([summed.get(upper[code], [0] * len(AGES)), ages])
    published = by_code(read(folder / "population20_utla20.csv"), "utla20_code")
    assert all(summed[code] == ages for code, ages in published.items())
    summed["E10000021"] = added([summed["E06000061"], summed["E06000062"]])
    for code, parts in DISTRICTS_2023.items():
        summed[code] = added([districts[part] for part in parts])
    assert added([summed[code] for code in DISTRICTS_2023]) == summed["E10000006"]
    write_population(out, 2020, summed)


def by_code(rows: Rows, key: str) -> dict[str, list[int]]:
    """English rows only, code to people at each age; the ages must add up to the total."""
    found = {row[key]: [whole(row[age]) for age in AGES] for row in rows if row[key].startswith("E")}
    assert all(sum(found[row[key]]) == whole(row["total_population"]) for row in rows if row[key] in found)
    return found


def write_population(out: Path, year: int, ages: dict[str, list[int]]) -> None:
    write(out / f"population_{year}.csv", ["code", *AGES], [(code, *ages[code]) for code in sorted(ages)])


def added(lists: Iterable[list[int]]) -> list[int]:
    return [sum(values) for values in zip(*lists, strict=True)]


def whole(text: str) -> int:
    assert float(text) == int(float(text)), text
    return int(float(text))


def read(path: Path) -> Rows:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
