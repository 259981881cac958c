"""`concordat places`: the areas, what they are part of, sharing figures out to them, checking footprints."""

from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer

from concordat.cli.terminal import check_ending, console, fail, plainly, print_json, show_heading, write_file

app = typer.Typer(help="Places, and figures shared out to them.", no_args_is_help=True, rich_markup_mode=None)

Vintage = Annotated[int, typer.Option(help="Boundaries of this year, 2017 to 2023.")]
Json = Annotated[bool, typer.Option("--json", help="JSON for other software, instead of text.")]
SHARED = ("slug", "name", "value", "covered")  # columns of figures that were shared out


@app.command("list", epilog="Example: concordat places list --region 'East of England'")
def list_places(
    vintage: Vintage = 2023,
    region: Annotated[str | None, typer.Option(help="Only the places of this region.")] = None,
    stp: Annotated[str | None, typer.Option(help="Only the places of this STP (2017 to 2019).")] = None,
    icb: Annotated[str | None, typer.Option(help="Only the places of this ICB (2022).")] = None,
    kind: Annotated[str | None, typer.Option("--type", help="county, unitary, metropolitan or london-borough.")] = None,
    as_json: Json = False,
) -> None:
    """List places with their codes."""
    from concordat.places.footprint import list_areas
    from concordat.places.write_json import place_in_list

    with plainly():
        areas = list_areas(vintage, region=region, stp=stp, icb=icb, kind=kind)
    if as_json:
        print_json({"vintage": vintage, "places": [place_in_list(area) for area in areas]})
        return
    from rich.table import Table

    table = Table(title=f"{len(areas)} places on the boundaries of {vintage}", title_justify="left")
    for heading in ("Name", "Slug", "ONS code", "ASC code", "Type", "Region"):
        table.add_column(heading, overflow="fold")
    for area in areas:
        name = area.name if area.verified else f"{area.name} *"
        table.add_row(name, area.slug, area.code, ", ".join(area.asc_codes), ", ".join(area.kinds), area.region)
    console().print(table)
    for note in dict.fromkeys(area.note for area in areas if not area.verified):
        console().print(f"* {note}")


@app.command(epilog="Example: concordat places show Southend --vintage 2017")
def show(
    place: Annotated[str, typer.Argument(help="A name, a slug or a code.")],
    vintage: Vintage = 2023,
    as_json: Json = False,
) -> None:
    """Show a place: councils and codes, what it is part of, who commissions there, how many people live there."""
    from concordat.places.area import NotHeld
    from concordat.places.find import find_area
    from concordat.places.footprint import commissioners_of, footprints_of
    from concordat.places.population import OLDER, YEARS, Missing, population
    from concordat.places.write_json import place_as_dict

    with plainly():
        area = find_area(place, vintage)
    if as_json:
        print_json(place_as_dict(area))
        return
    people = {year: (population(area, year), population(area, year, OLDER)) for year in YEARS}
    footprints = footprints_of(area)
    try:
        commissioners, why_none = commissioners_of(area), ""
    except NotHeld as problem:
        commissioners, why_none = [], str(problem)
    out = console()
    show_heading(out, area.name)
    for council in area.councils:
        out.print(f"{council.name}: {council.kind}, ONS {council.code}, ASC {council.asc_code}")
    for footprint, share in footprints:
        out.print(
            f"{footprint.kind}: {footprint.name} ({footprint.code}){f', {share:.1%} of the place' if share < 1 else ''}"
        )
    for one, of_place, of_it in commissioners:
        out.print(f"{one.kind}: {one.name} ({one.ods}), {of_place:.1%} of the place; {of_it:.1%} of it lives here")
    if why_none:
        out.print(f"Commissioners: none shown. {why_none}")
    for year, (everyone, older) in people.items():
        if isinstance(everyone, Missing):
            out.print(f"Population mid-{year}: none ({everyone.reason})")
        else:
            aged = "not known" if isinstance(older, Missing) else f"{older:,}"
            out.print(f"Population mid-{year}: {everyone:,}, of whom {aged} are 65 and over")
    if not area.verified:
        out.print(f"Not verified: {area.note}")


@app.command(
    epilog="The file has two columns, commissioner and figure. Example: concordat places share plans.csv --money"
)
def share(
    file: Annotated[Path, typer.Argument(help="CSV of commissioners (name, ODS or ONS code) and figures.")],
    vintage: Annotated[int, typer.Option(help="Boundaries: 2017, 2018, 2019 (CCGs) or 2022 (ICBs).")] = 2017,
    money: Annotated[bool, typer.Option("--money", help="Figures are pounds; share them to the penny.")] = False,
    older: Annotated[bool, typer.Option("--65", help="Share by residents of 65 and over.")] = False,
    as_json: Json = False,
    csv: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a line for each place here too, .csv.")
    ] = None,
) -> None:
    """Share figures of CCGs or ICBs out to places, by where their people live, with how much of each is covered."""
    from concordat.places.read_figures import read_figures
    from concordat.places.sharing import share_money_to_areas, share_to_areas

    check_ending(csv, ".csv")
    by = "65+" if older else "all"
    rows: list[tuple[str, str, Decimal | float | None, float]]
    with plainly():
        figures = read_figures(file)
        if money:
            pounds = share_money_to_areas(figures, vintage, by=by)  # type: ignore[arg-type]
            rows = [(one.area.slug, one.area.name, one.value, one.covered) for one in pounds.shares]
            findings, basis, covered = pounds.findings, pounds.basis, pounds.covered
        else:
            counts = share_to_areas({name: float(f) for name, f in figures.items()}, vintage, by=by)  # type: ignore[arg-type]
            rows = [(one.area.slug, one.area.name, one.value, one.covered) for one in counts.shares]
            findings, basis, covered = counts.findings, counts.basis, counts.covered
    if csv:
        from concordat.questionnaires.write_csv import render_table

        write_file(csv, render_table(SHARED, ((s, n, v, round(c, 6)) for s, n, v, c in rows)))
    if as_json:
        places = [{"slug": s, "name": n, "value": None if v is None else str(v), "covered": c} for s, n, v, c in rows]
        told = [finding.as_dict() for finding in findings]
        print_json({"basis": basis, "covered": covered, "places": places, "findings": told})
    else:
        from rich.table import Table

        reached = [row for row in rows if row[2] is not None]
        title = f"{len(reached)} of {len(rows)} places reached; {covered:.1%} of England's people covered"
        table = Table(title=title, title_justify="left", caption=basis, caption_justify="left")
        table.add_column("Place", overflow="fold")
        table.add_column("Figure", justify="right")
        table.add_column("Of its people", justify="right")
        for _, name, value, share_covered in reached:
            table.add_row(name, f"£{value:,.2f}" if money else f"{value:,.1f}", f"{share_covered:.1%}")
        console().print(table)
        if csv:
            typer.echo(f"Written: {csv}")
    for finding in findings if not as_json else ():
        typer.echo(f"{finding.severity}: {finding.message} {finding.remedy}", err=True)


@app.command(epilog="The file has two columns, footprint and place. Exit code: 0 each place once, 1 not, 2 wrong use.")
def footprints(
    file: Annotated[Path, typer.Argument(help="CSV of footprints and the places in them.")],
    vintage: Vintage = 2017,
    as_json: Json = False,
) -> None:
    """Check that a set of footprints covers every place exactly once."""
    from concordat.findings import has_blocks
    from concordat.places.read_figures import read_footprints
    from concordat.places.rules import check_footprints

    with plainly():
        proposed = read_footprints(file)
        if not proposed:
            fail(f"{file}: there is no footprint in this file; give a line for each place.")
        findings = check_footprints(proposed, vintage)
    if as_json:
        print_json({"footprints": len(proposed), "findings": [finding.as_dict() for finding in findings]})
    else:
        for finding in findings:
            typer.echo(f"{finding.severity}: {finding.message} {finding.remedy}")
        if not findings:
            typer.echo(f"{len(proposed)} footprints cover every place of {vintage} exactly once.")
    raise typer.Exit(1 if has_blocks(findings) else 0)
