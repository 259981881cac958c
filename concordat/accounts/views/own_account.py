"""One's own account: my roles and why, how I sign in, where I am signed in."""

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from concordat.accounts.access import SignedIn, grants_of
from concordat.accounts.views.shown.roles import has_ended, role_of
from concordat.history.clock import today


@login_required
@require_safe
def own_account(request: SignedIn) -> HttpResponse:
    """The roles of whoever is signed in, each with what it lets them do."""
    day = today()
    roles = [role_of(grant, day) for grant in grants_of(request.user) if not has_ended(grant, day)]
    protected = is_mfa_enabled(request.user)
    return render(request, "accounts/own_account.html", {"roles": roles, "protected": protected})
