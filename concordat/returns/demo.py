"""The cast and the returns of the demonstration, which tests use too: everything made through the actions.

Nobody of the cast exists; their addresses are of example.org, where no mail arrives.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

import concordat
from concordat.accounts.actions import (
    add_board_date,
    add_body,
    appoint_first_administrator,
    grant_role,
    record_mandate,
)
from concordat.accounts.models import Body, Grant, Mandate, Person
from concordat.accounts.refused import Refused
from concordat.accounts.roles import ROLES
from concordat.returns.access.values import as_value
from concordat.returns.actions import (
    add_remark,
    apply_workbook,
    assign,
    give_reason,
    open_return,
    preview_workbook,
    take_in_submitted,
)
from concordat.returns.checks import check_return
from concordat.returns.models import ReturnRecord
from concordat.returns.read_file import read_return_file

ADMINISTRATOR = "ada.winter@example.org"
PASSWORD = "demo-only-not-a-secret"
PLACE, ELSEWHERE, REGION = "southend-on-sea", "central-bedfordshire", "east-of-england"
SUBMITTED = {"2016-17-q1": date(2016, 9, 9), "2016-17-q2": date(2016, 11, 25)}  # the days on which they were due
OPENED = "2016-17-q3"
EXAMPLES = Path(concordat.__file__).parent.parent / "examples"
SINCE = date(2016, 4, 1)

# Name in code, address, name, role, place, and which body they act for.
PEOPLE = (
    ("lead", "nadia.fenn@example.org", "Nadia Fenn", "lead", PLACE, "council"),
    ("contributor", "tom.achterberg@example.org", "Tom Achterberg", "contributor", PLACE, "ccg"),
    ("finance", "priya.lund@example.org", "Priya Lund", "finance-officer", PLACE, "council"),
    ("chair", "rowan.marsh@example.org", "Cllr Rowan Marsh", "signatory", PLACE, "board"),
    ("vice_chair", "iris.holm@example.org", "Cllr Iris Holm", "signatory", PLACE, "board"),
    ("reviewer", "sam.okafor@example.org", "Sam Okafor", "reviewer", REGION, "region"),
    ("analyst", "jo.brandt@example.org", "Jo Brandt", "national-analyst", "england", "nation"),
    ("reader", "mina.sole@example.org", "Mina Sole", "reader", PLACE, None),
    ("outsider", "lena.frost@example.org", "Lena Frost", "lead", ELSEWHERE, "other_council"),
)
BODIES = (
    ("board", "Southend-on-Sea Health and Wellbeing Board", "board", PLACE),
    ("council", "Southend-on-Sea Borough Council", "council", PLACE),
    ("ccg", "NHS Southend CCG", "commissioner", PLACE),
    ("region", "Better Care in the East of England", "region", REGION),
    ("nation", "Better Care, national team", "nation", "england"),
    ("other_board", "Central Bedfordshire Health and Wellbeing Board", "board", ELSEWHERE),
    ("other_council", "Central Bedfordshire Council", "council", ELSEWHERE),
)
BOARD_DATES = ((date(2016, 12, 7), date(2016, 11, 29)), (date(2017, 2, 15), date(2017, 2, 7)))


@dataclass(frozen=True)
class Cast:
    """The people of the demonstration, the bodies that they act for, and the chair's delegation."""

    administrator: Person
    lead: Person
    contributor: Person
    finance: Person
    chair: Person
    vice_chair: Person
    reviewer: Person
    analyst: Person
    reader: Person
    outsider: Person
    board: Body
    council: Body
    ccg: Body
    region: Body
    nation: Body
    other_board: Body
    other_council: Body
    delegation: Mandate

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody, the administrator first."""
        return (self.administrator, *(getattr(self, name) for name, *_ in PEOPLE))


def load_demo() -> str:
    """Fill a database with the cast and Southend-on-Sea's returns, where they are not there yet; and who there is.

    Raises Refused on a site that is neither a demonstration nor being developed, and in a database where other people
    are at home: everybody knows the password.
    """
    if not (settings.DEBUG or getattr(settings, "DEMO", False)):
        raise Refused("The demonstration's people have a password that everybody knows; load it on a demo site only.")
    if Person.objects.exists() and not is_demonstration():
        raise Refused(
            "People who are not of the demonstration are in this database already, and nothing was put into it: "
            "everybody knows the demonstration's password. Unset DATABASE_URL, or name an empty database."
        )
    cast = make_cast(PASSWORD)
    load_returns(cast)
    lines = [f"Sign in with the password {PASSWORD} as"]
    lines += [f"  {email:28} {ROLES[role].title} at {place}" for _, email, _, role, place, _ in PEOPLE]
    return "\n".join([*lines, f"  {cast.administrator.email:28} Administrator at england"])


def is_demonstration() -> bool:
    """Whether the demonstration's administrator is in the database, whom everybody can sign in as."""
    return Person.objects.filter(email=ADMINISTRATOR).exists()


def make_cast(password: str | None = None) -> Cast:
    """The cast with their roles, bodies, board dates and mandate; those of them that are there stay as they are."""
    administrator = _administrator(password)
    bodies = {
        key: add_body(name=name, kind=kind, places=[place], by=administrator) for key, name, kind, place in BODIES
    }
    people = {}
    for key, email, name, role, place, body in PEOPLE:
        people[key] = person = _person(email, name, password)
        grant_role(
            person=person,
            role=role,
            place=place,
            by=administrator,
            body=bodies[body] if body else None,
            starts=SINCE,
            reason="the demonstration's cast",
        )
    for held, papers in BOARD_DATES:
        add_board_date(body=bodies["board"], held=held, papers_due=papers, by=people["lead"])
    everybody: dict[str, Any] = {**people, **bodies}
    return Cast(administrator, **everybody, delegation=_delegation(bodies["board"], people))


def load_returns(cast: Cast, examples: Path = EXAMPLES) -> ReturnRecord:
    """Quarters 1 and 2 as they were submitted, and quarter 3 opened, with money assigned to the finance officer."""
    for form, day in SUBMITTED.items():
        file = read_return_file(examples / PLACE / f"{form}.yaml")
        take_in_submitted(file=file, by=cast.lead, submitted=day)
    there = ReturnRecord.objects.filter(place=PLACE, form=OPENED).exists()
    record = open_return(place=PLACE, form=OPENED, by=cast.lead)
    if not there:
        words = "Please enter the actuals of quarter 3."
        assign(record=record, target="money", to=cast.finance, by=cast.lead, due=date(2017, 2, 24), words=words)
        assign(record=record, target="metrics", to=cast.ccg, by=cast.lead, due=date(2017, 2, 24))
        remark = "Is the forecast still the plan, or do we expect less by March?"
        add_remark(record=record, question="money.income.forecast.q4", text=remark, by=cast.finance, come_back=True)
    return record


def fill_from_example(record: ReturnRecord, cast: Cast, examples: Path = EXAMPLES) -> None:
    """Answer a return as the place did, and give a reason for every finding that asks for one."""
    shown = preview_workbook(record=record, path=examples / record.place / f"{record.form}.yaml", by=cast.lead)
    if shown.upload:
        apply_workbook(upload=shown.upload, chosen=[one.question for one in shown.proposals], by=cast.lead)
    for finding in check_return(as_value(record, notes=False)):
        if finding.is_open:
            text = "Discussed with the partners; the figures stand as they are."
            give_reason(record=record, code=finding.code, where=finding.where, text=text, by=cast.lead)


def _administrator(password: str | None) -> Person:
    email, name = ADMINISTRATOR, "Ada Winter"
    if Grant.objects.filter(role="administrator", ends__isnull=True).exists():
        return _person(email, name, password)
    person = appoint_first_administrator(email=email, name=name, password=password)
    return _confirmed(person)


def _person(email: str, name: str, password: str | None) -> Person:
    with transaction.atomic():
        there = Person.objects.filter(email=email).first()
        return there or _confirmed(Person.objects.create_user(email, name, password))


def _confirmed(person: Person) -> Person:
    EmailAddress.objects.get_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})
    return person


def _delegation(board: Body, people: dict[str, Person]) -> Mandate:
    """What Southend's board did in 2017, in short: it let its chair sign returns between meetings."""
    there = Mandate.objects.filter(body=board, kind="delegation", minute="42").first()
    return there or record_mandate(
        body=board,
        kind="delegation",
        meeting="Health and Wellbeing Board",
        held=date(2016, 12, 7),
        minute="42",
        words="The chair may sign the quarterly returns of 2016/17 between meetings.",
        forms=_forms(),
        delegates=[people["chair"]],
        until=date(2017, 6, 30),
        by=people["lead"],
    )


def _forms() -> tuple[str, ...]:
    return tuple(f"2016-17-q{number}" for number in range(1, 5))
