"""One section of a return: shown, saved as a whole, and answers taken over from the period before."""

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from concordat.accounts.access import SignedIn
from concordat.accounts.refused import Refused
from concordat.accounts.roles import Verb
from concordat.history.clock import now
from concordat.questionnaires.form import Section
from concordat.returns import actions
from concordat.returns.access import Filling, find_section, find_section_or_former, load_filling, load_return
from concordat.returns.actions import SectionSaved
from concordat.returns.conflict import Saved
from concordat.returns.views.sent import (
    acknowledge_saved,
    find_elsewhere,
    find_lost,
    is_unlocked,
    read_given,
    under_ids_now,
)
from concordat.returns.views.shown.blocks import questions_of_grid
from concordat.returns.views.shown.lost import Lost
from concordat.returns.views.shown.pages import Pages, slug_of_question
from concordat.returns.views.shown.section_page import section_page
from concordat.returns.views.shown.standing import next_unfinished, stands_of
from concordat.returns.views.shown.task_page import task_page


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def return_section(request: SignedIn, place: str, form: str, section: str) -> HttpResponse:
    """The page of a section; a POST saves every answer by itself, and shows again what could not be saved."""
    filling = load_filling(request.user, place, form)
    if request.method == "POST":
        return _save(request, filling, section)
    asked = find_section(filling.form, section)
    unfit = "unfit" in request.GET
    page = section_page(filling, asked, request.user, now(), unlocked=is_unlocked(request), unfit=unfit)
    return render(request, "returns/section.html", {"page": page})


def _save(request: SignedIn, filling: Filling, id: str) -> HttpResponse:
    place, form = filling.record.place, filling.record.form
    section = find_section_or_former(filling.form, id)
    sent = under_ids_now(request.POST, filling.form)
    lost = find_lost(sent, filling.form, filling.fillable)
    record = filling.record
    was_asked = filling.can(Verb.FILL_ASSIGNED) and not filling.fillable
    if not (was_asked and lost):  # who is asked for nothing any more sees what they typed, and is not turned away
        record = load_return(request.user, place, form, "fill")
    given = read_given(sent, [one.id for one in filling.form.asked if one.id in filling.fillable])
    done = actions.save_section(record=record, given=given, by=request.user)
    tell_saved(request, filling, done)
    left, lost = load_filling(request.user, place, form), (*lost, *find_elsewhere(done, filling.form, section))
    if done.is_whole and not lost:
        return _do(request, left, section, done)
    return _show_again(request, left, section, done, lost)


def _show_again(
    request: SignedIn, filling: Filling, section: Section | None, done: SectionSaved, lost: Sequence[Lost]
) -> HttpResponse:
    """The section, or the list of sections where this one is gone, with what was typed and not saved."""
    status, name = 409 if done.conflicts else 422, "section" if section else "tasks"
    page = (
        section_page(filling, section, request.user, now(), unlocked=True, unfit=not lost, done=done)
        if section
        else task_page(filling, request.user, now())
    )
    return render(request, f"returns/{name}.html", {"page": page, "lost": lost}, status=status)


def _do(request: SignedIn, filling: Filling, section: Section | None, done: SectionSaved) -> HttpResponse:
    """What the button that was pressed asks for, once everything is saved."""
    pages = Pages(filling.record.place, filling.record.form)
    if section is None:
        return redirect(pages.tasks)  # the form was issued again without this section
    what, _, which = request.POST.get("do", "save").partition(":")
    if what == "copy":
        return _copy(request, filling, which, pages.field(filling.form, which) or pages.section(section.id))
    if what == "fill":
        return _fill(request, filling, section, which)
    if done.unfit:
        return redirect(f"{pages.section(section.id)}?unfit=1")
    following = next_unfinished(stands_of(filling, pages), section.id) if what == "continue" else None
    return redirect(following.href if following else pages.tasks if what == "continue" else pages.section(section.id))


def _copy(request: SignedIn, filling: Filling, question: str, back: str) -> HttpResponse:
    """Answer one question as the period before did."""
    if question in filling.fillable:
        row = filling.rows.get(question)
        try:
            result = actions.copy_last_period(
                record=filling.record, question=question, expected_version=row.version if row else 0, by=request.user
            )
        except Refused as why:
            messages.error(request, str(why))
        else:
            if not isinstance(result, Saved):
                messages.warning(request, "The answer changed meanwhile, and was not taken over.")
    return redirect(back)


def _fill(request: SignedIn, filling: Filling, section: Section, number: str) -> HttpResponse:
    """Answer what is empty in a table as the period before did."""
    pages = Pages(filling.record.place, filling.record.form)
    questions = questions_of_grid(filling.form, section, int(number)) if number.isdecimal() else ()
    done = actions.copy_missing(
        record=filling.record, questions=[id for id in questions if id in filling.fillable], by=request.user
    )
    count = len(done.saved)
    messages.success(request, f"{count} answer{'s were' if count != 1 else ' was'} taken over.")
    target = f"#a-{slug_of_question(questions[0])}" if questions else ""
    return redirect(f"{pages.section(section.id)}{target}")


def tell_saved(request: SignedIn, filling: Filling, done: SectionSaved) -> None:
    """Say on the next page what was saved, and which signatures fell with it."""
    changed = [one for one in done.saved if one.changed]
    acknowledge_saved(request, filling.record.pk, [one.question for one in done.saved])
    if changed:
        messages.success(request, f"{len(changed)} answer{'s are' if len(changed) > 1 else ' is'} saved.")
    if done.fell:
        messages.warning(request, said_fell(done.fell))


def said_fell(count: int) -> str:
    """That signatures no longer stand."""
    whose = "One signature no longer stands" if count == 1 else f"{count} signatures no longer stand"
    return f"{whose}, because an answer was changed. The return has to be signed again."
