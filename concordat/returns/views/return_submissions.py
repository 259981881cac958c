"""What was submitted: the list, each as it was, and each as a file."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from concordat.accounts.access import SignedIn
from concordat.questionnaires.write_csv import render_answers
from concordat.returns import actions
from concordat.returns.access import NotFound, load_submission, sees_drafts
from concordat.returns.access.signing import as_it_was, load_submissions
from concordat.returns.views.files import send_file
from concordat.returns.views.shown.submissions_page import submission_page, submissions_page


@login_required
@require_safe
def return_submissions(request: SignedIn, place: str, form: str) -> HttpResponse:
    """Every submission, the latest first, and which of them counts now."""
    submissions = load_submissions(request.user, place, form)
    page = submissions_page(submissions, sees_draft=sees_drafts(request.user, place))
    return render(request, "returns/submissions.html", {"page": page})


@login_required
@require_safe
def return_submission(request: SignedIn, place: str, form: str, number: int) -> HttpResponse:
    """One submission with all of its answers, as it was."""
    submission = load_submission(request.user, place, form, number)
    page = submission_page(submission, as_it_was(submission), sees_draft=sees_drafts(request.user, place))
    return render(request, "returns/submission.html", {"page": page})


@login_required
@require_safe
def return_submission_file(request: SignedIn, place: str, form: str, number: int, kind: str) -> HttpResponse:
    """One submission as a file: `json`, the very text that its digest is of; `csv`; `xlsx`."""
    submission = load_submission(request.user, place, form, number)
    name = f"{form}-{place}-{number}.{kind}"
    if kind == "json":
        return send_file(name, submission.snapshot.text)
    if kind == "csv":
        return send_file(name, render_answers(as_it_was(submission).answers))
    if kind == "xlsx":
        with TemporaryDirectory(prefix="concordat-") as folder:
            actions.export_submission(submission, Path(folder) / name)
            return send_file(name, (Path(folder) / name).read_bytes())
    raise NotFound("A submission is there as json, csv and xlsx.")
