"""Who can do what here, and why; and the answer to why somebody may, or may not, do a thing."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from concordat.accounts.access import SignedIn, closes_accounts, enter, grants_at, invitations_at, why
from concordat.accounts.forms import AskForm
from concordat.accounts.models import Grant, Person
from concordat.accounts.roles import Verb
from concordat.accounts.views.shown.people import known_people, people_page


@login_required
@require_safe
def people(request: SignedIn, place: str) -> HttpResponse:
    """Every grant that reaches a place, by person."""
    rights = enter(request.user, place)
    grants = grants_at(request.user, place)
    invited = invitations_at(request.user, place) if rights.can(Verb.GRANT, place) else []
    asked = AskForm(request.GET if "what" in request.GET else None, known_people(grants, request.user))
    page = people_page(place, rights, grants, invited, timezone.now())
    closes = closes_accounts(request.user)
    answer = _answer(asked, grants, request.user, place)
    return render(request, "accounts/people.html", {"page": page, "form": asked, "answer": answer, "closes": closes})


def _answer(asked: AskForm, grants: list[Grant], reader: Person, place: str) -> str:
    if not asked.is_valid():
        return ""
    person = next(one for one in known_people(grants, reader) if one.pk == asked.cleaned_data["who"])
    return why(person, asked.cleaned_data["what"], place)
