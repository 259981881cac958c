"""A receipt from a file: the JSON that the receipt's page offers."""

import json
from pathlib import Path

from concordat.returns.receipt import NoReceipt, Receipt, read_receipt

MOST_BYTES = 1_000_000  # a receipt has some two thousand


def read_receipt_file(path: Path) -> Receipt:
    """The receipt in a file. Raises NoReceipt, naming the file, and OSError."""
    content = path.read_bytes()
    if content.startswith(b"%PDF"):
        raise NoReceipt(f"{path}: this is the receipt to print; take the one in JSON from the same page.")
    if len(content) > MOST_BYTES:
        raise NoReceipt(f"{path}: this is no receipt: it is far too long.")
    try:
        return read_receipt(json.loads(content))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise NoReceipt(f"{path}: this is no receipt: it is no JSON.") from None
    except NoReceipt as problem:
        raise NoReceipt(f"{path}: {problem}") from None
