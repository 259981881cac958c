"""Everybody who has an account."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from concordat.accounts.access import SignedIn, accounts_for
from concordat.accounts.views.shown.accounts import accounts_table

A_PAGE = 50


@login_required
@require_safe
def person_list(request: SignedIn) -> HttpResponse:
    """Those whose account is closed first; each leads to where it is closed or opened again."""
    find = " ".join(request.GET.get("find", "").replace("\0", "").split())
    page = Paginator(accounts_for(request.user, find), A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "table": accounts_table(list(page), request.user), "find": find}
    return render(request, "accounts/person_list.html", context)
