"""Sending an invitation again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from concordat.accounts.access import SignedIn, load_invitation
from concordat.accounts.actions import send_invitation_again
from concordat.accounts.refused import Refused


@login_required
@require_POST
def invitation_again(request: SignedIn, place: str, number: int) -> HttpResponse:
    """A letter with a new link; the link of the one before leads nowhere from now on."""
    try:
        invitation = send_invitation_again(load_invitation(request.user, place, number), by=request.user)
    except Refused as why:
        messages.error(request, str(why))
    else:
        messages.success(request, f"A new link is on its way to {invitation.email}; the one before leads nowhere now.")
    return redirect("people", place)
