"""The roles that people have at a place. Whoever governs a place can read here what each may do.

A verb is one kind of thing that can be done; a role is a sentence and a set of verbs. Nothing else decides what a
person may do, save that `fill-assigned` needs an assignment and `sign` a body to sign for.
"""

from enum import StrEnum


class Verb(StrEnum):
    """What can be done, each followed by how it ends the sentence "who may …"."""

    SEE = "see"
    SEE_SUBMITTED = "see-submitted"
    OPEN = "open"
    FILL = "fill"
    FILL_ASSIGNED = "fill-assigned"
    REMARK = "remark"
    EXPLAIN = "explain"
    ASSIGN = "assign"
    SIGN = "sign"
    SUBMIT = "submit"
    RECORD = "record"
    EXTEND = "extend"
    REMIND = "remind"
    GRANT = "grant"
    CONNECT = "connect"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    Verb.SEE: "see returns and drafts",
    Verb.SEE_SUBMITTED: "see what was submitted",
    Verb.OPEN: "open a return and carry it over to a new version of its form",
    Verb.FILL: "answer any question",
    Verb.FILL_ASSIGNED: "answer the questions that are assigned to them or their body",
    Verb.REMARK: "write remarks on questions",
    Verb.EXPLAIN: "give reasons for findings",
    Verb.ASSIGN: "assign sections and questions, and chase them",
    Verb.SIGN: "sign for their body",
    Verb.SUBMIT: "submit a return",
    Verb.RECORD: "record what a body decided or delegated, when it meets, and that it ratified a signature",
    Verb.EXTEND: "open a return again after its deadline",
    Verb.REMIND: "remind those who lead at places that have not submitted",
    Verb.GRANT: "invite people, and grant and withdraw roles",
    Verb.CONNECT: "make and revoke tokens for programs",
}


class Role:
    """What the roles have in common: a name, a title, what they may do, and which roles they may give to others."""

    name: str
    title: str
    may: frozenset[Verb]
    gives: frozenset[str] = frozenset()
    needs_body = False


class Lead(Role):
    """Leads the fund at a place: opens returns, fills them, shares out the work, and submits."""

    name = "lead"
    title = "Lead"
    may = frozenset(
        {
            Verb.SEE,
            Verb.OPEN,
            Verb.FILL,
            Verb.REMARK,
            Verb.EXPLAIN,
            Verb.ASSIGN,
            Verb.SUBMIT,
            Verb.RECORD,
            Verb.GRANT,
            Verb.CONNECT,
        }
    )
    gives = frozenset({"contributor", "finance-officer", "reader"})


class Contributor(Role):
    """Answers the questions that were assigned to them or their body, and sees the rest."""

    name = "contributor"
    title = "Contributor"
    may = frozenset({Verb.SEE, Verb.FILL_ASSIGNED, Verb.REMARK})


class FinanceOfficer(Role):
    """Answers what was assigned to them, and gives reasons for findings on any question."""

    name = "finance-officer"
    title = "Finance officer"
    may = frozenset({Verb.SEE, Verb.FILL_ASSIGNED, Verb.REMARK, Verb.EXPLAIN})


class Signatory(Role):
    """Signs for a body that the framework asks to sign, and changes no answer."""

    name = "signatory"
    title = "Signatory"
    may = frozenset({Verb.SEE, Verb.REMARK, Verb.SIGN})
    needs_body = True


class Reviewer(Role):
    """Follows the places of a region or a partnership, reminds them, remarks on returns, can extend a deadline."""

    name = "reviewer"
    title = "Reviewer"
    may = frozenset({Verb.SEE, Verb.REMARK, Verb.EXTEND, Verb.REMIND})


class NationalAnalyst(Role):
    """Sees what was submitted, everywhere, and never a draft; reminds those who have not submitted."""

    name = "national-analyst"
    title = "National analyst"
    may = frozenset({Verb.SEE_SUBMITTED, Verb.REMIND})


class Administrator(Role):
    """Looks after people, bodies and their rights, and can extend a deadline; fills and signs nothing."""

    name = "administrator"
    title = "Administrator"
    may = frozenset({Verb.SEE, Verb.RECORD, Verb.EXTEND, Verb.REMIND, Verb.GRANT, Verb.CONNECT})
    gives = frozenset(
        {
            "lead",
            "contributor",
            "finance-officer",
            "signatory",
            "reviewer",
            "national-analyst",
            "administrator",
            "reader",
        }
    )


class Reader(Role):
    """Sees the returns of a place and changes nothing."""

    name = "reader"
    title = "Reader"
    may = frozenset({Verb.SEE})


ROLES: dict[str, type[Role]] = {
    role.name: role
    for role in (Lead, Contributor, FinanceOfficer, Signatory, Reviewer, NationalAnalyst, Administrator, Reader)
}

# What the token of an organisation may do at the places that it serves. Nothing signs by itself.
SCOPES: dict[str, frozenset[Verb]] = {
    "read": frozenset({Verb.SEE}),
    "write": frozenset({Verb.SEE, Verb.FILL, Verb.REMARK, Verb.EXPLAIN}),
    "submit": frozenset({Verb.SEE, Verb.SUBMIT}),
}


def roles_that(verb: Verb) -> list[str]:
    """The titles of the roles that may do something."""
    return [role.title for role in ROLES.values() if verb in role.may]


def givers_of(verb: Verb) -> list[str]:
    """The titles of the roles that can give a person a role with which they may do something."""
    wanted = {role.name for role in ROLES.values() if verb in role.may}
    return [role.title for role in ROLES.values() if role.gives & wanted]
