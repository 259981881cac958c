"""A long text beside another one: the part around where they first differ, and the whole of it folded."""

from dataclasses import dataclass

LONG = 600  # characters; a text up to this length is shown whole
BEFORE = 150  # characters that both have in common, before the first that differs


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What is shown of a text under a heading; `whole` is all of it where that is more, else empty."""

    heading: str
    shown: str
    whole: str = ""


def excerpt(heading: str, text: str, other: str) -> Excerpt:
    """A text as it is shown beside another one: from shortly before the first difference on, where it is long."""
    if len(text) <= LONG:
        return Excerpt(heading, text)
    alike = next((at for at, pair in enumerate(zip(text, other, strict=False)) if pair[0] != pair[1]), len(other))
    begin = max(0, min(alike - BEFORE, len(text) - LONG))
    end = begin + LONG
    cut = text[begin:end]
    return Excerpt(heading, f"{'…' if begin else ''}{cut}{'…' if end < len(text) else ''}", text)
