"""The page from which a return is submitted: what bars it, or what will be sent; and extensions of its deadline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from concordat.accounts.access import who_can
from concordat.accounts.rights import who_may
from concordat.accounts.roles import Verb
from concordat.returns.access import Filling
from concordat.returns.access.awaited import awaited_signatures
from concordat.returns.access.signing import extensions_of, signatures_of
from concordat.returns.actions import unsigned
from concordat.returns.barriers import find_barriers
from concordat.returns.deadline import format_closing
from concordat.returns.models import Extension
from concordat.returns.snapshot import calculate_content_digest
from concordat.returns.states import ReturnState
from concordat.returns.views.shown.ask_lines import AskLine, show_asks
from concordat.returns.views.shown.barrier_lines import BarrierGroup, group_barriers
from concordat.returns.views.shown.frame import Frame, frame_of
from concordat.returns.views.shown.signature_lines import SignatureLine, show_signatures
from concordat.returns.views.shown.signing_page import TAB, stages_of
from concordat.web.components import Link


@dataclass(frozen=True, slots=True)
class SubmitPage:
    """What bars a submission, or what it would send. `closed_at` is the deadline, once it is over; `extenders` can then
    open the return again; `asks` are the bodies whose signature is all that it waits for; `number` is that of the
    submission to come, `submitters` those who may send it."""

    frame: Frame
    stages: tuple[Link, ...]
    groups: tuple[BarrierGroup, ...]
    asks: tuple[AskLine, ...]
    closed_at: datetime | None
    closes: str
    extenders: tuple[str, ...]
    may_extend: bool
    may_submit: bool
    submitters: tuple[str, ...]
    is_sent: bool
    number: int
    answered: int
    asked: int
    explained: int
    signatures: tuple[SignatureLine, ...]
    digest: str

    @property
    def closed(self) -> str:
        """When it closed, in words; empty while it is open."""
        return format_closing(self.closed_at) if self.closed_at else ""

    @property
    def is_clear(self) -> bool:
        """Whether nothing bars it, so that whoever may can submit it."""
        return not self.groups and self.closed_at is None


@dataclass(frozen=True, slots=True)
class ExtensionPage:
    """Where a deadline is extended; `closes` is empty where none is known for certain. `extensions` are those that were
    given, each with its end in words."""

    frame: Frame
    closes: str
    is_closed: bool
    extensions: tuple[tuple[str, Extension], ...]


def submit_page(filling: Filling, now: datetime) -> SubmitPage:
    """What bars a submission, each with where to mend it; or what will be sent."""
    record, frame = filling.record, frame_of(filling, now, TAB)
    barriers = find_barriers(filling.findings, unsigned(record), filling.closing, now)
    grants = who_can(record.place)
    standing = [one for one in signatures_of(record) if one.stands]
    return SubmitPage(
        frame=frame,
        stages=stages_of(record, "return-submit"),
        groups=group_barriers(barriers, filling.form, frame.pages),
        asks=() if barriers.findings or filling.is_fixed(now) else show_asks(awaited_signatures(record), filling, now),
        closed_at=barriers.closed_at,
        closes=format_closing(filling.closing.at) if filling.closing.at else "",
        extenders=tuple(who_may(Verb.EXTEND, grants)),
        may_extend=filling.can(Verb.EXTEND),
        may_submit=filling.can(Verb.SUBMIT),
        submitters=tuple(who_may(Verb.SUBMIT, grants)),
        is_sent=record.state == ReturnState.SUBMITTED,
        number=record.submissions + 1,
        answered=_sum(filling, 0),
        asked=_sum(filling, 1),
        explained=sum(bool(one.reason) for one in filling.findings),
        signatures=show_signatures(standing, may_record=False),
        digest=calculate_content_digest(filling.ret),
    )


def extension_page(filling: Filling, now: datetime) -> ExtensionPage:
    """The extensions there are, and whether there is a deadline to extend. One query."""
    closing = filling.closing
    return ExtensionPage(
        frame_of(filling, now, TAB),
        format_closing(closing.at) if closing.at else "",
        closing.is_closed(now),
        tuple((format_closing(one.until), one) for one in extensions_of(filling.record)),
    )


def _sum(filling: Filling, part: int) -> int:
    counts: Sequence[tuple[int, int]] = list(filling.completion.values())
    return sum(one[part] for one in counts)
