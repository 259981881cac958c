"""What somebody typed and has no place on the page any more: shown, so that it can be copied, with the reason."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lost:
    """A text that was sent for something that cannot take it: what that is called, and why."""

    name: str
    text: str
    why: str
