"""Prepared queries give what the ORM gives, on whatever database the tests run."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from concordat.accounts.models import Grant
from concordat.history.models import Chain
from concordat.prepared import Prepared, PreparedInsert, PreparedRows, PreparedUpdate, Slot
from concordat.returns.models import AnswerRow, ReturnRecord


def values_of(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_objects_are_those_of_the_orm_with_those_they_lead_to(record):
    prepared = Prepared(lambda: ReturnRecord.objects.filter(place=Slot(0), form=Slot(1)), "chain")
    found = prepared.first(record.place, record.form)
    assert values_of(found) == values_of(ReturnRecord.objects.get(pk=record.pk))
    with CaptureQueriesContext(connection) as queries:
        assert values_of(found.chain) == values_of(Chain.objects.get(pk=found.chain_id))
    assert len(queries) == 1  # the one on this line: the chain came with the return


def test_a_foreign_key_that_leads_nowhere_gives_none(cast):
    prepared = Prepared(lambda: Grant.objects.filter(person=Slot(0)).order_by("pk"), "body")
    for person in (cast.lead, cast.administrator, cast.finance):
        expected = list(Grant.objects.filter(person=person).select_related("body").order_by("pk"))
        assert [(values_of(one), one.body) for one in prepared(person.pk)] == [
            (values_of(one), one.body) for one in expected
        ]
    assert None in [one.body for one in prepared(cast.administrator.pk)]


def test_rows_are_those_of_values_list(record):
    columns = ("question", "text", "version", "at")
    prepared = PreparedRows(lambda: AnswerRow.objects.filter(record=Slot(0)).order_by("question").values_list(*columns))
    expected = list(AnswerRow.objects.filter(record=record).order_by("question").values_list(*columns))
    assert expected
    assert prepared(record.pk) == expected


def test_the_same_query_runs_with_other_values(record):
    prepared = PreparedRows(
        lambda: (
            AnswerRow.objects.filter(record=Slot(0), question__in=[Slot(1), Slot(2)])
            .order_by("question")
            .values_list("question")
        )
    )
    first, second, third = sorted(AnswerRow.objects.filter(record=record).values_list("question", flat=True))[:3]
    assert prepared(record.pk, first, third) == [(first,), (third,)]
    assert prepared(record.pk, second, third) == [(second,), (third,)]
    assert prepared(record.pk, second, "no such question") == [(second,)]


def test_first_of_nothing_is_none(cast):
    prepared = Prepared(lambda: ReturnRecord.objects.filter(pk=Slot(0)))
    assert prepared.first(0) is None


@pytest.mark.django_db(transaction=True)
def test_a_lock_outside_a_transaction_is_refused(record):
    prepared = Prepared(lambda: ReturnRecord.objects.select_for_update().filter(pk=Slot(0)))
    with transaction.atomic():
        assert prepared.first(record.pk).pk == record.pk
    with pytest.raises(transaction.TransactionManagementError):
        prepared.first(record.pk)


NEW_CHAIN = PreparedInsert(Chain, "subject", "length", "head", "at")
LENGTHEN = PreparedUpdate(lambda: Chain.objects.filter(subject=Slot(2), length__lt=Slot(3)), "length", "at")
AT = datetime(2017, 2, 20, 12, 0, 0, 123456, tzinfo=UTC)


def test_a_row_is_inserted_as_the_orm_would(db):
    assert NEW_CHAIN(("prepared", 3, "é £ ' %s", AT)) == 1
    made = Chain.objects.create(subject="made", length=3, head="é £ ' %s", at=AT)
    found = Chain.objects.get(subject="prepared")
    assert values_of(found) | {"id": 0, "subject": ""} == values_of(made) | {"id": 0, "subject": ""}
    assert found.at == AT


def test_many_rows_are_inserted_by_one_query(db):
    rows = [(f"chain {number}", number, "", AT if number % 2 else None) for number in range(200)]
    with CaptureQueriesContext(connection) as queries:
        assert NEW_CHAIN(*rows) == 200
    assert len(queries) == 1
    assert NEW_CHAIN() == 0
    kept = Chain.objects.filter(subject__startswith="chain ").order_by("length")
    assert list(kept.values_list("subject", "length", "head", "at")) == rows


def test_what_a_constraint_forbids_is_refused(db):
    NEW_CHAIN(("prepared", 3, "", None))
    with pytest.raises(IntegrityError), transaction.atomic():
        NEW_CHAIN(("prepared", 4, "", None))


def test_columns_are_updated_where_the_queryset_says(db):
    for subject, length in (("one", 1), ("two", 1), ("long", 9)):
        NEW_CHAIN((subject, length, "", None))
    assert LENGTHEN(5, AT, "one", 5) == 1
    assert LENGTHEN(5, AT, "long", 5) == 0
    assert LENGTHEN(5, AT, "nobody", 5) == 0
    kept = Chain.objects.filter(subject__in=("one", "two", "long")).order_by("subject")
    assert list(kept.values_list("subject", "length", "at")) == [("long", 9, None), ("one", 5, AT), ("two", 1, None)]
