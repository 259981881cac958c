"""The tag of an answer, by which a program says which version it saw: `"3"`, or `"0"` where there is no answer yet.

A tag names the version and nothing else. Something on the way that compresses answers may mark it as weak (`W/"3"`);
that takes nothing from it, for two contents of one answer never have one version.
"""

import re
from dataclasses import dataclass
from typing import Any

from concordat.returns.conflict import Conflict

_TAG = re.compile(r'(?:W/)?"(\d{1,9})"')


class NoMatch(ValueError):
    """No version was named, so that an answer that somebody else gave meanwhile could be lost."""


class NotATag(ValueError):
    """What was named is no tag of an answer."""


@dataclass(eq=False)
class Mismatch(Exception):
    """Another version is there than was named."""

    conflict: Conflict

    def __str__(self) -> str:
        who = f" by {self.conflict.who}" if self.conflict.who else ""
        return f"The answer was changed{who} meanwhile. Look at both, then send the one to keep with the new tag."

    def as_dict(self) -> dict[str, Any]:
        """Both answers, and the tag to send with the one to keep."""
        return {
            "question": self.conflict.question,
            "yours": self.conflict.yours,
            "theirs": self.conflict.theirs,
            "etag": etag_of(self.conflict.version),
            "by": self.conflict.who,
            "at": self.conflict.when.isoformat(),
        }


def etag_of(version: int) -> str:
    """The tag of a version, with its quotes, as headers have it."""
    return f'"{version}"'


def read_if_match(header: str | None) -> int:
    """The version that an If-Match header names. Raises NoMatch where it names none, NotATag for what is no tag."""
    said = (header or "").strip()
    if said in ("", "*"):
        raise NoMatch('Send If-Match with the etag of the answer that you saw; "0" where there is none yet.')
    found = _TAG.fullmatch(said)
    if found is None:
        raise NotATag('If-Match is not one etag as the answer gave it, such as "3" with its quotes.')
    return int(found[1])
