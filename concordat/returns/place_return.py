"""A return: one place's answers to one form, with what the place returned before. All that checks and roll-ups see."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from concordat.frameworks.framework import Framework
from concordat.metrics.ambition import Ambition
from concordat.metrics.known_figure import KnownFigure
from concordat.places.area import Area
from concordat.questionnaires.answers import AnswerSet
from concordat.questionnaires.changes import FormChange
from concordat.questionnaires.form import Questionnaire

SYNTHETIC = "Synthetic"  # how the source of a made-up return begins


@dataclass(frozen=True, slots=True)
class Reason:
    """What the place says to a finding, by the finding's code and where it stands."""

    code: str
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of metrics from elsewhere: figures with their editions, and ambitions."""

    figures: tuple[KnownFigure, ...] = ()
    ambitions: tuple[Ambition, ...] = ()


@dataclass(frozen=True)
class Return:
    """One place's answers to one form.

    `place` is None only where no place of that name is known. `earlier` are the returns of the periods before, in
    order. `printed` are derived figures as the place's own form shows them, `remarks` notes on questions, `assigned`
    says who fills a section; none of the three decides anything. `reissued` lists what changed where the answers were
    carried over from an earlier version of the form. `known` is what its statuses can be held against.
    """

    place: Area | None
    framework: Framework
    answers: AnswerSet
    earlier: tuple["Return", ...] = ()
    submitted: date | None = None
    reasons: tuple[Reason, ...] = ()
    printed: Mapping[str, str] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    assigned: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    reissued: tuple[FormChange, ...] = ()
    known: Known = Known()

    @property
    def is_synthetic(self) -> bool:
        """Whether the return was made up: then every page and sheet that shows it says so."""
        return self.source.startswith(SYNTHETIC)

    @property
    def form(self) -> Questionnaire:
        return self.answers.form

    @property
    def due(self) -> date | None:
        """The day it is due, as far as that is known for certain."""
        deadline = self.framework.deadline_for(self.form.id)
        return deadline.day if deadline and deadline.verified else None

    def good_value_of(self, metric: str) -> str:
        """Whether a `low` or a `high` value of the metric is good, as far as the framework says: else `unknown`."""
        return next((one.good for one in self.framework.metrics if one.id == metric), "unknown")

    @property
    def stands_at(self) -> date | None:
        """The day as at which its dates are judged: of its submission, else its deadline, else the period's end."""
        period_end = self.form.period.last_day if self.form.period else None
        return self.submitted or self.due or period_end
