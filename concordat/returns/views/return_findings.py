"""The findings of a return: all of them, of a section or a severity; and the place for a reason."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from concordat.accounts.access import SignedIn
from concordat.accounts.refused import Refused
from concordat.history.clock import now
from concordat.returns import actions
from concordat.returns.access import load_filling, load_return
from concordat.returns.conflict import Conflict, Saved
from concordat.returns.models import ReturnRecord
from concordat.returns.seen import as_typed
from concordat.returns.views.return_section import said_fell
from concordat.returns.views.sent import is_unlocked, return_to
from concordat.returns.views.shown.finding_lines import Unsaved
from concordat.returns.views.shown.finding_page import finding_page
from concordat.returns.views.shown.said_times import said_moment
from concordat.returns.views.shown.section_page import findings_part
from concordat.web.keep import acknowledge

NOTHING_NEW = "The reason stands as it was saved before."


@login_required
@require_safe
def return_findings(request: SignedIn, place: str, form: str) -> HttpResponse:
    """What the checks say of a return."""
    filling = load_filling(request.user, place, form)
    section, severity = request.GET.get("section", ""), request.GET.get("severity", "")
    page = finding_page(filling, now(), unlocked=is_unlocked(request), section=section, severity=severity)
    return render(request, "returns/findings.html", {"page": page})


@login_required
@require_POST
def return_reason(request: SignedIn, place: str, form: str, code: str, where: str) -> HttpResponse:
    """Save the reason for a finding; where it changed meanwhile, show both."""
    record = load_return(request.user, place, form, "explain", where)
    text, version = as_typed(request.POST.get("reason", "")), request.POST.get("version", "")
    expected = int(version) if version.isdecimal() and len(version) < 10 else 0
    try:
        result = actions.give_reason(
            record=record, code=code, where=where, text=text, by=request.user, expected_version=expected
        )
    except Refused as why:
        unsaved = Unsaved(code, where, text, str(why), f"is not saved. {why}", expected)
        return _show_again(request, record, unsaved, status=422)
    if isinstance(result, Conflict):
        return _show_again(request, record, _overtaken(result, code), status=409)
    return _saved(request, record, code, result)


def _overtaken(clash: Conflict, code: str) -> Unsaved:
    """A reason that changed while somebody wrote one."""
    who = f" ({clash.who}, {said_moment(clash.when, now())})" if clash.who else ""
    why = f"The reason changed while you wrote. It says now: “{clash.theirs or '(taken back)'}”{who}. "
    why += "Yours stands below: save it to replace theirs."
    return Unsaved(code, clash.question, clash.yours, why, "changed while you wrote: look at both.", clash.version)


def _show_again(request: SignedIn, record: ReturnRecord, unsaved: Unsaved, *, status: int) -> HttpResponse:
    """All findings, with what was written and why it is not saved."""
    filling = load_filling(request.user, record.place, record.form)
    page = finding_page(filling, now(), unlocked=True, unsaved=unsaved)
    return render(request, "returns/findings.html", {"page": page}, status=status)


def _saved(request: SignedIn, record: ReturnRecord, code: str, done: Saved) -> HttpResponse:
    where, fell = done.question, done.voided
    if "HX-Request" in request.headers:
        part = findings_part(load_filling(request.user, record.place, record.form), where, now(), fell=fell)
        return render(request, "returns/parts/reason_saved.html", {"part": part})
    acknowledge(request, f"r{record.pk}/reason/{code}/{where}")
    if done.changed:
        messages.success(request, "The reason is saved." if done.text else "The reason is taken back.")
    else:
        messages.info(request, NOTHING_NEW if done.text else "There is no reason yet: write one, then save it.")
    if fell:
        messages.warning(request, said_fell(fell))
    return redirect(return_to(request, "return-findings", record.place, record.form))
