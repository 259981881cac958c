"""Serving the site: what has to be there first, then gunicorn, or Django's own server where there is none (Windows)."""

import os
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import DatabaseError, connection, connections
from django.utils.module_loading import import_string

from concordat.config.health import unapplied, unknown

try:
    from gunicorn.app.base import BaseApplication
except ImportError:  # gunicorn needs a system of the Unix kind
    BaseApplication = None

SETTINGS = "concordat.config.settings"
DESIGN_SYSTEM = "nhsuk/nhsuk-frontend.css"
SECONDS_A_REQUEST = 60


class CannotServe(ValueError):
    """Something has to be put right first; the message says what."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the site listens. Port 0 takes any that is free."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """As a browser wants it."""
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)
        return f"http://{f'[{host}]' if ':' in host and not host.startswith('[') else host}:{self.port}/"

    @property
    def bind(self) -> str:
        """As gunicorn and Django want it."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def find_address(host: str, port: int) -> Address:
    """The address, once it is known that it can be listened at. Raises CannotServe."""
    try:
        family, _, _, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(where)
            return Address(host, probe.getsockname()[1])
    except socket.gaierror:
        raise CannotServe(f"No machine is called {host!r}; write --host 127.0.0.1 to serve on this one.") from None
    except PermissionError:
        raise CannotServe(f"Port {port} is kept for the system; name one above 1023 with --port.") from None
    except OSError as problem:
        raise CannotServe(
            f"{host}:{port} cannot be listened at ({(problem.strerror or str(problem)).lower()}); stop what listens "
            "there, or name another port with --port."
        ) from None


def set_up() -> None:
    """Load the settings and the rooms. Raises CannotServe and ImproperlyConfigured where a setting is wrong."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    try:
        settings.DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as problem:
        raise CannotServe(
            f"{settings.DATA} cannot be the folder for the site's files ({(problem.strerror or '').lower()}); name "
            "another in CONCORDAT_DATA."
        ) from None
    if not os.access(settings.DATA, os.W_OK | os.X_OK):
        raise CannotServe(f"{settings.DATA} cannot be written to; give it to whoever runs the site (CONCORDAT_DATA).")
    django.setup()


def prepare_files() -> None:
    """Collect the static files, named by their content. Raises CannotServe where the design system is not there."""
    if not finders.find(DESIGN_SYSTEM):
        raise CannotServe(
            "The design system's files are not there. In a checkout run `make assets`, which fetches them; a package "
            "made by `make wheel` carries them."
        )
    call_command("collectstatic", interactive=False, verbosity=0)


def prepare_database(migrate: bool) -> None:
    """See that the database answers and is up to date, or with `migrate` bring it there. Raises CannotServe."""
    try:
        with _needing_the_database():
            if newer := unknown():
                raise CannotServe(
                    f"The database was changed by a newer version ({newer[-1]}). Install that one, or restore a backup "
                    "of this one into an empty database."
                )
            missing = unapplied()
            if missing and not migrate:
                raise CannotServe(_behind(missing))
            if missing:
                call_command("migrate", interactive=False, verbosity=0)
    finally:
        connections.close_all()  # the workers open their own


def _behind(missing: int) -> str:
    if not connection.introspection.table_names():
        return "The database is empty. Run `concordat serve --migrate`, which makes its tables, or restore a backup."
    return f"The database lacks {missing} of this version's changes. Back it up, then run `concordat serve --migrate`."


def require_database() -> None:
    """See that the database answers, whatever is in it. Raises CannotServe."""
    with _needing_the_database():
        pass


@contextmanager
def _needing_the_database() -> Iterator[None]:
    try:
        connection.ensure_connection()
        yield
    except DatabaseError as problem:
        where = f"{connection.settings_dict['HOST'] or 'this machine'}, database {connection.settings_dict['NAME']}"
        raise CannotServe(f"The database does not answer ({where}): {str(problem).strip().splitlines()[0]}.") from None


def run(address: Address, workers: int, threads: int, when_ready: Callable[[], None]) -> None:
    """Serve until stopped. One thread is quickest behind a proxy, which hands over whole requests."""
    if BaseApplication is None:
        print("There is no gunicorn for this system; Django's own server serves, which is for trying out only.")
        when_ready()
        call_command("runserver", address.bind, "--noreload", "--insecure")
        return
    options = {
        "bind": [address.bind],
        "workers": workers,
        "worker_class": "sync" if threads == 1 else "gthread",
        "threads": threads,
        "timeout": SECONDS_A_REQUEST,
        "preload_app": True,
        "worker_tmp_dir": "/dev/shm" if Path("/dev/shm").is_dir() else None,
        "control_socket_disable": True,
        "logconfig_dict": _logging(),
        "when_ready": lambda server: when_ready(),
    }
    _Server(options).run()


def show_in_browser(url: str) -> None:
    """Open the address where somebody sits at a desktop; nowhere else."""
    desktop = sys.platform in ("darwin", "win32") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if desktop and sys.stdout.isatty() and not os.environ.get("CI"):
        threading.Timer(0.5, _open, (url,)).start()


def _open(url: str) -> None:
    with suppress(webbrowser.Error):
        webbrowser.open(url)


def _logging() -> dict[str, Any]:
    """Gunicorn's own lines go where ours go, as JSON."""
    quiet: dict[str, Any] = {"level": "WARNING", "handlers": [], "propagate": True}
    logging: dict[str, Any] = settings.LOGGING
    return {**logging, "loggers": {**logging["loggers"], "gunicorn.error": quiet, "gunicorn.access": quiet}}


if BaseApplication is not None:

    class _Server(BaseApplication):  # type: ignore[misc]
        """Gunicorn, told what to do by us instead of by its command line."""

        def __init__(self, options: dict[str, Any]) -> None:
            self.options = options
            super().__init__()

        def load_config(self) -> None:
            for name, value in self.options.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            return import_string(settings.WSGI_APPLICATION)
