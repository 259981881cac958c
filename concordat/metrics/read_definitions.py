"""Read the definitions of metrics from their files, strictly: a mistake is named with its file, place and way out."""

from difflib import get_close_matches
from functools import cache
from pathlib import Path

from concordat.metrics.definition import Definition
from concordat.questionnaires.data_file import read_data
from concordat.questionnaires.read_yaml import DataError

SHIPPED = Path(__file__).parent / "data" / "definitions"


def definitions() -> tuple[Definition, ...]:
    """The latest version of every metric's definition, by id."""
    return tuple(versions[-1] for _, versions in sorted(_shipped().items()))


def load_definition(id: str, version: int | None = None) -> Definition:
    """The definition of a metric, the latest version where none is given. Raises DataError naming what there is."""
    held = _shipped()
    if id not in held:
        close = get_close_matches(id.lower().replace(" ", "-").replace("_", "-"), held, n=3, cutoff=0.5)
        meant = f" Did you mean {' or '.join(close)}?" if close else ""
        raise DataError(f"There is no metric {id!r}.{meant} concordat metrics list names all.")
    for one in held[id]:
        if one.version == (version or held[id][-1].version):
            return one
    numbers = ", ".join(str(one.version) for one in held[id])
    raise DataError(f"{id} has no version {version}; there are {numbers}.")


def versions_of(id: str) -> tuple[Definition, ...]:
    """Every version of a metric's definition, the earliest first. Raises DataError for an id that is not there."""
    load_definition(id)
    return _shipped()[id]


def read_definitions(folder: Path) -> dict[str, tuple[Definition, ...]]:
    """Id to versions, from the files `<id>.yaml` (the latest) and `<id>.<version>.yaml` (those before it) of a folder.

    Raises DataError for a mistake in a file, a name that is not its content's, and versions that are not 1, 2, 3.
    """
    found: dict[str, list[Definition]] = {}
    for path in sorted(folder.glob("*.yaml")):
        one = read_data(path, Definition)
        id, _, version = path.stem.partition(".")
        if one.id != id or (version and str(one.version) != version):
            raise DataError(f"{path}: this is version {one.version} of {one.id}; name the file so, or correct it.")
        found.setdefault(id, []).append(one)
    return {id: _in_order(folder, id, versions) for id, versions in found.items()}


def _in_order(folder: Path, id: str, versions: list[Definition]) -> tuple[Definition, ...]:
    ordered = sorted(versions, key=lambda one: one.version)
    numbers = [one.version for one in ordered]
    if numbers != list(range(1, len(numbers) + 1)) or not (folder / f"{id}.yaml").exists():
        raise DataError(f"{folder}: {id} has versions {numbers}; keep them all from 1, the latest in {id}.yaml.")
    return tuple(ordered)


@cache
def _shipped() -> dict[str, tuple[Definition, ...]]:
    return read_definitions(SHIPPED)
