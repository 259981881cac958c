"""Every kind of fault, and faults with their near-miss twins put into returns; a truth says where.

No rule is known here: what is wrong and what is right is said by the kinds, each from what people do.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from concordat.returns.place_return import Return
from concordat.synthetic import (
    faults_of_answers,
    faults_of_counts,
    faults_of_dates,
    faults_of_money,
    faults_of_statuses,
    faults_of_words,
)
from concordat.synthetic.fault import FAULT, TWIN, Change, Kind, apply_change, lanes_of
from concordat.synthetic.nation import chain

KINDS: tuple[Kind, ...] = (
    *faults_of_money.KINDS,
    *faults_of_dates.KINDS,
    *faults_of_statuses.KINDS,
    *faults_of_counts.KINDS,
    *faults_of_words.KINDS,
    *faults_of_answers.KINDS,
)


@dataclass(frozen=True)
class Spoiled:
    """One line of the truth: the file, the kind, the question, whether `fault` or `twin`, and the code to expect."""

    place: str
    form: str
    kind: Kind
    what: str
    change: Change

    @property
    def file(self) -> str:
        return f"{self.place}/{self.form}.yaml"

    def as_dict(self) -> dict[str, str]:
        """As `truth.csv` has it; a twin's code is the one that must not be found."""
        return {
            "file": self.file,
            "kind": self.kind.id,
            "where": self.change.where,
            "what": self.what,
            "code": self.kind.code,
            "in-words": self.kind.fault if self.what == FAULT else self.kind.twin,
        }


def spoil(returns: Iterable[Return], seed: int, per_kind: int = 1) -> tuple[list[Return], list[Spoiled]]:
    """Faults and twins of every kind put into different returns, `per_kind` of each, and the truth about them.

    A part of a place's returns carries one of them at most over all quarters, so that none explains or hides another.
    Where too few returns are left for a kind, fewer are put in: the truth says how many.
    """
    dice = Random(f"{seed}/faults")
    sound = list(returns)
    order = dice.sample(range(len(sound)), len(sound))
    taken: dict[str, set[str]] = {}
    truth: dict[int, list[Spoiled]] = {}
    wanted = [(kind, what) for kind in KINDS for what in (FAULT, TWIN)] * per_kind
    for kind, what in dice.sample(wanted, len(wanted)):
        for at in order:
            if (spoiled := _fit(sound[at], kind, what, dice, taken)) is not None:
                truth.setdefault(at, []).append(spoiled)
                order.remove(at)
                order.append(at)  # the next goes elsewhere as long as there is elsewhere
                break
    changed = [_apply_all(ret, truth.get(at, ())) for at, ret in enumerate(sound)]
    return list(_chain_places(changed)), [spoiled for at in sorted(truth) for spoiled in truth[at]]


def spoil_each(ret: Return, seed: int, kinds: Sequence[Kind] = KINDS) -> Iterator[tuple[Spoiled, Return]]:
    """Every kind that can arise in a return put into it, fault and twin, each alone."""
    place = ret.place.slug if ret.place else ""
    for kind in kinds:
        pair = kind.spoil(ret, Random(f"{seed}/{place}/{ret.form.id}/{kind.id}"))
        for what, change in zip((FAULT, TWIN), pair or (), strict=False):
            yield Spoiled(place, ret.form.id, kind, what, change), apply_change(ret, change)


def _fit(ret: Return, kind: Kind, what: str, dice: Random, taken: dict[str, set[str]]) -> Spoiled | None:
    pair = kind.spoil(ret, dice)
    place = ret.place.slug if ret.place else ""
    if pair is None:
        return None
    change = pair[what == TWIN]
    lanes = lanes_of(kind, change)
    if lanes & taken.setdefault(place, set()):
        return None
    taken[place] |= lanes
    return Spoiled(place, ret.form.id, kind, what, change)


def _apply_all(ret: Return, spoiled: Iterable[Spoiled]) -> Return:
    for one in spoiled:
        ret = apply_change(ret, one.change)
    return ret


def _chain_places(returns: Sequence[Return]) -> Iterator[Return]:
    """Each place's later returns see its earlier ones as they were spoiled."""
    places: dict[str, list[Return]] = {}
    for ret in returns:
        places.setdefault(ret.place.slug if ret.place else "", []).append(ret)
    for found in places.values():
        yield from chain(found)
