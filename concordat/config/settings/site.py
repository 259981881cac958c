"""What the site is called, where it is, in which language and time."""

from concordat.config.environment import day, text, words
from concordat.config.settings.modes import DEBUG, DEMO, GALLERY, HTTPS

__all__ = [
    "DEBUG",
    "DEMO",
    "GALLERY",
    "LANGUAGE_CODE",
    "SITE_ADDRESS",
    "SITE_NAME",
    "STARTS_ON",
    "TIME_ZONE",
    "USE_TZ",
]

SITE_NAME = "Concordat"
# Where links in letters lead.
SITE_ADDRESS = text(
    "CONCORDAT_ADDRESS", f"{'https' if HTTPS else 'http'}://{(words('CONCORDAT_HOSTS') or ['127.0.0.1:8000'])[0]}"
)
# The day on which the clock of a demonstration begins; None for the real one.
STARTS_ON = day("CONCORDAT_STARTS_ON")
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
