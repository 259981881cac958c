"""A coverage-guided fuzzer on the reader of workbooks: whatever the bytes, an answer or a finding, never a traceback.

Run by tests/test_fuzz_workbook.py; by hand: python tests/fuzz/fuzz_workbook.py -runs=100000
"""

import io
import sys
import tempfile
import zipfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["concordat"]):
    from concordat.frameworks.forms import load_form
    from concordat.questionnaires.answers import read_answers
    from concordat.questionnaires.workbook.names import Stamp
    from concordat.questionnaires.workbook.write_workbook import write_workbook
    from concordat.returns.read_file import read_return_file

FORM = load_form("2016-17-q2")
FOLDER = Path(tempfile.mkdtemp())
TARGET = FOLDER / "return.xlsx"


def make_parts() -> dict[str, bytes]:
    """The parts of a sound workbook, which the fuzzer spoils one at a time."""
    path = FOLDER / "sound.xlsx"
    given = {"money.fund": "100", "cover.completed-by": "A. Person", "narrative.text": "=1+1"}
    write_workbook(read_answers(FORM, given), path, stamp=Stamp("leeds", FORM.id, "1"), place="Leeds")
    with zipfile.ZipFile(path) as book:
        return {name: book.read(name) for name in book.namelist()}


PARTS = make_parts()
NAMES = sorted(PARTS)


def spoil(data: bytes) -> bytes:
    """Bytes to be read: as they come, or put into one part of a sound workbook, so that they get past the zip."""
    source = atheris.FuzzedDataProvider(data)
    if source.ConsumeIntInRange(0, 7) == 0:
        return source.ConsumeBytes(source.remaining_bytes())
    name = NAMES[source.ConsumeIntInRange(0, len(NAMES) - 1)]
    part = PARTS[name]
    at = source.ConsumeIntInRange(0, len(part))
    over = source.ConsumeIntInRange(0, 64)
    changed = part[:at] + source.ConsumeBytes(source.remaining_bytes()) + part[at + over :]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as book:
        for one, content in PARTS.items():
            book.writestr(one, changed if one == name else content)
    return out.getvalue()


def read_one(data: bytes) -> None:
    """One input: read, and its answers made; nothing may be raised."""
    TARGET.write_bytes(spoil(data))
    read = read_return_file(TARGET)
    if read.form is not None:
        read.answers(())


if __name__ == "__main__":
    atheris.Setup(sys.argv, read_one)
    atheris.Fuzz()
