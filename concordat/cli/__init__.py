"""The command line: parsing and printing only; what it does is done in the rooms."""

import sys

from concordat.cli.app import app


def main() -> None:
    """Run the command line. Exit codes: 0 all well, 1 something blocks, 2 wrong use."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal of another encoding shows a question mark, never a traceback
            stream.reconfigure(errors="replace")
    try:
        app(prog_name="concordat")
    except BrokenPipeError:  # the reader, such as head, has seen enough
        sys.stderr.close()
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
        sys.exit(130)
