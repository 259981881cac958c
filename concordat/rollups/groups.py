"""Groups of places to roll up by: the nation, its regions, STPs or ICBs, kinds of council, or places that are named."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from concordat.findings import Finding, has_blocks
from concordat.places.area import Area, place_types
from concordat.places.footprint import footprints
from concordat.places.population import population_weights
from concordat.places.vintage import areas
from concordat.returns.load import Checked
from concordat.returns.place_return import Return
from concordat.returns.read_file import FileRead, vintage_of
from concordat.rollups.coverage import WHOLE, Group, Weights
from concordat.rollups.rollup import RollUp
from concordat.rollups.summing import roll_up

BY = ("nation", "region", "stp", "icb", "type", "place")


@dataclass(frozen=True)
class FormRollUp:
    """The roll-ups of one form: of everything asked for, then of each group."""

    whole: RollUp
    groups: tuple[RollUp, ...]
    returns: tuple[Return, ...]


@dataclass(frozen=True)
class Report:
    """Roll-ups of all forms found among some files, in order, and the files that none of them could use."""

    forms: tuple[FormRollUp, ...]
    unused: tuple[tuple[FileRead, tuple[Finding, ...]], ...]
    by: str

    @property
    def synthetic(self) -> int:
        """How many of the returns are made up: whoever shows the report says so."""
        return sum(ret.is_synthetic for form in self.forms for ret in form.returns)


def make_report(checked: Sequence[Checked], by: str = "nation", places: Sequence[Area] | None = None) -> Report:
    """Roll up every form among some checked files, for England or for `places`, divided `by` one of BY.

    Of two files of one place for one form the last counts, and both are named as a finding by the check. Raises
    ValueError for another division, NotHeld where the year has no such footprints.
    """
    if by not in BY:
        raise ValueError(f"{by!r} is no way to divide places; use one of {', '.join(BY)}.")
    by_form: dict[str, dict[str, Return]] = {}
    unready: dict[str, set[str]] = {}
    unused = []
    for one in checked:
        if one.ret is None or one.ret.place is None:
            unused.append((one.file, one.findings))
        else:
            by_form.setdefault(one.ret.form.id, {})[one.ret.place.slug] = one.ret
            if has_blocks(one.findings):
                unready.setdefault(one.ret.form.id, set()).add(one.ret.place.slug)
    forms = tuple(
        _roll_up_form(list(by_form[id].values()), by, places, frozenset(unready.get(id, ()))) for id in sorted(by_form)
    )
    return Report(forms, tuple(unused), by)


def roll_up_form(returns: Sequence[Return], by: str = "nation", places: Sequence[Area] | None = None) -> Report:
    """The same of returns to one form that are at hand already, such as what a site's places submitted.

    Raises ValueError without any return, or for another division.
    """
    if by not in BY:
        raise ValueError(f"{by!r} is no way to divide places; use one of {', '.join(BY)}.")
    if not returns:
        raise ValueError("There is no return to roll up.")
    return Report((_roll_up_form(returns, by, places, frozenset()),), (), by)


def _roll_up_form(
    returns: Sequence[Return], by: str, places: Sequence[Area] | None, unready: frozenset[str]
) -> FormRollUp:
    vintage = vintage_of(returns[0].framework)
    expected = tuple(places) if places is not None else areas(vintage)
    chosen = {area.slug for area in expected}
    inside = tuple(ret for ret in returns if ret.place and ret.place.slug in chosen)
    weights = _weights(vintage)
    whole = Group("nation", "England" if places is None else _called(expected), dict.fromkeys(chosen, WHOLE))
    groups = [group for group in _groups(by, vintage, expected) if group.shares]
    return FormRollUp(
        whole=roll_up(inside or returns[:1], whole, expected, weights, unready),
        groups=tuple(roll_up(inside, group, expected, weights, unready) for group in groups) if inside else (),
        returns=inside,
    )


def _called(places: Sequence[Area]) -> str:
    return places[0].name if len(places) == 1 else f"{len(places)} places"


def _groups(by: str, vintage: int, expected: Iterable[Area]) -> list[Group]:
    chosen = {area.slug: area for area in expected}
    if by == "nation":
        return []
    if by == "place":
        return [Group("place", area.name, {slug: WHOLE}) for slug, area in chosen.items()]
    if by == "type":
        return [
            Group("type", kind, {slug: WHOLE for slug, area in chosen.items() if area.kinds[:1] == (kind,)})
            for kind in place_types()
        ]
    return [
        Group(
            by,
            footprint.name,
            {slug: Decimal(repr(share)) for slug, share in footprint.shares.items() if slug in chosen},
        )
        for footprint in footprints(by, vintage)
    ]


@lru_cache(maxsize=8)
def _weights(vintage: int) -> Weights:
    found = population_weights(vintage)
    return Weights(found.people, found.basis)
