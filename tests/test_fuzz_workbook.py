"""A bounded run of the fuzzer on the reader of workbooks."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

RUNS = 1500
SECONDS_EACH = 2  # what one input may take at most
MEGABYTES = 200  # of the whole process


@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris is not installed for this Python")
def test_reader_of_workbooks_raises_for_no_bytes(tmp_path):
    script = Path(__file__).parent / "fuzz" / "fuzz_workbook.py"
    limits = [f"-runs={RUNS}", f"-timeout={SECONDS_EACH}", f"-rss_limit_mb={MEGABYTES}", "-seed=1", "-max_len=400"]
    # By way of a shell: the kernel counts as a process's peak what its parent held when it was made, and a test runner
    # holds much.
    command = ["sh", "-c", '"$@"; exit $?', "fuzz", sys.executable, str(script), *limits]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    assert f"Done {RUNS}" in done.stderr
