"""A place's calendar, and the days on which its boards meet."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from concordat.accounts.access import SignedIn, require
from concordat.accounts.actions import add_board_date, drop_board_date
from concordat.accounts.roles import Verb
from concordat.history.clock import now
from concordat.periods import format_date
from concordat.places.tree import name_of
from concordat.returns.access import boards_at, load_board_date, load_place_year
from concordat.returns.access.calendar_key import calendar_key
from concordat.returns.calendar import Meeting
from concordat.returns.views.board_date_form import BoardDateForm
from concordat.returns.views.shown.place_calendar import place_calendar
from concordat.returns.views.year_asked import year_asked


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show_place_calendar(request: SignedIn, place: str) -> HttpResponse:
    """Every day on the way to the year's deadlines; a POST enters a day on which the board meets."""
    if request.method == "POST":
        require(request.user, Verb.RECORD, place)
    found = load_place_year(request.user, place, year_asked(request), now())
    form = BoardDateForm(boards_at(place), request.POST or None)
    if request.method == "POST" and form.is_valid():
        held = add_board_date(**form.cleaned_data, by=request.user).held
        messages.success(request, f"The meeting on {format_date(held)} is in the calendar.")
        return redirect(request.get_full_path())
    feed = request.build_absolute_uri(reverse("place-calendar-feed", args=(place,)))
    shown = {
        "page": place_calendar(found, now()),
        "form": form,
        "feed": f"{feed}?key={calendar_key(request.user, place)}",
    }
    return render(request, "returns/places/calendar.html", shown, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove_board_date(request: SignedIn, place: str, id: int) -> HttpResponse:
    """Take a meeting out of the calendar, once it was asked whether that is meant."""
    found = load_board_date(request.user, place, id)
    if request.method != "POST":
        shown = {"meeting": Meeting(found.body.name, found.held, found.papers_due), "place": place}
        return render(request, "returns/places/board_date_remove.html", shown | {"name": name_of(place)})
    drop_board_date(found, by=request.user)
    messages.success(request, f"The meeting on {format_date(found.held)} is out of the calendar.")
    return redirect("place-calendar", place)
