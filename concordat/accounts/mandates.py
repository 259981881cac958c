"""What may rest on a mandate: for whom it holds, for which forms, until when, and how many have to sign."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from concordat.periods import format_date

DECISION, DELEGATION = "decision", "delegation"


@dataclass(frozen=True, slots=True)
class Terms:
    """A mandate as its rules read it. `delegates` are ids of people, `forms` ids of forms (none means every form)."""

    id: int
    kind: str
    body: int
    said: str
    held: date
    until: date | None = None
    withdrawn: date | None = None
    forms: frozenset[str] = frozenset()
    delegates: frozenset[int] = frozenset()
    jointly: int = 1


def refuse_mandate(terms: Terms, *, body: int, person: int, form: str, on: date) -> str:
    """Why a signature of a person for a body cannot rest on a mandate, as a sentence; empty where it can."""
    if terms.body != body:
        return "The mandate is another body's."
    if on < terms.held:
        return f"The mandate dates from {format_date(terms.held)}, after this day."
    if terms.withdrawn and on >= terms.withdrawn:
        return f"The mandate was withdrawn on {format_date(terms.withdrawn)}."
    if terms.until and on > terms.until:
        return f"The mandate ended on {format_date(terms.until)}."
    if terms.forms and form not in terms.forms:
        return f"The mandate holds for {', '.join(sorted(terms.forms))}, not for {form}."
    if terms.kind == DELEGATION and person not in terms.delegates:
        return "The mandate delegates to other people."
    return ""


def holds_for(terms: Terms, *, form: str, on: date) -> bool:
    """Whether anybody can sign a form under a mandate on a day."""
    somebody = min(terms.delegates, default=0)
    return not refuse_mandate(terms, body=terms.body, person=somebody, form=form, on=on)


def is_enough(terms: Terms, signers: Collection[int]) -> bool:
    """Whether as many people have signed under a mandate as it asks for."""
    if terms.kind == DECISION:
        return len(set(signers)) >= 1
    return len(terms.delegates & set(signers)) >= terms.jointly


def refuse_terms(kind: str, delegates: int, jointly: int) -> str:
    """Why a mandate cannot be recorded so, as a sentence; empty where it can."""
    if kind == DECISION and delegates:
        return "A decision names no delegates; record a delegation instead."
    if kind == DELEGATION and not delegates:
        return "Name the people that the body delegates to."
    if kind == DELEGATION and not 1 <= jointly <= delegates:
        return f"{jointly} of {delegates} people cannot sign jointly; name more people, or ask for fewer."
    return ""
