"""Reading what programs send: JSON, its figures to the digit, and nothing that could exhaust the site."""

import json
from decimal import Decimal
from typing import Any, NoReturn

from django.http import HttpRequest
from ninja.parser import Parser

MOST_DIGITS = 40  # of a number, before or after its point; the national total of a century has fifteen


class Unreadable(ValueError):
    """What was sent cannot be read; `status` says in which way, the message what to send."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class StrictJson(Parser):
    """JSON as its standard has it: no NaN, no half letters, no key twice, no number beyond measure."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """The body of a request. Raises Unreadable."""
        if request.content_type != "application/json":
            raise Unreadable(415, "Send JSON, with Content-Type: application/json.")
        try:
            found: dict[str, Any] = json.loads(
                request.body.decode("utf-8"),
                parse_float=_number,
                parse_int=_whole,
                parse_constant=_refuse,
                object_pairs_hook=_once_each,
            )
        except UnicodeDecodeError:
            raise Unreadable(400, "The body is not UTF-8.") from None
        except json.JSONDecodeError as problem:
            raise Unreadable(400, f"The body is no JSON: {problem.msg}, character {problem.pos + 1}.") from None
        except RecursionError:
            raise Unreadable(400, "The body is nested too deeply.") from None
        return found


def _number(text: str) -> Decimal:
    number = Decimal(text)
    if abs(number.adjusted()) > MOST_DIGITS or len(text) > 2 * MOST_DIGITS:
        raise Unreadable(400, "A number in the body is too long to be meant.")
    return number


def _whole(text: str) -> int:
    if len(text) > MOST_DIGITS:
        raise Unreadable(400, "A number in the body is too long to be meant.")
    return int(text)


def _refuse(word: str) -> NoReturn:
    raise Unreadable(400, f"{word} is no number of JSON.")


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Unreadable(400, "A name stands twice in one group of the body.")
    return found
