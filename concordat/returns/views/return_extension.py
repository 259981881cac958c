"""Letting a return be submitted after its deadline."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from concordat.accounts.access import SignedIn
from concordat.accounts.forms import attempt
from concordat.history.clock import now
from concordat.periods import format_date
from concordat.returns import actions
from concordat.returns.access import load_filling, load_return
from concordat.returns.views.shown.submit_page import extension_page
from concordat.returns.views.signing_forms import ExtensionForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def return_extension(request: SignedIn, place: str, form: str) -> HttpResponse:
    """The extensions given, and a form for one more: until when, and why."""
    record = load_return(request.user, place, form, "extend")
    sent = ExtensionForm(request.POST if request.method == "POST" else None)
    if attempt(sent, lambda: actions.grant_extension(record=record, by=request.user, **sent.asked)):
        messages.success(request, f"The return can be submitted until {format_date(sent.cleaned_data['until'])}.")
        return redirect("return-extension", place, form)
    page = extension_page(load_filling(request.user, place, form), now())
    return render(request, "returns/extension.html", {"page": page, "form": sent}, status=422 if sent.is_bound else 200)
