"""The first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from concordat.history.clock import now, today
from concordat.returns.access import load_desk
from concordat.returns.views.shown.start import start_page
from concordat.returns.years import year_on


@require_safe
def show_start(request: HttpRequest) -> HttpResponse:
    """What this is and where to sign in; for who signed in their places and what waits for them there."""
    if not request.user.is_authenticated:
        return render(request, "returns/places/welcome.html")
    person = request.user
    framework = year_on(today())
    return render(
        request, "returns/places/start.html", {"page": start_page(load_desk(person, framework), person, now())}
    )
