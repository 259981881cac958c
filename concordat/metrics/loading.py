"""Load series by what people call things: a metric's id, a place's name, an edition's id."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from concordat.metrics.cells import latest_edition, list_periods, make_cells
from concordat.metrics.definition import Definition, Held
from concordat.metrics.edition import KEY, LOCAL, SYNTHETIC
from concordat.metrics.read_definitions import load_definition
from concordat.metrics.series import Found, build_series
from concordat.metrics.shared_out import shared_cells
from concordat.metrics.shelf import Shelf, load_shelf
from concordat.metrics.value import TOTAL, Series, Where
from concordat.metrics.whereabouts import codes_inside, codes_of, find_where, is_england
from concordat.periods import Period
from concordat.places.area import VINTAGES, Area
from concordat.places.footprint import footprints
from concordat.places.vintage import areas
from concordat.questionnaires.read_yaml import DataError


def load_series(
    metric: str,
    place: str | Where,
    *,
    edition: str | None = None,
    breakdown: str = TOTAL,
    vintage: int | None = None,
    version: int | None = None,
    store: Path | None = None,
) -> Series:
    """A metric in a place: `load_series("people-delayed-per-day", "southend-on-sea")`.

    `place` is England, a region, an ICB by its code, or a place by slug, name or code; without `vintage` on the latest
    boundaries that have figures. Each value is from the latest published edition that has it, or from `edition`; a
    place's own figures come only by `edition="local provisional"`, and synthetic ones by `"synthetic"`. `store` is a
    folder of editions beside those that ship. Raises DataError, UnknownPlace and NotHeld, each saying what to write; a
    metric without figures gives an empty series that says why.
    """
    shelf, definition = load_shelf(store), load_definition(metric, version)
    where = load_place(shelf, definition, place, vintage) if isinstance(place, str) else place
    return load_from(shelf, definition, where, edition=edition, breakdown=breakdown)


def load_all(
    metric: str, vintage: int, *, edition: str | None = None, breakdown: str = TOTAL, store: Path | None = None
) -> tuple[Series, ...]:
    """The metric in every place of a vintage, by name; a place without figures has a series that says why.

    Raises DataError and NotHeld as `load_series` does.
    """
    shelf, definition = load_shelf(store), load_definition(metric)
    return tuple(load_from(shelf, definition, area, edition=edition, breakdown=breakdown) for area in areas(vintage))


def list_everywhere(vintage: int) -> tuple[Where, ...]:
    """England, the regions, and every place of a vintage. Raises NotHeld."""
    return (*footprints("england", vintage), *footprints("region", vintage), *areas(vintage))


def load_place(shelf: Shelf, definition: Definition, text: str, vintage: int | None) -> Where:
    """What `find_where` finds, on the latest boundaries on which the metric has figures where no vintage is given."""
    held = definition.held
    if vintage is not None or held is None or held.shared_out:
        return find_where(text, vintage)
    return find_where(text, None, shelf.latest(held.measure)["code"].unique())


def load_from(
    shelf: Shelf, definition: Definition, where: Where, *, edition: str | None = None, breakdown: str = TOTAL
) -> Series:
    """As `load_series`, of what is found already. Raises DataError for an edition or a breakdown that is not there."""
    if edition is not None and (edition in (LOCAL, SYNTHETIC) or shelf.edition(edition).provisional):
        return _own_series(shelf, definition, where, edition)
    if definition.held is None:
        return Series(definition, where, breakdown, "", (), definition.no_data)
    names = list_breakdowns(shelf, definition)
    if breakdown not in names:
        raise DataError(f"{definition.id} has no breakdown {breakdown!r}; there is {', '.join(names)}.")
    found = _find_published(shelf, definition, definition.held, where, breakdown, edition)
    return build_series(definition, where, breakdown, found)


def list_breakdowns(shelf: Shelf, definition: Definition) -> list[str]:
    """What a metric can be broken down by, `total` first; only that where the definition sums breakdowns itself."""
    held = definition.held
    if held is None or held.breakdowns:
        return [TOTAL]
    return sorted(
        {name for one in shelf.of_measure(held.measure) for name, _, _ in shelf.spans(one, held.measure)},
        key=lambda name: (name != TOTAL, name),
    )


def _find_published(
    shelf: Shelf, definition: Definition, held: Held, where: Where, breakdown: str, edition: str | None
) -> Found:
    names = held.breakdowns or (breakdown,)
    counted: frozenset[str] = frozenset()
    if held.shared_out and not is_england(where):
        cells = shared_cells(shelf, held.measure, where, edition)
    else:
        rows = _rows(shelf, held.measure, codes_of(where), names, edition)
        parts: int | None = len(names) * (len(where.councils) if isinstance(where, Area) else 1)
        if rows.is_empty() and (inside := codes_inside(where)):
            rows, parts = _rows(shelf, held.measure, inside, names, edition), None
            counted = frozenset(rows["code"].unique())
        cells = make_cells(rows, definition.frequency, 3 * len(names) if held.shared_out else parts)
        if counted and (note := _say_left_out(where, counted)):
            cells = {period: cell._replace(note=note) for period, cell in cells.items()}
    order = [one.id for one in shelf.of_measure(held.measure)]
    used = sorted({cell.edition for cell in cells.values()}, key=order.index) or order[:1]
    chosen = [edition] if edition else used
    periods = _list_periods(shelf, definition, held.measure, names, chosen)
    return Found(cells, periods, latest_edition(cells, order) or chosen[-1], counted)


def _say_left_out(where: Where, counted: frozenset[str]) -> str:
    """The places of a region that have no figure, on the boundaries on which they are fewest; empty where all have."""
    absent = [
        [area.name for area in areas(vintage) if area.region == where.name and not codes_of(area) & counted]
        for vintage in VINTAGES
    ]
    names = min(absent, key=len)
    return f"The sum of its places without {', '.join(names)}, of which there is no figure." if names else ""


def _rows(
    shelf: Shelf, measure: str, codes: frozenset[str], breakdowns: Sequence[str], edition: str | None
) -> pl.DataFrame:
    """The figures of some codes, in every one of the breakdowns."""
    wanted = tuple(sorted(codes))
    return pl.concat([shelf.latest(measure, wanted, name, edition=edition) for name in breakdowns])


def _list_periods(
    shelf: Shelf, definition: Definition, measure: str, breakdowns: Sequence[str], editions: Sequence[str]
) -> list[Period]:
    """Every period from the first to the last that the editions have for anyone; of quarters, only whole ones."""
    spans = [
        (first, last)
        for id in editions
        for name, first, last in shelf.spans(shelf.edition(id), measure)
        if name in breakdowns
    ]
    if not spans:
        return []
    return list_periods(min(first for first, _ in spans), max(last for _, last in spans), definition.frequency)


def _own_series(shelf: Shelf, definition: Definition, where: Where, edition: str) -> Series:
    """A place's own figures, or synthetic ones, of one edition or of all, the later before the earlier."""
    if edition in (LOCAL, SYNTHETIC):
        chosen = shelf.of_measure(definition.id, provisional=True, synthetic=edition == SYNTHETIC)
    else:
        chosen = tuple(one for one in (shelf.edition(edition),) if definition.id in one.measures)
    rows = [shelf.find(one, definition.id, tuple(sorted(codes_of(where)))) for one in chosen]
    latest = pl.concat(rows).unique(KEY, keep="last", maintain_order=True) if rows else None
    if latest is None or latest.is_empty():
        return Series(
            definition, where, TOTAL, edition, (), f"{where.name} gave no figures of its own of {definition.id}."
        )
    cells = make_cells(latest, definition.frequency)
    periods = list_periods(latest["period"].min(), latest["period"].max(), definition.frequency)  # type: ignore[arg-type]
    found = Found(cells, periods, latest_edition(cells, [one.id for one in chosen]), own=True)
    return build_series(definition, where, TOTAL, found)
