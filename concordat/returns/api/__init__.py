"""The API of returns."""

from concordat.returns.api.operations import router

__all__ = ["router"]
