"""Finding a place by what people call it."""

from collections.abc import Iterable
from functools import cache

from concordat.places.area import VINTAGES, Area, check_vintage
from concordat.places.names import NameIndex, fold, say_closest, telling_words
from concordat.places.vintage import areas, later_or_earlier, region_names


class UnknownPlace(ValueError):
    """The text names no place, or more than one; the message says what to write, `closest` names the candidates."""

    def __init__(self, message: str, closest: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.closest = tuple(closest)


def find_area(text: str, vintage: int) -> Area:
    """The area that a slug, a name, an unambiguous part of one, an ONS code or an adult social care code means.

    Case, punctuation and words such as "council", "borough", "city of", "UA", "upon" or "on" make no difference.
    An exact name wins over a part: "York" is York, not North Yorkshire. A council of a joint area finds the joint
    area. Raises UnknownPlace, naming the closest or the candidates, and NotHeld for a vintage that is not held.
    """
    index = _index(check_vintage(vintage))
    exact = index.exact(text)
    if not exact:
        _refuse_region(text, vintage)
    found = exact or index.matches(text)
    if len(found) == 1:
        return found[0]
    _refuse_other_vintage(text, vintage)
    if found:
        names = [area.name for area in found]
        raise UnknownPlace(
            f"{text!r} may mean {', '.join(names[:-1])} or {names[-1]}; write the full name, the slug or the code.",
            names,
        )
    closest = index.closest(text)
    hint = say_closest(closest)
    raise UnknownPlace(
        f"There is no place called {text!r} on the boundaries of {vintage}{'; ' + hint if hint else ''}. "
        "Write a name, slug or code from the list of places.",
        closest,
    )


@cache
def _index(vintage: int) -> NameIndex[Area]:
    index: NameIndex[Area] = NameIndex()
    for area in areas(vintage):
        names, codes = [area.name], [area.code]
        for council in area.councils:
            names += [council.name, *council.other_names]
            codes += [council.code, council.asc_code, *council.other_codes]
        index.add(area, names=names, codes=codes)
    return index


def _refuse_region(text: str, vintage: int) -> None:
    """ "London" must not quietly find the City of London, nor "North East" a place that has both words."""
    if "city" in fold(text).split():
        return
    for code, name in region_names().items():
        if telling_words(text) == telling_words(name) or fold(text) == fold(code):
            inside = [area.name for area in areas(vintage) if area.region == name]
            raise UnknownPlace(
                f"{text!r} is a region with {len(inside)} places; name one of them, such as {inside[0]}.", inside[:3]
            )


def _refuse_other_vintage(text: str, vintage: int) -> None:
    nearest = sorted((other for other in VINTAGES if other != vintage), key=lambda other: abs(other - vintage))
    for other in nearest:
        if len(found := _index(other).named(text)) == 1:
            first = max(council.first for council in found[0].councils)
            last = min(council.last for council in found[0].councils)
            years = f"{first} to {last}" if first < last else f"{first}"
            now = [area.name for area in later_or_earlier(found[0], vintage)]
            raise UnknownPlace(
                f"{text!r} is a place on the boundaries of {years}, not of {vintage}; there its land is in: "
                f"{'; '.join(now)}. Write {'that name' if len(now) == 1 else 'one of these names'} instead.",
                now,
            )
