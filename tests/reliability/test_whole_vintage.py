"""Every place of the vintage submits at once, over HTTP: each gets its receipt, and every receipt holds."""

import json
import threading
import time

import pytest
from live_site import ROOT, environment, needs_assets, run_python, serving

from concordat.places.vintage import areas

NATION = (ROOT / "tests" / "reliability" / "nation_data.py").read_text(encoding="utf-8")
PLACES = 151  # of the vintage of 2016-17
PATIENCE = 600  # seconds; some ten are needed
SIGNATORY = "rowan.marsh@example.org"
# Every receipt held against the site as `concordat history verify --against` does; and whose letters wait.
HOLD = """
import json, sys
from pathlib import Path
import django
django.setup()
from concordat.accounts.models import Letter
from concordat.config.proof import hold_against
receipts = sorted(Path(sys.argv[1]).glob("*.json"))
flaws = list(hold_against(receipts))
letters = Letter.objects.filter(to=sys.argv[2], subject__endswith="submitted")
texts = [*letters.values_list("text", flat=True)]
print(json.dumps({"held": len(receipts), "flaws": [flaw.text for flaw in flaws], "letters": texts}))
"""


def submit(site, token, place, digest, start, said):
    start.wait(PATIENCE)
    path = f"/api/places/{place}/returns/2016-17-q3/submissions"
    said[place] = site.call("POST", path, token, {"digest": digest}, timeout=PATIENCE)


def submit_all(site, token, signed):
    """What each place was told; everybody sends at the same moment."""
    said, start = {}, threading.Barrier(len(signed))
    every = [threading.Thread(target=submit, args=(site, token, *one, start, said)) for one in signed.items()]
    for one in every:
        one.start()
    for one in every:
        one.join()
    return said


@needs_assets
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_every_receipt_of_the_vintage_holds(prepared, tmp_path, kind):
    away = {"CONCORDAT_EMAIL_URL": "smtp://127.0.0.1:9"}  # letters wait: nobody is there to take them
    with prepared(kind) as database:
        ready = json.loads(run_python(NATION, env=environment(tmp_path, database, **away)).splitlines()[-1])
        assert set(ready["signed"]) == {area.slug for area in areas(2017)}
        assert len(ready["signed"]) == PLACES
        with serving(tmp_path, database, **away) as site:
            began = time.monotonic()
            said = submit_all(site, ready["token"], ready["signed"])
            print(f"{PLACES} places on {kind}: the last receipt came after {time.monotonic() - began:.1f} s")
        failed = {place: answer for place, answer in said.items() if answer[0] != 201}
        assert not failed, next(iter(failed.items()))
        receipts = {place: receipt for place, (_, _, receipt) in said.items()}
        assert {place: receipt["digest"] for place, receipt in receipts.items()} == ready["signed"]
        held = hold(site, tmp_path, receipts)
    assert (held["held"], held["flaws"]) == (PLACES, [])
    assert len(held["letters"]) == PLACES
    for receipt in receipts.values():
        assert sum(receipt["digest"] in text and receipt["number"] in text for text in held["letters"]) == 1


def hold(site, folder, receipts):
    kept = folder / "receipts"
    kept.mkdir()
    for place, receipt in receipts.items():
        (kept / f"{place}.json").write_text(json.dumps(receipt))
    return json.loads(site.run(HOLD, str(kept), SIGNATORY).splitlines()[-1])
