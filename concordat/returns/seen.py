"""What a person had before them when they answered: so that only what they touched is saved, and never over another.

A page carries, beside each answer, the version that it showed and a digest of the text that it put into the control.
An answer that comes back with the same digest was not touched, whoever changed it meanwhile.
"""

from dataclasses import dataclass
from hashlib import sha256

DIGITS = 12  # enough to tell two texts of one answer apart; nobody gains anything by a collision with himself


@dataclass(frozen=True, slots=True)
class Seen:
    """The version of an answer that was shown, 0 for none, and the digest of the text beside it."""

    version: int
    digest: str

    def is_touched(self, text: str) -> bool:
        """Whether a text differs from the one that was shown."""
        return self.digest != digest_of_typed(text)


def seen_token(version: int, text: str) -> str:
    """What a page carries beside a control: `3-9f86d081884c`."""
    return f"{version}-{digest_of_typed(text)}"


def read_seen(token: str) -> Seen:
    """The reading of a token; one that is none counts as nothing seen, so that nothing is overwritten with it."""
    version, _, digest = token.partition("-")
    return Seen(int(version), digest) if version.isascii() and version.isdigit() and len(version) < 10 else Seen(0, "")


def as_typed(text: str) -> str:
    """A text as it was typed: browsers send each end of a line as two characters."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def digest_of_typed(text: str) -> str:
    """The digest of a text, ends of lines and blanks around it aside."""
    return sha256(as_typed(text).strip().encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]
