"""The peers of saving: a site of Django with one view that updates one row in a transaction, with the same server.

Bare, it has no middleware at all. With BARE_SIGNED_IN=1 it has what `startproject` gives a site, and the view wants
somebody who signed in, on a session in the database, with a token against forged requests.
"""

import json
import os
import sys

import django
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.decorators import login_required
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connection, models, transaction
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import _get_new_csrf_string
from django.urls import path

from concordat.config.database_url import parse_database_url

ROWS = 100
SIGNED_IN = bool(os.environ.get("BARE_SIGNED_IN"))
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

if not settings.configured:
    settings.configure(
        SECRET_KEY="bare",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        DATABASES={"default": parse_database_url(os.environ["DATABASE_URL"])},
        INSTALLED_APPS=[f"django.contrib.{name}" for name in ("auth", "contenttypes", "sessions", "messages")],
        MIDDLEWARE=MIDDLEWARE if SIGNED_IN else [],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        LOGGING_CONFIG=None,
        USE_TZ=True,
    )
    django.setup()


class Bare(models.Model):
    """A row to be updated."""

    text = models.TextField()

    class Meta:
        app_label = "bare"


@transaction.atomic
def update(request: HttpRequest, row: int) -> HttpResponse:
    """Update one row."""
    Bare.objects.filter(pk=row).update(text=request.POST["text"])
    return HttpResponse("done")


def make_rows() -> None:
    """The tables, with a row for each connection; prints the cookies of somebody who signed in."""
    from django.contrib.auth.models import User  # noqa: PLC0415  # models load once Django is set up
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(Bare)
    Bare.objects.bulk_create(Bare(pk=row, text="") for row in range(1, ROWS + 1))
    user = User.objects.create_user("somebody")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    json.dump({"session": session.session_key, "csrf": _get_new_csrf_string()}, sys.stdout)


urlpatterns = [path("<int:row>", login_required(update) if SIGNED_IN else update)]
application = get_wsgi_application()
