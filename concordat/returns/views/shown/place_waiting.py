"""What waits at a place for one person, in a line each."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import NoReverseMatch, reverse

from concordat.accounts.access import By
from concordat.accounts.roles import Verb
from concordat.findings import Severity
from concordat.returns.access.place_year import PlaceYear
from concordat.returns.views.shown.pages import Pages
from concordat.returns.views.shown.waiting import waiting_for


@dataclass(frozen=True, slots=True)
class Waits:
    """One thing that waits for the person."""

    text: str
    href: str
    hint: str = ""


def waits_at(found: PlaceYear, by: By, missing: list[str], now: datetime) -> tuple[Waits, ...]:
    """What waits for somebody on the form to go on with; `missing` are the signatures that it lacks."""
    filling = found.filling
    if filling is None:
        return ()
    pages = Pages(found.area.slug, filling.record.form)
    waiting = waiting_for(filling, by, pages, now)
    waits = [Waits(f"Answer {one.name}", one.href, _asked(one.by, one.due)) for one in waiting.assignments]
    waits += [Waits(f"Come back to “{one.name}”", one.href, f"{one.who}: {one.text}") for one in waiting.remarks]
    if waiting.findings:
        count = len(waiting.findings)
        names = ", ".join(dict.fromkeys(filling.form.name_of(one.section) for one in waiting.findings if one.section))
        waits.append(
            Waits(f"{count} finding{'s' * (count > 1)} to explain", pages.findings_of(severity=Severity.EXPLAIN), names)
        )
    return (*waits, *_signing(found, missing, pages))


def _asked(by: str, due: str) -> str:
    return f"asked by {by}" + (f", until {due}" if due else "")


def _signing(found: PlaceYear, missing: list[str], pages: Pages) -> list[Waits]:
    """The signatures that are missing, for who signs or submits; and the submission where nothing is."""
    standing = found.focus.line.standing if found.focus else None
    signs = found.can(Verb.SIGN)
    if standing is None or not (signs or found.can(Verb.SUBMIT)):
        return []
    href = page_at("return-before-signing" if signs else "return-submit", pages.place, pages.form)
    after = "once no finding is open" if standing.open else "it can be signed now"
    if missing:
        return [Waits("Signatures", href, f"{' '.join(missing)} {after.capitalize()}.")]
    if found.can(Verb.SUBMIT):
        submit = page_at("return-submit", pages.place, pages.form)
        return [Waits("Submit it", submit, "once no finding is open" if standing.open else "Everything is there.")]
    return []


def page_at(name: str, *args: object) -> str:
    """The address of a page; nothing on a site that is built without it."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
