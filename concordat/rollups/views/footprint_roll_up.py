"""What the places of a footprint submitted, added up."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from concordat.accounts.access import SignedIn
from concordat.history.clock import today
from concordat.rollups.access import load_roll_up
from concordat.rollups.groups import Report
from concordat.rollups.views.downloads import download
from concordat.rollups.views.shown.roll_up import roll_up_page
from concordat.rollups.write_csv import render_csv
from concordat.rollups.write_html import render_html
from concordat.rollups.write_tables import write_report


@login_required
@require_safe
def show_footprint_roll_up(request: SignedIn, footprint: str, form: str) -> HttpResponse:
    """Coverage, the answers that say most with the places behind them, and the money."""
    overview, report = load_roll_up(request.user, footprint, form)
    return render(request, "rollups/roll_up.html", {"page": roll_up_page(overview, report)})


@login_required
@require_safe
def show_footprint_roll_up_file(request: SignedIn, footprint: str, form: str, kind: str) -> HttpResponse:
    """All of it as a long table for CSV or Excel, or as one page that needs nothing else."""
    _, report = load_roll_up(request.user, footprint, form)
    if report is None or kind not in _WRITERS:
        raise Http404
    return download(kind, f"{footprint}-{form}", _WRITERS[kind](report))


def _workbook(report: Report) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "roll-up.xlsx"
        write_report(report, path)
        return path.read_bytes()


_WRITERS: dict[str, Callable[[Report], bytes]] = {
    "csv": lambda report: render_csv(report).encode(),
    "xlsx": _workbook,
    "html": lambda report: render_html(report, today()).encode(),
}
