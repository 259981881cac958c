"""A person who signs in."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from concordat.history.chain import Actor


class PersonManager(BaseUserManager["Person"]):
    """Finds people by their address, however it is typed."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email=(username or "").strip().lower())

    def create_user(self, email: str, name: str = "", password: str | None = None) -> "Person":
        """A person without any right yet; without a password nobody can sign in as them with one."""
        person = self.model(email=email, name=name or email.partition("@")[0])
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """A person: an e-mail address to sign in with and a name to be seen by. What they may do stands in their grants."""

    email = models.EmailField("e-mail address", unique=True, error_messages={"unique": "Somebody has this address."})
    name = models.CharField(max_length=150)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]  # noqa: RUF012  # Django wants a list

    objects = PersonManager()

    class Meta:
        verbose_name_plural = "people"
        constraints = (
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="an_address_is_in_small_letters"),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    def acting(self, body: str = "") -> Actor:
        """The person as history names them."""
        return Actor(f"person:{self.pk}", self.name, body)
