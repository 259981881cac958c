"""The form of the gallery: one field of each kind."""

from django import forms

from concordat.web.fields import DayField, MoneyField

CHOICES = [("yes", "Yes"), ("no", "No"), ("partly", "Partly")]


class GalleryForm(forms.Form):
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
