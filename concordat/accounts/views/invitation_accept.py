"""Taking up an invitation: name and password, or the organisation's own login."""

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.socialaccount.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from concordat.accounts.access import find_person
from concordat.accounts.actions import accept_invitation, find_invitation
from concordat.accounts.forms import AcceptForm, attempt
from concordat.accounts.models import Invitation, Person
from concordat.accounts.refused import Refused
from concordat.accounts.roles import ROLES
from concordat.places.tree import name_of


@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_accept(request: HttpRequest, secret: str) -> HttpResponse:
    """For a new person a name and a way to sign in; for one who is here already only a button."""
    try:
        offered = find_invitation(secret)
    except Refused as why:
        return render(request, "accounts/invitation_gone.html", {"why": str(why)}, status=410)
    there = find_person(offered.email)
    if there is not None:
        return _take_up(request, offered, secret, there)
    form = AcceptForm(request.POST or None, offered.email, organisation(request))
    given = {"secret": secret, "name": form.data.get("name", "")}
    if attempt(form, lambda: accept_invitation(**given, password=form.cleaned_data["password"])):
        return _sign_in(request, offered.email, form.cleaned_data["password"])
    return render(request, "accounts/invitation_accept.html", {**_said(offered), "form": form})


def organisation(request: HttpRequest) -> str:
    """What the organisations' own login is called, where there is one."""
    providers = get_adapter().list_providers(request)
    return str(providers[0].name) if providers else ""


def _take_up(request: HttpRequest, offered: Invitation, secret: str, person: Person) -> HttpResponse:
    """Whoever has an account already keeps it, and gets the role besides."""
    if request.method != "POST":
        return render(request, "accounts/invitation_accept.html", {**_said(offered), "form": None})
    accept_invitation(secret=secret)
    messages.success(request, f"{person.email} now has the role.")
    return redirect("own-account")


def _sign_in(request: HttpRequest, email: str, password: str | None) -> HttpResponse:
    if password is None:
        messages.success(request, f"You are here now. Sign in with {organisation(request)}'s login for {email}.")
        return redirect(settings.LOGIN_URL)
    login = Login(user=find_person(email), email=email, redirect_url=resolve_url("own-account"))
    response: HttpResponse = perform_password_login(request, {"email": email}, login)
    return response


def _said(offered: Invitation) -> dict[str, object]:
    role = ROLES[offered.role]
    return {"offered": offered, "role": role.title, "sentence": role.__doc__, "place": name_of(offered.place)}
