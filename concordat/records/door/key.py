"""The key of pseudonyms: read from a file or the environment, never kept beside the data, known by its fingerprint."""

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path

ENVIRONMENT = "CONCORDAT_RECORDS_KEY"
LEAST_CHARACTERS = 32
NOTE = "pseudonyms.json"  # in a folder of records: which key its people were made pseudonyms with, not the key


class WrongKey(ValueError):
    """There is no key, or one that must not be used here; the message says what to do."""


def read_key(path: Path | None, environment: Mapping[str, str], beside: list[Path]) -> bytes:
    """The key, 64 bytes made from what the file or the environment holds.

    `beside`: the folders of data. Raises WrongKey where there is no key, it is short, or its file lies with the data.
    """
    if path is not None:
        _refuse_beside(path, beside)
        try:
            said = path.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            raise WrongKey(
                f"{path}: there is no such file. Without the key that was used before, nobody can be matched with the "
                "pseudonyms made with it. `concordat records key` makes a new one."
            ) from None
        except (OSError, UnicodeDecodeError):
            raise WrongKey(f"{path}: this is no key that can be read; `concordat records key` makes one.") from None
    else:
        said = environment.get(ENVIRONMENT, "").strip()
        if not said:
            raise WrongKey(
                f"There is no key to make pseudonyms with. Name its file with --key, or put it into {ENVIRONMENT}; "
                "`concordat records key FILE` makes one."
            )
    if len(said) < LEAST_CHARACTERS:
        raise WrongKey(f"The key has {len(said)} characters; it needs {LEAST_CHARACTERS}, so that nobody can guess it.")
    return hashlib.blake2b(said.encode(), person=b"concordat-key").digest()


def key_id(key: bytes) -> str:
    """The key's fingerprint: tells two keys apart and gives nothing away."""
    return hashlib.blake2b(key, digest_size=8, person=b"concordat-keyid").hexdigest()


def check_same_key(folder: Path, key: bytes) -> None:
    """Raises WrongKey where the folder's people were made pseudonyms with another key."""
    try:
        held = json.loads((folder / NOTE).read_text(encoding="utf-8"))["key-id"]
    except FileNotFoundError:
        return
    except (ValueError, KeyError, TypeError):
        raise WrongKey(f"{folder / NOTE}: it does not say which key was used; load all into a new folder.") from None
    if held != key_id(key):
        raise WrongKey(
            f"{folder}: its people were made pseudonyms with the key {held}, and this is the key {key_id(key)}: the "
            "same person would be two. Use that key, or load everything into a new folder."
        )


def note_key(folder: Path, key: bytes) -> None:
    """Write down which key was used, by its fingerprint."""
    said = {"key-id": key_id(key), "how": "BLAKE2b with a key, 63 bits", "note": "the key itself is not here"}
    draft = folder / f".{NOTE}.part"
    draft.write_text(json.dumps(said, indent=2) + "\n", encoding="utf-8")
    os.replace(draft, folder / NOTE)


def _refuse_beside(path: Path, beside: list[Path]) -> None:
    at = path.resolve().parent
    for folder in beside:
        data = folder.resolve()
        if at == data or at in data.parents or data in at.parents:
            raise WrongKey(
                f"{path}: the key lies with the data in {folder}; who has one would have the other. Keep the key in "
                "another place that the data is not in either."
            )
