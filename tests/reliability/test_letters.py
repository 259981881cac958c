"""A mail server that is silent holds up nobody, and the letter arrives although who sent it was killed over it."""

import http.cookiejar
import re
import subprocess
import sys
import urllib.parse
import urllib.request
from pathlib import Path

from live_site import PATIENCE, environment, needs_assets, run_python, serving
from mail_server import mail_server

JOBS = [Path(sys.executable).parent / "concordat", "jobs"]
LEAD = "nadia.fenn@example.org"
SEND = """
import django
django.setup()
from concordat.accounts.mail import send
send(["jo@example.org"], "A word", "Text")
"""


def ask_for_a_new_password(site):
    """As a browser does, by the form; where that led."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    page = f"{site.base}/account/password/reset/"
    form = opener.open(page, timeout=PATIENCE).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)[1]
    typed = urllib.parse.urlencode({"email": LEAD, "csrfmiddlewaretoken": token}).encode()
    with opener.open(urllib.request.Request(page, typed, {"Referer": page}), timeout=PATIENCE) as answer:
        return answer.url


@needs_assets
def test_a_silent_mail_server_holds_up_nobody_and_loses_nothing(prepared, tmp_path):
    with mail_server() as server, prepared("sqlite") as database:
        told = {"CONCORDAT_EMAIL_URL": server.address}
        env = environment(tmp_path, database, **told)
        with serving(tmp_path, database, **told) as site:
            assert ask_for_a_new_password(site).endswith("/account/password/reset/done/")
        with subprocess.Popen(JOBS, env=env, stdout=subprocess.DEVNULL) as worker:
            caller = server.wait_for_caller(PATIENCE)
            worker.kill()
        caller.close()
        assert server.letters == []
        server.answer()
        for _ in range(2):  # the second time there is nothing left to send
            done = subprocess.run([*JOBS, "--once"], env=env, capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
            assert [letter["To"] for letter in server.letters] == [LEAD]
        assert "/account/password/reset/key/" in server.letters[0].get_payload(decode=True).decode()
        assert "example.org" not in done.stderr


def test_jobs_say_that_the_mail_server_is_away(prepared, tmp_path):
    with mail_server() as server:
        away = server.address
    with prepared("sqlite") as database:
        env = environment(tmp_path, database, CONCORDAT_EMAIL_URL=away)
        assert subprocess.run([*JOBS, "--once"], env=env, capture_output=True).returncode == 0  # nothing to send
        run_python(SEND, env=env)
        done = subprocess.run([*JOBS, "--once"], env=env, capture_output=True, text=True)
        assert done.returncode == 1
        assert '"message": "mail server away"' in done.stderr
        assert "jo@example.org" not in done.stderr
