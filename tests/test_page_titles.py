"""The title of every page: first what it is, then whose, then the site; so that tabs and bookmarks tell them apart."""

import re
from html import unescape

import pytest
from audiences import AUDIENCES
from django.core.cache import cache
from visits import address, addresses, make_world

RETURN = re.compile(r"^/places/southend-on-sea/returns/[^/]+/")
OF_A_RETURN = re.compile(r".+ – Better Care Fund quarterly return, Q[13] 2016-17 – Southend-on-Sea – Concordat")


@pytest.fixture
def pages(client, filled, cast, settings):
    """Path to title, of every page that a lead can look at."""
    settings.ACCOUNT_RATE_LIMITS = {}
    cache.clear()
    world, found = make_world(filled, cast), {}
    for name, takes in addresses():
        path = address(name, takes, AUDIENCES[name], world)
        client.force_login(cast.lead)
        response = client.get(path) if path else None
        if response and response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            found[path] = title_of(response)
    return found


def title_of(response):
    return unescape(re.search(r"<title>(.*?)</title>", response.content.decode())[1])


def test_every_page_says_what_it_is_whose_and_where(pages):
    assert len(pages) > 30
    for path, title in pages.items():
        what, *_, site = title.split(" – ")
        assert (bool(what), site) == (True, "Concordat"), path
        assert not title.startswith("Error"), path
        if RETURN.match(path):
            assert OF_A_RETURN.fullmatch(title), (path, title)
        elif path.startswith("/places/southend-on-sea/"):
            assert " – Southend-on-Sea – Concordat" in title, (path, title)


def test_no_two_pages_have_one_title(pages):
    assert sorted(set(pages.values())) == sorted(pages.values())


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/places/southend-on-sea/calendar/", {"kind": "x"}),
        ("/places/southend-on-sea/returns/2016-17-q3/remarks/", {"text": ""}),
        ("/places/southend-on-sea/returns/2016-17-q3/workbook/", {}),
        ("/places/southend-on-sea/people/invite/", {"email": "x"}),
        ("/account/password/set/", {"password1": "x"}),
    ],
)
def test_a_form_that_is_refused_says_so_first(client, filled, cast, path, sent):
    client.force_login(cast.lead)
    assert title_of(client.post(path, sent)).startswith("Error: ")
