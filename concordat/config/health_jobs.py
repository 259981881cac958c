"""Whether what is done beside the requests is done; for whoever keeps the site running."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from concordat.accounts.outbox import is_held_up


@require_safe
@never_cache
def jobs(request: HttpRequest) -> JsonResponse:
    """200 where letters go out, else 503: `concordat jobs` does not run, or reaches no mail server."""
    try:
        held_up = is_held_up(timezone.now())
    except DatabaseError:
        connection.close()
        held_up = True
    return JsonResponse({"status": "held up" if held_up else "working"}, status=503 if held_up else 200)
