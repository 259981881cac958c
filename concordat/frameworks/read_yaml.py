"""Read frameworks from their folders, strictly: a mistake is named with its file, its place and the way out."""

import os
import re
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from concordat.frameworks.framework import (
    Condition,
    ConditionGroup,
    Deadline,
    Framework,
    Metric,
    OutcomeList,
    Signatory,
    Stream,
    Total,
    Unknown,
)
from concordat.frameworks.rules import check_absent, check_identity, check_references
from concordat.frameworks.sourced import Item, Many, Parameter, Some, Source, Year
from concordat.questionnaires.data_file import Data, Id, read_data
from concordat.questionnaires.read_yaml import DataError

SHIPPED = Path(__file__).resolve().parent / "data"
ENVIRONMENT = "CONCORDAT_FRAMEWORKS"  # names one more folder of year folders

_YEAR_FOLDER = re.compile(r"^\d{4}-\d{2}$")


class _FrameworkFile(Data):
    id: Id
    title: str
    years: Many[Year]
    summary: str
    sources: Many[Source]
    signs: Many[Signatory] = ()
    requirements: Many[Item] = ()
    unknown: Many[Unknown] = ()


class _ConditionsFile(Data):
    groups: Many[ConditionGroup] = ()
    conditions: Some[Condition]


class _MetricsFile(Data):
    metrics: Some[Metric]


class _MoneyFile(Data):
    streams: Many[Stream]
    totals: Many[Total] = ()
    parameters: Many[Parameter] = ()


class _CalendarFile(Data):
    calendar: Some[Deadline]


class _OutcomesFile(Data):
    outcomes: Some[OutcomeList]


_FILES: dict[str, type[Data]] = {
    "framework": _FrameworkFile,
    "conditions": _ConditionsFile,
    "metrics": _MetricsFile,
    "money": _MoneyFile,
    "calendar": _CalendarFile,
    "outcomes": _OutcomesFile,
}


def framework_ids(extra: Path | None = None) -> list[str]:
    """The ids of the frameworks that can be loaded, earliest first. Raises DataError as `framework_folders` does."""
    return list(framework_folders(extra))


def load_framework(id: str, extra: Path | None = None) -> Framework:
    """The framework of that id (`2016-17`); read once and then kept.

    Raises DataError for an id that is not there, naming those that are, and for any mistake in the folder's files.
    """
    folders = framework_folders(extra)
    if id not in folders:
        close = get_close_matches(id.replace("/", "-"), folders, n=1, cutoff=0.5)
        meant = f" Did you mean {close[0]}?" if close else ""
        raise DataError(f"There is no framework {id!r}; there are {', '.join(folders)}.{meant}")
    return _read_once(folders[id])


def framework_folders(extra: Path | None = None) -> dict[str, Path]:
    """Id to folder, earliest first: those shipped, those of the environment's folder, those of `extra`.

    Raises DataError when a named folder is not there, or brings an id a second time.
    """
    roots = extra_roots(extra)
    if not roots:
        return dict(_shipped())
    found: dict[str, Path] = {}
    for root in (SHIPPED, *roots):
        for id, folder in (_shipped() if root == SHIPPED else frameworks_in(root)).items():
            if id in found and found[id] != folder:
                raise DataError(
                    f"{folder}: there is a framework {id} already, in {found[id]}; give this one another id."
                )
            found[id] = folder
    return dict(sorted(found.items()))


def extra_roots(extra: Path | None = None) -> list[Path]:
    """The folders of frameworks beside those shipped: the environment's, and `extra`."""
    named = os.environ.get(ENVIRONMENT)
    roots = dict.fromkeys(root.resolve() for root in (named and Path(named), extra) if root)
    return [root for root in roots if root != SHIPPED]


def frameworks_in(root: Path) -> dict[str, Path]:
    """Id to folder of each year in a folder of years. Raises DataError when there is no such folder."""
    if not root.is_dir():
        raise DataError(f"{root}: there is no such folder of frameworks; name one that holds a folder for each year.")
    return {
        folder.name: folder.resolve()
        for folder in sorted(root.iterdir())
        if folder.is_dir() and (_YEAR_FOLDER.match(folder.name) or (folder / "framework.yaml").exists())
    }


@cache
def _shipped() -> dict[str, Path]:
    """Those that ship never change while the program runs; the site asks for them at every answer saved."""
    return frameworks_in(SHIPPED)


@lru_cache(maxsize=64)
def _read_once(folder: Path) -> Framework:
    return read_framework(folder)


def read_framework(folder: Path) -> Framework:
    """Read one year's folder. Raises DataError for anything in it that is not as it should be."""
    _check_file_names(folder)
    main = read_data(folder / "framework.yaml", _FrameworkFile)
    parts: dict[str, Any] = {
        name: read_data(folder / f"{name}.yaml", model) if (folder / f"{name}.yaml").exists() else None
        for name, model in _FILES.items()
        if name != "framework"
    }
    conditions, metrics, money = parts["conditions"], parts["metrics"], parts["money"]
    framework = Framework(
        id=main.id,
        title=main.title,
        years=main.years,
        summary=main.summary.strip(),
        folder=folder,
        sources=main.sources,
        requirements=main.requirements,
        signs=main.signs,
        unknown=main.unknown,
        condition_groups=conditions.groups if conditions else (),
        conditions=conditions.conditions if conditions else (),
        metrics=metrics.metrics if metrics else (),
        streams=money.streams if money else (),
        totals=money.totals if money else (),
        parameters=money.parameters if money else (),
        calendar=parts["calendar"].calendar if parts["calendar"] else (),
        outcomes=parts["outcomes"].outcomes if parts["outcomes"] else (),
        questionnaire_files=tuple(sorted((folder / "questionnaires").glob("*.yaml"))),
    )
    absent = [name for name, content in parts.items() if content is None]
    problems = [*check_identity(framework), *check_absent(framework, absent), *check_references(framework)]
    if problems:
        raise DataError("\n".join(problems))
    return framework


def _check_file_names(folder: Path) -> None:
    for path in sorted(folder.glob("*.y*ml")):
        if path.suffix != ".yaml" or path.stem not in _FILES:
            close = get_close_matches(path.stem, _FILES, n=1, cutoff=0)
            raise DataError(f"{path}: a framework has no such file; did you mean {close[0]}.yaml?")
