"""The pages of one return, at /places/<place>/returns/<form>/."""

from django.urls import include, path

from concordat.returns.views.return_answer import return_answer
from concordat.returns.views.return_assignments import return_assignment, return_assignments, return_waiting
from concordat.returns.views.return_findings import return_findings, return_reason
from concordat.returns.views.return_history import return_history
from concordat.returns.views.return_remarks import return_remark_resolve, return_remarks
from concordat.returns.views.return_section import return_section
from concordat.returns.views.return_tasks import return_open, return_tasks

urlpatterns = [
    path("", return_tasks, name="return-tasks"),
    path("open/", return_open, name="return-open"),
    path("sections/<slug:section>/", return_section, name="return-section"),
    path("answers/<str:question>/", return_answer, name="return-answer"),
    path("findings/", return_findings, name="return-findings"),
    path("findings/<slug:code>/<str:where>/", return_reason, name="return-reason"),
    path("remarks/", return_remarks, name="return-remarks"),
    path("remarks/<int:id>/resolve/", return_remark_resolve, name="return-remark-resolve"),
    path("assignments/", return_assignments, name="return-assignments"),
    path("assignments/<int:id>/<slug:verb>/", return_assignment, name="return-assignment"),
    path("waiting/", return_waiting, name="return-waiting"),
    path("history/", return_history, name="return-history"),
    path("", include("concordat.returns.urls_signing")),
]
