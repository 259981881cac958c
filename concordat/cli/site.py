"""`concordat serve`, `jobs` and `check-deploy`: the site, for real or as a demo."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from concordat.cli.terminal import fail, plainly

LOCAL = ("localhost", "127.0.0.1", "::1")
DEMO_THREADS = 8  # a browser opens more connections than it uses; a worker without threads would wait on each


def serve(
    host: Annotated[
        str, typer.Option(help="The address to listen at; 0.0.0.0 for all of this machine's.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes any that is free.")] = 8000,
    demo: Annotated[
        bool, typer.Option("--demo", help="A site to try things on: examples, demo users, no settings needed.")
    ] = False,
    workers: Annotated[int, typer.Option(min=1, max=64, help="How many processes answer requests.")] = 2,
    threads: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=64,
            help="How many requests each process answers at once: 1 behind a proxy, as is usual; "
            "more where browsers connect directly. The demo has 8.",
        ),
    ] = None,
    migrate: Annotated[bool, typer.Option("--migrate", help="Bring the database up to date first.")] = False,
    prepare_only: Annotated[bool, typer.Option("--prepare-only", help="Do all but serve.")] = False,
) -> None:
    """Serve the site until Ctrl-C. Settings come from the environment; see docs/reference/settings.md."""
    with needing_the_site():
        from concordat.config import demo as examples
        from concordat.config import environment, serving

        if demo:
            examples.settle_environment(environment.data_folder())
        address = serving.find_address(host, port)
        if demo:
            os.environ.setdefault("CONCORDAT_ADDRESS", address.url)
        serving.set_up()
        serving.prepare_files()
        serving.prepare_database(migrate=demo or migrate)
        for line in examples.prepare() if demo else ():
            typer.echo(line)
        if prepare_only:
            typer.echo(f"Ready to serve; files and database are in {environment.data_folder()}.")
            return
        if demo and host not in LOCAL:
            typer.echo("Note: the demo and its users are open to everybody who reaches this address.", err=True)

        def when_ready() -> None:
            typer.echo(f"Concordat is at {address.url}  (Ctrl-C stops it)")
            if demo:
                serving.show_in_browser(address.url)

        serving.run(address, workers, threads or (DEMO_THREADS if demo else 1), when_ready)


def jobs(
    once: Annotated[bool, typer.Option("--once", help="Do what there is to do now, and end.")] = False,
) -> None:
    """Send the letters that wait, and strike out sessions that ended, until stopped. Runs beside `concordat serve`.

    Exit code with --once: 0 all is done, 1 the mail server or the database did not answer and it has to wait.
    """
    with needing_the_site():
        from concordat.config import serving

        serving.set_up()
        serving.prepare_database(migrate=False)
        from django.utils import timezone

        from concordat.config import jobs as work

        if once:
            raise typer.Exit(0 if work.work_once(timezone.now()) else 1)
        typer.echo("Letters are sent from here  (Ctrl-C stops it)")
        work.work_until_stopped()


def check_deploy() -> None:
    """Check whether the site can serve for real from here: settings, security, files, database. Exit 1 if not."""
    with needing_the_site():
        from concordat.config import serving

        serving.set_up()
        from concordat.config import deployment

        matters = list(deployment.check_deployment())
    for matter in sorted(matters, key=lambda one: not one.blocks):
        typer.echo(f"{'blocks' if matter.blocks else 'note  '}  {matter.text}")
    if any(matter.blocks for matter in matters):
        raise typer.Exit(1)
    typer.echo("Nothing stands in the way of serving for real.")


@contextmanager
def needing_the_site() -> Iterator[None]:
    """Tell in words where the site's packages are not installed or a setting is wrong."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "concordat.config.settings")
    try:
        from django.core.exceptions import ImproperlyConfigured
    except ImportError:
        fail("The site needs packages that are not installed; run `pip install 'concordat[site]'`.")
    try:
        with plainly():
            yield
    except ImproperlyConfigured as problem:
        fail(problem)
