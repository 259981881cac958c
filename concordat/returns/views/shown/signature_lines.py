"""Signatures as pages list them, and on what a new one could rest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from concordat.accounts.mandates import DELEGATION
from concordat.accounts.models import Body, Mandate
from concordat.frameworks.framework import Signatory
from concordat.periods import format_date
from concordat.returns.models import Signature
from concordat.returns.signing import refuse_signature, signatory_for
from concordat.web.components import Tag

STANDS, PROVISIONAL, FELL = Tag("Stands", "green"), Tag("Provisional", "yellow"), Tag("Fell", "red")
UNRATIFIED = "provisional"


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One signature. `rests_on` is a sentence; `fell_at` is None while it stands; `may_ratify` for who is looking."""

    id: int
    name: str
    role: str
    body: str
    at: datetime
    rests_on: str
    tag: Tag
    fell_at: datetime | None
    may_ratify: bool


@dataclass(frozen=True, slots=True)
class Rest:
    """On what a signature may rest: the value of its button, and what is said beside it."""

    value: str
    label: str
    hint: str
    body: Body
    mandate: Mandate | None


def show_signatures(signatures: Iterable[Signature], *, may_record: bool) -> tuple[SignatureLine, ...]:
    """Signatures with what they rest on and whether they stand."""
    return tuple(
        SignatureLine(
            id=one.pk,
            name=one.name,
            role=one.role,
            body=one.body.name,
            at=one.at,
            rests_on=said_rest(one),
            tag=FELL if one.voided_at else PROVISIONAL if one.provisional else STANDS,
            fell_at=one.voided_at,
            may_ratify=may_record and one.provisional and one.voided_at is None,
        )
        for one in signatures
    )


def list_rests(required: Sequence[Signatory], bodies: Iterable[Body], mandates: Iterable[Mandate]) -> tuple[Rest, ...]:
    """On what a person may sign for the bodies that they sign for: their mandates, the latest first; or provisionally,
    where the framework lets a signature wait for the body."""
    found = []
    for body in bodies:
        signatory = signatory_for(required, body.kind)
        if signatory is None:
            continue
        found += [
            Rest(f"{body.pk}-{one.pk}", f"For {body.name}: {said_mandate(one)}", one.words, body, one)
            for one in mandates
            if one.body_id == body.pk
        ]
        if not refuse_signature(signatory, None):
            hint = "It counts until the body ratifies it, and is marked so on the receipt."
            label = f"For {body.name}: provisionally, until it is ratified"
            found.append(Rest(f"{body.pk}-{UNRATIFIED}", label, hint, body, None))
    return tuple(found)


def said_mandate(one: Mandate) -> str:
    """`delegation of 7 December 2016, minute 42, until 30 June 2017`."""
    what = "delegation" if one.kind == DELEGATION else "decision"
    minute = f", minute {one.minute}" if one.minute else ""
    until = f", until {format_date(one.until)}" if one.until else ""
    joint = f", {one.jointly} together" if one.jointly > 1 else ""
    return f"{what} of {format_date(one.held)}{minute}{until}{joint}"


def said_rest(one: Signature) -> str:
    """What a signature rests on, as a sentence."""
    if one.mandate is None:
        return f"On nothing yet: {one.body.name} has to ratify it."
    said = said_mandate(one.mandate)
    return f"{said[0].upper()}{said[1:]}{'; ratified afterwards' if one.ratified_at else ''}."
