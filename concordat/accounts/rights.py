"""What a person may do where, put together from their grants; and why, or why not, as sentences."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from concordat.accounts.roles import ROLES, Verb, givers_of, roles_that
from concordat.periods import format_date
from concordat.places.tree import covers, name_of


@dataclass(frozen=True, slots=True)
class Entitlement:
    """One grant, as rights are put together from it; `ends` is the first day without it."""

    role: str
    place: str
    verbs: frozenset[Verb]
    body_id: int | None = None
    body: str = ""
    starts: date | None = None
    ends: date | None = None
    granted_by: str = ""
    reason: str = ""
    who: str = ""

    @property
    def title(self) -> str:
        return ROLES[self.role].title if self.role in ROLES else self.role

    def holds(self, on: date) -> bool:
        return (self.starts is None or self.starts <= on) and (self.ends is None or on < self.ends)

    def said(self) -> str:
        """`Lead at Southend-on-Sea for Southend-on-Sea Council since 1 April 2016, granted by …: reason`."""
        parts = [f"{self.title} at {name_of(self.place)}"]
        parts += [f"for {self.body}"] if self.body else []
        parts += [f"since {format_date(self.starts)}"] if self.starts else []
        parts += [f"until {format_date(self.ends)}"] if self.ends else []
        said = " ".join(parts) + (f", granted by {self.granted_by}" if self.granted_by else "")
        return said + (f": {self.reason}" if self.reason else "")


@dataclass(frozen=True)
class Rights:
    """Everything that one person, or one token, may do on a day."""

    who: str
    entitlements: tuple[Entitlement, ...]
    on: date

    def at(self, place: str) -> tuple[Entitlement, ...]:
        """The grants that hold at a place, by itself or by a footprint that it is in."""
        return tuple(one for one in self.entitlements if one.holds(self.on) and covers(one.place, place))

    def can(self, verb: Verb, place: str) -> bool:
        return any(verb in one.verbs for one in self.at(place))

    def bodies_at(self, place: str, verb: Verb | None = None) -> frozenset[int]:
        """The bodies for which they act at a place, or may do a thing there."""
        return frozenset(
            one.body_id for one in self.at(place) if one.body_id is not None and (verb is None or verb in one.verbs)
        )

    def body_at(self, place: str) -> str:
        """The name of the body for which they act at a place; empty where they act for none."""
        return next((one.body for one in self.at(place) if one.body), "")

    def scopes(self, *verbs: Verb) -> tuple[str, ...]:
        """The places and footprints at which they may do any of these."""
        wanted = frozenset(verbs)
        return tuple(dict.fromkeys(one.place for one in self.entitlements if one.holds(self.on) and wanted & one.verbs))

    def roles_given(self, place: str) -> frozenset[str]:
        """The roles that they may give to others at a place."""
        return frozenset(role for one in self.at(place) if one.role in ROLES for role in ROLES[one.role].gives)

    def why(self, verb: Verb, place: str) -> str:
        """Which grant lets them do it; else what is missing, and which roles can grant it."""
        found = next((one for one in self.at(place) if verb in one.verbs), None)
        if found:
            return f"{self.who} may {verb.words}: {found.said()}."
        has = [one.said() for one in self.at(place)]
        now = f"They are {'; '.join(has)}." if has else self._nothing(place)
        return (
            f"{self.who} may not {verb.words} at {name_of(place)}. {now} "
            f"It takes the role of {_or(roles_that(verb))}, which {_or(givers_of(verb))} can grant."
        )

    def _nothing(self, place: str) -> str:
        past = [one for one in self.entitlements if covers(one.place, place) and one.ends and one.ends <= self.on]
        if past:
            return f"Their role of {past[-1].title} ended on {format_date(past[-1].ends or self.on)}."
        return "They have no role there."


def who_may(verb: Verb, entitlements: Iterable[Entitlement]) -> list[str]:
    """The names of those who may do a thing, each once."""
    return list(dict.fromkeys(one.who for one in entitlements if verb in one.verbs))


def givers_among(verb: Verb, entitlements: Iterable[Entitlement]) -> list[str]:
    """The names of those who can give a role with which one may do a thing, each once."""
    wanted = {role.name for role in ROLES.values() if verb in role.may}
    found = [one for one in entitlements if one.role in ROLES and ROLES[one.role].gives & wanted]
    return list(dict.fromkeys(one.who for one in found))


def _or(words: list[str]) -> str:
    lowered = [word[0].lower() + word[1:] for word in words]
    return lowered[0] if len(lowered) == 1 else f"{', '.join(lowered[:-1])} or {lowered[-1]}"
