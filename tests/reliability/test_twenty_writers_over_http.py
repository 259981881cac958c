"""Twenty programs on one return, over HTTP: no update is lost, and every conflict is told to whoever met it."""

import threading
from collections import Counter

import pytest
from live_site import needs_assets, serving

from concordat.frameworks.forms import load_form

RETURN = "/api/places/southend-on-sea/returns/2016-17-q3"
WRITERS, TURNS = 20, 3
FOUGHT_FOR = "narrative.text"


def own_questions():
    asked = [one.id for one in load_form("2016-17-q3").asked if one.prefill is None and one.id != FOUGHT_FOR]
    return asked[:WRITERS]


def write(site, token, start, own, said):
    """An answer of one's own, then the one that all fight for, over the version that was seen a moment before."""
    start.wait(60)
    for turn in range(TURNS):
        for question in (own, FOUGHT_FOR):
            path, text = f"{RETURN}/answers/{question}", f"{own}, turn {turn}"
            seen = site.call("GET", path, token)[2]["etag"]
            status, _, answer = site.call("PUT", path, token, {"value": text}, seen)
            said.append((question, text, status, answer))


@needs_assets
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_twenty_programs_lose_nothing(prepared, tmp_path, kind):
    said, start = [], threading.Barrier(WRITERS)
    with prepared(kind) as database, serving(tmp_path, database) as site:
        token = site.make_token("write")
        every = [threading.Thread(target=write, args=(site, token, start, own, said)) for own in own_questions()]
        for one in every:
            one.start()
        for one in every:
            one.join()
        found = site.inspect()
    assert len(said) == WRITERS * TURNS * 2
    assert {status for _, _, status, _ in said} <= {200, 412}
    saved = [(question, text) for question, text, status, _ in said if status == 200]
    kept = [(about, after) for about, after, _ in found["events"] if about in (*own_questions(), FOUGHT_FOR)]
    assert Counter(saved) == Counter(kept)
    assert all(status == 200 for question, _, status, _ in said if question != FOUGHT_FOR)
    for _, text, status, answer in said:
        if status == 412:
            assert answer["yours"] == text
            assert answer["theirs"] not in ("", text)
    wins = [answer["etag"] for question, _, status, answer in said if question == FOUGHT_FOR and status == 200]
    assert sorted(wins, key=lambda tag: int(tag.strip('"'))) == [f'"{number}"' for number in range(1, len(wins) + 1)]
    assert found["rows"][FOUGHT_FOR][1] == len(wins)
    assert found["flaws"] == []
