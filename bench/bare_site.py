"""The peer of saving: a site of Django with one view that updates one row, on the same database, and nothing else."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from concordat.config.database_url import parse_database_url

ROWS = 100

if not settings.configured:
    settings.configure(
        SECRET_KEY="bare",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        DATABASES={"default": parse_database_url(os.environ["DATABASE_URL"])},
        MIDDLEWARE=[],
        LOGGING_CONFIG=None,
    )


def update(request: HttpRequest, row: int) -> HttpResponse:
    """Update one row."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE bare SET number = number + 1 WHERE id = %s", [row])
    return HttpResponse("done")


def make_rows() -> None:
    """The table, with a row for each connection."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare (id integer PRIMARY KEY, number integer NOT NULL)")
        cursor.executemany("INSERT INTO bare VALUES (%s, 0)", [(row,) for row in range(ROWS)])


urlpatterns = [path("<int:row>", update)]
application = get_wsgi_application()
