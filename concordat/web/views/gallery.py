"""Every component on one page and every error on its own, to look at and to test."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from concordat.web.components import Column, Link, Step, SummaryRow, Table, Tag, Task
from concordat.web.denied import Denied
from concordat.web.forms import GalleryForm
from concordat.web.keep import acknowledge
from concordat.web.views import errors


def components(request: HttpRequest) -> HttpResponse:
    """All components; a POST shows the form's errors, or thanks."""
    form = GalleryForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        messages.success(request, "All of it was understood.")
        acknowledge(request, "gallery.words")
        return redirect("gallery")
    return render(request, "web/gallery/components.html", {"form": form, **_examples(request)})


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """A save that fails as the address asks: `?fail=503`."""
    return HttpResponse(status=204) if "fail" not in request.GET else error(request, int(request.GET["fail"]))


def error(request: HttpRequest, status: int) -> HttpResponse:
    """An error, arisen as it would in earnest."""
    match status:
        case 400:
            raise BadRequest
        case 403:
            raise Denied("Only the finance officer may change the money section.", ["N. Fairclough", "A. Obi"])
        case 405:
            return HttpResponseNotAllowed(["POST"])
        case 413:
            return errors.too_large(request)
        case 429:
            return errors.too_many(request)
        case 500:
            raise RuntimeError("asked for by the gallery")
        case 503:
            raise OperationalError("asked for by the gallery")
        case 419:
            return errors.csrf_failure(request, "asked for")
    raise Http404


def _examples(request: HttpRequest) -> dict[str, object]:
    figures = Table(
        "Income by quarter",
        (Column("Line"), Column("Quarter 1", True), Column("Quarter 2", True), Column("Year", True)),
        (("Plan", "£3,282,763", "£3,282,762", "£13,131,049"), ("Forecast", "£3,282,763", "£3,282,762", "–")),
    )
    return {
        "crumbs": (Link("Home", "/"), Link("Gallery", "/gallery/")),
        "tasks": (
            Task("Cover", "#main", Tag("Complete", "green")),
            Task("Money", "#main", Tag("12 of 17", "blue"), "Assigned to Finance until 3 March"),
            Task("Sign", "", Tag("Cannot start yet", "grey")),
        ),
        "steps": (
            Step("Cover", "#main", "done"),
            Step("Conditions", "#main", "part", "30/36"),
            Step("Money", "#main", "part", "12/17", current=True),
            Step("Narrative", "#main"),
        ),
        "rows": (
            SummaryRow("Lead", "N. Fairclough", (Link("Change", "#main", hidden="the lead"),)),
            SummaryRow("Due", "3 March 2017, noon"),
        ),
        "figures": figures,
        "nothing": Table("Remarks", (Column("Question"), Column("Remark"))),
        "page": Paginator(range(200), 10).get_page(request.GET.get("page")),
    }
