"""The organisations at the places where somebody has a role."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from concordat.accounts.access import SignedIn, bodies_for, rights_of
from concordat.accounts.roles import Verb
from concordat.accounts.views.shown.bodies import bodies_table

A_PAGE = 50


@login_required
@require_safe
def bodies(request: SignedIn) -> HttpResponse:
    """What each is, and which places it serves."""
    page = Paginator(bodies_for(request.user), A_PAGE).get_page(request.GET.get("page"))
    may_add = bool(rights_of(request.user).scopes(Verb.RECORD))
    return render(
        request, "accounts/bodies.html", {"page": page, "table": bodies_table(list(page)), "may_add": may_add}
    )
