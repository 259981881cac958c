"""What people write about a return: remarks, reasons, and whom they ask for what."""

from datetime import date
from typing import Any

from django import forms

from concordat.accounts.models import Body, Person
from concordat.questionnaires.form import Questionnaire
from concordat.web.fields import DayField
from concordat.web.forms import Form

Choices = list[tuple[str, object]]
LONGEST = 5_000


class RemarkForm(Form):
    """A remark on a question or a section."""

    question = forms.ChoiceField(label="About")
    text = forms.CharField(label="Remark", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))
    come_back = forms.BooleanField(label="Come back to this before the return goes out", required=False)

    def __init__(self, form: Questionnaire, *args: Any, section: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choice("question").choices = about_choices(form, section)
        self.fields["text"].error_messages["required"] = "Write what you want to remark."
        self.fields["question"].error_messages["required"] = "Choose what the remark is about."

    def choice(self, name: str) -> forms.ChoiceField:
        """A field that is chosen from a list."""
        found = self.fields[name]
        assert isinstance(found, forms.ChoiceField), name
        return found


class AssignForm(Form):
    """Who is asked for what, until when."""

    target = forms.ChoiceField(label="What is to be answered")
    to = forms.ChoiceField(label="Who is asked")
    due = DayField(label="Until", required=False, help_text="For example 24 2 2017.")
    words = forms.CharField(
        label="What you want to say to them",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, form: Questionnaire, people: list[Person], bodies: list[Body], today: date, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.whom: dict[str, Person | Body] = {f"person-{one.pk}": one for one in people}
        self.whom |= {f"body-{one.pk}": one for one in bodies}
        target, to = self.fields["target"], self.fields["to"]
        assert isinstance(target, forms.ChoiceField)
        assert isinstance(to, forms.ChoiceField)
        target.choices = about_choices(form)
        target.error_messages["required"] = "Choose the section or the question that is to be answered."
        to.error_messages["required"] = "Choose the person or the body that is asked."
        to.choices = [
            ("", "Choose one"),
            ("People", [(f"person-{one.pk}", one.name) for one in people]),
            ("Bodies", [(f"body-{one.pk}", one.name) for one in bodies]),
        ]

    def clean_due(self) -> date | None:
        """A day that is not over yet."""
        due: date | None = self.cleaned_data["due"]
        if due and due < self.today:
            raise forms.ValidationError("That day is over; name one from today on, or none.")
        return due


def about_choices(form: Questionnaire, section: str = "") -> Choices:
    """Sections and questions to choose from: those of one section, or of all, each section with its questions."""
    found: Choices = [] if section else [("", "Choose one")]
    for one in form.sections:
        if section in ("", one.id):
            questions = [form.questions[id] for id in one.questions]
            named = [(question.id, question.name) for question in questions if question.kind != "derived"]
            found.append((one.title, [(one.id, f"{one.title}: the whole section"), *named]))
    return found
