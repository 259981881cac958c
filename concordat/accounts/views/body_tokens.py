"""The tokens of an organisation: made, shown once, listed."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from concordat.accounts.access import SignedIn, load_body, tokens_left_behind, tokens_of
from concordat.accounts.actions import make_token
from concordat.accounts.forms import TokenForm, attempt
from concordat.accounts.views.shown.tokens import tokens_page


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def body_tokens(request: SignedIn, slug: str) -> HttpResponse:
    """A token's text stands in the answer that makes it and nowhere else, so that this answer is no redirect."""
    body = load_body(request.user, slug)
    tokens_of(request.user, body)
    form, made = TokenForm(request.POST or None), []
    if attempt(form, lambda: made.append(make_token(**form.cleaned_data, body=body, by=request.user))):
        form = TokenForm()
    tokens = tokens_of(request.user, body)
    page = tokens_page(body, tokens, made[0][1] if made else "", tokens_left_behind(body, tokens))
    return render(request, "accounts/body_tokens.html", {"page": page, "form": form})
