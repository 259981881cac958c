"""What commissioners report by month, as cells of places by quarter: shared out by where their residents live."""

from collections.abc import Mapping
from functools import lru_cache

from concordat.metrics.cells import PERIODS, Cell
from concordat.metrics.council_codes import ENGLAND_CODE
from concordat.metrics.from_ccg import AreaFigures, area_admissions, sum_quarters
from concordat.metrics.shelf import Shelf
from concordat.metrics.value import Where
from concordat.metrics.whereabouts import codes_of
from concordat.periods import Period
from concordat.places.area import Area
from concordat.places.sharing import AreaShare
from concordat.places.vintage import area_by_slug

ALL = 0.9995  # coverage that is printed as 100%


def shared_cells(shelf: Shelf, measure: str, where: Where, edition: str | None) -> dict[Period, Cell]:
    """The quarters of a place, or of a region as the sum of its places, each with how much of its people is covered."""
    quarters, editions = _share_all(shelf, measure, edition)
    return {
        period: _cell(figures, _shares_of(figures, where), where, editions[period])
        for period, figures in quarters.items()
    }


@lru_cache(maxsize=4)
def _share_all(
    shelf: Shelf, measure: str, edition: str | None
) -> tuple[dict[Period, AreaFigures], Mapping[Period, str]]:
    rows = shelf.latest(measure, edition=edition)
    months: dict[Period, dict[str, float]] = {}
    quarter_of, editions = PERIODS["quarterly"], {}
    for day, code, figure, source in rows.select("period", "code", "numerator", "edition").iter_rows():
        if code != ENGLAND_CODE and figure is not None:
            months.setdefault(PERIODS["monthly"](day), {})[code] = figure
        editions[quarter_of(day)] = source
    return area_admissions(sum_quarters(months)), editions


def _shares_of(figures: AreaFigures, where: Where) -> list[AreaShare[float]]:
    """The shares of the places that `where` is or is made of; none where the table has other boundaries."""
    if figures.vintage is None:
        return []
    if isinstance(where, Area):
        same = area_by_slug(figures.vintage).get(where.slug)
        fits = same is not None and bool(codes_of(same) & codes_of(where))
        return [figures.shares[where.slug]] if fits else []
    return [share for share in figures.shares.values() if where.kind == "region" and share.area.region == where.name]


def _cell(figures: AreaFigures, shares: list[AreaShare[float]], where: Where, edition: str) -> Cell:
    if not shares:
        why = figures.missing or f"The table of {figures.vintage} shares nothing out to {where.name} on its boundaries."
        return Cell(None, None, None, why, edition)
    given = [share.value for share in shares]
    if None in given:
        return Cell(None, None, None, "No commissioner that serves it reported.", edition)
    least = min(share.covered for share in shares)
    note = figures.basis if least >= ALL else f"Covers {least:.1%} of the residents. {figures.basis}"
    return Cell(sum(value for value in given if value is not None), None, None, "", edition, note)
