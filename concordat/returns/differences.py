"""What changed: since the last period, since a signature, between two contents."""

from collections.abc import Iterable
from dataclasses import dataclass

from concordat.questionnaires.changes import Difference, compare_answers
from concordat.returns.place_return import Reason, Return


@dataclass(frozen=True, slots=True)
class ReasonChange:
    """A reason that is new, gone or worded anew; empty where there was, or is, none."""

    code: str
    where: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class WhatChanged:
    """How one return differs from another of the same place, in the order of the form."""

    since: str
    answers: tuple[Difference, ...]
    reasons: tuple[ReasonChange, ...] = ()

    @property
    def is_nothing(self) -> bool:
        return not self.answers and not self.reasons


def compare_returns(before: Return, after: Return, since: str) -> WhatChanged:
    """How a return differs from an earlier one, or from what it was: answers by value, reasons by their words."""
    same_form = before.form.id == after.form.id
    reasons = tuple(_compare_reasons(before.reasons, after.reasons)) if same_form else ()
    return WhatChanged(since, tuple(compare_answers(before.answers, after.answers)), reasons)


def since_last_period(ret: Return) -> WhatChanged | None:
    """How a return differs from that of the period just before; None where that one is not there."""
    before = (
        next((one for one in ret.earlier if one.form.id == ret.form.earlier[-1]), None) if ret.form.earlier else None
    )
    return compare_returns(before, ret, before.form.id) if before else None


def _compare_reasons(before: Iterable[Reason], after: Iterable[Reason]) -> Iterable[ReasonChange]:
    old = {(one.code, one.where): one.text for one in before}
    new = {(one.code, one.where): one.text for one in after}
    for code, where in dict.fromkeys([*old, *new]):
        said, says = old.get((code, where), ""), new.get((code, where), "")
        if said != says:
            yield ReasonChange(code, where, said, says)
