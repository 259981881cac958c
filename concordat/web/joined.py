"""Words one after the other, as English joins them."""

from collections.abc import Sequence


def join_words(words: Sequence[str], last: str = "and") -> str:
    """`A`, `A and B`, `A, B and C`; with another word before the last one where it is named. Nothing for none."""
    *before, end = words or ("",)
    return f"{', '.join(before)} {last} {end}" if before else end
