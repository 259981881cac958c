"""Roles given to people at places, invitations to take one, and tokens of organisations."""

from datetime import date

from django.db import models
from django.utils import timezone

from concordat.accounts.models.body import Body
from concordat.accounts.models.person import Person
from concordat.accounts.roles import ROLES
from concordat.history.chain import Actor


class GrantQuerySet(models.QuerySet["Grant"]):
    """Grants, and which of them count."""

    def holding(self, on: date) -> "GrantQuerySet":
        """Those that let somebody who can sign in do something on a day."""
        lasting = models.Q(ends__isnull=True) | models.Q(ends__gt=on)
        return self.filter(lasting, starts__lte=on, person__is_active=True)


class Grant(models.Model):
    """A role that a person has at a place from a day on; `ends` is the first day on which they have it no longer.

    `place` is an area or a footprint, which then means every place in it.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=30)
    place = models.CharField(max_length=100, db_index=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="grants")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    granted_by = models.CharField(max_length=200)
    reason = models.CharField(max_length=500, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(role__in=tuple(ROLES)), name="a_grant_is_of_a_known_role"),
            models.CheckConstraint(
                condition=models.Q(ends__isnull=True) | models.Q(ends__gte=models.F("starts")),
                name="a_grant_does_not_end_before_it_starts",
            ),
            models.UniqueConstraint(
                fields=("person", "role", "place", "body"),
                condition=models.Q(ends__isnull=True),
                name="a_role_for_a_body_is_granted_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=("person", "role", "place"),
                condition=models.Q(ends__isnull=True, body__isnull=True),
                name="a_role_is_granted_once_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}: {self.role} at {self.place}"


class Invitation(models.Model):
    """A role offered by e-mail. Only a digest of the token in the link is kept."""

    email = models.EmailField()
    role = models.CharField(max_length=30)
    place = models.CharField(max_length=100, db_index=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ends = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(role__in=tuple(ROLES)), name="an_invitation_is_to_a_known_role"),
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | models.Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="an_invitation_is_accepted_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.email}: {self.role} at {self.place}"


class ApiToken(models.Model):
    """What a program of an organisation signs in with. Only a digest is kept; `begins` tells tokens apart."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=100)
    scopes = models.JSONField()
    begins = models.CharField(max_length=12)
    token_digest = models.CharField(max_length=64, unique=True)
    created_by = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")), name="a_token_expires_after_it_is_made"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.begins}…)"

    @property
    def is_live(self) -> bool:
        return self.revoked_at is None and timezone.now() < self.expires_at

    def acting(self, body: str = "") -> Actor:
        """The token as history names it."""
        return Actor(
            f"token:{self.pk}", f"{body or self.body.name}, by the token {self.name!r}", body or self.body.name
        )
