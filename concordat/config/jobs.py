"""What is done beside the requests: letters are sent, and sessions that ended are struck out."""

import logging
import signal
import threading
from datetime import datetime, timedelta

from django.core.management import call_command
from django.db import DatabaseError, connections
from django.utils import timezone

from concordat.accounts.outbox import deliver

EVERY = 3  # seconds between two looks at the outbox
AFTER_FAILURE = 30
TIDIED = timedelta(hours=1)

log = logging.getLogger("concordat.jobs")


def work_until_stopped() -> None:
    """Work until the system says stop. A letter that is on its way is finished first."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, frame: stop.set())
    tidied = None
    while not stop.is_set():
        at = timezone.now()
        failed = not work_once(at, tidy=tidied is None or at - tidied > TIDIED)
        tidied = tidied if failed else tidied or at
        stop.wait(AFTER_FAILURE if failed else EVERY)


def work_once(at: datetime, *, tidy: bool = True) -> bool:
    """Do what there is to do now; whether all of it could be done. What could not is done another time."""
    try:
        if tidy:
            call_command("clearsessions")
        if sent := deliver(at):
            log.info("letters sent", extra={"count": sent})
    except DatabaseError as why:
        log.error("database away", exc_info=why)
        connections.close_all()
        return False
    except OSError as why:
        log.error("mail server away", exc_info=why)
        return False
    return True
