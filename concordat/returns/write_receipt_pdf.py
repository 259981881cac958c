"""A receipt as a PDF that a screen reader can read (PDF/UA-1): the same receipt always gives the same bytes."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import typst

PAPER = Path(__file__).parent / "papers" / "receipt.typ"
Lines = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """The words of a receipt. `rows` and `proof` are what something is and what it says, `signed` who and how."""

    number: str
    site: str
    title: str
    place: str
    rows: Lines
    signed: Lines
    proof: Lines
    verify: tuple[str, ...]


def render_receipt_pdf(paper: Paper, at: datetime) -> bytes:
    """The receipt on A4; `at` is the moment of the submission, which the file gives as its own."""
    return typst.compile(
        PAPER.read_bytes(),
        sys_inputs={"receipt": json.dumps(asdict(paper))},
        ignore_system_fonts=True,
        pdf_standards="ua-1",
        timestamp=int(at.timestamp()),
    )
