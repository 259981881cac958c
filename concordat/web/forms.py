"""What every form of ours says where something is missing, too long or not on offer; and the form of the gallery."""

from collections.abc import Iterator
from typing import Any

from django import forms

from concordat.web.fields import DayField, MoneyField

CHOICES = [("yes", "Yes"), ("no", "No"), ("partly", "Partly")]


class Form(forms.Form):
    """A form whose errors say what to do, where the field itself has no words of its own. Pages name the field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            for code, said in _words(field):
                if _is_unsaid(field, code):
                    field.error_messages[code] = said


class GalleryForm(Form):
    """Every field that a page may have."""

    name = forms.CharField(label="Full name", help_text="As it should stand on the page that you sign.", max_length=80)
    words = forms.CharField(
        label="What changed", max_length=200, widget=forms.Textarea(attrs={"rows": 4}), help_text="In plain words."
    )
    choice = forms.ChoiceField(label="Is it so?", choices=CHOICES, widget=forms.RadioSelect)
    several = forms.MultipleChoiceField(
        label="Which of these?", choices=CHOICES, widget=forms.CheckboxSelectMultiple, required=False
    )
    one = forms.ChoiceField(label="Period", choices=[("", "Choose one"), ("q1", "Quarter 1"), ("q2", "Quarter 2")])
    agreed = forms.BooleanField(label="I have read it")
    on = DayField(label="Decided on", help_text="For example 3 3 2017.")
    amount = MoneyField(label="Amount", help_text="In pounds.")
    file = forms.FileField(label="Workbook", required=False, help_text="An .xlsx file of up to 10 MB.")


def _words(field: forms.Field) -> Iterator[tuple[str, str]]:
    """What is said of a field, by the code of what is wrong."""
    yield "required", _missing(field)
    yield "max_length", "This has %(show_value)d characters, and %(limit_value)d fit. Shorten it."
    yield "null_characters_not_allowed", "A character in it cannot be kept. Type it anew."
    if isinstance(field, forms.ChoiceField):
        yield "invalid_choice", "What was chosen is not on offer. Choose from what is listed."
        yield "invalid_list", "What was ticked did not arrive. Tick it again."
    if isinstance(field, forms.EmailField):
        yield "invalid", "%(value)s is no e-mail address. Write it as name@council."
    if isinstance(field, forms.IntegerField):
        yield "invalid", "Write a whole number, such as 2."
        yield "min_value", "Give %(limit_value)s or more."
        yield "max_value", "Give %(limit_value)s or less."
    if isinstance(field, forms.FileField):
        yield "invalid", "The file did not arrive. Choose it again."
        yield "empty", "The file is empty. Choose another one."


def _missing(field: forms.Field) -> str:
    """What to do about a field that was left empty."""
    if field.widget.is_hidden:
        return "A part of the page did not arrive. Open the page again."
    if isinstance(field, forms.MultipleChoiceField):
        return "Tick at least one."
    if isinstance(field, forms.ChoiceField):
        return "Choose one."
    if isinstance(field, forms.BooleanField):
        return "Tick it to go on."
    if isinstance(field, forms.FileField):
        return "Choose a file."
    return "Give the day." if isinstance(field, DayField) else "Fill this in."


def _is_unsaid(field: forms.Field, code: str) -> bool:
    """Whether a field says of a mistake no more than what Django says of it by itself."""
    kinds = (vars(kind).get("default_error_messages", {}) for kind in type(field).__mro__)
    by_itself = next((said[code] for said in kinds if code in said), None)
    return code not in field.error_messages or field.error_messages[code] == by_itself
