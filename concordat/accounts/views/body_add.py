"""Entering an organisation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from concordat.accounts.access import SignedIn, require_anywhere
from concordat.accounts.actions import add_body
from concordat.accounts.forms import BodyForm, attempt
from concordat.accounts.roles import Verb


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def body_add(request: SignedIn) -> HttpResponse:
    """Its name, what it is, and the places that it serves."""
    require_anywhere(request.user, Verb.RECORD)
    form = BodyForm(request.POST or None)
    if attempt(form, lambda: add_body(**form.cleaned_data, by=request.user)):
        messages.success(request, f"{form.cleaned_data['name']} is entered.")
        return redirect("bodies")
    return render(request, "accounts/body_add.html", {"form": form})
