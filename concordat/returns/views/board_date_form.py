"""The form for a day on which a board meets."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from concordat.accounts.models import Body
from concordat.web.fields import DayField
from concordat.web.forms import Form


class BoardDateForm(Form):
    """Which board meets when, and when its papers close."""

    body = forms.ChoiceField(label="Board")
    held = DayField(label="The board meets on", help_text="For example 15 2 2017.")
    papers_due = DayField(
        label="Papers close on", required=False, help_text="Without a day, five clear working days before the meeting."
    )

    def __init__(self, boards: Sequence[Body], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.boards = {str(one.pk): one for one in boards}
        board = self.fields["body"]
        assert isinstance(board, forms.ChoiceField)
        board.choices = [(key, one.name) for key, one in self.boards.items()]
        self.fields["held"].error_messages["required"] = "Give the day of the meeting."

    def clean_body(self) -> Body:
        """The board itself."""
        return self.boards[self.cleaned_data["body"]]

    def clean(self) -> dict[str, Any]:
        """Papers close on the day of the meeting at the latest."""
        held: date | None = self.cleaned_data.get("held")
        papers: date | None = self.cleaned_data.get("papers_due")
        if held and papers and papers > held:
            self.add_error("papers_due", "Papers close on the day of the meeting at the latest; give an earlier day.")
        return self.cleaned_data
