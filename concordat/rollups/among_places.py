"""A series among those of all places: compared with intervals where they are published, else only ranked."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from concordat.metrics.comparison import quantiles
from concordat.metrics.definition import Definition
from concordat.metrics.loading import load_all, load_series
from concordat.metrics.picture_page import Picture
from concordat.metrics.places_charts import funnel_picture, rank_picture
from concordat.metrics.places_compared import RATE_OF, PlacesCompared, compare_places, vintage_of
from concordat.metrics.places_ranked import PlacesRanked, rank_places, ranked_picture
from concordat.metrics.read_definitions import load_definition
from concordat.metrics.value import Series
from concordat.places.hexagons import hexagons
from concordat.questionnaires.write_csv import render_table
from concordat.rollups.hexagon_map import Cell, Look, render_hexagon_map

# Fifths from the lowest to the highest: darker is higher, and the number says it without colour.
FIFTHS = (
    Look("#f2f7fb", "1"),
    Look("#c9e0ee", "2"),
    Look("#93c2dd", "3"),
    Look("#256f9e", "4", "#ffffff"),
    Look("#0b3c5d", "5", "#ffffff"),
)
CHOSEN_EDGE = 4.0
CSV_COLUMNS = ("place", "slug", "period", "numerator", "denominator", "value", "lower", "upper", "verdict", "fifth")


@dataclass(frozen=True)
class AmongPlaces:
    """All places by a metric in one period, on the boundaries of `vintage`; `definition` may be of the rate of the
    same figures. Of `compared` and `ranked` one is there; without either `why` says why there is no comparison."""

    definition: Definition
    vintage: int
    compared: PlacesCompared | None = None
    ranked: PlacesRanked | None = None
    why: str = ""

    @property
    def among(self) -> PlacesCompared | PlacesRanked | None:
        return self.compared or self.ranked

    def fifths(self) -> Mapping[str, int]:
        """Which fifth each place is in, 1 the lowest; empty for fewer than five."""
        if self.among is None:
            return {}
        found = quantiles(self.among.values)
        return {slug: int(fifth) for slug, fifth in zip(self.among.slugs, found, strict=True) if fifth == fifth}

    def render_csv(self) -> str:
        """A line for each place with everything that is known of it, as CSV."""
        if self.compared:
            rows = self.compared.table()
            return render_table(CSV_COLUMNS, ([row[name] for name in CSV_COLUMNS] for row in rows))
        ranked, fifths = self.ranked, self.fifths()
        assert ranked is not None
        lines = zip(ranked.names, ranked.slugs, ranked.values, strict=True)
        every = ([name, slug, str(ranked.period), value, fifths.get(slug)] for name, slug, value in lines)
        return render_table(("place", "slug", "period", "value", "fifth"), every)


def place_among(series: Series) -> AmongPlaces:
    """A series that has a value among all places, in the latest period that most of them have, on its boundaries."""
    definition = load_definition(RATE_OF.get(series.definition.id, series.definition.id))
    vintage = vintage_of([value.period for value in series.values if value.value is not None][-1])
    every = _every(definition.id, vintage)
    why = ""
    for chosen in (series.slug, None):
        try:
            return AmongPlaces(definition, vintage, compared=compare_places(every, chosen=chosen))
        except ValueError as problem:
            why = str(problem)
    try:
        england = load_series(definition.id, "england")
        return AmongPlaces(definition, vintage, ranked=rank_places(every, chosen=series.slug, england=england))
    except ValueError:
        return AmongPlaces(definition, vintage, why=why)


def render_among_map(found: AmongPlaces, chosen: str) -> str:
    """All places on the map of hexagons by the fifth that they are in, as SVG; nothing without fifths."""
    fifths, among = found.fifths(), found.among
    if among is None or not fifths:
        return ""
    names = dict(zip(among.slugs, among.names, strict=True))
    cells = [Cell(slug, f"{names[slug]}: fifth {fifth}", FIFTHS[fifth - 1]) for slug, fifth in fifths.items()]
    marked = [_marked(cell) if cell.slug == chosen else cell for cell in cells]
    last = sorted(marked, key=lambda cell: cell.slug == chosen)  # drawn over its neighbours
    return render_hexagon_map(last, hexagons(found.vintage), say_map(found, chosen))


def say_map(found: AmongPlaces, chosen: str) -> str:
    """What the map shows, and where the place is on it."""
    among, fifths = found.among, found.fifths()
    if among is None:
        return ""
    said = f"{found.definition.label} in {among.label}: every place by fifth, from 1, the lowest, to 5, the highest."
    if chosen not in fifths:
        return said
    name = dict(zip(among.slugs, among.names, strict=True))[chosen]
    return f"{said} {name}, with the thick edge, is in fifth {fifths[chosen]}."


def draw_funnel(found: AmongPlaces) -> Picture | None:
    """The funnel; None where places have no intervals."""
    return funnel_picture(found.compared) if found.compared else None


def draw_rank(found: AmongPlaces) -> Picture | None:
    """The ranking, with intervals where there are any; None where there is nothing to rank."""
    if found.compared:
        return rank_picture(found.compared)
    return ranked_picture(found.ranked) if found.ranked else None


@lru_cache(maxsize=4)
def _every(metric: str, vintage: int) -> tuple[Series, ...]:
    """The metric in all places; a few are kept, because the pages of a metric at different places follow each other."""
    return load_all(metric, vintage)


def _marked(cell: Cell) -> Cell:
    look = cell.look
    return Cell(cell.slug, cell.said, Look(look.fill, look.symbol, look.ink, CHOSEN_EDGE))
