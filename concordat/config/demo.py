"""What `concordat serve --demo` has ready before it serves. Each room that has something to show adds its step."""

import os
import secrets
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string

# Functions that fill a database with examples and a cast of people; each may run again without harm and returns a line
# that says what is there now. By name, for they load models, which wait for the settings.
STEPS = ["concordat.returns.demo.load_demo"]
# Eleven days before the third quarter's return of 2016-17 is due.
STARTS_ON = "2017-02-20"
NO_LETTERS = "django.core.mail.backends.dummy.EmailBackend"


def prepare() -> list[str]:
    """Fill the demo's database; a line for each step, to be shown. Letters about what happened long ago go nowhere."""
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, NO_LETTERS
    try:
        return [import_string(step)() for step in STEPS]
    finally:
        settings.EMAIL_BACKEND = backend


def settle_environment(folder: Path) -> None:
    """Settings of a demo on one's own machine, in a folder of its own, with a key that is made once and kept there."""
    demo = folder / "demo"
    demo.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.environ["CONCORDAT_DATA"] = str(demo)
    os.environ["CONCORDAT_DEMO"] = "1"
    os.environ.setdefault("CONCORDAT_STARTS_ON", STARTS_ON)
    os.environ["CONCORDAT_SECRET_KEY"] = _key(demo / "secret-key")


def _key(path: Path) -> str:
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64), encoding="ascii")
    return path.read_text(encoding="ascii").strip()
