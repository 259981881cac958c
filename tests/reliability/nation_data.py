"""Every place of the vintage with quarter 3 filled and signed, ready to be submitted; run with the settings of a site.

Each is answered as Southend-on-Sea's was, by events of its own. Prints a token of the body that sends them all in, and
the digest of what each place signed.
"""

# ruff: noqa: E402  # models load once Django is set up

import json

import django

django.setup()

from django.db import transaction

from concordat.accounts.access import actor_for
from concordat.accounts.actions import add_body, grant_role, make_token, record_mandate
from concordat.history.actions import open_chain, record_on
from concordat.history.chain import Note
from concordat.history.clock import today
from concordat.places.population import population_weights
from concordat.places.vintage import areas
from concordat.returns.access import as_value, history_of
from concordat.returns.actions import give_reason, sign
from concordat.returns.checks import check_return
from concordat.returns.demo import ELSEWHERE, PLACE, fill_from_example, load_returns, make_cast
from concordat.returns.models import AnswerRow, ReasonRow, ReturnRecord
from concordat.returns.models.record import subject_of
from concordat.returns.replay import ABOUT_ANSWERS
from concordat.returns.snapshot import calculate_content_digest

PEOPLE = population_weights(2017).people


def main():
    cast = make_cast()
    first = load_returns(cast)
    fill_from_example(first, cast)
    every = areas(first.vintage)
    places = [area.slug for area in every]
    board = add_body(name="The boards of England", kind="board", places=places, by=cast.administrator)
    grant_role(person=cast.lead, role="lead", place="england", by=cast.administrator, starts=today(), reason="all")
    for who, role in ((cast.chair, "signatory"), (cast.administrator, "lead")):
        grant_role(person=who, role=role, place="england", by=cast.administrator, body=board, starts=today())
    mandate = record_mandate(
        body=board,
        kind="delegation",
        meeting="The boards of England",
        held=today(),
        minute="1",
        words="The chair may sign for all.",
        forms=(first.form,),
        delegates=[cast.chair],
        by=cast.administrator,
    )
    with transaction.atomic():
        others = [copy(first, area, cast.lead) for area in every if area.slug != first.place]
    grant_role(person=cast.chair, role="signatory", place=ELSEWHERE, by=cast.administrator, body=cast.other_board)
    signed = {one.place: sign_one(one, cast, board, mandate) for one in (first, *others)}
    _, token = make_token(body=board, name="all", scopes=["submit"], by=cast.lead)
    print(json.dumps({"token": token, "signed": signed}))


def copy(first, area, by):
    """A place's return with the answers and reasons of another, its own name and population, and the events of all."""
    chain = open_chain(subject_of(area.slug, first.form))
    own = {"cover.place": area.name, "additional.population": f"{PEOPLE[area.slug]:.0f}"}
    record_on(
        chain, [noted(event, own) for event in history_of(first).order_by("sequence")], by=actor_for(by, area.slug)
    )
    made = ReturnRecord.objects.create(
        place=area.slug, form=first.form, version=first.version, vintage=first.vintage, chain=chain
    )
    answers, reasons = list(first.answers.all()), list(first.reasons.all())
    for row in answers:
        row.text = own.get(row.question, row.text)
    for row in (*answers, *reasons):
        row.pk, row.record = None, made
    AnswerRow.objects.bulk_create(answers)
    ReasonRow.objects.bulk_create(reasons)
    return made


def noted(event, own):
    said = event.said | ({"after": own[event.about]} if event.verb in ABOUT_ANSWERS and event.about in own else {})
    return Note(event.verb, event.about, said)


def sign_one(record, cast, board, mandate):
    """The digest of what is signed; a small place's large fund has a reason first."""
    for finding in check_return(as_value(record, notes=False)):
        if finding.is_open:
            give_reason(record=record, code=finding.code, where=finding.where, text="It is made up.", by=cast.lead)
    seen = calculate_content_digest(as_value(record, notes=False))
    sign(record=record, by=cast.chair, body=board, seen=seen, mandate=mandate)
    if own := {PLACE: cast.board, ELSEWHERE: cast.other_board}.get(record.place):
        sign(record=record, by=cast.chair, body=own, seen=seen)  # two have a board of their own besides
    return seen


main()
