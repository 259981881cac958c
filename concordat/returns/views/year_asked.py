"""Which year a page is asked for."""

from django.http import Http404, HttpRequest

from concordat.frameworks.framework import Framework
from concordat.history.clock import today
from concordat.returns.years import find_year, year_on


def year_asked(request: HttpRequest) -> Framework:
    """The year that the address names with `?year=2016-17`, else the one that runs. Raises Http404 for another."""
    asked = request.GET.get("year")
    found = find_year(asked) if asked else year_on(today())
    if found is None:
        raise Http404
    return found
