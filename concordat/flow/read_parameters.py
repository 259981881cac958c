"""Parameter files in: YAML or JSON, read strictly, every mistake told with its file, its key and the way out."""

from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from concordat.flow.mistakes import list_mistakes
from concordat.flow.parameters import System

MOST_BYTES = 20_000_000
DEEPEST = 20  # levels
_Safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class ParameterError(ValueError):
    """A parameter file is not as it should be; the message has a line for each mistake."""


class _Loader(_Safe):  # type: ignore[misc]
    """Refuses a key that stands twice, of which YAML would silently keep the last."""

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        seen: dict[str, int] = {}
        for key, _ in node.value:
            name, line = str(key.value), key.start_mark.line + 1
            if name in seen:
                raise ParameterError(
                    f"line {line}: {name!r} stands twice, first on line {seen[name]}; keep one of them."
                )
            seen[name] = line
        return super().construct_mapping(node, deep=deep)


def read_system(path: Path) -> System:
    """Read a parameter file. Raises ParameterError."""
    return parse_system(read_mapping(path), path)


def parse_system(data: object, where: object = "parameters") -> System:
    """Build a system from what a file holds. Raises ParameterError with lines that begin with `where`."""
    try:
        return System.model_validate(data)
    except ValidationError as problem:
        raise ParameterError("\n".join(f"{where}: {line}" for line in list_mistakes(problem, data))) from None


def read_mapping(path: Path) -> dict[str, Any]:
    """The plain values of a YAML or JSON file with one mapping. Raises ParameterError."""
    try:
        text = _read_text(path)
        _refuse_traps(text)
        data = yaml.load(text, Loader=_Loader)
    except ParameterError as problem:
        raise ParameterError(f"{path}: {problem}") from None
    except yaml.YAMLError as problem:
        raise ParameterError(f"{path}: {_explain(problem)}") from None
    except ValueError as problem:  # a date such as 2026-02-30
        raise ParameterError(f"{path}: {problem}; write dates that exist, as YYYY-MM-DD.") from None
    if data is None:
        raise ParameterError(f"{path}: is empty; `concordat flow example` prints a file to start from.")
    if not isinstance(data, dict):
        raise ParameterError(
            f"{path}: holds {_name(data)}, not keys such as days and pathways; "
            "`concordat flow example` prints a file to start from."
        )
    return data


def _read_text(path: Path) -> str:
    try:
        if path.is_file() and path.stat().st_size > MOST_BYTES:
            raise ParameterError("is larger than 20 MB; that is no parameter file.")
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise ParameterError("there is no such file.") from None
    except IsADirectoryError:
        raise ParameterError("this is a folder; name a file in it.") from None
    except OSError as problem:
        raise ParameterError(f"cannot be read ({problem.strerror}).") from None
    except UnicodeDecodeError:
        raise ParameterError(
            "this is not a text file in UTF-8; a workbook is not read here, write the parameters as YAML."
        ) from None


def _refuse_traps(text: str) -> None:
    """References can swell without end, and deep nesting overruns the parser."""
    depth = 0
    event: Any
    for event in yaml.parse(text, Loader=_Safe):
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            raise ParameterError(f"line {line}: *{event.anchor} refers to another value; write the value itself.")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise ParameterError(f"line {line}: nested more than {DEEPEST} levels deep; no parameter file is.")


def _explain(problem: yaml.YAMLError) -> str:
    mark = getattr(problem, "problem_mark", None)
    what = getattr(problem, "problem", None) or str(problem).splitlines()[0]
    where = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
    return f"{where}not valid YAML ({what}); check indentation and quotes there."


def _name(data: object) -> str:
    return "a list" if isinstance(data, list) else f"the words {str(data)[:40]!r}"
