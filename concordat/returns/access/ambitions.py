"""What a place wrote of its ambitions, as far as somebody may see it."""

from functools import cache

from concordat.accounts.access import By, rights_read
from concordat.accounts.roles import Verb
from concordat.frameworks.forms import form_ids, load_form
from concordat.metrics.ambition import Ambition
from concordat.returns.access.load import returns_for
from concordat.returns.access.values import as_submitted_many, as_values
from concordat.returns.ambitions import asks_ambitions, list_ambitions
from concordat.returns.years import list_years


def load_ambitions(by: By, place: str) -> dict[str, Ambition]:
    """The ambition of a place for each metric that has one, the one that reaches furthest; drafts where they may.

    One query where no such return was opened, a few where one was.
    """
    records = list(returns_for(by).filter(place=place, form__in=forms_with_ambitions()))
    drafts = rights_read(by).can(Verb.SEE, place)
    shown = [one for one in records if drafts or one.submissions]
    returns = as_values(shown, notes=False) if drafts else as_submitted_many(shown)
    every = [one for ret in returns for one in list_ambitions(ret)]
    return {one.metric: one for one in sorted(every, key=lambda one: one.period.last_day)}


@cache
def forms_with_ambitions() -> tuple[str, ...]:
    """The forms of any year that ask for an ambition."""
    ids = (id for year in list_years() for id in form_ids(year))
    return tuple(id for id in ids if asks_ambitions(load_form(id)))
