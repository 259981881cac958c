"""A return as the site keeps it: what is being filled, and its answers as rows."""

from django.db import models

from concordat.history.models import Chain
from concordat.returns.states import ReturnState


class ReturnRecord(models.Model):
    """One place's return to one form. `version` is that of the form its answers are given to.

    The chain of its history is also its lock: every change takes it first. `submissions` counts what was submitted,
    `extended_until` is the end of the latest extension.
    """

    place = models.CharField(max_length=100)
    form = models.CharField(max_length=100)
    version = models.PositiveIntegerField()
    vintage = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, choices=[(one.value, one.label) for one in ReturnState], default="open")
    submissions = models.PositiveIntegerField(default=0)
    extended_until = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=500, blank=True)
    printed = models.JSONField(default=dict, blank=True)
    chain = models.OneToOneField(Chain, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("form", "place")
        constraints = (
            models.UniqueConstraint(fields=("place", "form"), name="one_return_of_a_place_to_a_form"),
            models.CheckConstraint(
                condition=models.Q(state__in=[one.value for one in ReturnState]), name="a_return_is_in_a_known_state"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="submitted") | models.Q(submissions__gte=1),
                name="a_submitted_return_has_a_submission",
            ),
        )
        indexes = (models.Index(fields=("form", "state"), name="returns_of_a_form"),)

    def __str__(self) -> str:
        return f"{self.form} of {self.place}"

    @property
    def subject(self) -> str:
        """What history calls it."""
        return subject_of(self.place, self.form)


def subject_of(place: str, form: str) -> str:
    """What history calls a return: `return:southend-on-sea/2016-17-q3`."""
    return f"return:{place}/{form}"


class AnswerRow(models.Model):
    """The answer to one question as it was typed, in its latest version; an empty text is an answer taken back.

    `origin` says where it comes from if nobody typed it: an earlier period, a workbook, an estimate.
    """

    record = models.ForeignKey(ReturnRecord, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    origin = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("record", "question"), name="one_answer_to_a_question_of_a_return"),
            models.CheckConstraint(condition=models.Q(version__gte=1), name="an_answer_begins_with_version_1"),
        )

    def __str__(self) -> str:
        return f"{self.question} (version {self.version})"
