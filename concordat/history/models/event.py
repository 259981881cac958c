"""Events and the chains that they form."""

import json
from typing import Any, NoReturn, TypeVar

from django.db import models

from concordat.history.chain import Actor, Link, format_moment

Row = TypeVar("Row", bound=models.Model)


class AppendOnly(TypeError):
    """Somebody tried to change or remove what is only ever added."""


class AppendOnlyQuerySet(models.QuerySet[Row]):
    """Rows that can be read and added."""

    def _refuse(self, *args: object, **kwargs: object) -> NoReturn:
        raise AppendOnly(f"Rows of {self.model._meta.db_table} are never changed or removed.")

    update = delete = bulk_update = update_or_create = _raw_delete = _refuse


class AppendOnlyModel(models.Model):
    """A row that is written once."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly(f"Rows of {self._meta.db_table} are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly(f"Rows of {self._meta.db_table} are never removed.")


class Chain(models.Model):
    """The end of one subject's chain: how many events it has and the digest of the last.

    Whoever adds an event locks this row first, so that no two events follow the same one.
    """

    subject = models.CharField(max_length=200, unique=True)
    length = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True, default="")
    at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.subject}, {self.length} events"


class Event(AppendOnlyModel):
    """One thing that somebody did. `payload` is the canonical JSON that the digest was made of."""

    subject = models.CharField(max_length=200)
    sequence = models.PositiveIntegerField()
    actor_id = models.CharField(max_length=60)
    actor = models.CharField(max_length=200)
    body = models.CharField(max_length=200, blank=True)
    verb = models.CharField(max_length=40)
    about = models.CharField(max_length=200, blank=True)
    payload = models.TextField()
    at = models.DateTimeField()
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    objects = AppendOnlyQuerySet["Event"].as_manager()

    class Meta:
        ordering = ("subject", "sequence")
        constraints = (
            models.UniqueConstraint(fields=("subject", "sequence"), name="one_event_at_each_place_of_a_chain"),
            models.CheckConstraint(condition=models.Q(sequence__gte=1), name="a_chain_begins_with_event_1"),
        )
        indexes = (models.Index(fields=("subject", "about"), name="history_of_one_answer"),)

    def __str__(self) -> str:
        return f"{self.subject} #{self.sequence}: {self.actor} {self.verb} {self.about}".rstrip()

    @property
    def said(self) -> dict[str, Any]:
        """The particulars."""
        found: dict[str, Any] = json.loads(self.payload)
        return found

    @property
    def by(self) -> Actor:
        return Actor(self.actor_id, self.actor, self.body)

    def as_link(self) -> Link:
        """The event as its chain is checked."""
        return Link(
            self.subject,
            self.sequence,
            self.actor_id,
            self.actor,
            self.body,
            self.verb,
            self.about,
            self.payload,
            format_moment(self.at),
            self.previous,
            self.digest,
        )
