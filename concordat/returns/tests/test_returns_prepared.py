"""Prepared queries give what the ORM gives, on whatever database the tests run."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from concordat.accounts.models import Grant
from concordat.history.models import Chain
from concordat.returns.models import AnswerRow, ReturnRecord
from concordat.web.prepared import Prepared, PreparedRows, Slot


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
