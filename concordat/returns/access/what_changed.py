"""What changed of a return: since the period before, since a signature, since it was submitted last."""

from django.utils.timezone import localdate

from concordat.periods import format_date
from concordat.returns.access.values import as_signed, as_value
from concordat.returns.differences import WhatChanged, compare_returns, since_last_period
from concordat.returns.models import ReturnRecord, Signature, Submission
from concordat.returns.place_return import Return


def what_changed(
    record: ReturnRecord, since: Signature | Submission | None = None, ret: Return | None = None
) -> WhatChanged | None:
    """How a return as it stands differs from what was signed or submitted; without either, from the period before.

    `ret` is its value where it is at hand. None where there is no period before. A signature's content is kept whole,
    so that the difference can be seen long after the signature fell.
    """
    now = ret or as_value(record, notes=False)
    if since is None:
        return since_last_period(now)
    what = f"submission {since.number}" if isinstance(since, Submission) else f"the signature of {since.name}"
    return compare_returns(as_signed(record, since.snapshot), now, f"{what} on {format_date(localdate(since.at))}")
