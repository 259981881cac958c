"""E-mail: printed on the console unless a mail server is named; with one, kept until `concordat jobs` sends it."""

from concordat.config.email_url import CONSOLE, parse_email_url
from concordat.config.environment import text

NOBODY = "concordat@localhost"
_told = parse_email_url(text("CONCORDAT_EMAIL_URL", "console:"))
DELIVERY_BACKEND = _told.pop("EMAIL_BACKEND")  # what takes letters away from here
EMAIL_BACKEND = CONSOLE if DELIVERY_BACKEND == CONSOLE else "concordat.accounts.outbox.Outbox"
globals().update(_told)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = text("CONCORDAT_EMAIL_FROM", NOBODY)
