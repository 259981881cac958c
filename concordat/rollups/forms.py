"""What people write about many places."""

from django import forms

from concordat.web.forms import Form

LONGEST = 5_000


class RemindForm(Form):
    """What to say to those who are reminded."""

    words = forms.CharField(
        label="What you want to say to them",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The letter names the return, when it is due, and you. Answers go to your own address.",
    )
