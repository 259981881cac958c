"""The defined names of a workbook: one for each question, and some that say whose workbook of which form it is.

Answers are found by these names, wherever a person has moved them. A name keeps to letters, digits and underscores,
because a dot means a sheet to some spreadsheets, and begins with a word and an underscore, so that it is never taken
for the address of a cell. Upper and lower case are one to a spreadsheet.
"""

import re
from dataclasses import dataclass

PREFIX = "answer_"
LONGEST = 255  # what a spreadsheet allows
STAMP_PLACE = "return_place"
STAMP_FORM = "return_form"
STAMP_VERSION = "return_version"
STAMP_SOURCE = "return_source"
STAMP_TAKEN = "return_taken"
STAMPS = (STAMP_PLACE, STAMP_FORM, STAMP_VERSION, STAMP_SOURCE, STAMP_TAKEN)
CONTROL_CHARACTERS = "list_control_characters"
MONTH_NAMES = "list_month_names"

_ID = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")
_NAME = re.compile(r"[a-z0-9]+(__?[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Stamp:
    """Whose answers to which form a workbook holds: the place as files name it, the form's id and its version.

    `source` is where the answers come from, where that is said; `taken` how far the answers had come when the workbook
    was taken, in words that only whoever keeps them understands.
    """

    place: str
    form: str
    version: str
    source: str = ""
    taken: str = ""


def name_of(id: str) -> str:
    """The defined name of a question. Raises ValueError for what is no id, or too long for a spreadsheet."""
    name = PREFIX + id.replace(".", "__").replace("-", "_")
    if not _ID.fullmatch(id):
        raise ValueError(f"{id!r} is not the id of a question.")
    if len(name) > LONGEST:
        raise ValueError(
            f"{id!r} is too long for a name in a workbook; {LONGEST - len(PREFIX)} characters are the most."
        )
    return name


def id_of(name: str) -> str | None:
    """The question that a defined name stands for; None where it is not the name of an answer."""
    inner = name.casefold()
    if not inner.startswith(PREFIX) or not _NAME.fullmatch(inner := inner.removeprefix(PREFIX)):
        return None
    return inner.replace("__", ".").replace("_", "-")
