"""Everything that happened to a return, with what changed."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from concordat.accounts.access import SignedIn
from concordat.history.clock import now
from concordat.returns.access import form_for, history_of, load_filling
from concordat.returns.views.shown.event_lines import event_groups
from concordat.returns.views.shown.frame import frame_of

PER_PAGE = 50


@login_required
@require_safe
def return_history(request: SignedIn, place: str, form: str) -> HttpResponse:
    """The events of a return, the latest first, a page at a time."""
    filling = load_filling(request.user, place, form)
    frame = frame_of(filling, now(), "return-history")
    events = Paginator(history_of(filling.record), PER_PAGE).get_page(request.GET.get("page"))
    groups = list(event_groups(events.object_list, form_for(filling.record), frame.pages, now()))
    return render(request, "returns/history.html", {"page": {"frame": frame, "groups": groups, "events": events}})
