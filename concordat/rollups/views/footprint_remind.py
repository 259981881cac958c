"""Whom to remind."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from concordat.accounts.access import SignedIn
from concordat.history.clock import now
from concordat.rollups.access import load_leads, load_overview
from concordat.rollups.views.shown.remind import remind_page


@login_required
@require_safe
def show_footprint_remind(request: SignedIn, footprint: str, form: str) -> HttpResponse:
    """The places that have not submitted, with who leads there and their addresses."""
    found = load_overview(request.user, footprint, form)
    return render(request, "rollups/remind.html", {"page": remind_page(found, load_leads(found), now())})
