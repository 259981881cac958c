"""What somebody begins with: their places, and what waits for them over all of these."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from concordat.accounts.models import Person
from concordat.accounts.roles import Verb
from concordat.findings import Severity
from concordat.frameworks.forms import framework_of, load_form
from concordat.periods import format_date
from concordat.places.tree import find_scope
from concordat.returns.access import Desk, FormAt
from concordat.returns.models import Assignment
from concordat.returns.signing import required_signatories
from concordat.returns.views.shown.pages import Pages
from concordat.returns.views.shown.places import home_of
from concordat.returns.views.shown.said_times import said_days
from concordat.web.components import Link, Tag

LATE = Tag("Late", "red")


@dataclass(frozen=True, slots=True)
class Own:
    """A place of theirs."""

    link: Link
    roles: str


@dataclass(frozen=True, slots=True)
class Waits:
    """One thing that waits for them, at a place."""

    place: str
    text: str
    href: str
    hint: str
    tag: Tag | None


@dataclass(frozen=True)
class StartPage:
    """The page. `only` is their place where they have one alone."""

    name: str
    places: tuple[Own, ...]
    waits: tuple[Waits, ...]

    @property
    def only(self) -> Own | None:
        return self.places[0] if len(self.places) == 1 else None


def start_page(desk: Desk, person: Person, now: datetime) -> StartPage:
    """What somebody begins with."""
    today = localdate(now)
    names = {one.scope.slug: one.scope.name for one in desk.places}
    own = tuple(Own(Link(one.scope.name, home_of(one.scope.slug)), ", ".join(one.roles)) for one in desk.places)
    asked = [_asked(one, names, today) for one in desk.asked]
    due = sorted(desk.begun, key=lambda one: one.due_on or date.max)
    under_way = [waits for one in due if (waits := _under_way(desk, one, names, now))]
    return StartPage(person.name, own, (*asked, *under_way))


def _asked(one: Assignment, names: dict[str, str], today: date) -> Waits:
    record = one.record
    form = load_form(record.form, record.version)
    href = Pages(record.place, record.form).field(form, one.target)
    hint = f"{form.title}; asked by {one.by}"
    late = one.due is not None and one.due < today
    if one.due:
        hint += f", until {format_date(one.due)}, {said_days(one.due, today)}"
    return Waits(
        _name(record.place, record.vintage, names),
        f"Answer {form.name_of(one.target)}",
        href,
        hint,
        LATE if late else None,
    )


def _under_way(desk: Desk, one: FormAt, names: dict[str, str], now: datetime) -> Waits | None:
    """The next step of a return that they fill, submit or sign; nothing for who only reads it."""
    place, step = one.line.place, _next_step(desk, one)
    if step is None:
        return None
    day = one.due_on
    due = f"due {format_date(day)}, {said_days(day, localdate(now))}" if day else "no deadline is known"
    tag = LATE if one.is_late(now) else None
    return Waits(names.get(place, place), f"{step.what} the {one.form.title}", step.href, f"{due}; {step.why}", tag)


@dataclass(frozen=True, slots=True)
class _Step:
    """What is to be done with a return: a verb, the page where it is done, and how far things are."""

    what: str
    href: str
    why: str


def _next_step(desk: Desk, one: FormAt) -> _Step | None:
    key, standing, pages = (one.line.place, one.form.id), one.line.standing, Pages(one.line.place, one.form.id)
    if standing is None:
        return None
    submits, missing = desk.rights.can(Verb.SUBMIT, key[0]), desk.unsigned.get(key)
    signs = desk.rights.can(Verb.SIGN, key[0]) and key not in desk.signed and missing != [] and _is_signed(one)
    if submits and missing == []:
        return _Step("Submit", pages.named("return-submit"), "nothing bars it")
    if submits and missing and not signs:
        return _Step("Ask for the signature of", pages.named("return-submit"), " ".join(missing).rstrip("."))
    if not missing and (submits or desk.rights.can(Verb.FILL, key[0])):
        return _Step("Complete", pages.tasks, _left(one))
    if signs:
        ready = "not ready to sign yet" if standing.open else "ready to sign"
        return _Step("Sign", pages.before_signing if not standing.open else pages.tasks, ready)
    return None


def _left(one: FormAt) -> str:
    standing = one.line.standing
    if standing is None:
        return ""
    left, explain = standing.asked - standing.answered, standing.open - standing.findings[Severity.BLOCKS]
    parts = [f"{left} of {standing.asked} answers missing"] if left else ["every question answered"]
    parts += [f"{explain} finding{'s' * (explain > 1)} to explain"] if explain else []
    return ", ".join(parts)


def _is_signed(one: FormAt) -> bool:
    """Whether the framework asks for any signature on the form."""
    return bool(required_signatories(framework_of(one.form.id), one.form))


def _name(slug: str, vintage: int, names: dict[str, str]) -> str:
    scope = find_scope(slug, vintage)
    return names.get(slug) or (scope.name if scope else slug)
