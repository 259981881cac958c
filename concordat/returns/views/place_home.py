"""A place's home."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from concordat.accounts.access import SignedIn
from concordat.history.clock import now
from concordat.returns.access import load_place_year
from concordat.returns.actions.submit import unsigned
from concordat.returns.views.shown.place_home import place_home
from concordat.returns.views.year_asked import year_asked


@login_required
@require_safe
def show_place_home(request: SignedIn, place: str) -> HttpResponse:
    """What is due, how far each form of a year is, what waits for this person, what happened, the metrics."""
    found = load_place_year(request.user, place, year_asked(request), now())
    missing = unsigned(found.filling.record) if found.filling else []
    return render(request, "returns/places/home.html", {"page": place_home(found, request.user, missing, now())})
