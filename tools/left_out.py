"""Say, before the tests, what this machine leaves out of them and why."""

import importlib.util
import os
import shutil
from pathlib import Path

from on_postgresql import ON_THIS_MACHINE, does_answer

SOURCES = "CONCORDAT_SOURCES"
ASSETS = Path(__file__).parent.parent / "concordat" / "web" / "static" / "nhsuk" / "nhsuk-frontend.css"


def list_left_out() -> list[str]:
    """A line for each thing that is left out here."""
    return [line for line in (_packs(), _office(), _browser(), _postgresql(), _spark(), _fuzzer()) if line]


def _packs() -> str:
    folder = os.environ.get(SOURCES)
    if not folder:
        return f"comparing the examples with the packs they were taken from: {SOURCES} names no folder that has them."
    if not Path(folder).is_dir():
        return f"comparing the examples with the packs they were taken from: {SOURCES}={folder} is no folder."
    return ""


def _office() -> str:
    if shutil.which("soffice"):
        return ""
    return "opening workbooks in LibreOffice and reading them back: soffice is not on this machine."


def _browser() -> str:
    if not any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")):
        return "journeys through the site in a browser: no Chromium is on this machine."
    if not ASSETS.exists():
        return "journeys through the site in a browser: the design system could not be fetched; see make assets."
    return ""


def _postgresql() -> str:
    if does_answer(os.environ.get("DATABASE_URL", ON_THIS_MACHINE)):
        return ""
    return "the site on PostgreSQL, which has to do all that it does on SQLite: none answers at 127.0.0.1:5432."


def _fuzzer() -> str:
    if importlib.util.find_spec("atheris"):
        return ""
    return "fuzzing the reader of workbooks: atheris is not there for this Python or this system."


def _spark() -> str:
    if not importlib.util.find_spec("pyspark"):
        return "counting records on a Spark cluster: PySpark is not installed."
    if not shutil.which("java"):
        return "counting records on a Spark cluster: no java is on this machine."
    return ""


if __name__ == "__main__":
    left_out = list_left_out()
    for line in left_out:
        print(f"Left out: {line}")
    if not left_out:
        print("Nothing is left out on this machine.")
