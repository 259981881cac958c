"""The server killed in the middle of a thousand saves: every acknowledged answer is there, and no half of one."""

import threading

import pytest
from live_site import needs_assets, serving

from concordat.frameworks.forms import load_form

RETURN = "/api/places/southend-on-sea/returns/2016-17-q3"
SAVES, WRITERS, KILLED_AFTER = 1000, 4, 400
LONG = 4_000  # characters: what is cut short would show


def questions():
    """A question of free text for each writer, which nobody answered before."""
    texts = [one.id for one in load_form("2016-17-q3").asked if one.kind == "text" and one.prefill is None]
    return texts[:WRITERS]


def text_of(question, turn):
    return f"{question}, turn {turn}: ".ljust(LONG, "x") + " end"


class Writers:
    """People who save one after the other until they are done or nobody answers."""

    def __init__(self, site, token):
        self.site, self.token = site, token
        self.acknowledged, self.failures = [], []
        self.enough = threading.Event()

    def run(self):
        running = [threading.Thread(target=self._write, args=(question,)) for question in questions()]
        for one in running:
            one.start()
        assert self.enough.wait(120), self.failures
        self.site.kill()
        for one in running:
            one.join()

    def _write(self, question):
        etag = '"0"'
        for turn in range(1, SAVES // WRITERS + 1):
            try:
                value = {"value": text_of(question, turn)}
                status, _, said = self.site.call("PUT", f"{RETURN}/answers/{question}", self.token, value, etag)
            except (OSError, ValueError):  # cut in the middle: what became of this save nobody told the writer
                return
            if status != 200:
                self.failures.append((status, said))
                return
            etag = said["etag"]
            self.acknowledged.append((question, turn))
            if len(self.acknowledged) >= KILLED_AFTER:
                self.enough.set()


@needs_assets
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_was_acknowledged_outlives_the_server(prepared, tmp_path, kind):
    with prepared(kind) as database:
        with serving(tmp_path, database) as site:
            token = site.make_token("write")
            writers = Writers(site, token)
            writers.run()
        assert writers.failures == []
        assert KILLED_AFTER <= len(writers.acknowledged) < SAVES, "the server was not killed in the middle"
        with serving(tmp_path, database) as again:
            assert_nothing_is_lost(writers.acknowledged, again.inspect())
            status, _, said = again.call("GET", f"{RETURN}/answers/{questions()[0]}", token)
            assert status == 200
            more = again.call("PUT", f"{RETURN}/answers/{questions()[0]}", token, {"value": "On."}, said["etag"])
            assert more[0] == 200


def assert_nothing_is_lost(acknowledged, found):
    for question in questions():
        last = max((turn for asked, turn in acknowledged if asked == question), default=0)
        text, version = found["rows"].get(question, ["", 0])
        assert version in (last, last + 1), "one save at most was under way, and is there whole or not at all"
        assert text == (text_of(question, version) if version else "")
        said = [(after, number) for about, after, number in found["events"] if about == question]
        assert said == [(text_of(question, turn), turn) for turn in range(1, version + 1)]
    assert found["flaws"] == []
