"""One answer: saved as it is left, decided on where two people collide, and everything that happened to it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from concordat.accounts.access import SignedIn
from concordat.accounts.refused import Refused
from concordat.history.clock import now
from concordat.questionnaires.form import Question
from concordat.returns import actions
from concordat.returns.access import Filling, filling_of, find_asked, form_for, history_of, load_filling, load_return
from concordat.returns.actions import Given, SectionSaved
from concordat.returns.conflict import Conflict
from concordat.returns.forms import RemarkForm
from concordat.returns.models import ReturnRecord
from concordat.returns.seen import read_seen, seen_token
from concordat.returns.views.return_section import tell_saved
from concordat.returns.views.sent import read_given
from concordat.returns.views.shown.answer_page import answer_page
from concordat.returns.views.shown.section_page import saved_part, shown_clash


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def return_answer(request: SignedIn, place: str, form: str, question: str) -> HttpResponse:
    """What happened to one answer, what was remarked; a POST saves it, or decides between two."""
    if request.method == "POST":
        record = load_return(request.user, place, form, "fill", question)
        return _save(request, record, find_asked(form_for(record), question))
    filling = load_filling(request.user, place, form)
    page = answer_page(filling, find_asked(filling.form, question), history_of(filling.record, question), now())
    remark = RemarkForm(filling.form, section=page.question.section, initial={"question": question})
    return render(request, "returns/answer.html", {"page": page, "remark": remark})


def _save(request: SignedIn, record: ReturnRecord, question: Question) -> HttpResponse:
    given = list(read_given(request.POST, [question.id]))
    copying = request.POST.get("do") == f"copy:{question.id}"
    if copying:
        done = _copy(request, record, question)
    else:
        done = actions.save_section(record=record, given=given, by=request.user)
    filling = filling_of(request.user, record)
    if "HX-Request" in request.headers:
        return _part(request, filling, question, given, done, anew=copying or any(one.keep for one in given))
    if done.conflicts:
        page = answer_page(filling, question, history_of(record, question.id), now())
        context = {
            "page": page,
            "clash": shown_clash(filling, done.conflicts[question.id], now()),
            "typed": given[0].text,
        }
        return render(request, "returns/conflict.html", context, status=409)
    tell_saved(request, filling, done)
    return redirect("return-answer", record.place, record.form, question.id)


def _part(
    request: SignedIn, filling: Filling, question: Question, given: list[Given], done: SectionSaved, *, anew: bool
) -> HttpResponse:
    """The answer to htmx: two answers to choose from, why nothing was saved, or what is to be shown anew."""
    if done.conflicts:
        clash = shown_clash(filling, done.conflicts[question.id], now())
        return render(request, "returns/parts/clash.html", {"clash": clash}, status=409)
    if done.refused:
        return render(request, "returns/parts/refused.html", {"why": done.refused[question.id]}, status=422)
    seen = request.POST.get(f"seen.{question.id}", "")
    if done.saved and given:
        seen = seen_token(done.saved[0].version, given[0].text)
    part = saved_part(filling, question, seen, now(), fell=done.fell, anew=anew)
    return render(request, "returns/parts/saved.html", {"part": part})


def _copy(request: SignedIn, record: ReturnRecord, question: Question) -> SectionSaved:
    """Take over what the period before answered, unless the answer changed since the person saw it."""
    seen = read_seen(request.POST.get(f"seen.{question.id}", ""))
    try:
        result = actions.copy_last_period(
            record=record, question=question.id, expected_version=seen.version, by=request.user
        )
    except Refused as why:
        return SectionSaved((), {}, {question.id: str(why)}, {})
    if isinstance(result, Conflict):
        said = f"{result.who} changed it meanwhile to {result.theirs or 'no answer'}. Load the page again to see it."
        return SectionSaved((), {}, {question.id: said}, {})
    return SectionSaved((result,), {}, {}, {})
