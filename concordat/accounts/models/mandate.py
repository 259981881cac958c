"""What a body has decided, or has let named people decide for it."""

from django.db import models

from concordat.accounts.mandates import Terms
from concordat.accounts.models.body import Body
from concordat.accounts.models.person import Person
from concordat.periods import format_date


class Mandate(models.Model):
    """A body's decision (meeting, day, minute), or its delegation to named people, alone or jointly, until a day.

    `forms` are the forms that it holds for, none meaning every form; `jointly` is how many of the delegates have to
    sign before it counts.
    """

    class Kind(models.TextChoices):
        DECISION = "decision", "Decision of the body"
        DELEGATION = "delegation", "Delegation to named people"

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="mandates")
    kind = models.CharField(max_length=20, choices=Kind)
    meeting = models.CharField(max_length=200)
    held = models.DateField()
    minute = models.CharField(max_length=100, blank=True)
    words = models.TextField(blank=True)
    forms = models.JSONField(default=list, blank=True)
    delegates = models.ManyToManyField(Person, related_name="mandates", blank=True)
    jointly = models.PositiveSmallIntegerField(default=1)
    until = models.DateField(null=True, blank=True)
    withdrawn = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-held",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind__in=("decision", "delegation")), name="a_mandate_is_of_a_known_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("held")),
                name="a_mandate_does_not_end_before_it_was_given",
            ),
            models.CheckConstraint(condition=models.Q(jointly__gte=1), name="somebody_signs_under_a_mandate"),
        )

    def __str__(self) -> str:
        return f"{self.meeting}, {format_date(self.held)}" + (f", minute {self.minute}" if self.minute else "")

    def terms(self) -> Terms:
        """The mandate as its rules read it; one query for the delegates, none where they were fetched before."""
        return Terms(
            id=self.pk,
            kind=self.kind,
            body=self.body_id,
            said=str(self),
            held=self.held,
            until=self.until,
            withdrawn=self.withdrawn,
            forms=frozenset(self.forms),
            delegates=frozenset(person.pk for person in self.delegates.all()),
            jointly=self.jointly,
        )
