"""Secondary suppression: figures hidden besides the small ones, until nobody who knows the totals can work these out.

A small figure is safe where it could be any small figure as far as anybody can tell. That is made so by a swap: it goes
up, another of its place goes down, and in the two periods other places do the opposite. Every total of a place and of
a period stays as it is, and every figure stays within what is released of it: who knows the totals sees no difference.
"""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from concordat.records.disclosure_rule import DisclosureRule

NO_LIMIT = 10**12
FREE = -1  # the group of a period, or of all places, whose total nobody knows

Ints = NDArray[np.int64]
Marks = NDArray[np.bool_]


@dataclass
class Figures:
    """A table of figures, places by periods. `hidden` grows; `up` and `down` are how far each small one has to be able
    to move, 0 where it need not. `most_up`, `most_down`: how far a figure can move whatever is released of it."""

    values: Ints
    hidden: Marks
    up: Ints
    down: Ints
    most_up: Ints
    most_down: Ints

    @classmethod
    def of(cls, values: Ints) -> "Figures":
        """Nothing hidden, no needs, no limits."""
        shape = values.shape
        limits = (np.full(shape, NO_LIMIT), np.full(shape, NO_LIMIT))
        return cls(values, np.zeros(shape, bool), np.zeros(shape, np.int64), np.zeros(shape, np.int64), *limits)

    def hide(self, cells: Marks, up: Ints, down: Ints) -> None:
        """Hide cells that are not zero; each has to be able to move so far."""
        cells = cells & (self.values > 0)
        self.hidden |= cells
        self.up = np.where(cells, np.maximum(self.up, up), self.up)
        self.down = np.where(cells, np.maximum(self.down, down), self.down)


class Groups(NamedTuple):
    """What is added up into totals: places of a region; periods of a quarter and of a year, FREE for one of none."""

    regions: Ints
    quarters: Ints
    years: Ints


@dataclass(frozen=True)
class Level:
    """Which totals may be known: of places in groups over each period, and of periods in groups for each place.

    None stands for no total at all. `withheld` names the totals that must not be published where this level served.
    """

    places: Ints | None
    periods: Ints
    withheld: frozenset[str]


@dataclass
class Withheld:
    """Periods by the kind of total that must not be published of them: region, all, quarter, year."""

    periods: dict[str, set[int]] = field(default_factory=dict)

    def add(self, kinds: frozenset[str], periods: Ints) -> None:
        for kind in kinds:
            self.periods.setdefault(kind, set()).update(int(one) for one in periods)


def list_levels(groups: Groups) -> list[Level]:
    """From every total known to none known. At each, a swap keeps all totals that the level leaves published."""
    together = np.zeros_like(groups.regions)
    free = np.full_like(groups.years, FREE)
    levels = [
        Level(groups.regions, groups.quarters, frozenset()),
        Level(groups.regions, groups.years, frozenset({"quarter"})),
        Level(together, groups.quarters, frozenset({"region"})),
        Level(together, groups.years, frozenset({"region", "quarter"})),
        Level(groups.regions, free, frozenset({"quarter", "year"})),
        Level(together, free, frozenset({"region", "quarter", "year"})),
        Level(None, groups.years, frozenset({"region", "all", "quarter"})),
        Level(None, free, frozenset({"region", "all", "quarter", "year"})),
    ]
    if len(set(groups.regions.tolist())) > 1:
        return levels
    return [level for level in levels if level.places is not together]


def protect(figures: Figures, groups: Groups, rule: DisclosureRule) -> Withheld:
    """Hide figures besides until every small one can move as far as it needs to; what must not be published is told."""
    withheld, levels = Withheld(), list_levels(groups)
    for place, period in np.argwhere((figures.up > 0) | (figures.down > 0)):
        for level in levels:
            if not _can_own(figures, level, int(place), int(period)):
                continue
            if _Block(figures, level, int(place), int(period), rule).protect():
                withheld.add(level.withheld, _span(groups, level, int(period)))
                break
    return withheld


def _can_own(figures: Figures, level: Level, place: int, period: int) -> bool:
    """Whether other figures of the place, however many were hidden, could make up for this one."""
    group = level.periods[period]
    if group == FREE:
        return True
    others = (level.periods == group) & (figures.values[place] > 0)
    others[period] = False
    down = np.minimum(figures.values[place] - 1, figures.most_down[place])[others]
    up = figures.most_up[place][others]
    return bool((down >= figures.up[place, period]).any() and (up >= figures.down[place, period]).any())


def _span(groups: Groups, level: Level, period: int) -> Ints:
    """The periods whose totals a swap in this one may change: of its year, or of its quarter, or it alone."""
    for group in (groups.quarters,) if "quarter" not in level.withheld else (groups.years, groups.quarters):
        if group[period] != FREE:
            return np.flatnonzero(group == group[period])
    return np.array([period])


def rounded(values: Ints, rule: DisclosureRule) -> Ints:
    """Figures as they are released, where they are."""
    return (values + rule.round_to // 2) // rule.round_to * rule.round_to


def released_range(values: Ints, hidden: Marks, rule: DisclosureRule) -> tuple[Ints, Ints]:
    """The least and the most that each figure can be for whoever has what is released and knows the rule."""
    shown = rounded(values, rule)
    least = np.maximum(shown - rule.round_to // 2, rule.suppress_below)
    most = shown + (rule.round_to - 1) // 2
    least, most = np.where(values == 0, 0, least), np.where(values == 0, 0, most)
    return np.where(hidden, 1, least), np.where(hidden, NO_LIMIT, most)


class _Block:
    """The places and periods among which one small figure can be swapped. A row and a column without limits stand for
    the places, or the periods, whose totals nobody knows."""

    def __init__(self, figures: Figures, level: Level, place: int, period: int, rule: DisclosureRule) -> None:
        self._figures = figures
        if level.places is None:
            self._rows = np.array([place])
        else:
            self._rows = np.flatnonzero(level.places == level.places[place])
        free = level.periods[period] == FREE
        self._columns = np.array([period]) if free else np.flatnonzero(level.periods == level.periods[period])
        self._padding = ((0, int(level.places is None)), (0, int(free)))
        self._row = int(np.flatnonzero(self._rows == place)[0])
        self._column = int(np.flatnonzero(self._columns == period)[0])
        self._needs = int(figures.up[place, period]), int(figures.down[place, period])
        self._hidden = self._pad(self._of(figures.hidden), True)
        values = self._of(figures.values)
        least, most = released_range(values, self._of(figures.hidden), rule)
        self._most = self._of(figures.most_up), self._of(figures.most_down)
        self._values = self._pad(values, 0)
        self._now = self._ways(np.minimum(most - values, self._most[0]), np.minimum(values - least, self._most[1]))
        some = values > 0
        self._could = self._ways(
            np.where(some, self._most[0], 0), np.where(some, np.minimum(values - 1, self._most[1]), 0)
        )

    def protect(self) -> bool:
        """Whether the figure can move far enough; what it takes is hidden. Nothing is hidden where it cannot."""
        if self._is_enough(self._own(self._now), self._others(self._now)):
            return True
        return self._hide_own() or self._hide_four() or self._hide_more()

    def _hide_own(self) -> bool:
        """One more figure of the same place: rounding, or what is hidden already, does the rest in other places."""
        up, down = self._others(self._now)
        own_up, own_down = self._own(self._could)
        fits = (np.minimum(own_up, up) >= self._needs[0]) & (np.minimum(own_down, down) >= self._needs[1])
        fits[self._column] = False
        if not fits.any():
            return False
        self._hide([(self._row, self._cheapest(fits, self._values[self._row]))])
        return True

    def _hide_four(self) -> bool:
        """The figures at the corners of a rectangle: two periods of the place and of one other."""
        own_up, own_down = self._own(self._could)
        columns = (own_up >= self._needs[0]) & (own_down >= self._needs[1])
        columns[self._column] = False
        fits = (self._shares(self._could, 0) >= self._needs[0]) & (self._shares(self._could, 1) >= self._needs[1])
        fits &= columns[None, :]
        fits[self._row] = False
        if not fits.any():
            return False
        cost = self._cost()
        total = cost[self._row][None, :] + cost[:, [self._column]] + cost
        row, column = np.unravel_index(int(np.argmin(np.where(fits, total, NO_LIMIT))), fits.shape)
        self._hide([(self._row, int(column)), (int(row), self._column), (int(row), int(column))])
        return True

    def _hide_more(self) -> bool:
        """Figures of two periods in as many other places as it takes, those that can move furthest first."""
        own_up, own_down = self._own(self._could)
        up, down = self._others(self._could)
        fits = (np.minimum(own_up, up) >= self._needs[0]) & (np.minimum(own_down, down) >= self._needs[1])
        fits[self._column] = False
        if not fits.any():
            return False
        column = self._cheapest(fits, -(up + down))
        shares = [self._shares(self._could, way)[:, column].copy() for way in (0, 1)]
        order = np.argsort(-(shares[0] + shares[1]), kind="stable")
        order = order[order != self._row]
        reached = [np.cumsum(share[order]) >= need for share, need in zip(shares, self._needs, strict=True)]
        rows = order[: int(np.argmax(reached[0] & reached[1])) + 1]
        cells = [(int(row), at) for row in rows for at in (self._column, column)]
        self._hide([(self._row, column), *cells])
        return True

    def _of(self, table: NDArray[Any]) -> NDArray[Any]:
        part: NDArray[Any] = table[np.ix_(self._rows, self._columns)]
        return part

    def _pad(self, table: NDArray[Any], value: int) -> NDArray[Any]:
        return np.pad(table, self._padding, constant_values=value)

    def _ways(self, up: Ints, down: Ints) -> tuple[Ints, Ints]:
        return self._pad(up, NO_LIMIT), self._pad(down, NO_LIMIT)

    def _own(self, ways: tuple[Ints, Ints]) -> tuple[Ints, Ints]:
        """By period, how far the place's own figure lets the small one go up and down: it has to go the other way."""
        return ways[1][self._row], ways[0][self._row]

    def _shares(self, ways: tuple[Ints, Ints], way: int) -> Ints:
        """Places by periods: how far a place can make room, by its figures of the period and of the other one."""
        room: Ints = np.minimum(ways[1 - way][:, [self._column]], ways[way])
        return room

    def _others(self, ways: tuple[Ints, Ints]) -> tuple[Ints, Ints]:
        """By period, how far all other places together let the small one go up and down."""
        shares = self._shares(ways, 0), self._shares(ways, 1)
        return shares[0].sum(axis=0) - shares[0][self._row], shares[1].sum(axis=0) - shares[1][self._row]

    def _is_enough(self, own: tuple[Ints, Ints], others: tuple[Ints, Ints]) -> bool:
        elsewhere = np.arange(self._values.shape[1]) != self._column
        return all(
            need == 0 or bool((np.minimum(one, other) >= need)[elsewhere].any())
            for one, other, need in zip(own, others, self._needs, strict=True)
        )

    def _cost(self) -> Ints:
        """Few more hidden figures, and small ones, cost least."""
        return np.where(self._hidden, 0, 10**8 + self._values)

    def _cheapest(self, fits: Marks, cost: Ints) -> int:
        return int(np.argmin(np.where(fits, cost, NO_LIMIT)))

    def _hide(self, cells: list[tuple[int, int]]) -> None:
        for row, column in cells:
            if row < len(self._rows) and column < len(self._columns):
                place, period = self._rows[row], self._columns[column]
                self._figures.hidden[place, period] |= self._figures.values[place, period] > 0
