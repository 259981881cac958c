"""What is said about answers: remarks, reasons for findings, and who is asked to answer what by when."""

from django.db import models
from django.db.models import Q

from concordat.accounts.models import Body, Person
from concordat.returns.models.record import ReturnRecord
from concordat.returns.states import AssignmentState


class Remark(models.Model):
    """A remark on a question; `come_back` marks one to come back to before the return goes out."""

    record = models.ForeignKey(ReturnRecord, on_delete=models.CASCADE, related_name="remarks")
    question = models.CharField(max_length=200)
    text = models.TextField()
    come_back = models.BooleanField(default=False)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    resolved_by = models.CharField(max_length=200, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(condition=~Q(text=""), name="a_remark_says_something"),
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True, resolved_by="")
                | Q(resolved_at__isnull=False) & ~Q(resolved_by=""),
                name="a_remark_is_resolved_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.by} on {self.question}"


class ReasonRow(models.Model):
    """What the place says to a finding, in its latest version; an empty text is a reason taken back."""

    record = models.ForeignKey(ReturnRecord, on_delete=models.CASCADE, related_name="reasons")
    code = models.CharField(max_length=60)
    where = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("record", "code", "where"), name="one_reason_for_a_finding"),)

    def __str__(self) -> str:
        return f"{self.code} at {self.where}"


class Assignment(models.Model):
    """A section or a question that a person or a body is asked to answer by a day."""

    record = models.ForeignKey(ReturnRecord, on_delete=models.CASCADE, related_name="assignments")
    target = models.CharField(max_length=200)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="assignments")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="assignments")
    due = models.DateField(null=True, blank=True)
    state = models.CharField(
        max_length=20, choices=[(one.value, one.label) for one in AssignmentState], default="asked"
    )
    words = models.TextField(blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(person__isnull=False, body__isnull=True) | Q(person__isnull=True, body__isnull=False),
                name="a_person_or_a_body_is_asked",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in AssignmentState]), name="an_assignment_is_in_a_known_state"
            ),
            models.UniqueConstraint(
                fields=("record", "target"),
                condition=Q(state__in=("asked", "chased")),
                name="one_is_asked_for_a_section_or_question",
            ),
        )

    def __str__(self) -> str:
        return f"{self.target}: {self.assignee}"

    @property
    def assignee(self) -> str:
        who = self.person or self.body
        return who.name if who else ""
