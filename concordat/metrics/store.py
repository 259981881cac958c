"""The store: a folder of editions that someone loaded, each whole or not at all."""

import os
from datetime import date
from pathlib import Path

import polars as pl

from concordat.metrics.edition import KEY, LOCAL, SYNTHETIC, Edition
from concordat.metrics.edition_changes import Changes, compare_editions
from concordat.metrics.kinds import Kind
from concordat.metrics.published_file import Reading
from concordat.metrics.read_counts import KIND as COUNTS
from concordat.metrics.read_own_figures import KIND as OWN
from concordat.metrics.shelf import LIST, SHIPPED, Shelf, load_shelf, read_list, render_list
from concordat.places.names import slug_of
from concordat.questionnaires.read_yaml import DataError


def open_shelf(store: Path) -> Shelf:
    """As `load_shelf`; a folder that holds nothing yet, or is not there, adds nothing."""
    return load_shelf(store if (store / LIST).exists() else None)


def find_earlier(shelf: Shelf, kind: Kind) -> Edition | None:
    """The latest edition of the same kind."""
    return next((one for one in reversed(shelf.editions) if one.kind == kind.id), None)


def list_changes(shelf: Shelf, earlier: Edition, reading: Reading) -> Changes:
    """What a file changes in the edition before it."""
    return compare_editions(shelf.figures(earlier), reading.figures)


def add_edition(
    store: Path, kind: Kind, reading: Reading, *, on: date, title: str | None = None, published: date | None = None
) -> Edition:
    """Keep the figures of a file as a new edition of `store`, after those that it has, and make the folder if need be.

    Without a title it is called by its kind and the day, and a place's own figures `local provisional`. Raises
    ValueError for a reading with findings that block, DataError for a title that there is already, OSError.
    """
    if not reading.is_sound:
        raise ValueError("These figures have findings that block; mend the file first.")
    kept = read_list(store) if (store / LIST).exists() else ()
    taken = {one.id for one in (*read_list(SHIPPED), *kept)}
    named = title or _untaken(LOCAL if kind.id == OWN else f"{_title(kind, reading)}, loaded {on}", taken)
    id = slug_of(named)
    if not id or id in taken:
        raise DataError(f"There is an edition {id or named!r} already; give this one another name with --edition.")
    edition = _describe(kind, reading, id, named, published)
    store.mkdir(parents=True, exist_ok=True)
    _write_figures(reading.figures.sort(KEY), store / edition.file)
    _replace(store / LIST, render_list((*kept, edition)).encode())
    return edition


def _title(kind: Kind, reading: Reading) -> str:
    return f"{SYNTHETIC.capitalize()} counts" if reading.synthetic else kind.title


def _describe(kind: Kind, reading: Reading, id: str, title: str, published: date | None) -> Edition:
    return Edition.model_validate(
        {
            "id": id,
            "title": title,
            "kind": kind.id,
            "published": published,
            "source": kind.publisher,
            "licence": kind.licence,
            "note": reading.note,
            "provisional": kind.id in (OWN, COUNTS),
            "synthetic": reading.synthetic,
            "measures": tuple(sorted(reading.figures["measure"].unique())),
            "file": f"{id}.parquet",
            "rows": reading.figures.height,
        }
    )


def _untaken(title: str, taken: set[str]) -> str:
    """The title, or with the first number that makes it new."""
    tried = (title, *(f"{title} {number}" for number in range(2, len(taken) + 3)))
    return next(one for one in tried if slug_of(one) not in taken)


def _write_figures(figures: pl.DataFrame, path: Path) -> None:
    draft = path.with_name(f".{path.name}.part")
    figures.write_parquet(draft, compression="zstd")
    draft.replace(path)


def _replace(path: Path, content: bytes) -> None:
    """Written beside and moved into place, so that a reader finds the old list or the new one, never half of one."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    draft.write_bytes(content)
    draft.replace(path)
