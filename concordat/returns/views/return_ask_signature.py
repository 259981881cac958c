"""Asking those who sign for a body for their signature."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from concordat.accounts.access import SignedIn, bodies_at
from concordat.accounts.refused import Refused
from concordat.returns import actions
from concordat.returns.access import load_return


@login_required
@require_POST
def return_ask_signature(request: SignedIn, place: str, form: str, slug: str) -> HttpResponse:
    """They get a letter that leads to what there is to read and to sign."""
    record = load_return(request.user, place, form, "submit")
    body = next((one for one in bodies_at(place) if one.slug == slug), None)
    if body is None:
        raise Http404(slug)
    try:
        asked = actions.ask_for_signature(record=record, body=body, by=request.user)
    except Refused as why:
        messages.error(request, str(why))
    else:
        messages.success(request, f"A letter is on its way to {asked.names}.")
    return redirect("return-submit", place, form)
