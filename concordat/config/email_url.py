"""The mail server named by an address, as CONCORDAT_EMAIL_URL does."""

from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

CONSOLE = "django.core.mail.backends.console.EmailBackend"
SMTP = "django.core.mail.backends.smtp.EmailBackend"
SECONDS = 10
EXPLAIN = "write smtp://user:password@host:587 (STARTTLS), smtps://user:password@host:465, or console:"


def parse_email_url(url: str) -> dict[str, Any]:
    """Django's EMAIL_ settings. Raises ImproperlyConfigured without repeating the address, which may hold a password.

    `smtp` uses STARTTLS, save to a server on this machine; `smtps` is encrypted from the start.
    """
    parts = urlsplit(url)
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": CONSOLE}
    try:
        port = parts.port
    except ValueError:
        port = None
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or (port is None and ":" in parts.netloc[-6:]):
        raise ImproperlyConfigured(f"CONCORDAT_EMAIL_URL is no address of a mail server; {EXPLAIN}.")
    secure = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": SMTP,
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or (465 if secure else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": secure,
        "EMAIL_USE_TLS": not secure and parts.hostname not in ("localhost", "127.0.0.1"),
        "EMAIL_TIMEOUT": SECONDS,
    }
