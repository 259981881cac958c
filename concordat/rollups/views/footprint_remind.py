"""Whom to remind, and reminding them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from concordat.accounts.access import SignedIn, can
from concordat.accounts.forms import attempt
from concordat.accounts.roles import Verb
from concordat.history.clock import now
from concordat.rollups.access import load_leads, load_overview
from concordat.rollups.actions import remind_leads
from concordat.rollups.forms import RemindForm
from concordat.rollups.views.shown.remind import remind_page


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show_footprint_remind(request: SignedIn, footprint: str, form: str) -> HttpResponse:
    """The places that have not submitted, with who leads there; their addresses stay with the site."""
    found, asked = load_overview(request.user, footprint, form), RemindForm(request.POST or None)
    if attempt(asked, lambda: remind_leads(found=found, words=asked.cleaned_data["words"], by=request.user)):
        messages.success(request, "They are reminded by e-mail.")
        return redirect("footprint-remind", footprint, form)
    page = remind_page(found, load_leads(found), now(), can(request.user, Verb.REMIND, footprint))
    return render(request, "rollups/remind.html", {"page": page, "form": asked})
