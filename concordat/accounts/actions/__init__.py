"""The only way that people, bodies and their rights change: each verb is one transaction with its event inside."""

from concordat.accounts.actions.bodies import add_board_date, add_body, drop_board_date
from concordat.accounts.actions.closing import close_account, reopen_account
from concordat.accounts.actions.grants import appoint_first_administrator, grant_role, withdraw_grant
from concordat.accounts.actions.invitations import (
    accept_invitation,
    find_invitation,
    invite,
    send_invitation_again,
    withdraw_invitation,
)
from concordat.accounts.actions.mandates import record_mandate, withdraw_mandate
from concordat.accounts.actions.second_factor import drop_second_factor
from concordat.accounts.actions.tokens import make_token, revoke_token

__all__ = [
    "accept_invitation",
    "add_board_date",
    "add_body",
    "appoint_first_administrator",
    "close_account",
    "drop_board_date",
    "drop_second_factor",
    "find_invitation",
    "grant_role",
    "invite",
    "make_token",
    "record_mandate",
    "reopen_account",
    "revoke_token",
    "send_invitation_again",
    "withdraw_grant",
    "withdraw_invitation",
    "withdraw_mandate",
]
