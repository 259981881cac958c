"""Telling a page that what it kept on the person's device has been saved.

A field with `data-keep="key"` keeps what is typed in the browser until a save is acknowledged, so that nothing is lost
when saving fails or the browser closes. Saving by htmx is acknowledged by any 2xx answer; an ordinary form by naming
its keys here before redirecting.
"""

from django.contrib import messages
from django.http import HttpRequest

ACKNOWLEDGED = "kept"  # the tag by which the page's template knows such a message


def acknowledge(request: HttpRequest, *keys: str) -> None:
    """Have the next page forget what it kept under these keys."""
    messages.add_message(request, messages.INFO, " ".join(keys), extra_tags=ACKNOWLEDGED)
