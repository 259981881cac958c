"""Closing somebody's account, and opening it again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from concordat.accounts.access import SignedIn, load_account
from concordat.accounts.actions import close_account, reopen_account
from concordat.accounts.forms import AccountForm, attempt
from concordat.accounts.views.shown.accounts import account_page


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person_close(request: SignedIn, number: int) -> HttpResponse:
    """Say why; what they have stays, and is listed."""
    person, form = load_account(request.user, number), AccountForm(request.POST or None)
    if attempt(form, lambda: close_account(person=person, by=request.user, **form.cleaned_data)):
        messages.success(request, f"The account of {person.name} is closed, and their sessions have ended.")
        return redirect("person-list")
    return render(request, "accounts/person_close.html", {"form": form, "page": account_page(person, request.user)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person_reopen(request: SignedIn, number: int) -> HttpResponse:
    """Say why; they have again what has not ended meanwhile."""
    person, form = load_account(request.user, number), AccountForm(request.POST or None)
    if attempt(form, lambda: reopen_account(person=person, by=request.user, **form.cleaned_data)):
        messages.success(request, f"{person.name} can sign in again.")
        return redirect("person-list")
    return render(request, "accounts/person_reopen.html", {"form": form, "page": account_page(person, request.user)})
