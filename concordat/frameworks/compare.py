"""Compare two frameworks: what goes on, what ended, what began, and what nobody here can say."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from concordat.frameworks.comparison import Change, Changes, Comparison, Named
from concordat.frameworks.crosswalk import CrosswalkLink, items_of, read_crosswalk
from concordat.frameworks.framework import Framework, Signatory
from concordat.frameworks.read_yaml import load_framework
from concordat.questionnaires.read_yaml import DataError

KINDS = ("condition", "metric", "stream", "outcome")


def compare_frameworks(a: str, b: str, extra: Path | None = None) -> Comparison:
    """Compare two frameworks by id, the earlier first whichever way they are named.

    Raises DataError when both are the same or one is not there.
    """
    if a == b:
        raise DataError(f"{a} is named twice; name two different frameworks.")
    before, after = (load_framework(id, extra) for id in sorted((a, b)))
    links = read_crosswalk(extra)
    way = _find_way(before.id, after.id, links)
    kinds = {kind: _follow(before, after, kind, way, links) for kind in KINDS}
    return Comparison(
        before,
        after,
        way,
        conditions=kinds["condition"],
        metrics=kinds["metric"],
        streams=kinds["stream"],
        outcomes=kinds["outcome"],
        signs=_compare_signs(before, after),
    )


def _find_way(start: str, end: str, links: Iterable[CrosswalkLink]) -> tuple[str, ...]:
    """The fewest steps for which there are links; just both ends where there are none."""
    steps = sorted({link.years for link in links})
    ways: list[tuple[str, ...]] = [(start,)]
    reached = {start}
    for way in ways:
        if way[-1] == end:
            return way
        for before, after in steps:
            if before == way[-1] and after not in reached:
                reached.add(after)
                ways.append((*way, after))
    return (start, end)


@dataclass(frozen=True, slots=True)
class _Trail:
    """The way of one item: its id at the start (None when it began later), where it has got to, the links between.

    `end` is `ends` or `unknown` once it goes no further.
    """

    start: str | None
    at: str
    links: tuple[CrosswalkLink, ...] = ()
    end: str | None = None

    def step(self, links: Iterable[CrosswalkLink]) -> list["_Trail"]:
        """Where it goes by these links: nowhere when it has ended, into the unknown when they do not name it."""
        if self.end:
            return [self]
        onward = [link for link in links if link.items[0] == self.at]
        return [_Trail(self.start, link.items[1], (*self.links, link), _end_of(link)) for link in onward] or [
            _Trail(self.start, self.at, self.links, "unknown")
        ]


def _end_of(link: CrosswalkLink) -> str | None:
    return link.relation if link.relation in ("ends", "unknown") else None


def _follow(
    before: Framework, after: Framework, kind: str, way: tuple[str, ...], links: Iterable[CrosswalkLink]
) -> Changes:
    of_kind = [link for link in links if link.kind == kind]
    old, new = items_of(before, kind), items_of(after, kind)
    trails = [_Trail(id, id) for id in old]
    for years in pairwise(way):
        here = [link for link in of_kind if link.years == years]
        trails = [later for trail in trails for later in trail.step(here)]
        trails += [_Trail(None, link.items[1], (link,), _end_of(link)) for link in here if not link.items[0]]

    def before_of(id: str) -> Named:
        return Named(before.id, id, old[id])

    def after_of(id: str) -> Named:
        return Named(after.id, id, new[id])

    continued = [trail for trail in trails if trail.start is not None and not trail.end and trail.at in new]
    went_on = {trail.start for trail in continued}
    lost = _first_of_each((trail.start, trail) for trail in trails if trail.start and trail.start not in went_on)
    unsure = {trail.start for trail in trails if trail.end == "unknown"}
    reached = {trail.at for trail in continued}
    fresh = _first_of_each((trail.at, trail) for trail in trails if trail.start is None and not trail.end)
    begun = {id: fresh[id] for id in new if id in fresh and id not in reached}
    return Changes(
        continued=tuple(
            _change(trail, _whole(trail.links), before_of(str(trail.start)), after_of(trail.at)) for trail in continued
        ),
        ended=tuple(_change(trail, "ends", before_of(id), None) for id, trail in lost.items() if id not in unsure),
        begun=tuple(_change(trail, "begins", None, after_of(id)) for id, trail in begun.items()),
        unclear=(
            *(_change(trail, "unknown", before_of(id), None) for id, trail in lost.items() if id in unsure),
            *(Change("unknown", None, after_of(id)) for id in new if id not in reached and id not in begun),
        ),
    )


def _first_of_each(trails: Iterable[tuple[str | None, _Trail]]) -> dict[str, _Trail]:
    """By id; an item that split into several ways is named once."""
    found: dict[str, _Trail] = {}
    for id, trail in trails:
        found.setdefault(str(id), trail)
    return found


def _change(trail: _Trail, relation: str, before: Named | None, after: Named | None) -> Change:
    return Change(
        relation=relation,
        before=before,
        after=after,
        is_break=bool(before and after) and any(link.is_break for link in trail.links),
        verified=all(link.verified for link in trail.links),
        notes=tuple(link.note for link in trail.links if link.note),
        sources=tuple(link.source for link in trail.links),
    )


def _whole(links: Iterable[CrosswalkLink]) -> str:
    """One relation for several steps: what only continues continues, and mixed changes amount to replacing."""
    changed = {link.relation for link in links} - {"continues"}
    if not changed:
        return "continues"
    return changed.pop() if len(changed) == 1 else "replaces"


def _compare_signs(before: Framework, after: Framework) -> Changes:
    """By id: a body that signs again is the same signatory, so that no crosswalk is needed.

    Where a framework says that not all who sign are known, nobody is said to have left or joined.
    """
    old, new = ({sign.id: sign for sign in framework.signs} for framework in (before, after))
    ended = tuple(_signs("ends", before, sign, None, None) for id, sign in old.items() if id not in new)
    begun = tuple(_signs("begins", None, None, after, sign) for id, sign in new.items() if id not in old)
    left_open, joined_open = (any(one.part == "signs" for one in year.unknown) for year in (after, before))
    return Changes(
        continued=tuple(_signs("continues", before, old[id], after, new[id]) for id in old if id in new),
        ended=() if left_open else ended,
        begun=() if joined_open else begun,
        unclear=tuple(
            replace(change, relation="unknown")
            for change in (*(ended if left_open else ()), *(begun if joined_open else ()))
        ),
    )


def _signs(
    relation: str, before: Framework | None, old: Signatory | None, after: Framework | None, new: Signatory | None
) -> Change:
    sides = [(year, sign) for year, sign in ((before, old), (after, new)) if year and sign]
    notes = (
        (
            f"{what}: {was}, then {now}"
            for what, was, now in (
                ("may be delegated", old.delegable, new.delegable),
                ("may follow the submission", old.later_ratification, new.later_ratification),
            )
            if was != now
        )
        if old and new
        else ()
    )
    return Change(
        relation,
        before=Named(before.id, old.id, old.who) if before and old else None,
        after=Named(after.id, new.id, new.who) if after and new else None,
        verified=all(sign.verified for _, sign in sides),
        notes=tuple(notes),
        sources=tuple(year.source_title(sign.source) for year, sign in sides),
    )
