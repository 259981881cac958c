"""England, a region or a partnership: how it stands with a form at each of its places."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from concordat.accounts.access import SignedIn
from concordat.history.clock import now, today
from concordat.rollups.access import Overview, form_on, load_overview
from concordat.rollups.views.downloads import table_download
from concordat.rollups.views.shown.footprint import Filters, FootprintPage, footprint_page
from concordat.rollups.views.shown.place_table import columns_of, lines_of
from concordat.rollups.views.shown.totals import load_totals


@login_required
@require_safe
def show_footprint_home(request: SignedIn, footprint: str, form: str = "") -> HttpResponse:
    """The places with the state of each section, findings and signatures; filters are in the address."""
    found, page = _asked(request, footprint, form or request.GET.get("form") or form_on(today()))
    return render(request, "rollups/footprint.html", {"page": page, "totals": load_totals(request.user, found)})


@login_required
@require_safe
def show_footprint_list(request: SignedIn, footprint: str, form: str, kind: str) -> HttpResponse:
    """The same list as a file, narrowed by the same filters."""
    if kind not in ("csv", "xlsx"):
        raise Http404
    found, page = _asked(request, footprint, form)
    name = f"{footprint}-{form}-places"
    return table_download(kind, name, found.form.title, columns_of(found), lines_of(found, page.rows))


def _asked(request: SignedIn, footprint: str, form: str) -> tuple[Overview, FootprintPage]:
    filters = Filters(*(request.GET.get(name, "") for name in ("region", "state", "findings")))
    found = load_overview(request.user, footprint, form)
    return found, footprint_page(found, filters, now())
