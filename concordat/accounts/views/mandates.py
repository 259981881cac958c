"""What the bodies of a place have decided and whom they let sign; recording more of it; ending one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from concordat.accounts.access import SignedIn, bodies_at, enter, grants_for, mandates_of, require
from concordat.accounts.actions import record_mandate, withdraw_mandate
from concordat.accounts.forms import attempt
from concordat.accounts.mandates import DECISION, DELEGATION
from concordat.accounts.models import Body
from concordat.accounts.roles import Verb
from concordat.accounts.views.mandate_forms import DecisionForm, DelegationForm
from concordat.accounts.views.shown.mandates import (
    forms_around,
    mandates_page,
    show_mandate,
    signatories_among,
    signing_bodies,
)
from concordat.history.clock import today
from concordat.places.tree import name_of


@login_required
@require_safe
def mandates(request: SignedIn, place: str) -> HttpResponse:
    """Every mandate of the bodies that sign at a place, and whether it holds."""
    rights = enter(request.user, place)
    bodies = signing_bodies(bodies_at(place))
    page = mandates_page(place, rights, bodies, mandates_of([body.pk for body in bodies]), today())
    return render(request, "accounts/mandates.html", {"page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mandate_record(request: SignedIn, place: str, slug: str, kind: str) -> HttpResponse:
    """Record a decision of a body, or a delegation to people who sign for it."""
    require(request.user, Verb.RECORD, place)
    body = _body(place, slug)
    form = _form(request, body, kind)
    if attempt(form, lambda: record_mandate(body=body, kind=kind, by=request.user, **form.asked)):
        messages.success(request, f"The {kind} of {body.name} is recorded.")
        return redirect("mandates", place)
    context = {"form": form, "kind": kind, "body": body, "place": place, "name": name_of(place)}
    return render(request, "accounts/mandate_record.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mandate_end(request: SignedIn, place: str, number: int) -> HttpResponse:
    """End a mandate today, once it was asked whether that is meant."""
    require(request.user, Verb.RECORD, place)
    found = [one for one in mandates_of([body.pk for body in bodies_at(place)]) if one.pk == number]
    if not found:
        raise Http404("There is no such mandate of a body of this place.")
    if request.method == "POST":
        withdraw_mandate(found[0], by=request.user)
        messages.success(request, "The mandate has ended. What was signed under it before stays signed.")
        return redirect("mandates", place)
    line = show_mandate(found[0], today(), may_record=True)
    context = {"line": line, "body": found[0].body, "place": place, "name": name_of(place)}
    return render(request, "accounts/mandate_end.html", context)


def _body(place: str, slug: str) -> Body:
    found = [body for body in signing_bodies(bodies_at(place)) if body.slug == slug]
    if not found:
        raise Http404("There is no such body that signs at this place.")
    return found[0]


def _form(request: SignedIn, body: Body, kind: str) -> DecisionForm:
    data = request.POST if request.method == "POST" else None
    if kind == DECISION:
        return DecisionForm(data, forms_around(today()), today())
    if kind == DELEGATION:
        return DelegationForm(data, forms_around(today()), today(), signatories_among(grants_for(request.user, body)))
    raise Http404("A mandate is a decision or a delegation.")
