"""Steps that tests of signing and submitting share, and a look at the pages that come of them."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from concordat.returns.access import as_value
from concordat.returns.actions import save_answer, sign
from concordat.returns.models import AnswerRow
from concordat.returns.snapshot import calculate_content_digest

COMMENT = "money.commentary"


def text_of(answer):
    """What a page says, spaces aside."""
    return " ".join(answer.content.decode().split())


def count_queries(client, page):
    """How many queries a page takes."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page).status_code == 200
    return len(queries)


def seen(record):
    return calculate_content_digest(as_value(record, notes=False))


def sign_for_board(record, cast, **more):
    asked = {"record": record, "by": cast.chair, "body": cast.board, "seen": seen(record), "mandate": cast.delegation}
    return sign(**(asked | more))


def change(record, cast, text="Other words than before, and enough of them.", question=COMMENT):
    row = AnswerRow.objects.filter(record=record, question=question).first()
    version = row.version if row else 0
    return save_answer(record=record, question=question, value=text, expected_version=version, by=cast.lead)
