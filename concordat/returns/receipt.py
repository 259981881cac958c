"""The receipt of a submission: what was sent, by whom, signed by whom, and the end of the return's history with it.

The digest says what was submitted; the head of the chain says all that happened before. Whoever keeps the receipt can
hold both against the site later: `concordat history verify --against RECEIPT`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from concordat.history.chain import Witness, format_moment

KEYS = ("number", "place", "form", "version", "digest", "moment", "by", "subject", "sequence", "head")


class NoReceipt(ValueError):
    """What was given is no receipt; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature as a receipt prints it; `rests_on` is the mandate, empty where it is provisional."""

    name: str
    role: str
    body: str
    moment: str
    rests_on: str = ""

    @property
    def is_provisional(self) -> bool:
        return not self.rests_on


@dataclass(frozen=True, slots=True)
class Receipt:
    """The receipt of one submission. `moment` is in UTC; `sequence` and `head` are its event in the return's chain."""

    number: str
    place: str
    form: str
    version: int
    digest: str
    moment: str
    by: str
    subject: str
    sequence: int
    head: str
    signed: tuple[Signed, ...] = ()

    @property
    def witness(self) -> Witness:
        """What the receipt holds against the chain."""
        return Witness(self.subject, self.sequence, self.head)

    def as_dict(self) -> dict[str, Any]:
        """The receipt as JSON has it; `read_receipt` reads it back."""
        return {**asdict(self), "signed": [asdict(one) for one in self.signed]}


def receipt_number(place: str, form: str, number: int) -> str:
    """`2016-17-q3/southend-on-sea/1`: the same submission never has two."""
    return f"{form}/{place}/{number}"


def make_receipt(
    *,
    place: str,
    form: str,
    version: int,
    number: int,
    digest: str,
    at: datetime,
    by: str,
    subject: str,
    sequence: int,
    head: str,
    signed: Sequence[Mapping[str, str]],
) -> Receipt:
    """The receipt of a submission from what is kept of it."""
    people = tuple(Signed(**one) for one in signed)
    number_said, moment = receipt_number(place, form, number), format_moment(at)
    return Receipt(number_said, place, form, version, digest, moment, by, subject, sequence, head, people)


def read_receipt(data: object) -> Receipt:
    """A receipt from its JSON. Raises NoReceipt, naming what is missing or wrong."""
    if not isinstance(data, Mapping):
        raise NoReceipt("This is no receipt, which is a group of named values.")
    if missing := [key for key in KEYS if key not in data]:
        raise NoReceipt(f"The receipt lacks {', '.join(missing)}.")
    for key in ("version", "sequence"):
        if not isinstance(data[key], int) or isinstance(data[key], bool):
            raise NoReceipt(f"{key} of the receipt is {data[key]!r}, where a whole number stands.")
    for key in KEYS:
        if key not in ("version", "sequence") and not isinstance(data[key], str):
            raise NoReceipt(f"{key} of the receipt is {data[key]!r}, where a text stands.")
    try:
        people = tuple(Signed(**one) for one in data.get("signed", []))
    except TypeError:
        raise NoReceipt("The signatures of the receipt are not what a receipt has.") from None
    return Receipt(**{key: data[key] for key in KEYS}, signed=people)
