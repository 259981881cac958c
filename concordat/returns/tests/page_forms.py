"""What tests of pages share: what a browser without scripts would send, and what is kept of it."""

from html.parser import HTMLParser

from django.db import connection
from django.test.utils import CaptureQueriesContext

from concordat.returns.actions import save_answer
from concordat.returns.conflict import Saved


class _Form(HTMLParser):
    def __init__(self, id):
        super().__init__()
        self.id, self.inside, self.fields = id, False, {}
        self.area, self.select, self.fold = None, None, []

    def handle_starttag(self, tag, given):
        attrs = dict(given)
        if tag == "form":
            self.inside = attrs.get("id") == self.id
        if not self.inside:
            return
        if tag == "textarea":
            self.area = attrs["name"]
            self.fields[self.area] = ""
        elif tag == "select":
            self.select = attrs["name"]
            self.fields[self.select] = ""
        elif tag == "option" and self.select and "selected" in attrs:
            self.fields[self.select] = attrs.get("value", "")
        elif tag == "input" and (attrs.get("type") not in ("radio", "checkbox") or "checked" in attrs):
            self.fields[attrs["name"]] = attrs.get("value", "")

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        elif tag == "textarea" and self.area:
            self.fields[self.area] = self.fields[self.area].removeprefix("\n").replace("\n", "\r\n")
            self.area = None
        elif tag == "select":
            self.select = None

    def handle_data(self, data):
        if self.area:
            self.fields[self.area] += data


def fields_of(response, form="fill"):
    """The controls of a form of a page, by name, as they would be sent untouched."""
    parser = _Form(form)
    parser.feed(response.content.decode())
    return parser.fields


def get(client, who, path):
    client.force_login(who)
    return client.get(path)


def text_of(record, question):
    row = record.answers.filter(question=question).first()
    return row.text if row else ""


def save(record, who, question, value):
    row = record.answers.filter(question=question).first()
    version = row.version if row else 0
    result = save_answer(record=record, question=question, value=value, expected_version=version, by=who)
    assert isinstance(result, Saved)


def count_queries(get, who, path):
    """How many queries a page takes, asked for through the fixture `get`."""
    with CaptureQueriesContext(connection) as queries:
        get(who, path)
    return len(queries)
