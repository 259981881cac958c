"""The tasks of a return: how far each section is; and opening one that nobody opened yet."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from concordat.accounts.access import SignedIn
from concordat.accounts.refused import Refused
from concordat.history.clock import now
from concordat.returns import actions
from concordat.returns.access import find_unopened, load_filling
from concordat.returns.views.shown.task_page import task_page, unopened_page


@login_required
@require_safe
def return_tasks(request: SignedIn, place: str, form: str) -> HttpResponse:
    """Sections with counts and states, findings, who is asked for what; or that it can be opened."""
    unopened = find_unopened(request.user, place, form)
    if unopened:
        return render(request, "returns/unopened.html", {"page": unopened_page(unopened, now())})
    filling = load_filling(request.user, place, form)
    return render(request, "returns/tasks.html", {"page": task_page(filling, request.user, now())})


@login_required
@require_POST
def return_open(request: SignedIn, place: str, form: str) -> HttpResponse:
    """Open a return, with what is known already filled in."""
    try:
        record = actions.open_return(place=place, form=form, by=request.user)
    except Refused as why:
        messages.error(request, str(why))
    else:
        count = record.answers.count()
        messages.success(request, f"The return is open; {count} answers are filled in from what is known already.")
    return redirect("return-tasks", place, form)
