"""Events in a database that refuses to change them, and what is found where somebody changed them all the same."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from concordat.history.access import events_of, verify, verify_all, verify_chain
from concordat.history.actions import NoTransaction, open_chain, record, record_on
from concordat.history.chain import Actor, Note, Witness
from concordat.history.models import AppendOnly, Chain, Event
from concordat.history.models.guard import guarded_tables, put_guard, remove_guard

NADIA = Actor("person:1", "Nadia Fenn", "Council")
SUBJECT = "return:southend-on-sea/2016-17-q3"


@pytest.fixture
def events(db):
    for number in (1, 2, 3):
        record(SUBJECT, Note("answered", f"q{number}", {"after": str(number)}), by=NADIA)
    return list(Event.objects.filter(subject=SUBJECT).order_by("sequence"))


def tamper(*statements):
    """Do to the table what nobody may, as somebody with the password of the database could."""
    with connection.schema_editor(atomic=False) as editor:
        remove_guard("history_event", editor)
        for statement in statements:
            editor.execute(statement)
        put_guard("history_event", editor)


def test_events_follow_each_other(events):
    chain = Chain.objects.get(subject=SUBJECT)
    assert [event.sequence for event in events] == [1, 2, 3]
    assert [event.previous for event in events] == ["", events[0].digest, events[1].digest]
    assert (chain.length, chain.head, chain.at) == (3, events[2].digest, events[2].at)


def test_an_event_reads_back_as_it_was_digested(events):
    kept = Event.objects.get(subject=SUBJECT, sequence=2)
    assert kept.as_link() == events[1].as_link()
    assert (kept.by, kept.said, kept.verb) == (NADIA, {"after": "2"}, "answered")


def test_events_of_one_answer_the_latest_first(events):
    record(SUBJECT, Note("answered", "q1", {"after": "4"}), by=NADIA)
    assert [event.sequence for event in events_of(SUBJECT)] == [4, 3, 2, 1]
    assert [event.sequence for event in events_of(SUBJECT, "q1")] == [4, 1]


def test_several_events_at_once_are_chained(db):
    chain = open_chain(SUBJECT)
    made = record_on(chain, [Note("opened"), Note("prefilled", "q1")], by=NADIA)
    assert (made[1].previous, chain.length, chain.head) == (made[0].digest, 2, made[1].digest)
    assert verify_chain(SUBJECT).is_whole


def test_event_that_fails_leaves_nothing(events):
    with pytest.raises(ValueError, match="no one way"), transaction.atomic():
        record(SUBJECT, Note("answered", "q4", {"after": 0.5}), by=NADIA)
    assert Chain.objects.get(subject=SUBJECT).length == 3


def test_chain_that_grew_meanwhile_takes_no_event(events):
    stale = Chain.objects.get(subject=SUBJECT)
    record(SUBJECT, Note("answered", "q1"), by=NADIA)
    with pytest.raises((RuntimeError, IntegrityError)), transaction.atomic():
        record_on(stale, [Note("answered", "q2")], by=NADIA)
    assert verify_chain(SUBJECT).is_whole


@pytest.mark.django_db(transaction=True)
def test_event_outside_a_transaction_is_refused():
    with pytest.raises(NoTransaction):
        record(SUBJECT, Note("answered"), by=NADIA)


@pytest.mark.parametrize(
    "change",
    [
        lambda event: event.save(),
        lambda event: event.delete(),
        lambda event: Event.objects.update(verb="x"),
        lambda event: Event.objects.filter(pk=event.pk).delete(),
        lambda event: Event.objects.bulk_update([event], ["verb"]),
    ],
)
def test_the_model_refuses_to_change_an_event(events, change):
    with pytest.raises(AppendOnly):
        change(events[0])


@pytest.mark.parametrize("statement", ["UPDATE history_event SET verb = 'x'", "DELETE FROM history_event"])
def test_the_database_refuses_to_change_an_event(events, statement):
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Event.objects.count() == 3


def test_postgresql_refuses_to_empty_the_table(events):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE history_event")


def test_every_table_that_is_append_only_is_guarded(db):
    assert {"history_event", "returns_snapshot", "returns_submission"} <= guarded_tables()


def test_events_are_unique_in_their_chain(events):
    twin = Event(
        **{field.attname: getattr(events[2], field.attname) for field in Event._meta.fields if field.name != "id"}
    )
    with (
        pytest.raises(IntegrityError, match=r"one_event_at_each_place_of_a_chain|UNIQUE constraint"),
        transaction.atomic(),
    ):
        twin.save()


def test_chains_begin_with_event_1(db):
    with pytest.raises(IntegrityError, match="a_chain_begins_with_event_1"), transaction.atomic():
        record_on(Chain(subject="s", length=-1), [Note("x")], by=NADIA)


@pytest.mark.django_db(transaction=True)
class TestTampering:
    @pytest.fixture
    def receipt(self):
        with transaction.atomic():
            for number in (1, 2, 3):
                event = record(SUBJECT, Note("answered", f"q{number}"), by=NADIA)
        return Witness(SUBJECT, 3, event.digest)

    def test_nothing_is_found_where_nothing_happened(self, receipt):
        assert verify(against=receipt).is_whole
        assert [one.is_whole for one in verify_all()] == [True]

    def test_changed_row_is_found(self, receipt):
        tamper("UPDATE history_event SET actor = 'Somebody Else' WHERE sequence = 2")
        assert [one.sequence for one in verify(against=receipt).breaks] == [2]

    def test_removed_row_is_found(self, receipt):
        tamper("DELETE FROM history_event WHERE sequence = 2")
        assert [one.sequence for one in verify(against=receipt).breaks] == [2]

    def test_removed_last_row_is_found_also_without_a_receipt(self, receipt):
        tamper("DELETE FROM history_event WHERE sequence = 3")
        assert [one.sequence for one in verify_chain(SUBJECT).breaks] == [3]

    def test_chain_written_anew_is_found_by_the_receipt(self, receipt):
        tamper("DELETE FROM history_event", "DELETE FROM history_chain")
        with transaction.atomic():
            for number in (1, 2, 4):
                record(SUBJECT, Note("answered", f"q{number}"), by=NADIA)
        assert verify_chain(SUBJECT).is_whole
        assert ["written anew" in one.what for one in verify(against=receipt).breaks] == [True]

    def test_chain_that_is_gone_is_found_by_the_receipt(self, receipt):
        tamper("DELETE FROM history_event", "DELETE FROM history_chain")
        assert "gone" in verify(against=receipt).breaks[0].what

    def test_moved_end_is_found(self, receipt):
        Chain.objects.update(head="0" * 64)
        assert "ends otherwise" in verify_chain(SUBJECT).breaks[0].what
