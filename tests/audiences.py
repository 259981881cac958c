"""Who may do what at every address of the site: one line each, read by tests/test_access.py.

An address that is not here fails the test, and so does a line whose address is gone. `Audience(GET, POST=…)` names the
people of the demonstration's cast; whoever is not named is refused. `at` says what stands in the address where the
usual example does not fit; `sent` is the body of a call to the API.
"""

from dataclasses import dataclass, field
from typing import Any

NOBODY: frozenset[str] = frozenset()
ANYBODY = frozenset(
    [
        "anonymous",
        "outsider",
        "reader",
        "contributor",
        "finance",
        "chair",
        "reviewer",
        "analyst",
        "lead",
        "administrator",
    ]
)
SIGNED_IN = ANYBODY - {"anonymous"}
HERE = SIGNED_IN - {"outsider"}  # has a role at the place, itself or by a footprint
SEES = HERE - {"analyst"}  # sees what is not submitted yet
GIVES = frozenset({"lead", "administrator"})  # people and rights, mandates, tokens, board dates
LEAD = frozenset({"lead"})
ADMINISTRATOR = frozenset({"administrator"})  # of England: everybody's accounts
ANSWERS = frozenset({"lead", "finance"})  # the money section, which is assigned to finance
FILLS = ANSWERS | {"contributor"}  # some section: which one is looked at answer by answer
REMARKS = frozenset({"lead", "contributor", "finance", "chair", "reviewer"})
EXTENDS = frozenset({"reviewer", "administrator"})
ABOVE = frozenset({"reviewer", "analyst", "administrator"})  # has a role at the whole region
LEADS_SOMEWHERE = GIVES | {"outsider"}  # the outsider leads another place


@dataclass(frozen=True)
class Audience:
    """Who may do what at an address; nothing is said of a method that nobody may use."""

    GET: frozenset[str] = NOBODY
    POST: frozenset[str] = NOBODY
    PUT: frozenset[str] = NOBODY
    at: dict[str, Any] = field(default_factory=dict)
    sent: dict[str, Any] | None = None
    is_public: bool = False  # its secret, or nothing, is what opens it
    may_be_missing: bool = False  # there is not always something to show to whom it is open

    def of(self, method: str) -> frozenset[str]:
        return getattr(self, method, NOBODY)


PUBLIC = Audience(ANYBODY, ANYBODY, ANYBODY, is_public=True, may_be_missing=True)
OWN = Audience(SIGNED_IN, SIGNED_IN, SIGNED_IN, may_be_missing=True)
SUBMITTED = {"form": "2016-17-q1", "questionnaire": "2016-17-q1", "number": 1}

SHELL = {
    "home": Audience(ANYBODY, is_public=True),
    "accessibility": Audience(ANYBODY, is_public=True),
    "health-live": Audience(ANYBODY, is_public=True),
    "health-ready": Audience(ANYBODY, is_public=True),
    "health-jobs": Audience(ANYBODY, is_public=True),
    "gallery": PUBLIC,
    "gallery-save": Audience(POST=ANYBODY, is_public=True),
    "gallery-error": Audience(ANYBODY, ANYBODY, is_public=True, may_be_missing=True, at={"status": 404}),
}

# Of allauth: signing in is open to all, the rest is each person's own, and no address names another person.
SIGNING_IN = dict.fromkeys(
    [
        "account_login",
        "account_logout",
        "account_signup",
        "account_inactive",
        "account_email_verification_sent",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_confirm_email",
        "account_confirm_login_code",
        "account_reauthenticate",
        "mfa_authenticate",
        "mfa_reauthenticate",
        "openid_connect_login",
        "openid_connect_callback",
        "socialaccount_login_cancelled",
        "socialaccount_login_error",
        "socialaccount_signup",
        "account/social/login/cancelled/",
        "account/social/login/error/",
        "account/social/signup/",
        "account/social/connections/",
    ],
    PUBLIC,
)
OWN_ACCOUNT = dict.fromkeys(
    [
        "account_email",
        "account_change_password",
        "account_set_password",
        "socialaccount_connections",
        "usersessions_list",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "own-account",
    ],
    OWN,
)

PEOPLE = {
    "people": Audience(HERE),
    "person-invite": Audience(GIVES, GIVES),
    "role-grant": Audience(GIVES, GIVES),
    "role-withdraw": Audience(GIVES, GIVES, at={"number": "grant"}),
    "person-list": Audience(ADMINISTRATOR),
    "person-close": Audience(ADMINISTRATOR, ADMINISTRATOR, at={"number": "person"}),
    "person-reopen": Audience(ADMINISTRATOR, ADMINISTRATOR, at={"number": "person"}),
    "invitation-again": Audience(POST=GIVES, at={"number": "invitation"}),
    "invitation-withdraw": Audience(POST=GIVES, at={"number": "invitation"}),
    "invitation-accept": Audience(ANYBODY, ANYBODY, is_public=True),
    "mandates": Audience(HERE),
    "mandate-record": Audience(GIVES, GIVES, at={"slug": "board", "kind": "decision"}),
    "mandate-end": Audience(GIVES, GIVES, at={"number": "mandate"}),
    "bodies": Audience(SIGNED_IN),
    "body-add": Audience(LEADS_SOMEWHERE, LEADS_SOMEWHERE),
    "body": Audience(HERE),
    "body-tokens": Audience(GIVES, GIVES),
    "token-revoke": Audience(POST=GIVES, at={"number": "token"}),
}

PLACES = {
    "places": Audience(SIGNED_IN),
    "place-home": Audience(HERE),
    "place-calendar": Audience(HERE, GIVES),
    "place-board-date-remove": Audience(GIVES, GIVES, at={"id": "board_date"}),
    "place-calendar-feed": Audience(HERE),
    "metrics": Audience(HERE),
    "metric": Audience(HERE),
    "metric-chart": Audience(HERE),
    "metric-rank": Audience(HERE),
    "metric-funnel": Audience(HERE),
    "metric-map": Audience(HERE),
    "metric-figures": Audience(HERE),
    "metric-places": Audience(HERE),
    "metric-sparkline": Audience(HERE),
    "footprint-home": Audience(ABOVE),
    "footprint-form": Audience(ABOVE),
    "footprint-list": Audience(ABOVE, at={"kind": "csv"}),
    "footprint-roll-up": Audience(ABOVE),
    "footprint-roll-up-file": Audience(ABOVE, at={"kind": "csv", "form": "2016-17-q1"}),
    "footprint-remind": Audience(ABOVE, ABOVE),
}

RETURNS = {
    "return-tasks": Audience(SEES),
    "return-open": Audience(POST=LEAD),
    "return-section": Audience(SEES, FILLS),
    "return-answer": Audience(SEES, ANSWERS),
    "return-findings": Audience(SEES),
    "return-reason": Audience(SEES, ANSWERS, may_be_missing=True),
    "return-remarks": Audience(SEES, REMARKS),
    "return-remark-resolve": Audience(POST=REMARKS, at={"id": "remark"}),
    "return-assignments": Audience(SEES, LEAD),
    "return-assignment": Audience(POST=LEAD, at={"id": "assignment", "verb": "chase"}),
    "return-waiting": Audience(SEES),
    "return-history": Audience(SEES),
    "return-workbook": Audience(SEES, FILLS),
    "return-workbook-download": Audience(SEES),
    "return-workbook-upload": Audience(LEAD, LEAD),  # whoever sent it in
    "return-carry-over": Audience(SEES, LEAD),
    "return-old-versions": Audience(HERE),
    "return-old-versions-file": Audience(HERE),
    "return-before-signing": Audience(SEES),
    "return-sign": Audience(SEES, frozenset({"chair"})),
    "return-signatures": Audience(SEES),
    "return-signature": Audience(SEES, at={"id": "signature"}),
    "return-ratify": Audience(GIVES, GIVES, at={"id": "signature"}),
    "return-ask-signature": Audience(POST=LEAD, at={"slug": "board"}),
    "return-submit": Audience(SEES, LEAD),
    "return-extension": Audience(EXTENDS, EXTENDS),
    "return-receipt": Audience(HERE, at=SUBMITTED),
    "return-receipt-pdf": Audience(HERE, at=SUBMITTED),
    "return-receipt-json": Audience(HERE, at=SUBMITTED),
    "return-submissions": Audience(HERE, at=SUBMITTED),
    "return-submission": Audience(HERE, at=SUBMITTED),
    "return-submission-file": Audience(HERE, at=SUBMITTED | {"kind": "json"}),
}

# With a browser's session; what tokens may do is further down.
API = {
    "api": Audience(ANYBODY, is_public=True),
    "api:openapi-json": Audience(ANYBODY, ANYBODY, ANYBODY, is_public=True),
    "api:api-root": Audience(ANYBODY, is_public=True, may_be_missing=True),
    "api:list_frameworks": Audience(SIGNED_IN, is_public=True),
    "api:show_framework": Audience(SIGNED_IN, is_public=True),
    "api:list_questionnaires": Audience(SIGNED_IN, is_public=True),
    "api:show_questionnaire": Audience(SIGNED_IN, is_public=True),
    "api:show_schema": Audience(SIGNED_IN, is_public=True),
    "api:list_places": Audience(SIGNED_IN, is_public=True),
    "api:show_place": Audience(SIGNED_IN, is_public=True),
    "api:list_returns": Audience(HERE),
    "api:show_return": Audience(SEES),
    "api:check_return": Audience(SEES),
    "api:show_answer": Audience(SEES, PUT=ANSWERS, sent={"value": "12"}),
    "api:list_submissions": Audience(HERE, POST=LEAD, at=SUBMITTED, sent={"digest": "0" * 64}),
    "api:show_submission": Audience(HERE, at=SUBMITTED),
    "api:show_history": Audience(SEES),
}
# Operations that share their address with another.
API |= {"api:save_answer": API["api:show_answer"], "api:submit_return": API["api:list_submissions"]}

AUDIENCES = SHELL | SIGNING_IN | OWN_ACCOUNT | PEOPLE | PLACES | RETURNS | API

READ, WRITE, SUBMIT = "a token to read", "a token to write", "a token to submit"
TOKENS = {READ, WRITE, SUBMIT}
# The same for programs of an organisation that serves the place; what is not here is open to every live token.
BY_TOKEN = {
    "api:list_returns": Audience(TOKENS),
    "api:show_return": Audience(TOKENS),
    "api:check_return": Audience(TOKENS),
    "api:show_answer": Audience(TOKENS, PUT=frozenset({WRITE})),
    "api:save_answer": Audience(TOKENS, PUT=frozenset({WRITE})),
    "api:list_submissions": Audience(TOKENS, POST=frozenset({SUBMIT})),
    "api:submit_return": Audience(TOKENS, POST=frozenset({SUBMIT})),
    "api:show_submission": Audience(TOKENS),
    "api:show_history": Audience(TOKENS),
}
