"""The signatures on a return: the list, what changed since one was given, and ratifying one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from concordat.accounts.access import SignedIn
from concordat.accounts.forms import attempt
from concordat.history.clock import now
from concordat.returns import actions
from concordat.returns.access import load_filling, load_return, load_signature
from concordat.returns.access.signing import ratifying_decisions
from concordat.returns.views.shown.signing_page import signatures_page, since_page
from concordat.returns.views.signing_forms import RatifyForm


@login_required
@require_safe
def return_signatures(request: SignedIn, place: str, form: str) -> HttpResponse:
    """Who signed for which body on what, which signatures fell, and which are missing."""
    page = signatures_page(load_filling(request.user, place, form), now())
    return render(request, "returns/signatures.html", {"page": page})


@login_required
@require_safe
def return_signature(request: SignedIn, place: str, form: str, id: int) -> HttpResponse:
    """What changed since a signature was given."""
    filling = load_filling(request.user, place, form)
    page = since_page(filling, load_signature(request.user, filling.record, id), now())
    return render(request, "returns/signature.html", {"page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def return_ratify(request: SignedIn, place: str, form: str, id: int) -> HttpResponse:
    """Complete a provisional signature by a decision of its body."""
    record = load_return(request.user, place, form, "record")
    signature = load_signature(request.user, record, id)
    sent = RatifyForm(ratifying_decisions(record, signature), request.POST if request.method == "POST" else None)
    if attempt(sent, lambda: actions.ratify_signature(signature=signature, mandate=sent.chosen, by=request.user)):
        messages.success(request, f"The signature of {signature.name} is ratified.")
        return redirect("return-signatures", place, form)
    page = since_page(load_filling(request.user, place, form), signature, now())
    return render(request, "returns/ratify.html", {"page": page, "form": sent}, status=422 if sent.is_bound else 200)
