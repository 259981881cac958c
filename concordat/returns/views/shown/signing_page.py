"""The pages around a signature: what to read before, the signatures given, and what changed since one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from concordat.accounts.access import bodies_at, who_can
from concordat.accounts.models import Person
from concordat.accounts.rights import who_may
from concordat.accounts.roles import Verb
from concordat.frameworks.framework import Signatory
from concordat.returns.access import Filling, framework_for, what_changed
from concordat.returns.access.signing import signatures_of
from concordat.returns.actions import unsigned, usable_mandates
from concordat.returns.differences import ReasonChange
from concordat.returns.models import ReturnRecord, Signature
from concordat.returns.signing import required_signatories, signatory_for
from concordat.returns.snapshot import calculate_content_digest
from concordat.returns.views.shown.before_signing import BeforeSigning, ChangeGroup, group_changes, show_before_signing
from concordat.returns.views.shown.frame import Frame, frame_of
from concordat.returns.views.shown.pages import Pages
from concordat.returns.views.shown.said_times import period_name
from concordat.returns.views.shown.signature_lines import PROVISIONAL, Rest, SignatureLine, list_rests, show_signatures
from concordat.web.components import Link
from concordat.web.joined import join_words

TAB = "return-before-signing"
STAGES = (
    ("return-before-signing", "Before you sign"),
    ("return-signatures", "Signatures"),
    ("return-submit", "Submit"),
    ("return-submissions", "What was submitted"),
)


@dataclass(frozen=True, slots=True)
class SigningPage:
    """What somebody reads before they sign. `rests` are what their signature may rest on; without any they cannot
    sign, and `why_not` says why. `waiting` counts the findings that are open, `digest` is that of the content."""

    frame: Frame
    stages: tuple[Link, ...]
    before: BeforeSigning
    digest: str
    rests: tuple[Rest, ...]
    why_not: str
    waiting: int
    signatures: tuple[SignatureLine, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignaturesPage:
    """The signatures on a return: those that stand, those that fell, those that are missing."""

    frame: Frame
    stages: tuple[Link, ...]
    signatures: tuple[SignatureLine, ...]
    missing: tuple[str, ...]
    needs_none: bool

    @property
    def provisional(self) -> bool:
        return any(one.tag == PROVISIONAL for one in self.signatures)


@dataclass(frozen=True, slots=True)
class SincePage:
    """What changed since a signature was given."""

    frame: Frame
    stages: tuple[Link, ...]
    signature: SignatureLine
    changes: tuple[ChangeGroup, ...]
    reasons: tuple[tuple[str, str, str], ...]

    @property
    def is_nothing(self) -> bool:
        return not self.changes and not self.reasons


def stages_of(record: ReturnRecord, current: str) -> tuple[Link, ...]:
    """The way from reading to what was submitted, as far as there is something."""
    pages = Pages(record.place, record.form)
    stages = STAGES if record.submissions else STAGES[:-1]
    return tuple(Link(text, pages.named(name), current=name == current) for name, text in stages)


def signing_page(filling: Filling, by: Person, now: datetime) -> SigningPage:
    """What somebody reads before they sign, and on what they can sign."""
    frame = frame_of(filling, now, TAB)
    signatures = signatures_of(filling.record)
    rests = rests_of(filling, by, signatures)
    changed = what_changed(filling.record, ret=filling.ret)
    since = period_name(filling.form.earlier[-1]) if filling.form.earlier else ""
    why_not = _why_not(filling, by, rests, signatures, now)
    return SigningPage(
        frame,
        stages_of(filling.record, TAB),
        show_before_signing(filling.ret, filling.findings, changed, since, frame.pages),
        calculate_content_digest(filling.ret),
        () if why_not else rests,
        why_not,
        sum(one.is_open for one in filling.findings),
        show_signatures(signatures, may_record=filling.can(Verb.RECORD)),
        tuple(unsigned(filling.record)),
    )


def rests_of(filling: Filling, by: Person, signatures: Sequence[Signature] = ()) -> tuple[Rest, ...]:
    """On what a person's signature on a return may rest; nothing where they sign for no body that has to.

    Nothing either for a body that they signed for, by the signatures that are given; where they did so provisionally,
    what that could rest on instead.
    """
    theirs = {one.body_id: one for one in signatures if one.person_id == by.pk and one.stands}
    mine = filling.rights.bodies_at(filling.record.place, Verb.SIGN)
    mine -= {body for body, one in theirs.items() if not one.provisional}
    bodies = [body for body in bodies_at(filling.record.place) if body.pk in mine] if mine else []
    mandates = [one for body in bodies for one in usable_mandates(filling.record, by, body)]
    rests = list_rests(_required(filling), bodies, mandates)
    return tuple(one for one in rests if one.mandate or one.body.pk not in theirs)


def signatures_page(filling: Filling, now: datetime) -> SignaturesPage:
    """The signatures on a return."""
    frame = frame_of(filling, now, TAB)
    return SignaturesPage(
        frame,
        stages_of(filling.record, "return-signatures"),
        show_signatures(signatures_of(filling.record), may_record=filling.can(Verb.RECORD)),
        tuple(unsigned(filling.record)),
        needs_none=not _required(filling),
    )


def since_page(filling: Filling, signature: Signature, now: datetime) -> SincePage:
    """What changed since a signature was given, whether it fell or not."""
    frame = frame_of(filling, now, TAB)
    changed = what_changed(filling.record, signature, filling.ret)
    assert changed is not None, signature
    return SincePage(
        frame,
        stages_of(filling.record, "return-signatures"),
        show_signatures([signature], may_record=filling.can(Verb.RECORD))[0],
        group_changes(filling.form, changed.answers, frame.pages),
        tuple(_reason(filling, one) for one in changed.reasons),
    )


def _reason(filling: Filling, one: ReasonChange) -> tuple[str, str, str]:
    return filling.form.name_of(one.where), one.before or "No reason", one.after or "No reason"


def _why_not(
    filling: Filling, by: Person, rests: Sequence[Rest], signatures: Sequence[Signature], now: datetime
) -> str:
    """Why this person cannot sign now, as a sentence; empty where they can."""
    if filling.is_fixed(now):
        return "The return is closed and what was submitted stands."
    if not filling.can(Verb.SIGN):
        names = who_may(Verb.SIGN, who_can(filling.record.place))
        nobody = "Nobody can sign here yet; an administrator can give somebody the role of signatory."
        return f"You do not sign this return. Here {join_words(names)} can." if names else nobody
    if rests:
        return ""
    theirs = [one for one in signatures if one.person_id == by.pk and one.stands]
    if any(one.provisional for one in theirs):
        return "You have signed provisionally what stands here now. A decision of the body completes your signature."
    if theirs:
        return "You have signed what stands here now. If an answer changes, your signature falls and you are told."
    return _asks_for_none(filling)


def _asks_for_none(filling: Filling) -> str:
    """Why a signatory of no signature yet can give none: they are not asked, or nothing is there for it to rest on."""
    mine, required = filling.rights.bodies_at(filling.record.place, Verb.SIGN), _required(filling)
    if any(body.pk in mine and signatory_for(required, body.kind) for body in bodies_at(filling.record.place)):
        return (
            "This year's framework lets no signature wait: the decision, or the delegation to you, is recorded first."
        )
    return "The framework asks for no signature of the body that you sign for."


def _required(filling: Filling) -> tuple[Signatory, ...]:
    return required_signatories(framework_for(filling.record), filling.form)
