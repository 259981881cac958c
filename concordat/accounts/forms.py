"""What people type about people: invitations, roles, bodies, tokens, and how they will sign in."""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from concordat.accounts.models import Body, Person
from concordat.accounts.refused import Refused
from concordat.accounts.roles import ROLES, Verb
from concordat.places.area import VINTAGES
from concordat.places.find import UnknownPlace, find_area
from concordat.places.tree import is_known
from concordat.web.fields import DayField
from concordat.web.forms import Form

SCOPE_WORDS = (
    ("read", "Read: see returns and drafts"),
    ("write", "Write: read, answer questions, write remarks and give reasons for findings"),
    ("submit", "Submit: read, and submit a return that is signed; no token signs"),
)
DAYS = ((30, "30 days"), (90, "90 days"), (180, "180 days"), (366, "a year"))
NO_PASSWORD = "Type the password that you want to sign in with."
BY_PASSWORD, BY_ORGANISATION = "password", "organisation"


def attempt(form: forms.Form, act: Callable[[], object]) -> bool:
    """Do what a valid form asks for; where it is refused, the form says why and nothing is lost."""
    if not form.is_valid():
        return False
    try:
        act()
    except Refused as why:
        form.add_error(None, str(why))
        return False
    return True


class AskForm(Form):
    """Why may, or may not, somebody do something here?"""

    who = forms.TypedChoiceField(label="Person", coerce=int)
    what = forms.TypedChoiceField(label="May they", coerce=Verb, choices=[(verb.value, verb.words) for verb in Verb])

    def __init__(self, data: Any, people: Iterable[Person]) -> None:
        super().__init__(data, auto_id="ask_%s")
        self.fields["who"].choices = [(person.pk, person.name) for person in people]  # type: ignore[attr-defined]


class RoleForm(Form):
    """A role, for which body, until when, and why."""

    role = forms.ChoiceField(label="Role", widget=forms.RadioSelect)
    body = forms.TypedChoiceField(label="Acts for", coerce=int, empty_value=None, required=False)
    ends = DayField(
        label="First day without the role", required=False, help_text="For example 31 3 2018. Empty: until withdrawn."
    )
    reason = forms.CharField(
        label="Why",
        max_length=500,
        help_text="Shown to everybody who has a role here.",
        error_messages={"required": "Say why they have the role."},
    )

    def __init__(self, data: Any, roles: Collection[str], bodies: Collection[Body]) -> None:
        super().__init__(data)
        self.bodies = {body.pk: body for body in bodies}
        offered = [role for role in ROLES.values() if role.name in roles]
        self.fields["role"].choices = [(role.name, f"{role.title}: {role.__doc__}") for role in offered]  # type: ignore[attr-defined]
        named = [(body.pk, body.name) for body in bodies]
        self.fields["body"].choices = [("", "No organisation"), *named]  # type: ignore[attr-defined]

    @property
    def asked(self) -> dict[str, Any]:
        """What was asked for, as the actions take it."""
        return {**self.cleaned_data, "body": self.bodies.get(self.cleaned_data["body"])}


class InviteForm(RoleForm):
    """Whom to invite, and to what."""

    email = forms.EmailField(
        label="E-mail address", max_length=254, help_text="The link goes there and holds for 14 days."
    )
    field_order = ("email", "role", "body", "ends", "reason")


class GrantForm(RoleForm):
    """A further role for somebody who is here already."""

    person = forms.TypedChoiceField(label="Person", coerce=int)
    starts = DayField(label="From", required=False, help_text="For example 1 4 2017. Empty: from today.")
    field_order = ("person", "role", "body", "starts", "ends", "reason")

    def __init__(self, data: Any, roles: Collection[str], bodies: Collection[Body], people: Iterable[Person]) -> None:
        super().__init__(data, roles, bodies)
        self.people = {person.pk: person for person in people}
        named = [(person.pk, person.name) for person in self.people.values()]
        self.fields["person"].choices = [("", "Choose a person"), *named]  # type: ignore[attr-defined]

    @property
    def asked(self) -> dict[str, Any]:
        return {**super().asked, "person": self.people[self.cleaned_data["person"]]}


class WithdrawForm(Form):
    """Why a role ends."""

    reason = forms.CharField(
        label="Why",
        max_length=500,
        help_text="Kept in the history of the place.",
        error_messages={"required": "Say why the role ends."},
    )


class AccountForm(Form):
    """Why an account is closed, or opened again."""

    reason = forms.CharField(
        label="Why",
        max_length=500,
        help_text="Kept in the history of England, and told to them where the account is closed.",
        error_messages={"required": "Give the reason."},
    )


class AcceptForm(Form):
    """The name to be seen by, and how to sign in from now on."""

    name = forms.CharField(
        label="Your name",
        max_length=150,
        help_text="As others shall see it.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    how = forms.ChoiceField(label="How will you sign in?", widget=forms.RadioSelect)
    password = forms.CharField(
        label="Password",
        required=False,
        help_text="At least 12 characters. Three or four words that do not belong together are good.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="The same password again",
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, data: Any, email: str, organisation: str) -> None:
        super().__init__(data)
        self.email = email
        if organisation:
            choices = [(BY_PASSWORD, "With a password"), (BY_ORGANISATION, f"With {organisation}'s login")]
            self.fields["how"].choices = choices  # type: ignore[attr-defined]
            return
        del self.fields["how"]
        self.fields["password"].required = self.fields["again"].required = True
        self.fields["password"].error_messages["required"] = NO_PASSWORD

    def clean(self) -> dict[str, Any]:
        """Two passwords alike and hard to guess, where one is wanted."""
        given = super().clean() or {}
        first = given.get("password") or ""
        if given.get("how", BY_PASSWORD) == BY_ORGANISATION:
            return {**given, "password": None}
        if not first and "password" not in self.errors:
            self.add_error("password", NO_PASSWORD)
        elif first != given.get("again"):
            self.add_error("again", "The two passwords differ.")
        elif first:
            self._check(first, given.get("name", ""))
        return given

    def _check(self, password: str, name: str) -> None:
        try:
            validate_password(password, Person(email=self.email, name=name))
        except forms.ValidationError as problem:
            self.add_error("password", problem)


class BodyForm(Form):
    """An organisation and the places that it serves."""

    name = forms.CharField(label="Name", max_length=200, help_text="In full, such as Southend-on-Sea Borough Council.")
    kind = forms.ChoiceField(label="What it is", choices=Body.Kind.choices, widget=forms.RadioSelect)
    places = forms.CharField(
        label="Places that it serves",
        help_text="One a line: a place's name, or the end of its address here, such as east-of-england.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_places(self) -> list[str]:
        """The slugs of the places, each once."""
        lines = [line.strip() for line in self.cleaned_data["places"].splitlines() if line.strip()]
        return list(dict.fromkeys(_slug_of_place(line) for line in lines))


class TokenForm(Form):
    """What a token is for, what it may do, and how long."""

    name = forms.CharField(label="Program", max_length=100, help_text="What will use it, such as Finance ledger.")
    scopes = forms.MultipleChoiceField(label="What it may do", choices=SCOPE_WORDS, widget=forms.CheckboxSelectMultiple)
    days = forms.TypedChoiceField(label="How long it holds", coerce=int, choices=DAYS, initial=90)


def _slug_of_place(text: str) -> str:
    if is_known(text.lower()):
        return text.lower()
    said = ""
    for vintage in reversed(VINTAGES):
        try:
            return find_area(text, vintage).slug
        except UnknownPlace as problem:
            said = said or str(problem)
    raise forms.ValidationError(said)
