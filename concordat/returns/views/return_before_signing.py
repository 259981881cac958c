"""What somebody reads before they sign, and their signature."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from concordat.accounts.access import SignedIn
from concordat.accounts.refused import Refused
from concordat.history.clock import now
from concordat.returns import actions
from concordat.returns.access import Filling, load_filling, load_return
from concordat.returns.views.shown.signing_page import rests_of, signing_page
from concordat.returns.views.signing_forms import SignForm


@login_required
@require_safe
def return_before_signing(request: SignedIn, place: str, form: str) -> HttpResponse:
    """All that a signature is given on, on one page that prints; with the button for whoever signs."""
    filling = load_filling(request.user, place, form)
    return _show(request, filling, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def return_sign(request: SignedIn, place: str, form: str) -> HttpResponse:
    """Sign what was on the page, on a mandate or provisionally. Whoever had to sign in on the way comes back to it."""
    record = load_return(request.user, place, form, "sign" if request.method == "POST" else "see")
    if request.method != "POST":
        return redirect("return-before-signing", place, form)
    filling = load_filling(request.user, place, form)
    sent = SignForm(rests_of(filling, request.user), request.POST)
    if not sent.is_valid():
        return _show(request, filling, sent)
    rest, given = sent.rest, {name: sent.cleaned_data[name] for name in ("seen", "role")}
    try:
        actions.sign(record=record, by=request.user, body=rest.body, mandate=rest.mandate, **given)
    except Refused as why:
        messages.error(request, str(why))
        return redirect("return-before-signing", place, form)
    messages.success(request, f"You have signed for {rest.body.name}.")
    return redirect("return-signatures", place, form)


def _show(request: SignedIn, filling: Filling, sent: SignForm | None) -> HttpResponse:
    page = signing_page(filling, request.user, now())
    form = sent or SignForm(page.rests, initial={"seen": page.digest})
    return render(request, "returns/before_signing.html", {"page": page, "form": form}, status=422 if sent else 200)
