"""Backing up, restoring and verifying as somebody types it, from and to each kind of database."""

import json
import subprocess
import sys
import zipfile
from contextlib import ExitStack
from pathlib import Path

import pytest
from live_site import environment, own_database, run_python

from concordat.returns.read_receipt import read_receipt_file
from concordat.returns.receipt import NoReceipt

COMMAND = Path(sys.executable).parent / "concordat"
KINDS = ("sqlite", "postgresql")
RECEIPT = """
import json
import django
django.setup()
from concordat.returns.actions import receipt_of
from concordat.returns.models import Submission
print(json.dumps(receipt_of(Submission.objects.get(record__form="2016-17-q2")).as_dict()))
"""
SAVE_ONE_MORE = """
import django
django.setup()
from concordat.accounts.models import Person
from concordat.returns.access import load_return
from concordat.returns.actions import save_answer
lead = Person.objects.get(email="nadia.fenn@example.org")
record = load_return(lead, "southend-on-sea", "2016-17-q3", "fill")
print(save_answer(record=record, question="narrative.text", value="Later.", expected_version=0, by=lead).version)
"""
# Somebody who may do anything to the database: changes a row, or writes the whole history of a return anew.
TAMPER = """
import sys
import django
django.setup()
from django.db import connection
from concordat.history.models.guard import remove_guard
with connection.schema_editor() as editor:
    remove_guard("history_event", editor)
"""
CHANGE_A_ROW = """
with connection.cursor() as cursor:
    cursor.execute("UPDATE history_event SET actor = 'Nobody' WHERE subject = %s AND sequence = 5", [sys.argv[1]])
"""
REWRITE = """
from concordat.history.chain import Actor, Note, make_link
from concordat.history.models import Chain, Event
previous = ""
for event in Event.objects.filter(subject=sys.argv[1]).order_by("sequence"):
    by = Actor(event.actor_id, "Nobody" if event.sequence == 5 else event.actor, event.body)
    note = Note(event.verb, event.about, event.said)
    link = make_link(event.subject, event.sequence, note, by=by, at=event.at, previous=previous)
    with connection.cursor() as cursor:
        values = [link.actor, link.previous, link.digest, event.pk]
        cursor.execute("UPDATE history_event SET actor = %s, previous = %s, digest = %s WHERE id = %s", values)
    previous = link.digest
Chain.objects.filter(subject=sys.argv[1]).update(head=previous)
"""
SUBJECT = "return:southend-on-sea/2016-17-q2"


class Data:
    """The data of a site without its server."""

    def __init__(self, folder, database):
        self.folder = folder
        self.env = environment(folder, database)

    def run(self, *words):
        return subprocess.run([COMMAND, *map(str, words)], env=self.env, capture_output=True, text=True)

    def python(self, code, *words):
        return run_python(code, *words, env=self.env)


@pytest.fixture
def make(prepared, tmp_path):
    """Makes a site's data on a database of a kind, empty or with the demonstration's people and returns."""
    with ExitStack() as stack:

        def make_one(kind, name, *, filled=False):
            folder = tmp_path / name
            folder.mkdir()
            database = prepared(kind) if filled else own_database(kind, folder, name)
            return Data(folder, stack.enter_context(database))

        yield make_one


def contents(backup):
    with zipfile.ZipFile(backup) as held:
        manifest = json.loads(held.read("manifest.json"))
    return {table["name"]: (table["rows"], table["digest"]) for table in manifest["tables"]}, manifest["heads"]


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_backed_up_comes_back_to_the_row(make, tmp_path, backed_up, kind):
    assert backed_up.stat().st_mode & 0o077 == 0
    held, again = contents(backed_up), tmp_path / "again.zip"
    assert held[0]["history_event"][0] > 100
    data = make(kind, "site")
    done = data.run("restore", backed_up)
    assert done.returncode == 0, done.stderr
    done = data.run("backup", again)
    assert done.returncode == 0, done.stderr
    assert contents(again) == held
    assert data.python(SAVE_ONE_MORE) == "1"  # numbers of rows go on after the last one
    refused = data.run("restore", backed_up)
    assert refused.returncode == 2
    assert "is in use; restore into an empty one" in refused.stderr


def test_what_was_backed_up_on_postgresql_comes_back_on_sqlite(make, tmp_path):
    source, backup, again = make("postgresql", "source", filled=True), tmp_path / "site.zip", tmp_path / "again.zip"
    target = make("sqlite", "target")
    for data, words in ((source, ("backup", backup)), (target, ("restore", backup)), (target, ("backup", again))):
        done = data.run(*words)
        assert done.returncode == 0, done.stderr
    assert contents(again) == contents(backup)


def test_a_backup_never_overwrites_and_leaves_nothing_half_written(make, tmp_path):
    data, backup = make("sqlite", "first", filled=True), tmp_path / "there.zip"
    backup.write_text("precious")
    done = data.run("backup", backup)
    assert done.returncode == 2
    assert "no backup is lost" in done.stderr
    assert backup.read_text() == "precious"
    behind = make("sqlite", "empty").run("backup", tmp_path / "empty.zip")
    assert behind.returncode == 2
    assert "The database is empty" in behind.stderr
    assert [path.name for path in tmp_path.iterdir() if path.suffix in (".zip", ".part")] == ["there.zip"]


@pytest.mark.parametrize("kind", KINDS)
def test_verifying_finds_a_changed_row_and_a_receipt_a_history_written_anew(make, tmp_path, kind):
    data, receipt = make(kind, "site", filled=True), tmp_path / "receipt.json"
    receipt.write_text(data.python(RECEIPT).splitlines()[-1])
    assert data.run("history", "verify").returncode == 0
    assert data.run("history", "verify", "--against", receipt).returncode == 0

    data.python(TAMPER + REWRITE, SUBJECT)
    alone = json.loads(data.run("history", "verify", "--json").stdout)["flaws"]
    assert [flaw["text"] for flaw in alone] == ["Submission 1 is not the one that the history records."]
    against = data.run("history", "verify", "--against", receipt)
    assert against.returncode == 1
    assert "the chain was written anew" in against.stderr

    data.python(TAMPER + CHANGE_A_ROW.replace("Nobody", "Somebody"), SUBJECT)
    changed = data.run("history", "verify")
    assert changed.returncode == 1
    assert f"{SUBJECT}  Event 5: it is not what was recorded" in changed.stderr
    kept = data.run("backup", tmp_path / "broken.zip")
    assert kept.returncode == 1
    assert "Event 5" in kept.stderr


def test_verifying_finds_an_answer_changed_past_the_site(make, tmp_path):
    data = make("sqlite", "site", filled=True)
    code = TAMPER + "connection.cursor().execute(\"UPDATE returns_answerrow SET text = 'No' WHERE text = 'Yes'\")"
    data.python(code)
    done = data.run("history", "verify")
    assert done.returncode == 1
    assert "Answers are not what the history says" in done.stderr


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "it is no JSON"),
        ("[]", "which is a group of named values"),
        ("{}", "lacks number"),
        ("%PDF-1.7", "in JSON"),
    ],
)
def test_what_is_no_receipt(tmp_path, content, said):
    file = tmp_path / "receipt.json"
    file.write_text(content)
    with pytest.raises(NoReceipt, match=said) as refused:
        read_receipt_file(file)
    assert str(refused.value).startswith(f"{file}: ")


def test_verifying_against_what_is_no_receipt_ends_with_2(make, tmp_path):
    data, file = make("sqlite", "site", filled=True), tmp_path / "receipt.json"
    file.write_text("{}")
    done = data.run("history", "verify", "--against", file)
    assert done.returncode == 2
    assert done.stderr.startswith(f"concordat: {file}: The receipt lacks number")
    assert len(done.stderr.splitlines()) == 1
