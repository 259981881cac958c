"""Ending a token."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from concordat.accounts.access import SignedIn, load_body, load_token
from concordat.accounts.actions import revoke_token


@login_required
@require_POST
def token_revoke(request: SignedIn, slug: str, number: int) -> HttpResponse:
    """The token opens nothing from now on."""
    token = load_token(request.user, load_body(request.user, slug), number)
    revoke_token(token, by=request.user)
    messages.success(request, f"The token {token.name} is revoked.")
    return redirect("body-tokens", slug)
