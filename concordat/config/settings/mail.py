"""E-mail: printed on the console unless a mail server is named."""

from concordat.config.email_url import parse_email_url
from concordat.config.environment import text

globals().update(parse_email_url(text("CONCORDAT_EMAIL_URL", "console:")))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = text("CONCORDAT_EMAIL_FROM", "concordat@localhost")
