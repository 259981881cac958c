"""An attacker, who has a release, knows its rule and every total that may be known: a linear programme.

How small and how large can each suppressed count be? HiGHS says.
"""

from itertools import combinations

import numpy as np
import polars as pl
from scipy.optimize import linprog
from scipy.sparse import csr_array

from concordat.records.disclosure import SUPPRESSED, Key, group, hide_small, is_share, read_tables, release
from concordat.records.disclosure_rule import find_rule
from concordat.records.metrics.definition import Percentile
from concordat.records.request import Computed, RunReport
from concordat.records.secondary_suppression import FREE, protect

EIGHT, FIVE, NONE = (find_rule(name) for name in ("suppress-under-8-round-5", "suppress-under-5", "none"))
MONTHS = [f"2023-{month:02}" for month in range(4, 13)] + [f"2024-{month:02}" for month in range(1, 7)]


def computed(*metrics, months=None):
    """Counts as `compute` gives them: metric id, then by place numerators, denominators or None, and who is behind."""
    rows = []
    for id, numerators, denominators, *behind in metrics:
        for place, figures in enumerate(numerators):
            for at, figure in enumerate(figures):
                below = None if denominators is None else denominators[place][at]
                people = behind[0][place][at] if behind else None
                rows.append((id, f"P{place:02}", (months or MONTHS)[at], figure, below, people))
    schema = {"metric": pl.String, "place": pl.String, "period": pl.String}
    schema |= {"numerator": pl.Int64, "denominator": pl.Int64, "behind": pl.Int64}
    report = RunReport("duckdb", "area", "month", synthetic=True, inputs={"a.parquet": "00"})
    return Computed(pl.DataFrame(rows, schema=schema, orient="row"), report)


def regions_of(places):
    return {f"P{place:02}": f"R{place % 2}" for place in range(places)}


class Attacker:
    """Everything that is known of the figures of a release, as equations and bounds over all cells of all tables.

    Bounds come from the released text alone: a suppressed cell is 1 or more, a rounded one lies around what is shown.
    """

    def __init__(self, computed, rule, regions):
        self.released = release(computed, rule, regions)
        self.tables = read_tables(computed.counts)
        self.rule, self.start, self.truth, self.bounds, self.rows, self.right = rule, {}, [], [], [], []
        shown = {
            key: self.released.counts.filter(pl.col("metric") == key.metric).sort("place", "period")[key.column]
            for key in self._keys()
        }
        for key in self._keys():
            values = getattr(self.tables[key.metric], key.column).ravel()
            self.start[key] = len(self.truth)
            self.truth += values.tolist()
            self.bounds += [self._range(text) for text in shown[key]]
        withheld = self._withheld(regions)
        for key in self._keys():
            self._know_totals(key, regions, withheld[key])
        self.below, self.same = [], []
        self._know_relations()

    def _keys(self):
        for id, table in self.tables.items():
            if not isinstance(table.metric, Percentile):
                yield Key(id, "numerator")
            if table.denominator is not None:
                yield Key(id, "denominator")

    def _range(self, text):
        if text == SUPPRESSED:
            return 1, None
        shown, half = int(text), self.rule.round_to // 2
        return (0, 0) if shown == 0 else (max(shown - half, self.rule.suppress_below), shown + half)

    def _withheld(self, regions):
        """What the release says must not be published, taken again from the algorithm as sets of periods."""
        shared = hide_small(self.tables, self.rule, regions)
        found = {}
        for one in shared:
            withheld = protect(one.figures, one.groups, self.rule).periods
            found |= dict.fromkeys(one.keys, withheld)
        assert any(found.values()) == bool(self.released.withheld)
        return found

    def _know_totals(self, key, regions, withheld):
        table = self.tables[key.metric]
        groups, shape = group(table, regions), table.numerator.shape
        number = np.arange(shape[0] * shape[1]).reshape(shape)
        for period in range(shape[1]):
            if period not in withheld.get("all", ()):
                self._know(key, number[:, period])
            if period not in withheld.get("region", ()):
                for region in set(groups.regions.tolist()):
                    self._know(key, number[groups.regions == region, period])
        for kind, ids in (("quarter", groups.quarters), ("year", groups.years)):
            for one in set(ids.tolist()) - {FREE}:
                if not set(np.flatnonzero(ids == one).tolist()) & withheld.get(kind, set()):
                    for place in range(shape[0]):
                        self._know(key, number[place, ids == one])

    def _know(self, key, cells):
        self.rows.append([self.start[key] + int(cell) for cell in cells])

    def _know_relations(self):
        """A part is at most its whole; figures that are the same under two names are the same."""
        for id, table in self.tables.items():
            if table.denominator is not None and is_share(table.metric):
                part, whole = self.start[id, "numerator"], self.start[id, "denominator"]
                self.below += [(part + cell, whole + cell) for cell in range(table.numerator.size)]
        for one, other in combinations(self.start, 2):
            first, second = (getattr(self.tables[key.metric], key.column) for key in (one, other))
            if np.array_equal(first, second):
                self.same += [(self.start[one] + cell, self.start[other] + cell) for cell in range(first.size)]

    def interval(self, weights):
        """The least and the most that a weighted sum of cells can be; infinite for no limit."""
        size = len(self.truth)
        cost = np.zeros(size)
        for cell, weight in weights.items():
            cost[cell] = weight
        known = _matrix([dict.fromkeys(row, 1) for row in self.rows] + [{a: 1, b: -1} for a, b in self.same], size)
        below = _matrix([{a: 1, b: -1} for a, b in self.below], size)
        found = []
        for sign in (1, -1):
            solved = linprog(
                sign * cost,
                A_eq=known,
                b_eq=known @ np.array(self.truth),
                A_ub=below,
                b_ub=np.zeros(len(self.below)),
                bounds=self.bounds,
                method="highs",
            )
            assert solved.status in (0, 3), solved.message
            found.append(sign * solved.fun if solved.status == 0 else -sign * np.inf)
        return found

    def give_aways(self):
        """Small counts that cannot be every small count, with what they can be."""
        top = self.rule.largest_small
        for key, start in self.start.items():
            for cell, value in enumerate(getattr(self.tables[key.metric], key.column).ravel().tolist()):
                if 0 < value <= top:
                    least, most = self.interval({start + cell: 1})
                    if least > 1 + 1e-6 or most < top - 1e-6:
                        yield key, cell, value, least, most
        for id, table in self.tables.items():
            if table.denominator is None or not is_share(table.metric):
                continue
            for cell, rest in enumerate((table.denominator - table.numerator).ravel().tolist()):
                if 0 < rest <= top:
                    part, whole = self.start[id, "numerator"] + cell, self.start[id, "denominator"] + cell
                    least, most = self.interval({whole: 1, part: -1})
                    if least > 1 + 1e-6 or most < top - 1e-6:
                        yield id, cell, rest, least, most


def _matrix(rows, size):
    """Rows given as weights by cell."""
    matrix = np.zeros((len(rows), size))
    for at, row in enumerate(rows):
        for cell, weight in row.items():
            matrix[at, cell] = weight
    return csr_array(matrix)
