"""What is recorded of a body's decision, or of its delegation to named people."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from concordat.accounts.models import Person
from concordat.web.fields import DayField
from concordat.web.forms import Form

Named = Sequence[tuple[str, str]]


class DecisionForm(Form):
    """What a body decided: at which meeting, when, in which minute, for which forms."""

    meeting = forms.CharField(
        label="Meeting",
        max_length=200,
        help_text="Which one it was, such as Health and Wellbeing Board.",
        error_messages={"required": "Name the meeting at which it was decided."},
    )
    held = DayField(
        label="Held on", help_text="For example 7 12 2016.", error_messages={"required": "Give the day of the meeting."}
    )
    minute = forms.CharField(
        label="Minute",
        max_length=100,
        required=False,
        help_text="Its number in the minutes.",
        widget=forms.TextInput(attrs={"class": "nhsuk-input--width-10"}),
    )
    words = forms.CharField(
        label="What was decided",
        max_length=2_000,
        required=False,
        help_text="In the words of the minutes, or in short.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    forms = forms.MultipleChoiceField(
        label="Which returns it holds for",
        required=False,
        help_text="None ticked means every return.",
        widget=forms.CheckboxSelectMultiple,
    )
    until = DayField(
        label="Last day on which it holds", required=False, help_text="For example 30 6 2017. Empty: until it is ended."
    )

    def __init__(self, data: Any, named: Named, today: date) -> None:
        super().__init__(data)
        self.today = today
        self.fields["forms"].choices = list(named)  # type: ignore[attr-defined]

    def clean_held(self) -> date:
        """A meeting that has been: nothing is decided before."""
        held: date = self.cleaned_data["held"]
        if held > self.today:
            raise forms.ValidationError("The meeting lies ahead. Record what it decides once it was held.")
        return held

    def clean(self) -> dict[str, Any]:
        """An end that does not lie before the meeting."""
        given = super().clean() or {}
        held, until = given.get("held"), given.get("until")
        if held and until and until < held:
            self.add_error("until", "This is before the meeting. Give a later day, or none.")
        return given

    @property
    def asked(self) -> dict[str, Any]:
        """What was asked for, as the action takes it."""
        return dict(self.cleaned_data)


class DelegationForm(DecisionForm):
    """Whom a body lets sign for it, alone or together."""

    delegates = forms.TypedMultipleChoiceField(
        label="Who may sign",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick the people that the body delegates to."},
    )
    jointly = forms.IntegerField(
        label="How many of them sign together",
        min_value=1,
        initial=1,
        help_text="1 where each may sign alone.",
        widget=forms.NumberInput(attrs={"class": "nhsuk-input--width-2"}),
        error_messages={"required": "Say how many of them sign together; 1 where each may sign alone."},
    )
    field_order = ("meeting", "held", "minute", "words", "delegates", "jointly", "forms", "until")

    def __init__(self, data: Any, named: Named, today: date, people: Sequence[Person]) -> None:
        super().__init__(data, named, today)
        self.people = {person.pk: person for person in people}
        self.fields["delegates"].choices = [(person.pk, person.name) for person in people]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """No more who sign together than there are."""
        given = super().clean()
        named, jointly = given.get("delegates"), given.get("jointly")
        if named and jointly and jointly > len(named):
            self.add_error("jointly", f"Only {len(named)} can sign. Tick more people, or ask for fewer together.")
        return given

    @property
    def asked(self) -> dict[str, Any]:
        return {**super().asked, "delegates": [self.people[one] for one in self.cleaned_data["delegates"]]}
