"""The whole of a return at one moment, written in the one way that gives it a digest: what is signed and submitted."""

from typing import Any

from concordat.history.chain import canonical_json, digest_of_text
from concordat.returns.place_return import Return
from concordat.returns.write_file import return_as_dict

# Talk about a return is no part of what is signed, nor is the day on which somebody sends it.
_LEFT_OUT = ("remarks", "assigned", "submitted")


def content_of(ret: Return) -> dict[str, Any]:
    """What of a return is signed and submitted, as its file has it: place, form, answers as typed, reasons."""
    return {key: value for key, value in return_as_dict(ret).items() if key not in _LEFT_OUT}


def render_snapshot(ret: Return) -> str:
    """The canonical JSON of a return's content."""
    return canonical_json(content_of(ret))


def calculate_content_digest(ret: Return) -> str:
    """SHA-256 of a return's content: the same for two returns if and only if they say the same."""
    return digest_of_text(render_snapshot(ret))
