"""Events and the chains that they form, and the guard that keeps them as they were written."""

from concordat.history.models.event import AppendOnly, AppendOnlyModel, AppendOnlyQuerySet, Chain, Event

__all__ = ["AppendOnly", "AppendOnlyModel", "AppendOnlyQuerySet", "Chain", "Event"]
