"""Those who may sign for a body, asked by e-mail to do so."""

from datetime import datetime, timedelta

from django.utils.timezone import localtime

from concordat.accounts.access import By
from concordat.accounts.mail import send
from concordat.accounts.models import Body
from concordat.accounts.refused import Refused
from concordat.returns.access.awaited import Awaited, awaited_signatures
from concordat.returns.access.values import area_of, as_value, form_for
from concordat.returns.actions.changing import changing, closing_of, refuse_closed
from concordat.returns.actions.sign import refuse_open
from concordat.returns.deadline import format_closing
from concordat.returns.mail import sign_letter
from concordat.returns.models import ReturnRecord
from concordat.returns.replay import ASKED_TO_SIGN

AGAIN_AFTER = timedelta(minutes=30)  # a second letter sooner than this is a second press of the button


def ask_for_signature(*, record: ReturnRecord, body: Body, by: By) -> Awaited:
    """Write to those who may sign a return for a body and have not, that it is ready; whom that reached.

    Raises Closed, NotReady while findings are open, and Refused where the body is not waited for, nobody may sign for
    it, or they were asked just now.
    """
    with changing(record, by) as change:
        refuse_closed(change.record, change.at)
        refuse_open(as_value(change.record, notes=False))
        found = _find(change.record, body, change.at)
        change.note(ASKED_TO_SIGN, found.about, body=body.name, to=found.names)
        closes = closing_of(change.record).at
        letter = sign_letter(
            area_of(record).name,
            form_for(record).title,
            change.by.name,
            body.name,
            format_closing(closes) if closes else "",
            record,
        )
        send([one.email for one in found.people], *letter)
    return found


def _find(record: ReturnRecord, body: Body, at: datetime) -> Awaited:
    found = next((one for one in awaited_signatures(record) if one.body.pk == body.pk), None)
    if found is None:
        raise Refused(f"{record.form} does not wait for a signature of {body.name}.")
    if not found.people:
        raise Refused(
            f"Nobody who has not signed may sign for {body.name} here. An administrator can give somebody the role of "
            "signatory."
        )
    if found.asked and timedelta(0) <= at - found.asked.at < AGAIN_AFTER:
        asked, again = (f"{localtime(one):%H:%M}" for one in (found.asked.at, found.asked.at + AGAIN_AFTER))
        raise Refused(
            f"{found.asked.actor} asked {found.asked.said['to']} at {asked}. From {again} on they can be asked again."
        )
    return found
