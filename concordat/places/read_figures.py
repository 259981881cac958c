"""What a person brings to the rooms of places: figures of commissioners, and footprints to check. CSV in."""

from decimal import Decimal
from pathlib import Path

from concordat.money import NotMoney, parse_pounds
from concordat.places.read_csv import check_unique, read_rows


def read_figures(path: Path) -> dict[str, Decimal]:
    """A CSV with the columns `commissioner,figure`: name or code to its figure, in the order of the file.

    Figures may be written as money is: £1,234.50. Raises DataError for a commissioner that stands twice, or an
    empty or unreadable figure.
    """
    rows = read_rows(path, ["commissioner", "figure"])
    check_unique(rows, lambda row: row.filled("commissioner"), "commissioner")
    found = {}
    for row in rows:
        try:
            found[row["commissioner"]] = parse_pounds(row.filled("figure"))
        except NotMoney as problem:
            raise row.error(str(problem)) from None
    return found


def read_footprints(path: Path) -> dict[str, list[str]]:
    """A CSV with the columns `footprint,place`: footprint to its places; a blank place makes an empty footprint."""
    found: dict[str, list[str]] = {}
    for row in read_rows(path, ["footprint", "place"]):
        places = found.setdefault(row.filled("footprint"), [])
        if row["place"]:
            places.append(row["place"])
    return found
