"""How signing in differs here from what allauth does by itself: nobody makes an account for themselves, and what is
wrong is said in the words of the site."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest
from django.shortcuts import render


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """People come by invitation."""

    error_messages = {  # noqa: RUF012
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account is closed. Ask whoever administers your place.",
        "cannot_remove_primary_email": "This is the address for letters. Choose another one for them first.",
        "duplicate_email": "This address is one of yours already.",
        "email_password_mismatch": "The address or the password is not right. Look at both, and try again.",
        "email_taken": "This address belongs to another account here.",
        "enter_current_password": "This is not the password that you have now.",
        "incorrect_password": "This is not your password.",
        "invalid_password_reset": "The link does not hold any longer. Ask for a new one.",
        "max_email_addresses": "You cannot have more than %d addresses. Remove one first.",
        "too_many_login_attempts": "Too many wrong passwords. Wait five minutes, or set a new password.",
        "unverified_primary_email": "That address has to be confirmed first.",
        "rate_limited": "That was too often in a short time. Wait a few minutes.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Whoever signs in with an organisation's login must have been invited before."""

    error_messages = {  # noqa: RUF012
        **DefaultSocialAccountAdapter.error_messages,
        "connected_other": "That login belongs to another account here already.",
        "disconnect_last": "This is the only login that you have. Set a password first.",
        "no_password": "Set a password first; without this login you could not sign in.",
        "no_verified_email": "Confirm an address first; without this login you could not sign in.",
    }

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never: says on a page of its own who is not known, and what to do."""
        said = next(iter(sociallogin.email_addresses), None)
        context = {
            "email": said.email if said else "",
            "verified": bool(said and said.verified),
            "organisation": sociallogin.provider.name,
        }
        raise ImmediateHttpResponse(render(request, "socialaccount/not_invited.html", context, status=403))


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second factor, in the words of the site."""

    error_messages = {  # noqa: RUF012
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": "With a second factor an account takes no further address. Take it away first.",
        "cannot_delete_authenticator": "The second factor cannot be taken away.",
        "cannot_generate_recovery_codes": "Set up the second factor first; recovery codes belong to it.",
        "incorrect_code": "This is not the code. Type the one that the app shows now; each works once.",
        "unverified_email": "Confirm all of your addresses first, then set up the second factor.",
    }
