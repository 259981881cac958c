"""The forms of a framework: its questionnaires read, tied to its conditions and metrics, in every version held."""

from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from concordat.frameworks.framework import Framework
from concordat.frameworks.read_yaml import extra_roots, framework_folders, load_framework
from concordat.questionnaires.definition import Definition, read_definition
from concordat.questionnaires.expand import expand
from concordat.questionnaires.form import Questionnaire
from concordat.questionnaires.read_yaml import DataError


def load_form(id: str, version: int | None = None, extra: Path | None = None) -> Questionnaire:
    """The form of that id (`2016-17-q1`), in its latest version unless another is named; read once and then kept.

    Raises DataError for an id or a version that is not there, naming those that are, and for any mistake in the data.
    """
    return _find_form(id, version, extra) if extra_roots(extra) else _find_shipped_form(id, version)


def _find_form(id: str, version: int | None, extra: Path | None = None) -> Questionnaire:
    framework = framework_of(id, extra)
    definitions = [one for one in read_definitions(framework) if id in one.form_ids()]
    if not definitions:
        raise DataError(_no_such_form(id, form_ids(framework)))
    versions = {definition.version: definition for definition in definitions}
    wanted = max(versions) if version is None else version
    if wanted not in versions:
        held = ", ".join(map(str, sorted(versions)))
        raise DataError(f"There is no version {wanted} of {id}; held are {held}.")
    return _expand_once(framework.folder, id, wanted)


def framework_of(form_id: str, extra: Path | None = None) -> Framework:
    """The framework whose id a form's id begins with. Raises DataError where none is."""
    return _find_framework(form_id, extra) if extra_roots(extra) else _find_shipped_framework(form_id)


def _find_framework(form_id: str, extra: Path | None = None) -> Framework:
    ids = framework_folders(extra)
    found = [id for id in ids if form_id == id or form_id.startswith(f"{id}-")]
    if not found:
        raise DataError(f"There is no form {form_id!r}: no framework begins its id; there are {', '.join(ids)}.")
    return load_framework(max(found, key=len), extra)


# Those that ship never change while the program runs; the site asks for them again and again at every answer saved.
_find_shipped_form = lru_cache(maxsize=256)(_find_form)
_find_shipped_framework = lru_cache(maxsize=256)(_find_framework)


def form_ids(framework: Framework) -> list[str]:
    """The ids of all forms of a framework, in order."""
    return list(dict.fromkeys(id for definition in read_definitions(framework) for id in definition.form_ids()))


def read_definitions(framework: Framework) -> tuple[Definition, ...]:
    """The questionnaires of a framework, each in every version held."""
    return _read_once(framework.folder, framework.questionnaire_files)


@lru_cache(maxsize=64)
def _read_once(folder: Path, files: tuple[Path, ...]) -> tuple[Definition, ...]:
    definitions = tuple(read_definition(file) for file in files)
    for definition, file in zip(definitions, files, strict=True):
        if definition.year not in (None, folder.name):
            raise DataError(f"{file}: year is {definition.year!r}, but the form stands in the folder {folder.name}.")
        for id in definition.form_ids():
            if not id.startswith(folder.name):
                raise DataError(f"{file}: the form id {id!r} has to begin with {folder.name!r}, the framework's.")
    seen: dict[tuple[str, int], Path] = {}
    for definition, file in zip(definitions, files, strict=True):
        twin = seen.setdefault((definition.id, definition.version), file)
        if twin != file:
            raise DataError(f"{file}: version {definition.version} of {definition.id} stands in {twin} already.")
    return definitions


@lru_cache(maxsize=256)
def _expand_once(folder: Path, id: str, version: int) -> Questionnaire:
    framework = next(one for one in (load_framework(folder.name, folder.parent),) if one.folder == folder)
    definition = next(one for one in read_definitions(framework) if one.version == version and id in one.form_ids())
    lists = {
        "conditions": {one.id: f"{one.id} {one.short or one.label}" for one in framework.conditions},
        "metrics": {one.id: one.short or one.label for one in framework.metrics},
    }
    return expand(definition, id, lists)


def _no_such_form(id: str, known: list[str]) -> str:
    if not known:
        return f"There is no form {id!r}: this framework's forms are not held yet."
    closest = get_close_matches(id, known, 1)
    hint = f" Did you mean {closest[0]}?" if closest else ""
    return f"There is no form {id!r}; there are {', '.join(known)}.{hint}"
