"""`concordat examples`: made-up returns to try things on."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from concordat.cli.terminal import fail, find_files, plainly, progress

if TYPE_CHECKING:
    from concordat.returns.place_return import Return
    from concordat.synthetic.faults import Spoiled

app = typer.Typer(help="Make up returns to try things on.", no_args_is_help=True, rich_markup_mode=None)

FEWEST_PER_KIND, MOST_PER_KIND = 1, 10


@app.callback()
def examples() -> None:
    """Nothing of its own."""


@app.command(
    epilog="Example: concordat examples england --seed 7 -o build/england   "
    "The same version and seed write the same files."
)
def england(
    to: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="The folder to write, empty or not there.")],
    seed: Annotated[int, typer.Option(help="Any number; another one gives another nation.")],
    year: Annotated[str, typer.Option(help="The policy year.")] = "2016-17",
    faults: Annotated[
        bool, typer.Option("--faults", help="Put faults of every kind in, and twins that are none.")
    ] = False,
    per_kind: Annotated[
        int, typer.Option(min=FEWEST_PER_KIND, max=MOST_PER_KIND, help="How many faults and twins of each kind.")
    ] = FEWEST_PER_KIND,
    also: Annotated[
        list[str] | None, typer.Option(metavar="FILE", help="Real returns to stand, and be spoiled, among them.")
    ] = None,
) -> None:
    """Make up four quarters of returns for every place but Southend: some late, some missing, all marked synthetic.

    A folder that holds anything else than an earlier run's files, unchanged, is left alone.
    """
    from concordat.synthetic.faults import KINDS, spoil
    from concordat.synthetic.nation import generate_place, places_of
    from concordat.synthetic.write_nation import check_folder, render_nation, write_nation

    with plainly():
        real = _real_returns(also or [], year)
        held = {ret.place for ret in real}
        check_folder(to)
        places = [place for place in places_of(year) if place not in held]
        made_up: list[Return] = []
        with progress("Making up", len(places)) as tick:
            for place in places:
                made_up += generate_place(place, year, seed)
                if tick:
                    tick(place.name)
        returns: list[Return] = [*real, *made_up]
        truth: list[Spoiled] = []
        if faults:
            spoiled = [spoil(found, seed, per_kind) for found in (real, made_up)]
            returns = [ret for spoiled_returns, _ in spoiled for ret in spoiled_returns]
            truth = [one for _, said in spoiled for one in said]
        with progress("Writing", len(returns)) as tick:
            write_nation(to, render_nation(returns, _command(year, seed, faults, per_kind, also), truth), tick)
    typer.echo(f"Written: {len(made_up)} synthetic returns of {len(places)} places in {to}.")
    if real:
        typer.echo(f"{len(real)} real returns stand among them.")
    if faults:
        typer.echo(f"{len(truth)} faults and twins of {len(KINDS)} kinds are in them; {to / 'truth.csv'} says where.")


def _command(year: str, seed: int, faults: bool, per_kind: int, also: list[str] | None) -> str:
    """What was typed, with the defaults written out where they decide anything."""
    options = [f"--year {year} --seed {seed}", *([f"--faults --per-kind {per_kind}"] if faults else [])]
    return " ".join(["concordat examples england", *options, *(f"--also {name}" for name in also or [])])


def _real_returns(named: list[str], year: str) -> list["Return"]:
    """The returns of the year in files that were named."""
    if not named:
        return []
    from concordat.returns.load import load_returns

    found = []
    for file, ret in load_returns(find_files(named)):
        if ret is None or ret.place is None or ret.framework.id != year:
            fail(f"{file.path}: this is no return of {year} that can be read.")
        found.append(ret)
    return found
