"""Roll-ups on a terminal: coverage, who is missing, answers counted, money, rates, and the groups side by side."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from concordat.cli.terminal import show_heading
from concordat.rollups import said
from concordat.rollups.arranged import (
    ZERO,
    Block,
    Flow,
    arrange_blocks,
    arrange_flows,
    arrange_matrices,
    headline_blocks,
    short_names,
)
from concordat.rollups.coverage import Coverage, Named, format_share
from concordat.rollups.groups import FormRollUp, Report
from concordat.rollups.rollup import RollUp

FEW_ANSWERS = 5  # more answers than these are told in a sentence


def show_report(out: Console, report: Report) -> None:
    """Each form in order, then the files that could not be used."""
    names = short_names([form.whole.form for form in report.forms])
    if report.synthetic:
        out.print(
            f"SYNTHETIC: {report.synthetic} of these returns were made up; no council sent them.", style="bold red"
        )
    for form in report.forms:
        _show_form(out, form, report.by, names[form.whole.form.id])
    if report.unused:
        out.print(f"\nFiles that could not be used: {len(report.unused)}", style="bold")
        for file, findings in report.unused:
            why = " ".join(said.say_unused(findings))
            out.print(Text(f"  {file.path.name}: {why}"))


def _show_form(out: Console, form: FormRollUp, by: str, short: str) -> None:
    rolled = form.whole
    out.print()
    show_heading(out, f"{rolled.form.title}: {rolled.group.name}")
    out.print(Text(said.say_headline(rolled, short)))
    _show_coverage(out, rolled.coverage)
    if not rolled.coverage.returned:
        return
    _show_table(out, "Questions answered, of those asked", _completion(rolled))
    for block in arrange_blocks(rolled):
        _show_block(out, block)
    for matrix in arrange_matrices(rolled):
        out.print(Text.assemble((f"{matrix.title}: ", "bold"), said.say_block(matrix.block)))
    flows = arrange_flows(rolled)
    for flow in flows:
        _show_table(out, said.say_flow(flow), _money(flow))
    if flows and (warning := said.say_uneven(flows)):
        out.print(Text(warning, style="yellow"))
    if rolled.added or rolled.recomputed:
        _show_table(out, "Figures added, and rates made anew from their parts", _figures(rolled))
    if form.groups:
        _show_table(out, f"By {said.WHOLES[by][0]}", _groups(form, by))
        silent = sum(not group.coverage.returned for group in form.groups)
        if silent:
            out.print(Text(f"Without any return: {silent} {said.WHOLES[by][silent != 1]}.", style="dim"))


def _show_coverage(out: Console, coverage: Coverage) -> None:
    out.print(Text(f"{said.say_coverage(coverage)}. Population: {coverage.basis}.", style="dim"))
    late = [f"{said.say_named(named)} ({days} d)" for named, days in coverage.late]
    more = f" and {len(late) - 10:,} more" if len(late) > 10 else ""
    _show_names(out, "Missing", coverage.missing)
    if late:
        out.print(Text.assemble((f"Late ({len(late):,}): ", "bold"), ", ".join(late[:10]) + more))
    _show_names(out, "Cannot be submitted as it stands", coverage.unready)
    _show_names(out, "No day of submission", coverage.undated)


def _show_names(out: Console, what: str, names: Sequence[Named]) -> None:
    if names:
        out.print(Text.assemble((f"{what} ({len(names):,}): ", "bold"), said.say_names(names)))


def _show_table(out: Console, title: str, table: Table) -> None:
    """The title as a line of its own: above a narrow table it would be broken."""
    out.print()
    out.print(Text(title, style="bold"))
    out.print(table)


def _table(*columns: str) -> Table:
    """A table whose first column holds words and whose others hold figures."""
    table = Table()
    for number, column in enumerate(columns):
        table.add_column(Text(column), justify="right" if number else "left", overflow="fold")
    return table


def _completion(rolled: RollUp) -> Table:
    table = _table("Section", "Answered", "Asked", "Share")
    counts = [(rolled.form.name_of(section), *pair) for section, pair in rolled.completion.items()]
    for name, answered, asked in [*counts, ("All", *said.say_completion(rolled))]:
        share = said.format_whole_share(answered, asked)
        table.add_row(Text(name), f"{answered:,}", f"{asked:,}", share)
    return table


def _show_block(out: Console, block: Block) -> None:
    if len(block.counted) == 1 or len(block.answers) > FEW_ANSWERS:
        out.print(Text.assemble((f"{block.title}: ", "bold"), said.say_block(block)))
        return
    table = _table("", *block.answers, "No answer")
    for one in block.counted:
        counts = [said.format_number(one.count(answer)) if answer in one.answers else "0" for answer in block.answers]
        silent = said.format_number(sum((named.share for named in one.unanswered), start=ZERO))
        table.add_row(Text(block.row(one)), *counts, silent)
    _show_table(out, block.title, table)
    if others := said.say_others(block):
        out.print(Text(others, style="dim"))


def _money(flow: Flow) -> Table:
    table = _table(flow.title, *(period.upper() for period in flow.periods), "Year")
    for series in flow.series:
        cells = [flow.cell(series, period) for period in flow.periods]
        shown = [said.format_figure(flow.kind, cell.total if cell and cell.given else None) for cell in cells]
        table.add_row(Text(series.series.label), *shown, said.format_figure(flow.kind, series.year))
        if series.against:
            less = [said.format_difference(flow.kind, one) for one in series.difference]
            less += [said.NONE] * (len(flow.periods) - len(less)) + [""]
            table.add_row(Text(f"  less {series.against.lower()}", style="dim"), *less)
    return table


def _figures(rolled: RollUp) -> Table:
    returned = len(rolled.coverage.returned)
    table = _table("Figure", "Comes to", "Made of", "Areas")
    for one in rolled.added:
        figure = said.format_figure(rolled.form.questions[one.id].kind, one.total if one.given else None)
        table.add_row(Text(one.label), figure, "", f"{one.given} of {returned}")
    for rate in rolled.recomputed:
        made_of = f"{said.format_number(rate.numerator)} / {said.format_number(rate.denominator)}"
        table.add_row(Text(said.say_rate(rate)), said.format_rate(rate), made_of, f"{rate.given} of {returned}")
    return table


def _groups(form: FormRollUp, by: str) -> Table:
    blocks = headline_blocks(form.whole)
    heading = said.WHOLES[by][0]
    table = _table(
        heading[0].upper() + heading[1:],
        "Areas",
        "Population",
        "Answered",
        *(f"{block.title}: {said.say_best(block)}" for block in blocks),
        *(said.say_rate(one) for one in form.whole.recomputed),
    )
    for rolled in [*(group for group in form.groups if group.coverage.returned), form.whole]:
        coverage = rolled.coverage
        table.add_row(
            Text(rolled.group.name),
            f"{len(coverage.returned)} of {coverage.expected}",
            said.NONE if coverage.population is None else format_share(coverage.population),
            said.format_whole_share(*said.say_completion(rolled)),
            *(said.format_whole_share(block.count(block.best), block.total) for block in headline_blocks(rolled)),
            *(said.format_rate(one) for one in rolled.recomputed),
        )
    return table
