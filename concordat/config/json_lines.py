"""Logs as lines of JSON that never hold what a person typed.

Messages of other packages are written without their arguments, and of an exception its type and where it arose but not
its words: an address, an answer or a name could stand in either. Our own messages hold only what is named in FIELDS.
"""

import json
import logging
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from concordat.web.middleware.requests import current_request

FIELDS = ("method", "route", "status", "milliseconds", "event", "count")
OURS = Path(__file__).parent.parent
DEEPEST = 2  # frames of other packages that are named besides our own


class JsonLines(logging.Formatter):
    """One record, one line."""

    def format(self, record: logging.LogRecord) -> str:
        """A JSON object: moment, level, logger, message, request, fields, and where an exception arose."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
            "request": current_request.get(),
        }
        line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__name__
            line["raised"] = _where(record.exc_info[2])
        return json.dumps({key: value for key, value in line.items() if value not in (None, "")}, default=str)


class OnlyFailures(logging.Filter):
    """Lets through what carries an exception of our own code."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether code failed, rather than somebody asking for what is not there."""
        return bool(record.exc_info) and record.levelno >= logging.ERROR


def _message(record: logging.LogRecord) -> str:
    """What is said, without arguments; nothing where another package says an exception's own words."""
    said = str(record.msg)
    error = record.exc_info[1] if record.exc_info else None
    return "" if error is not None and said == str(error) else said


def _where(trace: TracebackType | None) -> list[str]:
    """Our own frames and the innermost ones, `web/views/pages.py:12 home`."""
    frames = traceback.extract_tb(trace)
    named = [one for number, one in enumerate(frames, 1) if _is_ours(one) or number > len(frames) - DEEPEST]
    return [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in named]


def _is_ours(frame: traceback.FrameSummary) -> bool:
    return Path(frame.filename).is_relative_to(OURS)


def _short(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(OURS)) if path.is_relative_to(OURS) else "/".join(path.parts[-3:])
