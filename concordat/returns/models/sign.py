"""What was signed and submitted: contents that never change, who signed them, what was sent, and extensions."""

from django.db import models
from django.db.models import Q

from concordat.accounts.models import Body, Mandate, Person
from concordat.history.models import AppendOnlyModel, AppendOnlyQuerySet
from concordat.returns.models.record import ReturnRecord


class Snapshot(AppendOnlyModel):
    """The whole of a return at one moment, as the JSON of its file, kept under its digest."""

    digest = models.CharField(max_length=64, unique=True)
    text = models.TextField()

    objects = AppendOnlyQuerySet["Snapshot"].as_manager()

    def __str__(self) -> str:
        return self.digest[:12]


class Signature(models.Model):
    """That a person signed a content for a body: on a mandate, or provisionally until the body ratifies it.

    `voided_at_event` is the event of the return's chain with which it fell.
    """

    record = models.ForeignKey(ReturnRecord, on_delete=models.CASCADE, related_name="signatures")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="signatures")
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=200)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    provisional = models.BooleanField()
    at = models.DateTimeField()
    ratified_at = models.DateTimeField(null=True, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_at_event = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(provisional=True, mandate__isnull=True) | Q(provisional=False, mandate__isnull=False),
                name="a_signature_rests_on_a_mandate_or_is_provisional",
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True, voided_at_event__isnull=True)
                | Q(voided_at__isnull=False, voided_at_event__isnull=False),
                name="a_signature_falls_with_an_event",
            ),
            models.UniqueConstraint(
                fields=("record", "person", "body"),
                condition=Q(voided_at__isnull=True),
                name="a_person_signs_once_for_a_body",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} for {self.body}"

    @property
    def stands(self) -> bool:
        return self.voided_at is None


class Submission(AppendOnlyModel):
    """One submission: its content, its receipt, and the end of the return's chain with it. The latest one counts.

    `version` is that of the form, `sequence` and `head` are the event that records it; `signed` is the list of
    signatures as the receipt prints it.
    """

    record = models.ForeignKey(ReturnRecord, on_delete=models.PROTECT, related_name="sent")
    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    sequence = models.PositiveIntegerField()
    head = models.CharField(max_length=64)
    signed = models.JSONField(default=list)
    taken_from = models.CharField(max_length=500, blank=True)

    objects = AppendOnlyQuerySet["Submission"].as_manager()

    class Meta:
        ordering = ("record", "number")
        constraints = (
            models.UniqueConstraint(fields=("record", "number"), name="submissions_are_numbered"),
            models.CheckConstraint(condition=Q(number__gte=1), name="submissions_are_numbered_from_1"),
        )

    def __str__(self) -> str:
        return f"{self.record}, submission {self.number}"


class Extension(models.Model):
    """That a return may still be submitted after its deadline, until a moment, for a reason."""

    record = models.ForeignKey(ReturnRecord, on_delete=models.CASCADE, related_name="extensions")
    until = models.DateTimeField()
    reason = models.TextField()
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(until__gt=models.F("at")), name="an_extension_ends_later_than_it_is_given"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="an_extension_has_a_reason"),
        )

    def __str__(self) -> str:
        return f"{self.record} until {self.until}"
