"""Taking a role back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from concordat.accounts.access import SignedIn, load_grant, may_connect, tokens_made_by
from concordat.accounts.actions import withdraw_grant
from concordat.accounts.actions.giving import check_giving
from concordat.accounts.forms import WithdrawForm, attempt
from concordat.accounts.views.shown.roles import role_of
from concordat.accounts.views.shown.tokens import tokens_that_go_on
from concordat.history.clock import today


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def role_withdraw(request: SignedIn, place: str, number: int) -> HttpResponse:
    """Say why a role ends; it ends today, and what was done under it stays."""
    grant = load_grant(request.user, place, number)
    check_giving(request.user, grant.role, place)
    tokens = tokens_made_by(grant.person, place)
    mine = {one.body_id for one in tokens if may_connect(request.user, one.body)}
    form, role = WithdrawForm(request.POST or None), role_of(grant, today())
    if attempt(form, lambda: withdraw_grant(grant, by=request.user, reason=form.cleaned_data["reason"])):
        messages.success(request, f"{role.who} is no longer {role.title} at {role.place_name}.")
        return redirect("people", place)
    return render(
        request, "accounts/role_withdraw.html", {"form": form, "role": role, "tokens": tokens_that_go_on(tokens, mine)}
    )
