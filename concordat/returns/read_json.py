"""A return's JSON in: numbers as they are written, no key twice."""

import json
from decimal import Decimal
from pathlib import Path

from concordat.questionnaires.read_yaml import DataError


def read_json(path: Path) -> object:
    """Read a file of JSON. Raises DataError, without the file's name, for anything that is none."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return json.loads(text, parse_float=Decimal, object_pairs_hook=_refuse_doubles)
    except OSError as problem:
        raise DataError(f"cannot be read ({problem.strerror}).") from None
    except UnicodeDecodeError:
        raise DataError("this is not a text file in UTF-8; save it as UTF-8 text.") from None
    except json.JSONDecodeError as problem:
        raise DataError(f"line {problem.lineno}, column {problem.colno}: not valid JSON ({problem.msg}).") from None
    except RecursionError:
        raise DataError("nested too deeply to be read.") from None
    except DataError:
        raise
    except ValueError:  # Python reads no number of more than some thousand digits
        raise DataError("holds a number that is too long to be meant.") from None


def _refuse_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        double = next(key for key in keys if keys.count(key) > 1)
        raise DataError(f"{double!r} stands twice in one group; keep one of them.")
    return found
