"""Pages that list places, rendered in this process by the whole site, for somebody who sees every draft.

Run with the settings of a site that `site_data` filled; takes what that printed, and pages, and prints for each the
least seconds of processor time of several runs after one that does not count, and how many queries it takes.
"""

# ruff: noqa: E402  # models load once Django is set up

import json
import logging
import sys

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.measure import least


def main(session: str, addresses: list[str]) -> None:
    """Measure each page."""
    call_command("collectstatic", interactive=False, verbosity=0)
    logging.disable(logging.CRITICAL)
    client = Client(headers={"host": "127.0.0.1"})
    client.cookies["sessionid"] = session
    print(json.dumps([_measure(client, address) for address in addresses]))


def _measure(client: Client, address: str) -> tuple[float, int]:
    seconds = least(lambda: _get(client, address))
    with CaptureQueriesContext(connection) as queries:
        _get(client, address)
    return seconds, len(queries)


def _get(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)


main(sys.argv[1], sys.argv[2:])
