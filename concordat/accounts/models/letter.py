"""Letters that wait to be sent."""

from django.db import models
from django.utils import timezone


class Letter(models.Model):
    """A letter to one address, kept with what it tells of until a mail server has taken it, and no longer.

    `due_at` is when it is tried next; whoever tries moves it on first, so that no two send the same letter at once.
    """

    to = models.EmailField()
    reply_to = models.EmailField(blank=True)
    subject = models.CharField(max_length=500)
    text = models.TextField()
    made_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"letter {self.pk}"
