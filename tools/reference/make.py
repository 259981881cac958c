"""Every generated page by its name, and whether it is written as the code says."""

import argparse
import os
import re
import sys
from pathlib import Path

from concordat.frameworks.read_yaml import ENVIRONMENT
from reference import pages
from reference.checks import describe_checks
from reference.commands import describe_commands
from reference.flow_parameters import describe_flow_parameters
from reference.frameworks import describe_frameworks
from reference.places import describe_places
from reference.questionnaires import describe_questionnaires


def main(description: str | None = None) -> None:
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a page is out of date")
    given = parser.parse_args()
    os.environ.pop(ENVIRONMENT, None)
    stale = [page for page, text in make_pages().items() if not _is_written(pages.REFERENCE / page, text, given.check)]
    for page in stale:
        print(f"docs/reference/{page} is not what the code says; run make docs.")
    sys.exit(1 if stale else 0)


def make_pages() -> dict[str, str]:
    """Every generated page by its file name."""
    made = {
        "commands.md": describe_commands(),
        "checks.md": describe_checks(),
        "questionnaires.md": describe_questionnaires(),
        "flow-parameters.md": describe_flow_parameters(),
        "frameworks.md": describe_frameworks(),
        "places.md": describe_places(),
    }
    return {page: re.sub(r"\n{3,}", "\n\n", "\n".join(lines).strip()) + "\n" for page, lines in made.items()}


def _is_written(path: Path, text: str, only_check: bool) -> bool:
    """Whether the page says what it should once this is done."""
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return True
    if not only_check:
        path.write_text(text, encoding="utf-8")
    return not only_check
