"""What people fill in on the way from a workbook to a submission."""

from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.html import format_html

from concordat.accounts.models import Mandate
from concordat.returns.deadline import LONDON
from concordat.returns.take_workbook import WORKBOOK_ENDINGS
from concordat.returns.views.shown.signature_lines import Rest, said_mandate
from concordat.web.fields import DayField
from concordat.web.forms import Form

MEGABYTE = 1024 * 1024


class WorkbookForm(Form):
    """A filled workbook."""

    file = forms.FileField(
        label="Filled workbook",
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(WORKBOOK_ENDINGS)}),
        error_messages={
            "required": "Choose the workbook that you filled.",
            "empty": "The file is empty; choose the workbook that you filled.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = settings.UPLOAD_BYTES // MEGABYTE
        self.fields["file"].help_text = f"An Excel workbook (.xlsx) of up to {most} MB. Nothing changes yet."

    def clean_file(self) -> "UploadedFile[Any]":
        """A file whose name ends as workbooks do; what is in it is looked at when it is read."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        ending = Path(file.name or "").suffix.lower()
        if ending not in WORKBOOK_ENDINGS:
            what = f"{ending} files are not read" if ending else "the file's name does not say what it is"
            remedy = (
                "Open it in Excel or LibreOffice and save it as an Excel workbook, or send the one that you filled."
            )
            raise forms.ValidationError(f"Choose an Excel workbook (.xlsx): {what}. {remedy}")
        return file


class SignForm(Form):
    """On what a signature rests, and as what the person signs."""

    rests_on = forms.ChoiceField(
        label="What your signature rests on",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what your signature rests on."},
    )
    role = forms.CharField(
        label="Your office",
        required=False,
        max_length=200,
        help_text="As it should stand beside your name, for example Chair of the board.",
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, rests: Sequence[Rest], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rests = {one.value: one for one in rests}
        _choices(self, "rests_on", [(one.value, _label(one)) for one in rests])

    @property
    def rest(self) -> Rest:
        """What was chosen, of a form that is valid."""
        return self.rests[self.cleaned_data["rests_on"]]


class RatifyForm(Form):
    """The decision by which a body ratifies a signature."""

    decision = forms.ChoiceField(
        label="The decision that ratifies it",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the decision by which the body ratified it."},
    )

    def __init__(self, decisions: Sequence[Mandate], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decisions = {str(one.pk): one for one in decisions}
        _choices(self, "decision", [(str(one.pk), f"{one.meeting}: {said_mandate(one)}") for one in decisions])

    @property
    def chosen(self) -> Mandate:
        """What was chosen, of a form that is valid."""
        return self.decisions[self.cleaned_data["decision"]]


class ExtensionForm(Form):
    """Until when a return may be submitted after its deadline, and why."""

    until = DayField(
        label="Last day",
        help_text="It can be submitted until the end of that day. For example 10 3 2017.",
        error_messages={"required": "Give the last day on which it can be submitted."},
    )
    reason = forms.CharField(
        label="Why the deadline is extended",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="The place's leads are told it by e-mail, and it stays in the history.",
        error_messages={"required": "Say why the deadline is extended."},
    )

    @property
    def asked(self) -> dict[str, Any]:
        """What was asked for, as the action takes it: until the last minute of the day."""
        day: date = self.cleaned_data["until"]
        return {"until": datetime.combine(day, time(23, 59), LONDON), "reason": self.cleaned_data["reason"]}


def _label(rest: Rest) -> str:
    """What a signature may rest on, with what was decided under it."""
    return format_html('{}<br><span class="nhsuk-hint">{}</span>', rest.label, rest.hint) if rest.hint else rest.label


def _choices(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField), name
    field.choices = choices
