"""What tests of the site share: the demonstration's cast, and databases that can be emptied again."""

from contextlib import contextmanager
from datetime import date

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management.commands import flush
from django.db import connections
from hypothesis import HealthCheck, settings

from concordat.history.models.guard import guarded_tables, put_guard, remove_guard

# How long an example takes says how busy the machine is, not whether the code is right.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@contextmanager
def without_guards(using):
    """The append-only tables of a database, open to be emptied."""
    tables = sorted(guarded_tables(using))
    with connections[using].schema_editor() as editor:
        for table in tables:
            remove_guard(table, editor)
    yield
    with connections[using].schema_editor() as editor:
        for table in tables:
            put_guard(table, editor)


@pytest.fixture(autouse=True, scope="session")
def _tests_may_empty_what_is_append_only():
    """A test that uses real transactions empties its database afterwards, which the guards would refuse."""
    handle = flush.Command.handle

    def handle_without_guards(self, **options):
        with without_guards(options["database"]):
            return handle(self, **options)

    flush.Command.handle = handle_without_guards
    yield
    flush.Command.handle = handle


@pytest.fixture
def cast(db, settings):
    """The people of the demonstration, on 19 February 2017: quarter 3 is due in twelve days."""
    from concordat.config.demo import NO_LETTERS  # noqa: PLC0415  # models load once Django is set up
    from concordat.returns.demo import make_cast  # noqa: PLC0415

    settings.STARTS_ON = date(2017, 2, 19)
    cache.clear()  # or limits that an earlier test used up would be held against this one
    backend, settings.EMAIL_BACKEND = (
        settings.EMAIL_BACKEND,
        NO_LETTERS,
    )  # nobody is told of the roles that they begin with
    made = make_cast()
    settings.EMAIL_BACKEND = backend
    return made


@pytest.fixture
def get(client):
    """The words of a page, as somebody gets it, or nobody who signed in; with the status that is expected."""

    def ask(who, path, status=200):
        client.logout()
        if who:
            client.force_login(who)
        response = client.get(path)
        assert response.status_code == status, response.content.decode()[:1000]
        return response.content.decode()

    return ask


@pytest.fixture
def record(cast):
    """Southend-on-Sea's quarter 3, opened, with quarters 1 and 2 submitted before."""
    from concordat.returns.demo import load_returns  # noqa: PLC0415

    found = load_returns(cast)
    mail.outbox.clear()  # letters about what happened before the test begins
    return found


@pytest.fixture
def filled(record, cast):
    """Quarter 3 as Southend-on-Sea answered it, with a reason for every finding that asks for one: ready to sign."""
    from concordat.returns.demo import fill_from_example  # noqa: PLC0415

    fill_from_example(record, cast)
    mail.outbox.clear()
    return record
