"""Returns on a terminal: the checklist, the findings, the answers, the differences."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from concordat.cli.terminal import show_heading
from concordat.findings import Finding, Severity
from concordat.questionnaires.changes import Difference
from concordat.questionnaires.completion import State, calculate_completion, state_of
from concordat.questionnaires.derived import calculate_derived, count_remaining
from concordat.questionnaires.kinds import format_value, shorten
from concordat.returns.load import Checked
from concordat.returns.place_return import Return

COLOURS = {Severity.BLOCKS: "bold red", Severity.EXPLAIN: "yellow", Severity.NOTE: "cyan"}
FEW = 3  # questions of a section that are told to be unanswered, before they are counted
WORDS = {Severity.BLOCKS: "blocks", Severity.EXPLAIN: "explain", Severity.NOTE: "note"}


def show_checked(out: Console, checked: Sequence[Checked], every: bool = False) -> None:
    """Each place's checklist over its periods, then the findings of each return."""
    for place, group in groupby(checked, key=lambda one: one.place or str(one.file.path)):
        ones = list(group)
        name = next((one.file.place.name for one in ones if one.file.place), place)
        show_heading(out, name)
        if any(one.completion for one in ones):
            out.print(_checklist(ones))
        for one in ones:
            _show_findings(out, one, every)
    _show_total(out, checked)


def _checklist(ones: Sequence[Checked]) -> Table:
    made = [one for one in ones if one.completion]
    longest = sorted((one.ret.form for one in made if one.ret), key=lambda form: -len(form.sections))
    titles = {section.id: section.title for form in longest for section in form.sections}
    table = Table(title="Checklist: questions answered, of those asked", title_justify="left", show_footer=True)
    table.add_column("Section", footer="All")
    for one in made:
        answered, asked = (sum(counts) for counts in zip(*one.completion.values(), strict=True))
        table.add_column(one.file.form_named, footer=_count(answered, asked), justify="right")
    for section, title in titles.items():
        cells = [_count(*one.completion[section]) if section in one.completion else Text("–") for one in made]
        table.add_row(title, *cells)
    return table


def _count(answered: int, asked: int) -> Text:
    done = answered == asked
    return Text(f"{answered} of {asked} {'✓' if done else '…'}", style="green" if done else "red")


def _show_findings(out: Console, one: Checked, every: bool) -> None:
    counts = ", ".join(
        f"{sum(finding.severity is severity for finding in one.findings)} {WORDS[severity]}" for severity in Severity
    )
    title = f"{one.file.form_named or 'unreadable'}  ({one.file.path.name}): {counts}"
    out.print(f"\n{title if one.findings else title.partition(':')[0] + ': nothing to say'}", style="bold")
    for finding in _few_unanswered(one, every):
        out.print(_line(finding))
        if finding.reason:
            out.print(Padding(Text(f"Reason given: {finding.reason}", style="green"), (0, 0, 0, 10)))
    if one.ret and one.ret.assigned:
        for section, who in one.ret.assigned.items():
            answered, asked = one.completion.get(section, (0, 0))
            out.print(Text(f"  {section} is with {who}: {answered} of {asked}", style="dim"))


def _few_unanswered(one: Checked, every: bool) -> Iterable[Finding]:
    """The findings; of the questions of one section that wait for an answer the first few, and how many more there are.

    A comment that figures call for is always told: it is news, where an empty form is none.
    """
    form = one.ret.form if one.ret else None
    told: Counter[str] = Counter()
    for finding in one.findings:
        question = form.questions.get(finding.where) if form else None
        if every or finding.code != "unanswered" or question is None or question.wanted:
            yield finding
            continue
        told[question.section] += 1
        if told[question.section] <= FEW:
            yield finding
    for section, count in told.items():
        if count > FEW and form:
            more = f"{count - FEW} more questions are" if count - FEW > 1 else "1 more question is"
            message = f"{form.name_of(section)}: {more} not answered."
            yield Finding("unanswered", Severity.BLOCKS, section, message, "Answer them; --all lists each.")


def _line(finding: Finding) -> Table:
    """What is wrong; under it what to do, and by which code and where a reason would name it."""
    line = Table.grid(padding=(0, 2))
    line.add_column(width=8)
    line.add_column()
    line.add_row(Text(WORDS[finding.severity], style=COLOURS[finding.severity]), finding.message)
    line.add_row("", Text.assemble((f"{finding.remedy}  ", "dim"), (f"[{finding.code} {finding.where}]", "dim cyan")))
    return line


def _show_total(out: Console, checked: Sequence[Checked]) -> None:
    findings = [finding for one in checked for finding in one.findings]
    waiting = sum(finding.severity is Severity.EXPLAIN and finding.is_open for finding in findings)
    blocked = sum(any(finding.severity is Severity.BLOCKS for finding in one.findings) for one in checked)
    said = [f"{blocked} cannot be submitted yet" if blocked else "nothing blocks submission"]
    said += (
        [f"{waiting} finding{'s wait' if waiting != 1 else ' waits'} for a reason or a correction"] if waiting else []
    )
    out.print(f"\n{len(checked)} return{'s' if len(checked) != 1 else ''}: {'; '.join(said)}.", style="bold")


def show_return(out: Console, ret: Return, sections: Iterable[str]) -> None:
    """Each question of some sections with its answer, what earlier periods said, and what follows from the answers."""
    place = ret.place.name if ret.place else "an unknown place"
    show_heading(out, f"{ret.form.title}: {place}")
    counts, derived = calculate_completion(ret.answers), calculate_derived(ret.answers)
    for section in sections:
        answered, asked = counts.get(section, (0, 0))
        table = Table(
            title=f"{ret.form.name_of(section)}: {answered} of {asked}", title_justify="left", show_lines=True
        )
        for heading in ("Question", "Answer", "Earlier"):
            table.add_column(heading, overflow="fold")
        for question in ret.form.in_section(section):
            if question.kind == "derived":
                shown = f"{derived[question.id]:,.2f}" if question.id in derived else "–"
                table.add_row(Text(question.name, style="italic"), shown, _printed(ret, question.id))
                continue
            state = state_of(ret.answers, question)
            answer = Text(ret.answers.text(question.id) or str(state) if question.publish else "(not shown)")
            given = ret.answers.answers.get(question.id)
            if given and given.misfit:
                answer.append(f"\ndoes not fit: {given.misfit.remedy}")
            lacking = state is State.UNANSWERED and question.counted
            answer.stylize("red" if lacking or (given and given.misfit) else "")
            if question.kind == "text" and question.id in ret.answers.answers:
                answer.append(f"\nCharacters left: {count_remaining(ret.answers, question.id):,}", style="dim")
            if remark := ret.remarks.get(question.id):
                answer.append(f"\nRemark: {remark}", style="dim")
            said = ret.answers.said_before(question.id) if question.beside else []
            earlier = "\n".join(f"{form}: {shorten(format_value(question, value))}" for form, value in said)
            table.add_row(question.name, answer, earlier)
        for id, series in ret.form.series.items():
            if id in derived and id.startswith(f"{section}."):
                total = format_value(ret.form.questions[series.questions[0]], derived[id])
                table.add_row(Text(f"{series.name}, year", style="italic"), total, _printed(ret, id))
        out.print(table)


def _printed(ret: Return, id: str) -> str:
    return f"the place's form shows {ret.printed[id]}" if id in ret.printed else ""


def show_differences(out: Console, before: Return, after: Return, differences: Sequence[Difference]) -> None:
    """The answers that differ, as a table."""
    if before.place and after.place and before.place.slug != after.place.slug:
        out.print(f"Two places: {before.place.name} and {after.place.name}.", style="yellow")
    if not differences:
        common = sum(question.id in before.form.questions for question in after.form.asked)
        told = f"say the same in all {common} questions that both ask" if common else "have no question in common"
        out.print(f"{before.form.id} and {after.form.id} {told}.")
        return
    table = Table(title=f"{len(differences)} answers differ", title_justify="left", show_lines=True)
    names = [before.form.id, after.form.id]
    if before.place and after.place and before.place.slug != after.place.slug:
        names = [f"{ret.place.name}, {ret.form.id}" for ret in (before, after) if ret.place]
    for heading in ("Question", *names):
        table.add_column(heading, overflow="fold")
    for one in differences:
        table.add_row(one.label, shorten(one.before, 300) or "–", shorten(one.after, 300) or "–")
    out.print(table)
