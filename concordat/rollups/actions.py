"""What is done about many places at once."""

from django.db import transaction

from concordat.accounts.access import actor_for, require
from concordat.accounts.mail import send
from concordat.accounts.models import Person
from concordat.accounts.refused import Refused
from concordat.accounts.roles import Verb
from concordat.history.actions import record
from concordat.history.chain import Note
from concordat.rollups.access import Overview, list_waiting, load_leads
from concordat.rollups.mail import reminder_letter


def remind_leads(*, found: Overview, words: str, by: Person) -> int:
    """Write to whoever leads where nothing was submitted, with the writer's address to answer to; how many letters.

    The history of each place says who was reminded. Raises Denied, and Refused where there is nobody to write to.
    """
    require(by, Verb.REMIND, found.scope.slug)
    leads, letters = load_leads(found), 0
    with transaction.atomic():
        for line in list_waiting(found):
            if people := leads.get(line.place, ()):
                said = {"to": ", ".join(one.name for one in people), "words": words.strip()}
                record(f"place:{line.place}", Note("reminded", found.form.id, said), by=actor_for(by, line.place))
                letter = reminder_letter(found, line, by.name, words)
                send([one.email for one in people], *letter, reply_to=by.email)
                letters += len(people)
    if not letters:
        raise Refused("There is nobody to write to: every place has submitted, or has nobody who leads.")
    return letters
