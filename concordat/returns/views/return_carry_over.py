"""A form that was issued again while it was being filled: what changed, who is behind, and carrying answers over."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from concordat.accounts.access import SignedIn
from concordat.accounts.refused import Refused
from concordat.history.clock import now
from concordat.questionnaires.write_csv import render_table
from concordat.returns import actions
from concordat.returns.access import load_filling, load_return
from concordat.returns.access.signing import load_old_versions
from concordat.returns.views.files import send_file
from concordat.returns.views.shown.carry_over_page import (
    OLD_VERSION_COLUMNS,
    carry_over_page,
    old_versions_lines,
    old_versions_page,
)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def return_carry_over(request: SignedIn, place: str, form: str) -> HttpResponse:
    """What the latest version of the form changes; a POST carries the answers over to it."""
    if request.method != "POST":
        page = carry_over_page(load_filling(request.user, place, form), now())
        return render(request, "returns/carry_over.html", {"page": page})
    record = load_return(request.user, place, form, "open")
    try:
        changes = actions.carry_over(record=record, by=request.user)
    except Refused as why:
        messages.error(request, str(why))
        return redirect("return-carry-over", place, form)
    messages.success(request, f"The answers are on version {record.version} now; {len(changes)} questions differ.")
    return redirect("return-tasks", place, form)


@login_required
@require_safe
def return_old_versions(request: SignedIn, place: str, form: str) -> HttpResponse:
    """The returns of a place, a region or the nation that are still on an earlier version of a form."""
    scope, behind = load_old_versions(request.user, place, form)
    return render(request, "returns/old_versions.html", {"page": old_versions_page(scope, form, behind)})


@login_required
@require_safe
def return_old_versions_file(request: SignedIn, place: str, form: str) -> HttpResponse:
    """The same as CSV."""
    scope, behind = load_old_versions(request.user, place, form)
    table = render_table(OLD_VERSION_COLUMNS, old_versions_lines(form, behind))
    return send_file(f"{form}-{scope.slug}-old-versions.csv", table)
