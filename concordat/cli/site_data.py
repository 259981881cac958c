"""`concordat appoint`, `drop-second-factor`, `backup`, `restore`, `history verify`: beginning a site, keeping it,
proving what is in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from concordat.cli.site import needing_the_site
from concordat.cli.terminal import check_ending, print_json, watched

if TYPE_CHECKING:
    from concordat.config.proof import Flaw

history = typer.Typer(help="What happened, and proof of it.", no_args_is_help=True, rich_markup_mode=None)


def appoint(
    email: Annotated[str, typer.Argument(metavar="EMAIL", help="Where they receive letters, and sign in with.")],
    name: Annotated[str, typer.Option(help="Their name, as others are to see it.")],
) -> None:
    """Make somebody the first administrator of a site. They set a password by "Forgotten your password?"."""
    with _site(up_to_date=True):
        from concordat.accounts.actions import appoint_first_administrator

        person = appoint_first_administrator(email=email, name=name, password=None)
    typer.echo(f"{person.name} ({person.email}) is Administrator of England, and can invite everybody else.")


def drop_second_factor(
    email: Annotated[str, typer.Argument(metavar="EMAIL", help="What they sign in with.")],
) -> None:
    """Take a lost second factor off an account, once you are sure who asks. They are told, and signed out."""
    with _site(up_to_date=True):
        from concordat.accounts import actions

        person = actions.drop_second_factor(email=email)
    typer.echo(f"{person.name} ({person.email}) signs in with the password alone, and can set up a second factor anew.")


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The .zip file to write.")],
) -> None:
    """Write everything that is in the site to a file, as it stands now; people may go on working.

    Exit code: 0 written, 1 written but the history does not hold, 2 not written.
    """
    check_ending(file, ".zip")
    with _site(up_to_date=True):
        from concordat.config import backup as backups

        with watched("Backing up") as tick:
            manifest, flaws = backups.write_backup(file, tick)
    typer.echo(f"Written: {file}, {manifest.rows:,} rows, {len(manifest.heads):,} histories.")
    _end_with(flaws)


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `concordat backup` wrote.")],
) -> None:
    """Fill an empty site from a backup. Where anything is there already, nothing is changed.

    Exit code: 0 restored, 1 restored but the history did not hold when it was backed up already, 2 not restored.
    """
    with _site(up_to_date=False):
        from concordat.config import restore as restoring

        with watched("Restoring") as tick:
            manifest, flaws = restoring.restore(file, tick)
    typer.echo(f"Restored: {manifest.rows:,} rows, {len(manifest.heads):,} histories, as of {manifest.made[:16]}.")
    _end_with(flaws)


@history.command(epilog="Example: concordat history verify --against receipt.json")
def verify(
    against: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="A receipt in JSON to hold the site against; may be given more than once."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON for other software, instead of text.")] = False,
) -> None:
    """Hold the site against its own history, or against receipts that people kept.

    Finds an answer or event that was changed or removed past the site. Only a receipt finds a history that was written
    anew from its beginning. Exit code: 0 all is as it was recorded, 1 something is not, 2 wrong use.
    """
    with _site(up_to_date=True):
        from concordat.config import proof

        with watched("Verifying") as tick:
            found = list(proof.hold_against(against) if against else proof.find_flaws(tick))
    if as_json:
        print_json({"flaws": [flaw.as_dict() for flaw in found]})
        raise typer.Exit(1 if found else 0)
    _end_with(found)
    typer.echo("All is as the receipts say." if against else "All is as the history says.")


@contextmanager
def _site(*, up_to_date: bool) -> Iterator[None]:
    """The site with its database at hand; the database has to be up to date, or only to answer."""
    with needing_the_site():
        from concordat.config import serving

        serving.set_up()
        if up_to_date:
            serving.prepare_database(migrate=False)
        else:
            serving.require_database()
        yield


def _end_with(flaws: "list[Flaw]") -> None:
    """Tell what is not as it was recorded, and end with 1 if anything is."""
    for flaw in flaws:
        typer.echo(f"{flaw.subject}  {flaw.text}", err=True)
    if flaws:
        raise typer.Exit(1)
