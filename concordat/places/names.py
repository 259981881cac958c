"""Names: what a person types against what a list holds."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Generic, Protocol, TypeVar

# Words that tell no two names apart.
_COUNCIL_WORDS = [
    "council",
    "councils",
    "borough",
    "county",
    "city",
    "district",
    "metropolitan",
    "unitary",
    "authority",
]
_BOARD_WORDS = ["health", "wellbeing", "board", "hwb", "ua", "corporation", "royal"]
_NHS_WORDS = ["nhs", "ccg", "clinical", "commissioning", "group", "icb", "integrated", "care", "stp", "partnership"]
_JOINING_WORDS = ["of", "the", "and", "on", "upon"]
_NOISE = frozenset([*_COUNCIL_WORDS, *_BOARD_WORDS, *_NHS_WORDS, *_JOINING_WORDS])
_QUITE_LIKE = 0.6  # below this, two names have little more than their vowels in common


class Named(Protocol):
    @property
    def name(self) -> str: ...


T = TypeVar("T", bound=Named)


def fold(text: str) -> str:
    """Lower case, no accents or punctuation, `&` as `and`, single blanks: `St. Helens` is `st helens`."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall(r"[a-z0-9]+", plain.replace("&", " and ").replace("'", "")))


def telling_words(text: str) -> tuple[str, ...]:
    """The words of a name that tell it from others: `London Borough of Camden` and `Camden Council` are `camden`."""
    folded = fold(text).replace("london borough", "")
    return tuple(word for word in folded.split() if word not in _NOISE)


def slug_of(name: str) -> str:
    """`Southend-on-Sea` is `southend-on-sea`, `St. Helens` is `st-helens`."""
    return fold(name).replace(" ", "-")


class NameIndex(Generic[T]):
    """Finds items by code, by name, and by an unambiguous part of a name."""

    def __init__(self) -> None:
        self._exact: dict[str, list[T]] = {}
        self._telling: dict[str, list[T]] = {}
        self._words: list[tuple[frozenset[str], T]] = []
        self._shown: list[tuple[tuple[str, ...], T]] = []

    def add(self, item: T, *, names: list[str], codes: list[str]) -> None:
        """Enter an item under its names, the first of them the one to show, and its codes."""
        for key in (*names, *codes):
            _enter(self._exact, fold(key), item)
        for name in names:
            words = telling_words(name)
            _enter(self._telling, "".join(words), item)
            self._words.append((frozenset(words), item))
        self._shown.append((telling_words(names[0]), item))

    def exact(self, text: str) -> list[T]:
        """Items with this very code or name."""
        return self._exact.get(fold(text), [])

    def named(self, text: str) -> list[T]:
        """Items with this code or name, or whose names differ only in words that tell nothing."""
        return self.exact(text) or self._telling.get("".join(telling_words(text)), [])

    def matches(self, text: str) -> list[T]:
        """Items that the text may mean: `named`, or else those that have all its words; more than one is a doubt."""
        if found := self.named(text):
            return found
        words = frozenset(telling_words(text))
        if not words:
            return []
        return _once(item for has, item in self._words if words <= has)

    def closest(self, text: str, limit: int = 3) -> list[str]:
        """The names most like the text, best first; empty where none is at all like it."""
        wanted = "".join(telling_words(text))
        scored = ((_likeness(wanted, words), item.name) for words, item in self._shown)
        likely = sorted((pair for pair in scored if pair[0] >= _QUITE_LIKE), key=lambda pair: (-pair[0], pair[1]))
        return list(dict.fromkeys(name for _, name in likely))[:limit]


def say_closest(names: list[str]) -> str:
    """`the closest are A, B and C`, or the like for one name; empty for none."""
    if not names:
        return ""
    if len(names) == 1:
        return f"the closest is {names[0]}"
    return f"the closest are {'; '.join(names[:-1])} and {names[-1]}"


def _enter(table: dict[str, list[T]], key: str, item: T) -> None:
    if key and item not in table.setdefault(key, []):
        table[key].append(item)


def _once(items: Iterable[T]) -> list[T]:
    found: list[T] = []
    for item in items:
        if item not in found:
            found.append(item)
    return found


def _likeness(wanted: str, words: tuple[str, ...]) -> float:
    """0 to 1: of the whole name or, which counts a little less, of its likest word; a word's beginning is nearly it."""
    if len(wanted) >= 3 and any(word.startswith(wanted) for word in words):
        return 0.97
    whole = SequenceMatcher(None, wanted, "".join(words)).ratio()
    return max(whole, 0.95 * max((SequenceMatcher(None, wanted, word).ratio() for word in words), default=0.0))
