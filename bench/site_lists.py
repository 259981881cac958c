"""The list of all places, in this machine's processor time: it grows with the places, its queries do not."""

import json
import tempfile
from pathlib import Path

from bench.live import environment, own_database, run
from bench.measure import Row, verdict
from bench.site import FORM, QUESTION, told

SMALL, WHOLE = "yorkshire-and-the-humber", "england"  # 15 places, and ten times as many
GROWTH = 10


def bench_site_lists() -> list[Row]:
    """The list of all places beside the list of a region that has a tenth of them, each with a return being filled."""
    with tempfile.TemporaryDirectory() as folder, own_database("SQLite", Path(folder)) as address:
        assert address
        env = environment(address, Path(folder))
        known = told(run("bench/site_data.py", "1000", QUESTION, env=env))
        pages = [f"/places/{slug}/returns/{FORM}/" for slug in (SMALL, WHOLE)]
        few, many = json.loads(run("bench/site_pages.py", known["session"], *pages, env=env))
    return [
        (
            f"the list of all {len(known['places'])} places, with how far each return is",
            f"{1000 * many[0]:.0f} ms, {many[1]} queries",
            f"{many[0] / few[0]:.1f} x a region's with a tenth of them ({1000 * few[0]:.0f} ms, {few[1]} queries)",
            f"at most {GROWTH} x, as many queries",
            verdict(many[0] <= GROWTH * few[0] and many[1] == few[1]),
        )
    ]
