"""A server that was just started, until it answers: for whatever starts `concordat serve` in a process of its own."""

import time
import urllib.request


def address_of(process, log, patience):
    """Where `concordat serve` says that it is, such as `http://127.0.0.1:41234/`, once it answers there.

    `log` is the file of its error stream, told where it ends before; `patience` is in seconds.
    """
    for line in process.stdout:
        if line.startswith("Concordat is at"):
            address = line.split()[3]
            _wait_until_live(address, patience)
            return address
    raise AssertionError(log.read_text())


def _wait_until_live(address, patience):
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{address}health/live", timeout=patience).close()
            return
        except OSError:  # refused, cut, or slow to wake
            time.sleep(0.05)
    raise AssertionError("The server says that it is ready, but does not answer.")
