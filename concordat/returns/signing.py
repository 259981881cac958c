"""Who has to sign, whether a signature may rest on a mandate or wait for one, and what is still missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from concordat.accounts.mandates import DELEGATION, Terms, holds_for, is_enough
from concordat.frameworks.forms import framework_of, load_form
from concordat.frameworks.framework import Framework, Signatory
from concordat.periods import Quarter
from concordat.questionnaires.form import Questionnaire

# What a framework calls the body that signs, and what kind of body that is on the site.
KIND_OF = {"hwb": "board", "council": "council", "ccg": "commissioner", "icb": "commissioner"}
_CALLED = {"board": "Health and Wellbeing Board", "council": "council", "commissioner": "NHS commissioner"}


@dataclass(frozen=True, slots=True)
class SigningBody:
    """A body of the place, by its id, name and kind."""

    id: int
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class SignatureHeld:
    """A signature that stands on the content at hand; `terms` are those of its mandate, None while provisional."""

    body: int
    person: int
    terms: Terms | None = None


def document_of(form: Questionnaire) -> str:
    """What a framework calls the document that a form is: a return of a quarter, an expression of interest, a plan."""
    if isinstance(form.period, Quarter):
        return "return"
    return "expression-of-interest" if form.id.endswith("-graduation") else "plan"


def required_signatories(framework: Framework, form: Questionnaire) -> tuple[Signatory, ...]:
    """Who signs a form, as the framework says; nobody where it asks for no signature on that document."""
    return tuple(one for one in framework.signs if document_of(form) in one.documents)


def signatories_of(form: str) -> tuple[Signatory, ...]:
    """Who signs the form of that id, as its framework says."""
    return required_signatories(framework_of(form), load_form(form))


def signatory_for(required: Iterable[Signatory], kind: str) -> Signatory | None:
    """What the framework says of the signature of a kind of body; None where it asks for none."""
    return next((one for one in required if KIND_OF[one.body] == kind), None)


def refuse_signature(signatory: Signatory, terms: Terms | None) -> str:
    """Why the framework does not let a signature rest so, as a sentence; empty where it does, or does not say."""
    if terms is None and signatory.later_ratification == "no":
        return "This year's framework lets no signature wait to be ratified; name the decision or the delegation."
    if terms is not None and terms.kind == DELEGATION and signatory.delegable == "no":
        return f"This year's framework does not let it be delegated: {signatory.who}."
    return ""


def find_mandate(
    required: Iterable[Signatory], kind: str, mandates: Iterable[Terms], *, form: str, on: date
) -> Terms | None:
    """The mandate of a kind of body on which a form can be signed on a day, the one that lasts longest; None where no
    mandate holds, or the framework asks that kind of body for no signature."""
    signatory = signatory_for(required, kind)
    if signatory is None:
        return None
    usable = [one for one in mandates if holds_for(one, form=form, on=on) and not refuse_signature(signatory, one)]
    return max(usable, key=lambda one: (one.until or date.max, one.held), default=None)


def missing_signatures(
    required: Sequence[Signatory], bodies: Sequence[SigningBody], held: Sequence[SignatureHeld]
) -> list[str]:
    """The signatures that a submission still waits for, as sentences; one for each body that has to sign."""
    missing = []
    for signatory in required:
        kind = KIND_OF[signatory.body]
        signing = [body for body in bodies if body.kind == kind]
        if not signing:
            missing.append(f"No {_CALLED[kind]} is entered for this place, and one has to sign.")
        missing += [
            said for body in signing if (said := _missing_of(body, [one for one in held if one.body == body.id]))
        ]
    return missing


def awaited_bodies(
    required: Sequence[Signatory], bodies: Sequence[SigningBody], held: Sequence[SignatureHeld]
) -> list[int]:
    """The bodies, by id, whose signature a submission still waits for, wholly or in part."""
    return [
        body.id
        for body in bodies
        if signatory_for(required, body.kind) and _missing_of(body, [one for one in held if one.body == body.id])
    ]


def _missing_of(body: SigningBody, held: Sequence[SignatureHeld]) -> str:
    """What one body's signature still lacks: everything, or further delegates who sign jointly."""
    if not held:
        return f"{body.name} has not signed."
    by_mandate: dict[int, tuple[Terms, set[int]]] = {}
    for one in held:
        if one.terms is None:
            return ""
        by_mandate.setdefault(one.terms.id, (one.terms, set()))[1].add(one.person)
    if any(is_enough(terms, people) for terms, people in by_mandate.values()):
        return ""
    terms, people = max(by_mandate.values(), key=lambda pair: len(pair[1]))
    return f"{body.name} signs jointly: {len(people)} of {terms.jointly} have signed under {terms.said}."
