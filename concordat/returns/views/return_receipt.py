"""The receipt of a submission: as a page, on paper, and as what a program verifies."""

import json

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from concordat.accounts.access import SignedIn
from concordat.returns import actions
from concordat.returns.access import load_submission, sees_drafts
from concordat.returns.views.files import send_file
from concordat.returns.views.shown.submissions_page import check_receipt, receipt_page
from concordat.returns.write_receipt_pdf import render_receipt_pdf


@login_required
@require_safe
def return_receipt(request: SignedIn, place: str, form: str, number: int) -> HttpResponse:
    """The receipt; with `?check=1`, held against the site as it is now."""
    submission = load_submission(request.user, place, form, number)
    sees = sees_drafts(request.user, place)
    broken = check_receipt(submission) if sees and request.GET.get("check") == "1" else None
    page = receipt_page(submission, sees_draft=sees, broken=broken)
    return render(request, "returns/receipt.html", {"page": page})


@login_required
@require_safe
def return_receipt_pdf(request: SignedIn, place: str, form: str, number: int) -> HttpResponse:
    """The receipt on paper."""
    submission = load_submission(request.user, place, form, number)
    shown = receipt_page(submission, sees_draft=False).shown
    paper = render_receipt_pdf(shown.on_paper(settings.SITE_NAME), submission.at)
    return send_file(f"receipt-{form}-{place}-{number}.pdf", paper)


@login_required
@require_safe
def return_receipt_json(request: SignedIn, place: str, form: str, number: int) -> HttpResponse:
    """The receipt as `concordat history verify --against` takes it."""
    receipt = actions.receipt_of(load_submission(request.user, place, form, number))
    text = json.dumps(receipt.as_dict(), ensure_ascii=False, indent=2) + "\n"
    return send_file(f"receipt-{form}-{place}-{number}.json", text)
