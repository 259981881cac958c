"""Which words of a text changed, for a reader who wants to see the difference at a glance."""

from dataclasses import dataclass
from difflib import SequenceMatcher

MOST_WORDS = 1_500  # comparing takes time with the square of it; longer texts are shown one after the other
LEAST_WORDS = 4  # below, both are read faster than their difference


@dataclass(frozen=True, slots=True)
class Part:
    """Words that stayed (`kind` is empty), came (`added`) or went (`removed`)."""

    text: str
    kind: str = ""


def compare_words(before: str, after: str) -> tuple[Part, ...]:
    """The words of both texts in one line, in order; nothing where both are read better one after the other."""
    old, new = before.split(), after.split()
    if min(len(old), len(new)) < LEAST_WORDS or max(len(old), len(new)) > MOST_WORDS:
        return ()
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < 0.3:
        return ()
    parts: list[Part] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            parts.append(Part(" ".join(old[a:b])))
            continue
        parts += [Part(" ".join(old[a:b]), "removed")] if b > a else []
        parts += [Part(" ".join(new[c:d]), "added")] if d > c else []
    return tuple(parts)
