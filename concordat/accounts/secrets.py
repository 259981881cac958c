"""Secrets that are shown once and kept only as digests: links in invitations, tokens of programs.

They are long and random, so that a plain SHA-256 keeps them: there is nothing to guess.
"""

from secrets import token_urlsafe

from concordat.history.chain import digest_of_text

TOKEN_PREFIX = "concordat_"  # so that a token that leaks is recognised for what it is
SHOWN = 12  # characters of a token that tell it from others in a list


def new_token() -> str:
    """A token for a program."""
    return TOKEN_PREFIX + token_urlsafe(32)


def new_link() -> str:
    """The secret part of a link."""
    return token_urlsafe(32)


def digest_of_token(raw: str) -> str:
    """What is kept of a secret."""
    return digest_of_text(raw)
