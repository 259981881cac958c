"""What a page sent: answers with what was seen of them, and what the person wants done."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from concordat.questionnaires.form import Questionnaire, Section
from concordat.returns.actions import Given, SectionSaved
from concordat.returns.former import find_question_of_any_version, find_where_it_moved, name_of_any_version
from concordat.returns.seen import as_typed, read_seen
from concordat.returns.views.shown.lost import Lost
from concordat.web.keep import acknowledge

KEPT_AT_MOST = 20  # acknowledgements travel in a cookie; a draft that equals what is saved is forgotten without one

ABOUT_ONE = ("answer", "seen", "keep", "clash")  # what a page sends of one question, before its id
GONE = "The form was issued again while you had the page open, and no longer asks this."
OVERTAKEN = "It is in another section now, and somebody changed it while you typed."
NOT_YOURS = "It is no longer yours to answer: somebody else was asked for it, or you handed it back."


def read_given(sent: Mapping[str, str], questions: Iterable[str]) -> Iterator[Given]:
    """The answers that a page sent and that somebody touched, or that decide a conflict."""
    for id in questions:
        name = f"answer.{id}"
        if name not in sent:
            continue  # the page had no control for it, or no option is chosen
        text, keep = as_typed(sent[name]), sent.get(f"keep.{id}", "")
        if keep:
            yield Given(id, text, read_seen(sent.get(f"clash.{id}", "")).version, keep)
            continue
        seen = read_seen(sent.get(f"seen.{id}", ""))
        if seen.is_touched(text):
            yield Given(id, text, seen.version)


def under_ids_now(sent: Mapping[str, str], form: Questionnaire) -> dict[str, str]:
    """What a page sent, with the id that a question has now where the page is of an earlier version of the form."""
    found = {}
    for name, value in sent.items():
        what, _, id = name.partition(".")
        moved = find_where_it_moved(form, id) if id and what in ABOUT_ONE else None
        found[f"{what}.{moved.id}" if moved else name] = value
    return found


def find_lost(sent: Mapping[str, str], form: Questionnaire, taken: Collection[str]) -> tuple[Lost, ...]:
    """The answers that somebody touched and that are not taken, so that they can be shown instead of dropped."""
    ids = [name.removeprefix("answer.") for name in sent if name.startswith("answer.")]
    return tuple(
        Lost(name_of_any_version(form, one.question), one.text, NOT_YOURS if one.question in form.questions else GONE)
        for one in read_given(sent, [id for id in ids if id not in taken])
        if find_question_of_any_version(form, one.question)
    )


def find_elsewhere(done: SectionSaved, form: Questionnaire, shown: Section | None) -> Iterator[Lost]:
    """What could not be saved of questions that have moved out of the section that is shown."""
    for id, text in done.typed.items():
        if shown is None or id not in shown.questions:
            yield Lost(form.name_of(id), text, done.refused.get(id, OVERTAKEN))


def is_unlocked(request: HttpRequest) -> bool:
    """Whether the person asked to change what was signed."""
    return request.GET.get("change") == "1"


def acknowledge_saved(request: HttpRequest, record: int, questions: Sequence[str]) -> None:
    """Have the next page forget what the browser kept of answers that are saved."""
    if questions:
        acknowledge(request, *(f"r{record}/{id}" for id in questions[:KEPT_AT_MOST]))


def return_to(request: HttpRequest, name: str, place: str, form: str) -> str:
    """Where a form leads back to: the page of this return that it names, else the page of that name."""
    back, own = request.POST.get("next", ""), reverse("return-tasks", args=(place, form))
    return (
        back
        if back.startswith(own) and url_has_allowed_host_and_scheme(back, None)
        else reverse(name, args=(place, form))
    )
