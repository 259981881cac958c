"""Identifiers of people: NHS numbers with their check digit, or an owner's own; what they become as pseudonyms."""

import hashlib
from typing import Literal

import polars as pl
from stdnum.gb import nhs

Kind = Literal["nhs-number", "own"]
KINDS = ("nhs-number", "own")
_TEN_DIGITS = r"^\d{3}[ -]?\d{3}[ -]?\d{4}$"


def find_kind(identifiers: pl.Series, says_nhs_number: bool) -> Kind:
    """NHS numbers where the column is called so, or where half of the texts have ten digits; else the owner's own."""
    if says_nhs_number:
        return "nhs-number"
    if identifiers.dtype != pl.String or not identifiers.count():
        return "own"
    alike = identifiers.str.strip_chars().str.contains(_TEN_DIGITS).sum()
    return "nhs-number" if alike * 2 >= identifiers.count() else "own"


def clean(identifiers: pl.Series, kind: Kind) -> pl.Series:
    """The identifiers as they are compared: without blanks around, NHS numbers as ten digits."""
    plain = identifiers.cast(pl.String).str.strip_chars()
    plain = pl.select(pl.when(plain != "").then(plain)).to_series()
    return plain.str.replace_all(r"[ -]", "") if kind == "nhs-number" else plain


def are_valid(identifiers: pl.Series, kind: Kind) -> pl.Series:
    """Whether each cleaned identifier can be one; the check digit decides of NHS numbers."""
    if kind == "own":
        return pl.repeat(True, len(identifiers), eager=True)
    known = identifiers.unique().drop_nulls()
    valid = [nhs.is_valid(one) for one in known]
    return identifiers.replace_strict(known, valid, default=True, return_dtype=pl.Boolean)


def pseudonyms(identifiers: pl.Series, key: bytes) -> pl.Series:
    """A whole number below 2 ** 63 for each identifier, by keyed BLAKE2b: the same key gives the same number.

    Without the key nobody can go back, and nobody can find out whether a known person is among them. Two of 60 million
    people share a number with a chance of one in 5,000.
    """
    known = identifiers.unique().drop_nulls()
    made = [_pseudonym(one, key) for one in known]
    return identifiers.replace_strict(known, made, default=None, return_dtype=pl.Int64)


def _pseudonym(identifier: str, key: bytes) -> int:
    digest = hashlib.blake2b(identifier.encode(), key=key, digest_size=8, person=b"concordat-person").digest()
    return int.from_bytes(digest) >> 1
