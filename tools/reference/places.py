"""docs/reference/places.md: what is held of places for each year's boundaries, from the tables."""

from concordat.places.area import VINTAGES
from concordat.places.commissioner import MID_YEARS, commissioners
from concordat.places.footprint import footprints, held_kinds
from concordat.places.population import YEARS, Missing, population, population_weights
from concordat.places.vintage import areas
from reference.pages import MADE, Lines, table, titled


def describe_places() -> Lines:
    yield from ("# Places", "", MADE, "")
    yield (
        "What is held for each vintage, which is the boundaries of 1 April of that year. What the tables are made from "
        "stands in `concordat/places/data/README.md`; what they cannot say, in [Places](../explanation/places.md)."
    )
    rows = []
    for vintage in VINTAGES:
        found = areas(vintage)
        weights = population_weights(vintage)
        held = [
            f"{len(footprints(kind, vintage))} {kind.upper()}s"
            for kind in held_kinds(vintage)
            if kind in ("stp", "icb")
        ]
        nhs = f"{len(commissioners(vintage))} {commissioners(vintage)[0].kind}" if vintage in MID_YEARS else "none"
        councils = sum(len(area.councils) for area in found)
        rows.append(
            (
                vintage,
                councils,
                len(found),
                nhs,
                "; ".join(held) or "none",
                f"{sum(weights.people.values()):,}",
                weights.basis,
            )
        )
    yield from table(
        ("Vintage", "Councils", "Areas", "Commissioners", "Footprints", "People", "Basis of a share of population"),
        rows,
    )
    yield from ("## Regions", "", "Areas in each region, by vintage.")
    names = [region.name for region in footprints("region", VINTAGES[0])]
    by_vintage = {vintage: {one.name: len(one.shares) for one in footprints("region", vintage)} for vintage in VINTAGES}
    yield from table(
        ("Region", *map(str, VINTAGES)), [(name, *(by_vintage[year][name] for year in VINTAGES)) for name in names]
    )
    yield from ("## Populations held", "")
    lacking = {
        (vintage, year): [area.name for area in areas(vintage) if isinstance(population(area, year), Missing)]
        for vintage in VINTAGES
        for year in YEARS
    }
    yield "Areas without a figure for the middle of a year, because its estimates are on other boundaries."
    yield from table(
        ("Vintage", *(f"mid-{year}" for year in YEARS)),
        [(vintage, *(", ".join(lacking[vintage, year]) or "none" for year in YEARS)) for vintage in VINTAGES],
    )
    unsure = {area.name: area.note for vintage in VINTAGES for area in areas(vintage) if not area.verified}
    yield from titled("Not verified", table(("Area", "Note"), unsure.items()))
