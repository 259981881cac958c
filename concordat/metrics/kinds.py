"""The kinds of file that figures are read from, each known by its columns."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from concordat.metrics import (
    read_activity,
    read_ascof,
    read_counts,
    read_delayed_transfers,
    read_delayed_transfers_national,
    read_deprivation,
    read_discharge,
    read_own_figures,
)
from concordat.metrics.published_file import Reading, read_header
from concordat.metrics.shelf import Shelf
from concordat.questionnaires.read_yaml import DataError

Reader = Callable[[Path, Collection[str]], Reading]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: what it is, its columns, and what reads it."""

    id: str
    title: str
    columns: tuple[str, ...]
    read: Reader
    publisher: str
    licence: str = "Open Government Licence v3.0"


def _plain(read: Callable[[Path], Reading]) -> Reader:
    return lambda path, _: read(path)


_AT_ALL_ALIKE = 0.3  # of the columns; below this no kind is worth naming
_NHS_ENGLAND, _NHS_DIGITAL = "NHS England", "NHS Digital"
KINDS = (
    Kind(
        read_delayed_transfers.KIND,
        "Delayed transfers of care by council and month",
        read_delayed_transfers.COLUMNS,
        _plain(read_delayed_transfers.read_delayed_transfers),
        _NHS_ENGLAND,
    ),
    Kind(
        read_delayed_transfers_national.KIND,
        "Delayed transfers of care in England by month",
        read_delayed_transfers_national.COLUMNS,
        _plain(read_delayed_transfers_national.read_delayed_transfers_national),
        _NHS_ENGLAND,
    ),
    Kind(
        read_activity.KIND,
        "Hospital activity by commissioner and month",
        read_activity.COLUMNS,
        read_activity.read_activity,
        _NHS_ENGLAND,
    ),
    Kind(
        read_ascof.KIND,
        "Adult Social Care Outcomes Framework, measures of the Better Care Fund",
        read_ascof.COLUMNS,
        _plain(read_ascof.read_ascof),
        _NHS_DIGITAL,
    ),
    Kind(
        read_ascof.KIND_MENTAL_HEALTH,
        "Adult Social Care Outcomes Framework, 1F and 1H",
        read_ascof.COLUMNS_MENTAL_HEALTH,
        _plain(read_ascof.read_ascof_mental_health),
        _NHS_DIGITAL,
    ),
    Kind(
        read_discharge.KIND,
        "Discharge-ready date by month",
        read_discharge.COLUMNS,
        read_discharge.read_discharge,
        _NHS_ENGLAND,
    ),
    Kind(
        read_discharge.KIND_YEAR,
        "Discharge-ready date, the year 2024-25",
        read_discharge.COLUMNS_YEAR,
        read_discharge.read_discharge_year,
        _NHS_ENGLAND,
    ),
    Kind(
        read_deprivation.KIND,
        "Indices of Deprivation 2019 by upper-tier council",
        read_deprivation.COLUMNS,
        _plain(read_deprivation.read_deprivation),
        "Ministry of Housing, Communities and Local Government",
    ),
    *(
        Kind(
            read_counts.KIND,
            "Released counts",
            read_counts.columns_by(by),
            _plain(partial(read_counts.read_counts, by=by)),
            "the place",
            "of the place",
        )
        for by in read_counts.FREQUENCIES
    ),
    *(
        Kind(
            read_own_figures.KIND,
            "A place's own figures",
            columns,
            _plain(partial(read_own_figures.read_own_figures, header=columns)),
            "the place",
            "of the place",
        )
        for columns in (read_own_figures.COLUMNS, read_own_figures.PARTS, read_own_figures.RATES)
    ),
)


def find_kind(path: Path, named: str | None = None) -> Kind:
    """The kind of a file, by its columns; or the kind that is named, whose reader then says what is amiss.

    Raises DataError for an unknown name, a file that cannot be read, and columns of no kind, naming the nearest kind
    and what it has more or less.
    """
    header = read_header(path)
    kinds = [kind for kind in KINDS if named in (None, kind.id)]
    if not kinds:
        raise DataError(f"There is no kind of file {named!r}; there are {', '.join(kind_ids())}.")
    nearest = max(kinds, key=lambda kind: _likeness(kind.columns, header))
    if named is None and _likeness(nearest.columns, header) < _AT_ALL_ALIKE:
        known = "; ".join(dict.fromkeys(f"{kind.id} ({kind.title})" for kind in KINDS))
        raise DataError(f"{path}: these are the columns of no file that is known. Known are {known}.")
    if named is None and header != nearest.columns:
        missing = [one for one in nearest.columns if one not in header]
        more = [one for one in header if one not in nearest.columns]
        said = [f"missing: {', '.join(missing)}"] * bool(missing) + [f"unknown: {', '.join(more)}"] * bool(more)
        raise DataError(
            f"{path}: these are the columns of no file that is known. The nearest is {nearest.id} "
            f"({nearest.title}; {'; '.join(said) or 'in another order'}). Give the file as it was published."
        )
    return nearest


def _likeness(columns: tuple[str, ...], header: tuple[str, ...]) -> float:
    """Columns in common, of all that either has; 1 where they are the same in order too."""
    if columns == header:
        return 1.0
    return 0.99 * len(set(columns) & set(header)) / len(set(columns) | set(header))


def kind_ids() -> list[str]:
    return list(dict.fromkeys(kind.id for kind in KINDS))


def read_file(path: Path, shelf: Shelf, named: str | None = None) -> tuple[Kind, Reading]:
    """The kind of a file and what was read from it; ODS codes are checked against those of the published editions."""
    kind = find_kind(path, named)
    return kind, kind.read(path, known_bodies(shelf, kind.id))


def known_bodies(shelf: Shelf, kind: str) -> frozenset[str]:
    """The codes that stand in editions of a kind; empty where none is held, or where a place gives its own."""
    editions = [one for one in shelf.editions if one.kind == kind and not one.provisional]
    return frozenset(code for one in editions for code in shelf.figures(one)["code"].unique())
