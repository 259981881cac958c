"""Chains, without a database: what was changed, taken out, put in or written anew is found, and where."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concordat.history.chain import (
    Actor,
    Note,
    Witness,
    calculate_digest,
    canonical_json,
    find_breaks,
    format_moment,
    make_link,
)

NADIA = Actor("person:1", "Nadia Fenn", "Southend-on-Sea Borough Council")
NOON = datetime(2017, 2, 19, 12, tzinfo=UTC)


def chain_of(count, by=NADIA, first=1):
    links, previous = [], ""
    for number in range(1, count + 1):
        note = Note("answered", f"money.q{number}", {"before": "", "after": f"£{number}"})
        links.append(make_link("return:a/b", number, note, by=by, at=NOON, previous=previous))
        previous = links[-1].digest
    return links


def rewritten(links):
    """The same chain made anew from its contents, as somebody would who covers a change up."""
    made, previous = [], ""
    for link in links:
        link = replace(link, previous=previous)
        previous = calculate_digest(link)
        made.append(replace(link, digest=previous))
    return made


def test_canonical_json_is_the_same_whatever_the_order():
    assert canonical_json({"b": [1, None, True], "a": "£ é"}) == '{"a":"£ é","b":[1,null,true]}'


@pytest.mark.parametrize("value", [1.5, {"a": [0.1]}, {1: "a"}, {"a": {2: "b"}}])
def test_canonical_json_refuses_what_can_be_written_in_several_ways(value):
    with pytest.raises(ValueError, match="text"):
        canonical_json(value)


def test_digest_of_an_event_follows_from_its_parts_by_the_standard_library_alone():
    link = chain_of(1)[0]
    said = {
        "about": "money.q1",
        "actor": "Nadia Fenn",
        "actor_id": "person:1",
        "at": "2017-02-19T12:00:00.000000+00:00",
        "body": "Southend-on-Sea Borough Council",
        "payload": '{"after":"£1","before":""}',
        "previous": "",
        "sequence": 1,
        "subject": "return:a/b",
        "verb": "answered",
    }
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert link.digest == sha256(text.encode()).hexdigest()


def test_moment_is_the_same_in_any_time_zone():
    assert format_moment(NOON) == format_moment(NOON.astimezone(timezone(timedelta(hours=1))))
    with pytest.raises(ValueError, match="no time zone"):
        format_moment(NOON.replace(tzinfo=None))


def test_whole_chain_has_no_break():
    assert list(find_breaks(chain_of(5), length=5)) == []
    assert list(find_breaks([], length=0)) == []


@pytest.mark.parametrize("field", ["actor", "actor_id", "body", "verb", "about", "payload", "at", "subject"])
def test_changed_row_is_found_where_it_is(field):
    links = chain_of(5)
    links[2] = replace(links[2], **{field: "something else"})
    assert [one.sequence for one in find_breaks(links, length=5)] == [3]


def test_row_changed_with_its_digest_is_found_at_the_next():
    links = chain_of(5)
    links[2] = replace(links[2], actor="Somebody Else")
    links[2] = replace(links[2], digest=calculate_digest(links[2]))
    found = list(find_breaks(links, length=5))
    assert [(one.sequence, "written anew" in one.what) for one in found] == [(4, True)]


@pytest.mark.parametrize(("gone", "where"), [([0], 1), ([2], 3), ([1, 2], 2), ([4], 5), ([3, 4], 4)])
def test_removed_rows_are_found(gone, where):
    links = [link for number, link in enumerate(chain_of(5)) if number not in gone]
    found = list(find_breaks(links, length=5))
    assert found[0].sequence == where
    assert "gone" in found[0].what


def test_chain_written_anew_passes_by_itself_and_not_against_a_receipt():
    links = chain_of(5)
    receipt = Witness("return:a/b", 4, links[3].digest)
    anew = rewritten([links[0], replace(links[1], payload='{"after":"£9","before":""}'), *links[2:]])
    assert list(find_breaks(anew, length=5)) == []
    assert [one.sequence for one in find_breaks(anew, length=5, witness=receipt)] == [4]
    assert list(find_breaks(links, length=5, witness=receipt)) == []


def test_receipt_of_an_event_that_is_gone_is_not_met():
    links = chain_of(5)
    receipt = Witness("return:a/b", 5, links[4].digest)
    assert "gone" in next(find_breaks(links[:3], length=3, witness=receipt)).what


@given(st.lists(st.text(max_size=20), min_size=1, max_size=12), st.data())
def test_any_one_change_is_found(texts, data):
    links, previous = [], ""
    for number, text in enumerate(texts, 1):
        links.append(
            make_link("s", number, Note("answered", "q", {"after": text}), by=NADIA, at=NOON, previous=previous)
        )
        previous = links[-1].digest
    assert list(find_breaks(links, length=len(links))) == []
    at = data.draw(st.integers(0, len(links) - 1))
    field = data.draw(st.sampled_from(["actor", "verb", "payload", "previous", "digest"]))
    new = data.draw(st.text(max_size=20).filter(lambda text: text != getattr(links[at], field)))
    spoiled = [*links[:at], replace(links[at], **{field: new}), *links[at + 1 :]]
    assert [one for one in find_breaks(spoiled, length=len(links)) if one.sequence in (at + 1, at + 2)]
