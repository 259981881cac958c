"""Which bodies a return still waits for to sign, who could, and when they were last asked."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from concordat.accounts.access import bodies_at, bodies_at_each, mandates_of, people_who_sign
from concordat.accounts.mandates import Terms
from concordat.accounts.models import Body, Person
from concordat.frameworks.framework import Signatory
from concordat.history.access import events_of
from concordat.history.models import Event
from concordat.returns.access.values import form_for, framework_for
from concordat.returns.models import ReturnRecord, Signature
from concordat.returns.replay import ASKED_TO_SIGN
from concordat.returns.signing import (
    SignatureHeld,
    SigningBody,
    awaited_bodies,
    missing_signatures,
    required_signatories,
    signatories_of,
)
from concordat.web.joined import join_words


@dataclass(frozen=True, slots=True)
class SigningHere:
    """Who has to sign a return, the bodies of its place, and the signatures that stand."""

    required: Sequence[Signatory]
    bodies: Sequence[Body]
    held: Sequence[SignatureHeld]

    @property
    def signing(self) -> list[SigningBody]:
        return [SigningBody(body.pk, body.name, body.kind) for body in self.bodies]


@dataclass(frozen=True, slots=True)
class Awaited:
    """A body whose signature is awaited; `people` could give it and have not, `asked` is the last time they were
    asked."""

    body: Body
    people: tuple[Person, ...]
    asked: Event | None

    @property
    def names(self) -> str:
        """Who could give it: `A, B and C`."""
        return join_words([one.name for one in self.people])

    @property
    def about(self) -> str:
        """What history calls it."""
        return about_body(self.body)


def about_body(body: Body) -> str:
    """A body, as the history of a return names it."""
    return f"body:{body.slug}"


def load_signing(record: ReturnRecord) -> SigningHere:
    """Who has to sign a return and which signatures stand; at most four queries, none where nobody has to."""
    required = required_signatories(framework_for(record), form_for(record))
    if not required:
        return SigningHere((), (), ())
    bodies = bodies_at(record.place)
    standing = list(record.signatures.filter(voided_at__isnull=True))
    return SigningHere(required, bodies, as_held(standing, _terms(standing, bodies)))


def missing_at_each(returns: Collection[tuple[str, str]]) -> dict[tuple[str, str], list[str]]:
    """The signatures that each of some returns lacks, by place and form, as sentences. Four queries in all."""
    bodies = bodies_at_each({place for place, _ in returns})
    of = Q(record__place__in=bodies, record__form__in={form for _, form in returns})
    standing = list(Signature.objects.filter(of, voided_at__isnull=True).select_related("record"))
    terms = _terms(standing, [body for here in bodies.values() for body in here])
    found = {}
    for place, form in returns:
        given = [one for one in standing if (one.record.place, one.record.form) == (place, form)]
        here = SigningHere(signatories_of(form), bodies[place], as_held(given, terms))
        found[place, form] = missing_signatures(here.required, here.signing, here.held)
    return found


def _terms(standing: Sequence[Signature], bodies: Sequence[Body]) -> dict[int, Terms]:
    """The terms of the mandates on which some signatures rest."""
    wanted = {signature.mandate_id for signature in standing}
    return {one.pk: one.terms() for one in mandates_of([body.pk for body in bodies]) if one.pk in wanted}


def as_held(standing: Iterable[Signature], terms: Mapping[int, Terms]) -> list[SignatureHeld]:
    """Signatures as the rules of signing know them, with the terms of their mandates as far as these are given."""
    return [
        SignatureHeld(one.body_id, one.person_id, terms.get(one.mandate_id) if one.mandate_id else None)
        for one in standing
    ]


def awaited_signatures(record: ReturnRecord) -> list[Awaited]:
    """The bodies of a place whose signature a return waits for, by name. At most two queries more, where there are."""
    here = load_signing(record)
    awaited = awaited_bodies(here.required, here.signing, here.held)
    if not awaited:
        return []
    people, signed = people_who_sign(record.place, awaited), {(one.body, one.person) for one in here.held}
    bodies = [body for body in here.bodies if body.pk in awaited]
    asked = _last_asked(record, bodies)
    return [
        Awaited(
            body,
            tuple(one for one in people.get(body.pk, ()) if (body.pk, one.pk) not in signed),
            asked.get(about_body(body)),
        )
        for body in bodies
    ]


def _last_asked(record: ReturnRecord, bodies: Sequence[Body]) -> dict[str, Event]:
    events = events_of(record.subject, *map(about_body, bodies)).filter(verb=ASKED_TO_SIGN)
    return {event.about: event for event in events.reverse()}
