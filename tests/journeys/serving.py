"""The real server, as a journey or a picture needs it: on a free port, with a database of its own, gone afterwards."""

import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from listening import address_of

STARTING = 180  # seconds: a busy machine loads the site slowly, once for each worker
STOPPING = 90  # a worker that does not end by itself is given up after 30


@dataclass
class Site:
    """A server that runs, and where."""

    base: str
    folder: Path
    process: subprocess.Popen
    environment: dict[str, str] = field(default_factory=dict)

    def url(self, path: str) -> str:
        return self.base + path.lstrip("/")

    def stop(self) -> None:
        self.process.terminate()
        self.process.communicate(timeout=STOPPING)


@contextmanager
def serving(folder: Path, *options: str, **environment: str):
    """The real server, gunicorn with two workers, on a free port and a database in `folder`; all of it gone after."""
    settings = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("CONCORDAT_", "DATABASE_"))},
        "CONCORDAT_DATA": str(folder),
        "CONCORDAT_SECRET_KEY": "only-for-journeys-and-long-enough-to-be-taken-for-a-real-key-0123",
        "CONCORDAT_HOSTS": "127.0.0.1",
        "CONCORDAT_HTTPS": "0",
        "CONCORDAT_GALLERY": "1",
        "DJANGO_SETTINGS_MODULE": "concordat.config.settings",
        "PYTHONUNBUFFERED": "1",
        **environment,
    }
    command = [Path(sys.executable).parent / "concordat", "serve", "--port", "0", "--threads", "8", *options]
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(command, env=settings, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        yield Site(address_of(process, folder / "server.log", STARTING), folder, process, settings)
    finally:
        process.terminate()
        process.communicate(timeout=STOPPING)
