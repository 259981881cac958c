"""Refusing, with the reason and with who can help."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied


class Denied(PermissionDenied):
    """Raised by whoever loads objects for a person. `who` names those that can grant what is missing."""

    def __init__(self, reason: str = "", who: Sequence[str] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.who = tuple(who)
