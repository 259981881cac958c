"""Signatures: given on a mandate or provisionally, and ratified."""

from dataclasses import dataclass

from concordat.accounts.access import letters_to, mandates_of, rights_of
from concordat.accounts.mail import send
from concordat.accounts.mandates import DECISION, DELEGATION, is_enough, refuse_mandate
from concordat.accounts.models import Body, Mandate, Person
from concordat.accounts.refused import Refused
from concordat.accounts.roles import ROLES, Verb
from concordat.findings import Finding
from concordat.history.chain import digest_of_text
from concordat.history.clock import today
from concordat.returns.access.values import area_of, as_value, form_for, framework_for
from concordat.returns.actions.changing import Changing, changing, refuse_closed
from concordat.returns.checks import check_return
from concordat.returns.mail import awaited_letter, ratified_letter, signed_letter
from concordat.returns.models import ReturnRecord, Signature, Snapshot
from concordat.returns.place_return import Return
from concordat.returns.signing import refuse_signature, required_signatories, signatory_for
from concordat.returns.snapshot import render_snapshot
from concordat.returns.states import ReturnState
from concordat.web.denied import Denied


class ChangedMeanwhile(Refused):
    """What was to be signed or submitted is not what stands there now."""


@dataclass(eq=False)
class NotReady(Refused):
    """The return waits for something before it can be signed or submitted; `findings` are those that are open."""

    findings: tuple[Finding, ...]

    def __str__(self) -> str:
        count = len(self.findings)
        return f"{count} finding{'s' * (count != 1)} {'wait' if count != 1 else 'waits'} for an answer or a reason."


def sign(
    *, record: ReturnRecord, by: Person, body: Body, seen: str, mandate: Mandate | None = None, role: str = ""
) -> Signature:
    """Sign a return for a body: on its mandate, or without one provisionally, until the body ratifies it.

    `seen` is the digest of the content that the person had before them (`content_digest`). The signature of the same
    person on the same content, where it is there already; a provisional one is given anew on the mandate. Raises Denied
    where they do not sign for that body, NotReady while findings are open, ChangedMeanwhile, Closed, and Refused where
    the mandate or the framework does not allow it.
    """
    _check_body(record, by, body)
    _check_rests(record, by, body, mandate)
    with changing(record, by) as change:
        refuse_closed(change.record, change.at)
        snapshot = take_snapshot(change, seen)
        held = change.record.signatures.filter(person=by, body=body, voided_at__isnull=True).first()
        if held and (held.mandate_id or mandate is None):
            return held
        signature = held or Signature(record=record, person=by, name=by.name, body=body)
        signature.snapshot, signature.at = snapshot, change.at
        signature.role = role.strip() or signature.role or ROLES["signatory"].title
        signature.mandate, signature.provisional = mandate, mandate is None
        signature.save()
        _note_signed(change, signature, snapshot)
    return signature


def ratify_signature(*, signature: Signature, mandate: Mandate, by: Person) -> Signature:
    """Complete a provisional signature by the decision of the body that it was given for; its person is told by e-mail.

    Raises Refused where the signature fell, rests on a mandate already, or the decision is no such one.
    """
    record = signature.record
    if mandate.kind != DECISION:
        raise Refused("A body ratifies by a decision of its own, not by a delegation.")
    terms = mandate.terms()
    why = refuse_mandate(terms, body=signature.body_id, person=signature.person_id, form=record.form, on=today())
    if why:
        raise Refused(why)
    with changing(record, by) as change:
        found = Signature.objects.select_related("body", "person").get(pk=signature.pk)
        if found.voided_at or not found.provisional:
            state = "fell with a later change" if found.voided_at else "rests on a mandate already"
            raise Refused(f"The signature of {found.name} {state}; there is nothing to ratify.")
        found.mandate, found.provisional, found.ratified_at = mandate, False, change.at
        found.save(update_fields=["mandate", "provisional", "ratified_at"])
        change.note("ratified", f"signature:{found.pk}", name=found.name, body=found.body.name, mandate=str(mandate))
        letter = ratified_letter(
            area_of(record).name, form_for(record).title, change.by.name, found.body.name, str(mandate), record
        )
        send([found.person.email], *letter)
    return found


def usable_mandates(record: ReturnRecord, by: Person, body: Body) -> list[Mandate]:
    """The mandates on which a signature of somebody for a body could rest today, the latest first. Two queries."""
    signatory = signatory_for(required_signatories(framework_for(record), form_for(record)), body.kind)
    if signatory is None:
        return []
    return [
        mandate
        for mandate in mandates_of([body.pk])
        if not refuse_signature(signatory, terms := mandate.terms())
        and not refuse_mandate(terms, body=body.pk, person=by.pk, form=record.form, on=today())
    ]


def take_snapshot(change: Changing, seen: str) -> Snapshot:
    """The content of a return under its lock, kept. Raises NotReady, and ChangedMeanwhile where it is not `seen`."""
    ret = as_value(change.record, notes=False)
    text = render_snapshot(ret)
    digest = digest_of_text(text)
    if digest != seen:
        raise ChangedMeanwhile("The return was changed since you opened this page; look at what changed, then go on.")
    refuse_open(ret)
    return Snapshot.objects.get_or_create(digest=digest, defaults={"text": text})[0]


def refuse_open(ret: Return) -> None:
    """Raises NotReady while findings bar the submission or wait for a reason."""
    if waiting := tuple(finding for finding in check_return(ret) if finding.is_open):
        raise NotReady(waiting)


def _check_body(record: ReturnRecord, by: Person, body: Body) -> None:
    rights = rights_of(by)
    if body.pk not in rights.bodies_at(record.place, Verb.SIGN):
        raise Denied(f"{by.name} does not sign for {body.name} at {record.place}. An administrator can grant it.", ())


def _check_rests(record: ReturnRecord, by: Person, body: Body, mandate: Mandate | None) -> None:
    """Whether the framework and the mandate let the signature stand so. Raises Refused."""
    signatory = signatory_for(required_signatories(framework_for(record), form_for(record)), body.kind)
    if signatory is None:
        raise Refused(f"The framework asks for no signature of {body.name} on {record.form}.")
    terms = mandate.terms() if mandate else None
    why = refuse_signature(signatory, terms)
    if terms and not why:
        why = refuse_mandate(terms, body=body.pk, person=by.pk, form=record.form, on=today())
    if why:
        raise Refused(why)


def _note_signed(change: Changing, signature: Signature, snapshot: Snapshot) -> None:
    record, body = change.record, signature.body
    change.note(
        "signed",
        f"signature:{signature.pk}",
        name=signature.name,
        role=signature.role,
        body=body.name,
        digest=snapshot.digest,
        mandate=str(signature.mandate or ""),
    )
    if record.state == ReturnState.OPEN:
        record.state = ReturnState.SIGNED
        record.save(update_fields=["state"])
    place, title = area_of(record).name, form_for(record).title
    letter = signed_letter(place, title, signature.name, body.name, signature.provisional, record)
    send(letters_to(Verb.SUBMIT, record.place), *letter)
    send(_awaited(signature), *awaited_letter(place, title, signature.name, body.name, record))


def _awaited(signature: Signature) -> list[str]:
    """The addresses of those who sign jointly with somebody and have not yet, while too few have."""
    mandate = signature.mandate
    if mandate is None or mandate.kind != DELEGATION:
        return []
    given = signature.record.signatures.filter(mandate=mandate, voided_at__isnull=True)
    signed = set(given.values_list("person", flat=True))
    if is_enough(mandate.terms(), signed):
        return []
    return list(mandate.delegates.exclude(pk__in=signed).filter(is_active=True).values_list("email", flat=True))
