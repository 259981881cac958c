"""Inviting somebody by e-mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from concordat.accounts.access import SignedIn, bodies_at, require
from concordat.accounts.actions import invite
from concordat.accounts.forms import InviteForm, attempt
from concordat.accounts.roles import Verb
from concordat.places.tree import name_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person_invite(request: SignedIn, place: str) -> HttpResponse:
    """Role, body, last day and reason for an address, which is sent a link."""
    rights = require(request.user, Verb.GRANT, place)
    form = InviteForm(request.POST or None, rights.roles_given(place), bodies_at(place))
    if attempt(form, lambda: invite(**form.asked, place=place, by=request.user)):
        messages.success(request, f"An invitation is on its way to {form.cleaned_data['email']}.")
        return redirect("people", place)
    return render(request, "accounts/person_invite.html", {"form": form, "place": place, "name": name_of(place)})
