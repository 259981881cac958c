"""One organisation: the places that it serves, and the people who act for it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from concordat.accounts.access import SignedIn, grants_for, load_body, may_connect
from concordat.accounts.views.shown.bodies import body_page


@login_required
@require_safe
def body(request: SignedIn, slug: str) -> HttpResponse:
    """Its places and its people, for whoever has a role at one of its places."""
    found = load_body(request.user, slug)
    page = body_page(found, grants_for(request.user, found), may_connect=may_connect(request.user, found))
    return render(request, "accounts/body.html", {"page": page})
