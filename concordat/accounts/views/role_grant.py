"""A further role for somebody who is at a place already."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from concordat.accounts.access import SignedIn, bodies_at, grants_at, require
from concordat.accounts.actions import grant_role
from concordat.accounts.forms import GrantForm, attempt
from concordat.accounts.roles import Verb
from concordat.accounts.views.shown.people import known_people
from concordat.places.tree import name_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def role_grant(request: SignedIn, place: str) -> HttpResponse:
    """Person, role, body, days and reason."""
    rights = require(request.user, Verb.GRANT, place)
    people = known_people(grants_at(request.user, place), request.user)
    form = GrantForm(request.POST or None, rights.roles_given(place), bodies_at(place), people)
    if attempt(form, lambda: grant_role(**form.asked, place=place, by=request.user)):
        messages.success(request, f"{form.asked['person']} has the role.")
        return redirect("people", place)
    return render(request, "accounts/role_grant.html", {"form": form, "place": place, "name": name_of(place)})
