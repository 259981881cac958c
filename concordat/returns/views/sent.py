"""What a page sent: answers with what was seen of them, and what the person wants done."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from concordat.returns.actions import Given
from concordat.returns.seen import as_typed, read_seen
from concordat.web.keep import acknowledge

KEPT_AT_MOST = 20  # acknowledgements travel in a cookie; a draft that equals what is saved is forgotten without one


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
