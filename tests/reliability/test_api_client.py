"""The client in docs/how-to/use-the-api.md, run as a program of its own against a live site."""

import os
import re
import subprocess
import sys

from live_site import ROOT, needs_assets, serving

PAGE = ROOT / "docs" / "how-to" / "use-the-api.md"
QUESTION = "money.income.actual.q3"
ANSWER = f"/api/places/southend-on-sea/returns/2016-17-q3/answers/{QUESTION}"


def example():
    (code,) = re.findall(r"^```py\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return code


def run(site, token):
    told = {**os.environ, "CONCORDAT_SITE": site.base, "CONCORDAT_TOKEN": token}
    return subprocess.run([sys.executable, "-c", example()], env=told, capture_output=True, text=True)


@needs_assets
def test_the_client_of_the_docs_saves_and_checks(prepared, tmp_path):
    with prepared("sqlite") as database, serving(tmp_path, database) as site:
        token = site.make_token("write")
        done = run(site, token)
        assert done.returncode == 0, done.stderr
        first, *rest = done.stdout.splitlines()
        assert re.fullmatch(r'saved as £3,282,763 with "\d+"', first)
        assert re.match(r"money: \d+ of \d+ answered", rest[0])
        assert site.call("GET", ANSWER, token)[2]["value"] == "£3,282,763"

        reader = run(site, site.make_token("read"))
        assert reader.returncode == 1
        assert "may answer any question" not in reader.stdout
        assert f"{QUESTION} was not saved" in reader.stderr
        stranger = run(site, "concordat_unknown")
        assert "unknown, expired or revoked" in stranger.stderr
