"""One form at one place: how far it is, when it closes, and what the place's board has to do with it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from concordat.accounts.models import Body, Mandate
from concordat.frameworks.forms import load_form
from concordat.frameworks.framework import Framework
from concordat.questionnaires.form import Questionnaire
from concordat.returns.access.overview import PlaceLine
from concordat.returns.calendar import StepsBack
from concordat.returns.deadline import Closing, deadline_of
from concordat.returns.signing import signatories_of, signatory_for


@dataclass(frozen=True)
class BoardWay:
    """How one board comes to sign a form before a deadline that is known. No name where the place has no board.

    `mandate` is what it decided or delegated that lets the form be signed without a further meeting; `is_signed` says
    whether its signature stands, as far as the reader sees drafts.
    """

    name: str
    steps: StepsBack
    mandate: Mandate | None = None
    is_signed: bool = False


@dataclass(frozen=True)
class FormAt:
    """One form of a year at a place: how far it is, when it closes, and how each board of it comes to sign."""

    form: Questionnaire
    line: PlaceLine
    closing: Closing
    due: date | None
    boards: tuple[BoardWay, ...] = ()

    @property
    def asks_board(self) -> bool:
        """Whether the framework asks a board to sign it."""
        return signatory_for(signatories_of(self.form.id), Body.Kind.BOARD) is not None

    @property
    def is_opened(self) -> bool:
        return self.line.state is not None

    @property
    def is_submitted(self) -> bool:
        return self.line.number > 0

    @property
    def due_on(self) -> date | None:
        """The day it is due, with its extension."""
        return timezone.localdate(self.closing.at) if self.closing.is_extended and self.closing.at else self.due

    def is_late(self, at: datetime) -> bool:
        """Whether it was opened, was never submitted, and its time is over."""
        return self.is_opened and not self.is_submitted and self.closing.is_closed(at)


def form_at(framework: Framework, line: PlaceLine) -> FormAt:
    """A line with its form and when that closes."""
    form = load_form(line.form)
    known = framework.deadline_for(line.form)
    due = known.day if known and known.verified else None
    return FormAt(form, line, Closing(deadline_of(framework, line.form), line.extended_until), due)
