"""What a person may do where, put together from their grants; and why, or why not, as sentences."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from concordat.accounts.roles import ROLES, SCOPES, Verb, givers_of, roles_that
from concordat.periods import format_date
from concordat.places.tree import covers, name_of
from concordat.web.joined import join_words

MOST_NAMED = 4  # roles, of those that would do


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
    scopes: tuple[str, ...] = ()  # of a program's token

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
        now = f"They are {'; '.join(has)}." if has else self._nothing(place, "They", "Their")
        return f"{self.who} may not {verb.words} at {name_of(place)}. {now} {_takes(verb)}"

    def why_not(self, verb: Verb, place: str) -> str:
        """The same in short, to themselves, where they may not do it."""
        if any(one.scopes for one in self.entitlements):
            return self._why_not_a_program(verb, place)
        has = list(dict.fromkeys(_lowered(one.title) for one in self.at(place)))
        now = f"You are {' and '.join(has)} there." if has else self._nothing(place, "You", "Your")
        words = verb.words.replace("to them or", "to you or").replace("their", "your")
        return f"You may not {words} at {name_of(place)}. {now} {_takes(verb)}"

    def _why_not_a_program(self, verb: Verb, place: str) -> str:
        said = f"This token may not {verb.words} at {name_of(place)}."
        if not (here := self.at(place)):
            return f"{said} It reaches the places that its organisation serves, and no others."
        takes = join_words([scope for scope, verbs in SCOPES.items() if verb in verbs], "or")
        ask = f"it takes one with {takes}, which a lead or an administrator can make" if takes else "no token may"
        return f"{said} It was made for {', '.join(here[0].scopes)}; {ask}."

    def _nothing(self, place: str, who: str, whose: str) -> str:
        past = [one for one in self.entitlements if covers(one.place, place) and one.ends and one.ends <= self.on]
        if past:
            return f"{whose} role of {past[-1].title} ended on {format_date(past[-1].ends or self.on)}."
        return f"{who} have no role there."


def who_may(verb: Verb, entitlements: Iterable[Entitlement]) -> list[str]:
    """The names of those who may do a thing, each once."""
    return list(dict.fromkeys(one.who for one in entitlements if verb in one.verbs))


def givers_among(verb: Verb, entitlements: Iterable[Entitlement]) -> list[str]:
    """The names of those who can give a role with which one may do a thing, each once."""
    wanted = {role.name for role in ROLES.values() if verb in role.may}
    found = [one for one in entitlements if one.role in ROLES and ROLES[one.role].gives & wanted]
    return list(dict.fromkeys(one.who for one in found))


def _takes(verb: Verb) -> str:
    """What it takes; where most roles will do, none is named."""
    titles = roles_that(verb)
    roles = join_words([_lowered(one) for one in titles], "or")
    takes = "a role there" if len(titles) > MOST_NAMED else f"the role of {roles}"
    givers = [f"{'an' if one[0] in 'aeiou' else 'a'} {one}" for one in map(_lowered, givers_of(verb))]
    return f"It takes {takes}, which {join_words(givers, 'or')} can grant."


def _lowered(title: str) -> str:
    return title[0].lower() + title[1:]
