"""Who is asked to answer what until when: asked, reminded, handed back, done."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from concordat.accounts.access import SignedIn
from concordat.accounts.refused import Refused
from concordat.accounts.roles import Verb
from concordat.history.clock import now, today
from concordat.periods import format_date
from concordat.returns import actions
from concordat.returns.access import Filling, load_assignment, load_filling, load_return, whom_to_ask
from concordat.returns.forms import AssignForm
from concordat.returns.models import Assignment
from concordat.returns.views.sent import return_to
from concordat.returns.views.shown.frame import frame_of
from concordat.returns.views.shown.waiting import assignment_lines, waiting_for

OWN = {"done", "hand-back"}
SAID = {"chase": "They are reminded by e-mail.", "done": "It is marked as done.", "hand-back": "It is handed back."}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def return_assignments(request: SignedIn, place: str, form: str) -> HttpResponse:
    """Everybody who is asked for something, and a form to ask somebody else."""
    filling, given = load_filling(request.user, place, form), None
    if request.method == "POST":
        load_return(request.user, place, form, Verb.ASSIGN)
        given = _form(filling, request.POST)
        if given.is_valid() and _assign(request, given, filling):
            return redirect(return_to(request, "return-assignments", place, form))
    if given is None and filling.can(Verb.ASSIGN):
        given = _form(filling, None, request.GET.get("target", ""))
    frame = frame_of(filling, now(), "return-assignments")
    lists = [assignment_lines(filling, request.user, frame.pages, now(), waiting=one) for one in (True, False)]
    context = {"page": {"frame": frame, "waiting": lists[0], "over": lists[1]}, "form": given}
    return render(request, "returns/assignments.html", context, status=422 if request.method == "POST" else 200)


@login_required
@require_POST
def return_assignment(request: SignedIn, place: str, form: str, id: int, verb: str) -> HttpResponse:
    """Chase, hand back or say that it is done."""
    if verb not in SAID:
        raise Http404(verb)
    record = load_return(request.user, place, form, Verb.SEE if verb in OWN else Verb.ASSIGN)
    assignment = load_assignment(request.user, record, id, own=verb in OWN)
    try:
        _do(request, assignment, verb)
    except Refused as why:
        messages.error(request, str(why))
    else:
        messages.success(request, SAID[verb])
    return redirect(return_to(request, "return-assignments", place, form))


@login_required
@require_safe
def return_waiting(request: SignedIn, place: str, form: str) -> HttpResponse:
    """What of this return waits for whoever looks."""
    filling = load_filling(request.user, place, form)
    frame = frame_of(filling, now(), "return-waiting")
    waiting = waiting_for(filling, request.user, frame.pages, now())
    return render(request, "returns/waiting.html", {"page": {"frame": frame, "waiting": waiting}})


def _form(filling: Filling, data: QueryDict | None, target: str = "") -> AssignForm:
    people, bodies = whom_to_ask(filling.record)
    return AssignForm(filling.form, people, bodies, today(), data, initial={"target": target})


def _assign(request: SignedIn, given: AssignForm, filling: Filling) -> bool:
    said = given.cleaned_data
    to = given.whom[said["to"]]
    try:
        actions.assign(
            record=filling.record, target=said["target"], to=to, due=said["due"], words=said["words"], by=request.user
        )
    except Refused as why:
        given.add_error("target", str(why))
        return False
    messages.success(request, f"{to.name} is asked, and told by e-mail.")
    if (due := filling.ret.due) and said["due"] and said["due"] > due:
        messages.warning(request, f"The day that you named is after the return is due, {format_date(due)}.")
    return True


def _do(request: SignedIn, assignment: Assignment, verb: str) -> None:
    if verb == "chase":
        actions.chase(assignment=assignment, by=request.user)
    elif verb == "done":
        actions.complete_assignment(assignment=assignment, by=request.user)
    else:
        actions.hand_back(assignment=assignment, by=request.user, words=request.POST.get("words", ""))
