"""What was looked for, or that it is not there."""

from typing import TypeVar

from django.http import Http404

Found = TypeVar("Found")


def only(found: Found | None) -> Found:
    """It. Raises Http404 where it is none."""
    if found is None:
        raise Http404("There is no such thing, or it is no longer there.")
    return found
