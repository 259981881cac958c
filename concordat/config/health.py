"""Whether the site lives, and whether it is ready to work; for whoever keeps it running, with nothing secret in it."""

import shutil

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

LEAST_ROOM = 10 * 1024 * 1024  # bytes; with less the next upload or picture may not find any


@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """200 as long as the process answers."""
    return JsonResponse({"status": "live"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """200 where the database answers and fits this version and the disk has room, else 503 with what is missing."""
    missing = [*_missing_of_database(), *(["disk"] if is_full() else [])]
    return JsonResponse(
        {"status": "not ready" if missing else "ready", "missing": missing}, status=503 if missing else 200
    )


def _missing_of_database() -> list[str]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if unknown():
            return ["newer version"]
        return ["migrations"] if unapplied() else []
    except DatabaseError:
        connection.close()
        return ["database"]


def unapplied() -> int:
    """How many migrations the database still lacks."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def unknown() -> list[str]:
    """The migrations of our rooms that this version does not have: a newer one changed the database."""
    loader = MigrationLoader(connection)
    ours = {app.label for app in apps.get_app_configs() if app.name in settings.ROOMS}
    foreign = set(loader.applied_migrations) - set(loader.disk_migrations)
    return sorted(f"{room}.{name}" for room, name in foreign if room in ours)


def is_full() -> bool:
    """Whether the disk with the site's files has next to no room left."""
    try:
        return shutil.disk_usage(settings.DATA).free < LEAST_ROOM
    except FileNotFoundError:  # the folder is made when the first thing goes into it
        return False
