"""YAML in, two ways: strictly for the data that the product ships, plainly for what a place has typed."""

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

_Base: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_Safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST = 40  # levels; a return has six


class DataError(ValueError):
    """A file of data is not as it should be; the message names the file, the place in it and the way out."""


class _Unique:
    """Refuses a key that stands twice in one mapping, where YAML itself would silently keep the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: dict[str, int] = {}
        for key, _ in node.value:
            name = str(key.value)
            line = key.start_mark.line + 1
            if name in seen:
                raise DataError(f"line {line}: {name!r} stands twice, first on line {seen[name]}; keep one of them.")
            seen[name] = line
        return super().construct_mapping(node, deep=deep)  # type: ignore[misc, no-any-return]


class _PlainLoader(_Unique, _Base):  # type: ignore[misc]  # every scalar stays the text that was typed: No, 007 and 31/02/2017 survive
    pass


class _StrictLoader(_Unique, _Safe):  # type: ignore[misc]
    pass


def _refuse_bare_word(loader: Any, node: yaml.ScalarNode) -> bool:
    """YAML 1.1 reads a bare Yes, No, On or Off as true or false; in a list of options that loses the word."""
    if node.value.lower() not in ("true", "false"):
        raise DataError(
            f"line {node.start_mark.line + 1}: put quotes round {node.value!r}; bare, YAML reads it as true or false."
        )
    return bool(node.value.lower() == "true")


_StrictLoader.add_constructor("tag:yaml.org,2002:bool", _refuse_bare_word)


def read_strict(path: Path) -> Any:
    """Read a file of shipped data. Raises DataError for bad YAML, a doubled key, a bare Yes or No, an odd date."""
    return _read(path, _StrictLoader)


def read_plain(path: Path) -> Any:
    """Read a file that a person filled: every scalar as text. Raises DataError for bad YAML or a doubled key."""
    return _read(path, _PlainLoader)


def _read(path: Path, loader: Any) -> Any:
    try:
        text = path.read_bytes().decode("utf-8-sig")
        _refuse_traps(text)
        return yaml.load(text, Loader=loader)
    except FileNotFoundError:
        raise DataError(f"{path}: there is no such file.") from None
    except IsADirectoryError:
        raise DataError(f"{path}: this is a folder; name a file in it.") from None
    except OSError as problem:
        raise DataError(f"{path}: cannot be read ({problem.strerror}).") from None
    except UnicodeDecodeError:
        raise DataError(f"{path}: this is not a text file in UTF-8; save it as UTF-8 text.") from None
    except DataError as problem:
        raise DataError(f"{path}: {problem}") from None
    except yaml.YAMLError as problem:
        raise DataError(f"{path}: {_said(problem)}") from None
    except ValueError as problem:  # a date such as 2017-02-30
        raise DataError(f"{path}: {problem}; write dates that exist, as YYYY-MM-DD.") from None
    except RecursionError:
        raise DataError(f"{path}: nested too deeply to be read.") from None


def _refuse_traps(text: str) -> None:
    """Refuse what would crash the parser, swell without end or quietly swallow words, before anything is built.

    Deep nesting overruns the stack of the C parser; a chain of aliases doubles at every step; and `&`, `*` or `!`
    before a text that a person typed is taken for a mark of YAML's, and goes missing.
    """
    depth = 0
    event: Any
    for event in yaml.parse(text, Loader=_Base):
        where = f"line {event.start_mark.line + 1}"
        if getattr(event, "anchor", None):
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            raise DataError(f"{where}: {sign}{event.anchor}: put quotes round a text that begins with {sign}.")
        if getattr(event, "tag", None):
            raise DataError(f"{where}: put quotes round a text that begins with !; bare, YAML takes it for a mark.")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise DataError(f"{where}: nested more than {DEEPEST} levels deep; no file of ours is.")


def _said(problem: yaml.YAMLError) -> str:
    mark = getattr(problem, "problem_mark", None)
    what = getattr(problem, "problem", None) or str(problem).splitlines()[0]
    where = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
    return f"{where}not valid YAML ({what}); check indentation and quotes there."
