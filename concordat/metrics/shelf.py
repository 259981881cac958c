"""The shelf: every edition at hand, those that ship with the product and those of a folder that someone keeps."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated

import polars as pl
import yaml
from polars.exceptions import PolarsError
from pydantic import Field

from concordat.metrics.edition import FIGURES, KEY, LOCAL, Edition
from concordat.questionnaires.data_file import Data, read_data
from concordat.questionnaires.read_yaml import DataError

SHIPPED = Path(__file__).parent / "data"
LIST = "editions.yaml"


class _List(Data):
    editions: Annotated[tuple[Edition, ...], Field(strict=False)]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Editions with the folders that they are in, the earlier before the later."""

    places: tuple[tuple[Edition, Path], ...]

    @property
    def editions(self) -> tuple[Edition, ...]:
        return tuple(edition for edition, _ in self.places)

    def edition(self, id: str) -> Edition:
        """The edition of that id or title. Raises DataError naming those that there are."""
        for edition in self.editions:
            if id in (edition.id, edition.title):
                return edition
        held = ", ".join(edition.id for edition in self.editions)
        raise DataError(f"There is no edition {id!r}; there are {held}.")

    def figures(self, edition: Edition) -> pl.DataFrame:
        """The figures of an edition, read once and then kept. Raises DataError where the file is damaged."""
        return read_figures(*self._file(edition))

    def _file(self, edition: Edition) -> tuple[Path, int, int]:
        """Path, rows and time of the last change."""
        path = next(folder for one, folder in self.places if one.id == edition.id) / edition.file
        return path, edition.rows, path.stat().st_mtime_ns if path.exists() else 0

    def of_measure(self, measure: str, *, provisional: bool = False, synthetic: bool = False) -> tuple[Edition, ...]:
        """The editions that hold figures of a measure: published, a place's own or synthetic, never mixed."""
        wanted = (provisional or synthetic, synthetic)
        return tuple(
            one for one in self.editions if measure in one.measures and (one.provisional, one.synthetic) == wanted
        )

    def spans(self, edition: Edition, measure: str) -> tuple[tuple[str, date, date], ...]:
        """Breakdown, first and last period of an edition's figures of a measure."""
        return _spans(*self._file(edition), measure)

    def find(self, edition: Edition, measure: str, codes: tuple[str, ...] = (), breakdown: str = "") -> pl.DataFrame:
        """The rows of an edition for a measure; with codes or a breakdown, only for those."""
        rows = _part(*self._file(edition), measure, breakdown)
        chosen = rows.filter(pl.col("code").is_in(list(codes))) if codes else rows
        return chosen.with_columns(edition=pl.lit(edition.id))

    def parts(self, edition: Edition, breakdown: str | None = None) -> pl.DataFrame:
        """All figures of an edition, or those of one breakdown. Raises DataError where it has none such."""
        rows = self.figures(edition)
        chosen = rows.filter(pl.col("breakdown") == breakdown) if breakdown else rows
        if chosen.is_empty():
            names = ", ".join(sorted(rows["breakdown"].unique()))
            raise DataError(f"Edition {edition.id} has no part {breakdown!r}; it has {names}.")
        return chosen

    def latest(
        self, measure: str, codes: tuple[str, ...] = (), breakdown: str = "", *, edition: str | None = None
    ) -> pl.DataFrame:
        """Figures of a measure by `KEY`, each from the latest published edition that has it; or all from one edition.

        Columns as FIGURES, and `edition`. Raises DataError where the edition is not there or has nothing of it.
        """
        chosen = self.of_measure(measure)
        if edition is not None:
            named = self.edition(edition)
            if measure not in named.measures:
                raise DataError(f"Edition {named.id} has no figures of this metric; they are in {_ids(chosen)}.")
            chosen = (named,)
        parts = [self.find(one, measure, codes, breakdown) for one in chosen]
        if not parts:
            return pl.DataFrame(schema={**FIGURES, "edition": pl.String})
        return parts[0] if len(parts) == 1 else pl.concat(parts).unique(KEY, keep="last", maintain_order=True)


def load_shelf(store: Path | None = None) -> Shelf:
    """The editions that ship, then those of `store`, a folder that `concordat metrics load` made.

    Raises DataError where the store is not there, its list is damaged, or an id stands twice.
    """
    shipped = read_list(SHIPPED)
    if store is None:
        return Shelf(tuple((one, SHIPPED) for one in shipped))
    if not (store / LIST).exists():
        raise DataError(f"{store}: no edition was loaded into this folder; load one, or name another folder.")
    kept = read_list(store)
    if doubled := {one.id for one in shipped} & {one.id for one in kept}:
        raise DataError(f"{store / LIST}: edition {min(doubled)} ships with the product; give yours another id.")
    return Shelf((*((one, SHIPPED) for one in shipped), *((one, store) for one in kept)))


def read_list(folder: Path) -> tuple[Edition, ...]:
    """The editions of a folder, the earlier before the later. Raises DataError."""
    path = folder / LIST
    changed = path.stat().st_mtime_ns if path.exists() else 0
    return _read_list(path, changed)


def render_list(editions: tuple[Edition, ...]) -> str:
    """What `read_list` reads."""
    entries = [one.model_dump(by_alias=True) for one in editions]
    return yaml.safe_dump({"editions": entries}, allow_unicode=True, sort_keys=False, width=110)


@lru_cache(maxsize=8)
def _read_list(path: Path, changed: int) -> tuple[Edition, ...]:
    editions = read_data(path, _List).editions
    ids = [one.id for one in editions]
    if doubled := {id for id in ids if ids.count(id) > 1}:
        raise DataError(f"{path}: edition {min(doubled)} stands twice; keep one of them.")
    return editions


@lru_cache(maxsize=32)
def read_figures(path: Path, rows: int, changed: int) -> pl.DataFrame:
    """The figures of a file. Raises DataError where it is not there, not whole, or holds something else."""
    try:
        found = pl.read_parquet(path)
    except FileNotFoundError:
        raise DataError(f"{path}: this file of figures is gone; load its edition again.") from None
    except (PolarsError, OSError):
        raise DataError(f"{path}: this file of figures is damaged; load its edition again.") from None
    if dict(found.schema) != FIGURES or found.height != rows:
        raise DataError(f"{path}: this file does not hold the {rows:,} figures of its edition; load it again.")
    return found


@lru_cache(maxsize=64)
def _part(path: Path, rows: int, changed: int, measure: str, breakdown: str) -> pl.DataFrame:
    """The rows of a measure, and of a breakdown where one is named; kept, since a nation is loaded place by place."""
    found = read_figures(path, rows, changed)
    chosen = pl.col("measure") == measure
    return found.filter(chosen & (pl.col("breakdown") == breakdown) if breakdown else chosen)


@lru_cache(maxsize=256)
def _spans(path: Path, rows: int, changed: int, measure: str) -> tuple[tuple[str, date, date], ...]:
    found = read_figures(path, rows, changed).filter(pl.col("measure") == measure)
    grouped = found.group_by("breakdown").agg(first=pl.col("period").min(), last=pl.col("period").max())
    return tuple(grouped.sort("breakdown").iter_rows())


def _ids(editions: tuple[Edition, ...]) -> str:
    return ", ".join(one.id for one in editions) or f"none; an own figure is in an edition {LOCAL!r}"
