"""Writers on one return, as processes of their own: run by test_returns_writers.py with DATABASE_URL set.

`prepare` makes the database and the demonstration's returns; `write` lets threads save in turns and prints a line of
JSON for each save that was acknowledged or met a conflict; `inspect` prints what is there afterwards.
"""

import json
import sys
import threading

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from concordat.accounts.models import Person  # noqa: E402
from concordat.history.access import verify_chain  # noqa: E402
from concordat.returns.access import history_of, load_return, unrecorded  # noqa: E402
from concordat.returns.actions import save_answer  # noqa: E402
from concordat.returns.conflict import Conflict  # noqa: E402
from concordat.returns.demo import load_returns, make_cast  # noqa: E402
from concordat.returns.models import AnswerRow  # noqa: E402

PLACE, FORM = "southend-on-sea", "2016-17-q3"


def prepare():
    call_command("migrate", verbosity=0)
    load_returns(make_cast())


def write(process, turns, shared, own):
    start, said, failed = threading.Barrier(len(own)), [], []

    def run(number, question):
        try:
            take_turns(f"writer {process}-{number}", question, shared, turns, start, said)
        except Exception as problem:  # noqa: BLE001  # whatever it is, the test has to see it
            failed.append(repr(problem))

    every = [threading.Thread(target=run, args=pair) for pair in enumerate(own)]
    for one in every:
        one.start()
    for one in every:
        one.join()
    print(json.dumps({"said": said, "failed": failed}))


def take_turns(name, own, shared, turns, start, said):
    """One answer of one's own, then one that all fight for, each with the version that was seen a moment before."""
    try:
        person = Person.objects.get(email="nadia.fenn@example.org")
        start.wait(60)
        for turn in range(turns):
            for question in (own, shared):
                record = load_return(person, PLACE, FORM, "fill", question)
                row = AnswerRow.objects.filter(record=record, question=question).first()
                text, seen = f"{name}, turn {turn}", row.version if row else 0
                got = save_answer(record=record, question=question, value=text, expected_version=seen, by=person)
                said.append([question, text, got.version, not isinstance(got, Conflict)])
    finally:
        connection.close()


def inspect():
    record = load_return(Person.objects.get(email="nadia.fenn@example.org"), PLACE, FORM)
    rows = {row.question: [row.text, row.version] for row in AnswerRow.objects.filter(record=record)}
    events = [[event.about, event.said["after"]] for event in history_of(record).filter(verb="answered")]
    found = verify_chain(record.subject)
    print(json.dumps({"rows": rows, "events": events, "whole": found.is_whole, "unrecorded": unrecorded(record)}))


def main():
    what, *rest = sys.argv[1:]
    if what == "write":
        write(rest[0], int(rest[1]), rest[2], rest[3:])
    else:
        {"prepare": prepare, "inspect": inspect}[what]()


main()
