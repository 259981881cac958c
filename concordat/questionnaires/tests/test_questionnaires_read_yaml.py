"""YAML in: nothing that a person typed is lost, and no file harms the reader."""

import json
import subprocess
import sys

import pytest

from concordat.questionnaires.read_yaml import DEEPEST, DataError, read_plain, read_strict

CHECK = "check indentation and quotes there."
BANG = "line 1: put quotes round a text that begins with !; bare, YAML takes it for a mark."
READERS = pytest.mark.parametrize("read", [read_plain, read_strict])


def write(folder, text):
    path = folder / "file.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def said(read, path):
    with pytest.raises(DataError) as caught:
        read(path)
    assert str(caught.value).startswith(f"{path}: ")
    return str(caught.value).removeprefix(f"{path}: ")


@pytest.mark.parametrize(
    "word", ["No", "yes", "on", "true", "007", "31/02/2017", "2017-02-30", "24.0", "1e5", "1_000", "0x1F", "~", "null"]
)
def test_read_plain_keeps_every_word_as_it_was_typed(tmp_path, word):
    assert read_plain(write(tmp_path, f"answer: {word}\nlist: [{word}]\n")) == {"answer": word, "list": [word]}


def test_read_plain_keeps_keys_as_they_were_typed(tmp_path):
    assert read_plain(write(tmp_path, "No: 1\n007: 2\n")) == {"No": "1", "007": "2"}


def test_read_strict_reads_types(tmp_path):
    data = read_strict(write(tmp_path, 'n: 7\nwhole: true\nword: "No"\nday: [31/02/2017]\n'))
    assert data == {"n": 7, "whole": True, "word": "No", "day": ["31/02/2017"]}


@pytest.mark.parametrize("word", ["Yes", "no", "ON", "off"])
def test_read_strict_refuses_a_bare_word(tmp_path, word):
    path = write(tmp_path, f"a: 1\nb: [{word}]\n")
    assert said(read_strict, path) == f"line 2: put quotes round {word!r}; bare, YAML reads it as true or false."


@READERS
def test_a_doubled_key_is_refused_at_any_depth(tmp_path, read):
    path = write(tmp_path, "a:\n  b: 1\n  c: 2\n  b: 3\n")
    assert said(read, path) == "line 4: 'b' stands twice, first on line 2; keep one of them."


@READERS
def test_an_empty_file_holds_nothing(tmp_path, read):
    assert not read(write(tmp_path, ""))


@READERS
def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path, read):
    assert read(write(tmp_path, b"\xef\xbb\xbfa: b\n")) == {"a": "b"}


@READERS
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [1\n", f"line 2, column 1: not valid YAML (did not find expected ',' or ']'); {CHECK}"),
        ("a:\n\t- b\n", f"line 2, column 1: not valid YAML (found character that cannot start any token); {CHECK}"),
        (b"a: \xa3100\n", "this is not a text file in UTF-8; save it as UTF-8 text."),
        ("a: &b\n", "line 1: &b: put quotes round a text that begins with &."),
        ("a: *b\n", "line 1: *b: put quotes round a text that begins with *."),
        ("a: ! c\n", BANG),
        ("a: !!python/object/apply:os.getcwd []\n", BANG),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path, read, text, message):
    assert said(read, write(tmp_path, text)) == message


@READERS
def test_a_control_character_is_refused(tmp_path, read):
    assert said(read, write(tmp_path, "a: \x01\n")).startswith("not valid YAML (")


@READERS
def test_no_such_file_and_a_folder(tmp_path, read):
    assert said(read, tmp_path / "none.yaml") == "there is no such file."
    assert said(read, tmp_path) == "this is a folder; name a file in it."


@READERS
def test_quoted_marks_are_text(tmp_path, read):
    assert read(write(tmp_path, """a: ["&b", '*c', "!d", R&D, 5 * 6, Fine!]\n""")) == {
        "a": ["&b", "*c", "!d", "R&D", "5 * 6", "Fine!"]
    }


@READERS
def test_nesting_up_to_the_limit_is_read_and_beyond_it_refused(tmp_path, read):
    inner = read(write(tmp_path, "[" * DEEPEST + "x" + "]" * DEEPEST))
    for _ in range(DEEPEST):
        (inner,) = inner
    assert inner == "x"
    path = write(tmp_path, "[" * (DEEPEST + 1) + "x" + "]" * (DEEPEST + 1))
    assert said(read, path) == f"line 1: nested more than {DEEPEST} levels deep; no file of ours is."


TRAPS = {
    "brackets": ("a: " + "[" * 200_000, "line 1: nested more than 40 levels deep; no file of ours is."),
    "mappings": ("a: " + "{b: " * 100_000, "line 1: nested more than 40 levels deep; no file of ours is."),
    "indents": (
        "".join(" " * depth + "a:\n" for depth in range(2000)),
        "line 41: nested more than 40 levels deep; no file of ours is.",
    ),
    "laughs": (
        "a0: &a0 [ha, ha]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60)),
        "line 1: &a0: put quotes round a text that begins with &.",
    ),
    "itself": ("a: &a [*a]\n", "line 1: &a: put quotes round a text that begins with &."),
}
PROBE = """
import json, sys
from pathlib import Path
from concordat.questionnaires import read_yaml
found = []
for read in (read_yaml.read_plain, read_yaml.read_strict):
    try:
        found.append(repr(read(Path(sys.argv[1])))[:80])
    except read_yaml.DataError as problem:
        found.append(str(problem))
print(json.dumps(found))
"""


@pytest.mark.parametrize("trap", TRAPS)
def test_a_trap_ends_in_an_error_soon(tmp_path, trap):
    """In a process of its own: the C parser, let loose on these, does not raise but ends the process."""
    text, message = TRAPS[trap]
    path = write(tmp_path, text)
    ended = subprocess.run(
        [sys.executable, "-c", PROBE, str(path)], capture_output=True, text=True, timeout=30, check=True
    )
    assert json.loads(ended.stdout) == [f"{path}: {message}"] * 2
