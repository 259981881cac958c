"""How signing in differs here from what allauth does by itself: nobody makes an account for themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest
from django.shortcuts import render


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """People come by invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Whoever signs in with an organisation's login must have been invited before."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never: says on a page of its own who is not known, and what to do."""
        said = next(iter(sociallogin.email_addresses), None)
        context = {
            "email": said.email if said else "",
            "verified": bool(said and said.verified),
            "organisation": sociallogin.provider.name,
        }
        raise ImmediateHttpResponse(render(request, "socialaccount/not_invited.html", context, status=403))
