"""Backups that are damaged, altered or of another version: refused with nothing restored."""

import random
import zipfile

import pytest

from concordat.config import restore as restoring
from concordat.config.restore import CannotRestore, restore
from concordat.history.models import Event

MANIFEST, ANSWERS = "manifest.json", "returns_answerrow.jsonl"


def spoil(backup, folder, name, change):
    """A copy of a backup with one of its files changed, or left out."""
    spoilt = folder / "spoilt.zip"
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(spoilt, "w") as new:
        for one in old.namelist():
            content = old.read(one)
            changed = change(content) if one == name else content
            assert changed != content or one != name
            if changed is not None:
                new.writestr(one, changed)
    return spoilt


def replacing(old, new):
    return lambda content: content.replace(old, new, 1)


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        (ANSWERS, replacing(b"Yes", b"No"), "is not what was backed up"),
        (ANSWERS, lambda content: None, "lacks returns_answerrow"),
        (MANIFEST, lambda content: None, "its manifest.json is missing or odd"),
        (MANIFEST, lambda content: b"{}", "its manifest.json is missing or odd"),
        (MANIFEST, lambda content: b"[1]", "its manifest.json is missing or odd"),
        (MANIFEST, replacing(b'"format": 1', b'"format": 99'), "is of format 99; this version reads 1"),
        (MANIFEST, replacing(b"history.0002_guard", b"history.0002_other"), "whose tables differ"),
        (MANIFEST, replacing(b'"heads": {', b'"heads": {"place:x": "1 a",'), "is not what it says of itself"),
    ],
)
def test_a_backup_that_is_not_what_it_was(db, backed_up, tmp_path, name, change, said):
    with pytest.raises(CannotRestore, match=said):
        restore(spoil(backed_up, tmp_path, name, change))
    assert not Event.objects.exists()


def test_a_backup_that_was_cut_short(db, backed_up, tmp_path):
    cut = tmp_path / "cut.zip"
    cut.write_bytes(backed_up.read_bytes()[:-2000])
    with pytest.raises(CannotRestore, match="this is no backup, or a damaged one"):
        restore(cut)
    with pytest.raises(FileNotFoundError):
        restore(tmp_path / "nowhere.zip")


def test_a_backup_of_which_a_few_bytes_are_others(backed_up, tmp_path, monkeypatch):
    """Wherever the damage is, it is told in words; or it is where a zip says nothing of consequence."""

    def stop_here(manifest):
        raise CannotRestore("it was read whole")

    monkeypatch.setattr(restoring, "_require_empty", stop_here)
    sound, spoilt, chance, said = backed_up.read_bytes(), tmp_path / "spoilt.zip", random.Random(4), set()
    for _ in range(300):
        content = bytearray(sound)
        end_or_anywhere = chance.choice((len(content) - chance.randrange(1, 2500), chance.randrange(len(content))))
        content[end_or_anywhere] ^= chance.randrange(1, 256)
        spoilt.write_bytes(content)
        with pytest.raises(CannotRestore) as told:
            restore(spoilt)
        said.add(str(told.value).removeprefix(f"{spoilt}: ").partition(" (")[0])
    assert "this is no backup, or a damaged one" in said


def test_a_sound_backup_is_restored(db, backed_up):
    told = []
    manifest, flaws = restore(backed_up, told.append)
    assert flaws == []
    assert told == [table.name for table in manifest.tables]
    assert Event.objects.count() == {table.name: table.rows for table in manifest.tables}["history_event"]
