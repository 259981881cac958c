"""The list of places, and going to one."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from concordat.accounts.access import SignedIn
from concordat.returns.access import list_scopes
from concordat.returns.read_file import vintage_of
from concordat.returns.views.shown.places import list_groups
from concordat.returns.views.year_asked import year_asked


@login_required
@require_safe
def show_places(request: SignedIn) -> HttpResponse:
    """The places and footprints that somebody may open; `?find=` narrows them, `?go=` leads to one."""
    found = list_scopes(request.user, vintage_of(year_asked(request)))
    chosen = next((one for one in found if one.slug == request.GET.get("go")), None)
    if chosen:
        return redirect("place-home", chosen.slug)
    sought = request.GET.get("find", "").strip()
    shown = {"groups": list_groups(found, sought), "find": sought, "count": len(found)}
    return render(request, "returns/places/list.html", shown)
