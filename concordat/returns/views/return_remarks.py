"""Remarks on the questions of a return: all of them, a new one, and one that is dealt with."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from concordat.accounts.access import SignedIn
from concordat.accounts.refused import Refused
from concordat.accounts.roles import Verb
from concordat.history.clock import now
from concordat.returns import actions
from concordat.returns.access import Filling, form_for, load_filling, load_remark, load_return
from concordat.returns.forms import RemarkForm
from concordat.returns.views.sent import return_to
from concordat.returns.views.shown.frame import frame_of
from concordat.returns.views.shown.remark_lines import remark_lines
from concordat.web.keep import acknowledge


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def return_remarks(request: SignedIn, place: str, form: str) -> HttpResponse:
    """Every remark, and a form for one more."""
    given = None
    if request.method == "POST":
        record = load_return(request.user, place, form, Verb.REMARK)
        given = RemarkForm(form_for(record), request.POST)
        if given.is_valid() and _add(request, given, place, form):
            return redirect(return_to(request, "return-remarks", place, form))
    filling = load_filling(request.user, place, form)
    frame = frame_of(filling, now(), "return-remarks")
    if given is None and filling.can(Verb.REMARK):
        given = RemarkForm(filling.form, initial={"question": request.GET.get("about", "")})
    page = {"frame": frame, "lines": remark_lines(filling, frame.pages, now()), "keep": keep_key(filling)}
    return render(
        request, "returns/remarks.html", {"page": page, "form": given}, status=422 if given and given.errors else 200
    )


def keep_key(filling: Filling) -> str:
    """Under which key the browser keeps a remark that is being written."""
    return f"r{filling.record.pk}/remark"


def _add(request: SignedIn, given: RemarkForm, place: str, form: str) -> bool:
    said = given.cleaned_data
    record = load_return(request.user, place, form, Verb.REMARK)
    try:
        actions.add_remark(
            record=record, question=said["question"], text=said["text"], come_back=said["come_back"], by=request.user
        )
    except Refused as why:
        given.add_error("text", str(why))
        return False
    messages.success(request, "The remark is written down.")
    acknowledge(request, f"r{record.pk}/remark")
    return True


@login_required
@require_POST
def return_remark_resolve(request: SignedIn, place: str, form: str, id: int) -> HttpResponse:
    """Say that a remark is dealt with."""
    record = load_return(request.user, place, form, Verb.REMARK)
    actions.resolve_remark(remark=load_remark(request.user, record, id), by=request.user)
    messages.success(request, "The remark is resolved.")
    return redirect(return_to(request, "return-remarks", place, form))
