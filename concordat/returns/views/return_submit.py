"""What bars a submission, or what will be sent; and the submission."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from concordat.accounts.access import SignedIn
from concordat.accounts.refused import Refused
from concordat.history.clock import now
from concordat.returns import actions
from concordat.returns.access import load_filling, load_return
from concordat.returns.views.shown.submit_page import submit_page


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def return_submit(request: SignedIn, place: str, form: str) -> HttpResponse:
    """Everything that bars the submission, linked to where it is mended; without any, what is sent. A POST sends it."""
    if request.method != "POST":
        page = submit_page(load_filling(request.user, place, form), now())
        return render(request, "returns/submit.html", {"page": page})
    record = load_return(request.user, place, form, "submit")
    try:
        submission = actions.submit(record=record, seen=request.POST.get("seen", ""), by=request.user)
    except Refused as why:
        messages.error(request, str(why))
        return redirect("return-submit", place, form)
    messages.success(
        request, f"Submitted. The receipt below is the proof of it: {actions.receipt_of(submission).number}"
    )
    return redirect("return-receipt", place, form, submission.number)
