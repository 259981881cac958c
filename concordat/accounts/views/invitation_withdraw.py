"""Taking an invitation back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from concordat.accounts.access import SignedIn, load_invitation
from concordat.accounts.actions import withdraw_invitation
from concordat.accounts.refused import Refused


@login_required
@require_POST
def invitation_withdraw(request: SignedIn, place: str, number: int) -> HttpResponse:
    """The link of the invitation leads nowhere from now on."""
    try:
        invitation = withdraw_invitation(load_invitation(request.user, place, number), by=request.user)
    except Refused as why:
        messages.error(request, str(why))
    else:
        messages.success(request, f"The invitation to {invitation.email} is withdrawn.")
    return redirect("people", place)
