"""The workbook of a return: taken, sent in, shown answer by answer, and applied, all of it or some."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from concordat.accounts.access import SignedIn
from concordat.accounts.refused import Refused
from concordat.history.clock import now
from concordat.returns import actions
from concordat.returns.access import load_filling, load_return
from concordat.returns.views.files import received, send_file
from concordat.returns.views.shown.workbook_page import proposals_page, said_applied, said_refused, workbook_page
from concordat.returns.views.signing_forms import WorkbookForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def return_workbook(request: SignedIn, place: str, form: str) -> HttpResponse:
    """Where a workbook is taken and sent in; a POST reads one and leads to what it would change."""
    if request.method == "POST":
        return _take_in(request, place, form)
    page = workbook_page(load_filling(request.user, place, form), now())
    return render(request, "returns/workbook.html", {"page": page, "form": WorkbookForm()})


def _take_in(request: SignedIn, place: str, form: str) -> HttpResponse:
    record = load_return(request.user, place, form, "fill")
    sent = WorkbookForm(request.POST, request.FILES)
    if sent.is_valid():
        with received(sent.cleaned_data["file"]) as path:
            shown = actions.preview_workbook(record=record, path=path, by=request.user)
        if shown.upload:
            return redirect("return-workbook-upload", place, form, shown.upload.pk)
        sent.add_error("file", said_refused(shown.findings))
    page = workbook_page(load_filling(request.user, place, form), now())
    return render(request, "returns/workbook.html", {"page": page, "form": sent}, status=422)


@login_required
@require_safe
def return_workbook_download(request: SignedIn, place: str, form: str) -> HttpResponse:
    """The workbook with the answers as they stand, and a mark of how far the return had come."""
    record = load_return(request.user, place, form)
    with TemporaryDirectory(prefix="concordat-") as folder:
        path = Path(folder) / f"{form}-{place}.xlsx"
        actions.export_workbook(record, path)
        return send_file(path.name, path.read_bytes())


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def return_workbook_upload(request: SignedIn, place: str, form: str, upload: int) -> HttpResponse:
    """What a workbook would change, or what became of it; a POST applies all of it or what was ticked."""
    if request.method == "POST":
        return _apply(request, place, form, upload)
    filling = load_filling(request.user, place, form)
    page = proposals_page(filling, actions.load_upload(filling.record, upload, request.user), now())
    return render(request, "returns/workbook_proposals.html", {"page": page})


def _apply(request: SignedIn, place: str, form: str, id: int) -> HttpResponse:
    record = load_return(request.user, place, form, "fill")
    filling = load_filling(request.user, place, form)
    upload = actions.load_upload(record, id, request.user)
    offered = proposals_page(filling, upload, now()).proposed.choosable
    wanted = offered if request.POST.get("take") == "all" else offered & set(request.POST.getlist("question"))
    if not wanted:
        messages.error(request, "Tick the answers that you want to take from the workbook.")
        return redirect("return-workbook-upload", place, form, id)
    try:
        done = actions.apply_workbook(upload=upload, chosen=wanted, by=request.user)
    except Refused as why:
        messages.error(request, str(why))
    else:
        (messages.warning if done.conflicts else messages.success)(request, said_applied(done))
    return redirect("return-workbook-upload", place, form, id)
