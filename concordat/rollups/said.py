"""What a roll-up says, in figures and plain sentences; page and terminal say the same."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from concordat.findings import Finding, gravest_first
from concordat.money import format_pounds
from concordat.periods import format_date
from concordat.rollups.arranged import ZERO, Block, Flow, headline_blocks
from concordat.rollups.coverage import WHOLE, Coverage, Named, format_share
from concordat.rollups.rollup import Added, AddedSeries, Recomputed, RollUp

WHOLES = {
    "nation": ("whole", "wholes"),
    "region": ("region", "regions"),
    "stp": ("STP", "STPs"),
    "icb": ("ICB", "ICBs"),
    "type": ("type of council", "types of council"),
    "place": ("place", "places"),
}
NONE = "–"


def format_number(number: Decimal) -> str:
    """1,234; with up to two decimals where an area that straddles counts in part."""
    rounded = number.quantize(Decimal("0.01"), ROUND_HALF_UP)
    if not rounded and number:
        return "under 0.01"
    return f"{rounded:,.2f}".rstrip("0").rstrip(".")


def format_figure(kind: str, figure: Decimal | None) -> str:
    """Money in whole pounds, a count as a number, a dash for nothing."""
    if figure is None:
        return NONE
    return format_pounds(figure.quantize(Decimal(1), ROUND_HALF_UP)) if kind == "money" else format_number(figure)


def format_difference(kind: str, figure: Decimal | None) -> str:
    """As a figure, with its sign: +£1,200; none where there is no difference."""
    if figure is None:
        return NONE
    shown = format_figure(kind, figure)
    return f"+{shown}" if figure > 0 and shown not in ("£0", "0") else shown.replace("-£0", "£0")


def format_rate(one: Recomputed) -> str:
    """94.0% or 13.2; a dash where nothing was given."""
    if one.value is None:
        return NONE
    return f"{one.value:,.1f}{'%' if one.per == 100 else ''}"


def format_whole_share(part: Decimal | int, whole: Decimal | int) -> str:
    """A part of a whole as per cent; a dash of nothing."""
    return format_share(Decimal(part) / Decimal(whole)) if whole else NONE


def say_named(named: Named) -> str:
    """Kent; 56% of Essex where only a part counts."""
    return named.name if named.share == WHOLE else f"{format_share(named.share)} of {named.name}"


def say_names(names: Sequence[Named], most: int = 10) -> str:
    """Kent, Medway and 4 more: as many names as are wanted, and how many are left."""
    shown = ", ".join(say_named(named) for named in names[:most])
    return f"{shown} and {len(names) - most:,} more" if len(names) > most else shown


def say_coverage(coverage: Coverage) -> str:
    """1 of 151 areas, 0.3% of population; due 3 March 2017."""
    due = f"due {format_date(coverage.due)}" if coverage.due else "the day it was due is not known for certain"
    return f"{coverage}; {due}"


def say_completion(rolled: RollUp) -> tuple[int, int]:
    """(answered, asked) over all sections."""
    counts = rolled.completion.values()
    return sum(answered for answered, _ in counts), sum(asked for _, asked in counts)


def say_best(block: Block) -> str:
    """The best answers in words: ‘Yes’, or ‘Strongly Agree’ or ‘Agree’."""
    return " or ".join(f"‘{answer}’" for answer in block.best)


def say_block(block: Block) -> str:
    """How many answers are the best one, or which is the commonest; who differs, what is missing."""
    if not block.total:
        return "Nobody has answered yet."
    common = max(block.answers, key=lambda answer: block.count([answer]))
    if block.is_ranked:
        count = block.count(block.best)
        told = f"{_of(count, block.total)} {_are(count)} {say_best(block)}"
        if common not in block.best:
            told += f"; the commonest is ‘{common}’ ({format_number(block.count([common]))})"
    else:
        told = f"The commonest answer is ‘{common}’: {_of(block.count([common]), block.total)}"
    missing = f"; {format_number(block.unanswered)} more not answered" if block.unanswered else ""
    return f"{told}{missing}."


def say_others(block: Block, most: int = 12) -> str:
    """Who gave another answer than the best one: by name where they are few, else how many; else nothing."""
    others = sorted(block.others(), key=lambda named: named.name) if block.is_ranked else []
    if not others:
        return ""
    which = "to one question or more" if len(block.counted) > 1 else ""
    if len(others) > most:
        return _say_how_many(block).strip()
    noun = "Area" if len(others) == 1 else "Areas"
    return f"{noun} with another answer than the best {which}".rstrip() + f": {say_names(others, most)}."


def say_flow(flow: Flow) -> str:
    """What the first series comes to, and how far the last one is from it over the periods that have both."""
    if not flow.is_known:
        return f"{flow.title}: no figure has been given yet."
    first, last = flow.series[0], flow.series[-1]
    told = []
    if first.year is not None:
        told.append(f"{first.series.label.lower()} for the year {format_figure(flow.kind, first.year)}")
    differences = [one for one in last.difference if one is not None]
    if differences:
        told.append(_say_difference(flow, last, sum(differences, ZERO)))
    elif not told:
        so_far = sum((cell.total for cell in first.cells), ZERO)
        told.append(f"{first.series.label.lower()} so far {format_figure(flow.kind, so_far)}")
    return f"{flow.title}: {'; '.join(told)}."


def say_uneven(flows: Sequence[Flow]) -> str:
    """A warning where sums of different numbers of areas stand side by side; nothing where they do not."""
    given = [(one.series.label, [cell.given for cell in one.cells if cell.given]) for f in flows for one in f.series]
    spans: dict[str, list[int]] = {}
    for label, numbers in given:
        spans.setdefault(label, []).extend(numbers)
    if len({number for numbers in spans.values() for number in numbers}) < 2:
        return ""
    told = ", ".join(f"{label.lower()} {_span(numbers)}" for label, numbers in spans.items() if numbers)
    return (
        f"Not every area gave every figure ({told} areas), so the sums do not compare with each other; "
        "the differences do, being those of the areas that gave both figures."
    )


def _span(numbers: Sequence[int]) -> str:
    low, high = min(numbers), max(numbers)
    return f"{low}" if low == high else f"{low} to {high}"


def _say_difference(flow: Flow, last: AddedSeries, total: Decimal) -> str:
    given = [cell.label.upper() for cell, one in zip(last.cells, last.difference, strict=True) if one is not None]
    joined = f"{given[0]} to {given[-1]}" if len(given) > 2 else " and ".join(given)
    when = f"in {joined}" if len(given) < 3 else f"over {joined}"
    label = last.series.label.lower()
    both = " (areas that gave both)" if any(cell.lacking for one in flow.series for cell in one.cells) else ""
    if format_figure(flow.kind, total) in ("£0", "0", "-£0"):
        return f"{label} is the same as {last.against.lower()} {when}{both}"
    side = "above" if total > 0 else "below"
    return f"{label} is {format_figure(flow.kind, abs(total))} {side} {last.against.lower()} {when}{both}"


def say_behind(cell: Added, returned: int) -> str:
    """From how many places a figure comes, where not all that returned gave it."""
    return f"from {cell.given} of {returned}" if cell.lacking else ""


def say_rate(one: Recomputed) -> str:
    """What a rate is; a percentage with what it is a percentage of."""
    return f"{one.label} (of: {one.among})" if one.per == 100 else one.label


def say_headline(rolled: RollUp, called: str) -> str:
    """One roll-up in two or three sentences: coverage, completion and the answers that say most."""
    coverage = rolled.coverage
    if not coverage.returned:
        return f"No area of {coverage.expected:,} has returned {called} yet."
    answered, asked = say_completion(rolled)
    verb = "has" if len(coverage.returned) == 1 else "have"
    people = "" if coverage.population is None else f", with {format_share(coverage.population)} of the population"
    told = [
        f"{len(coverage.returned):,} of {coverage.expected:,} areas {verb} returned {called}{people}, and "
        f"{format_whole_share(answered, asked)} of what was asked is answered."
    ]
    told += [f"{block.title}: {say_block(block)}{_say_how_many(block)}" for block in headline_blocks(rolled)]
    return " ".join(told)


def count_others(block: Block) -> str:
    """How many areas gave another answer than the best one; nothing where none did."""
    others = len(block.others()) if block.is_ranked else 0
    return f"{others:,} {'area' if others == 1 else 'areas'}" if others else ""


def _say_how_many(block: Block) -> str:
    others = count_others(block)
    which = " to one question or more" if len(block.counted) > 1 else ""
    return f" {others} gave another answer than the best{which}." if others else ""


def say_unused(findings: Sequence[Finding]) -> tuple[str, str]:
    """Why a file could not be used, and what to do: the gravest finding on it."""
    if not findings:
        return "It names no place that is known.", "Name the place as the list of places does."
    gravest = gravest_first(findings)[0]
    return gravest.message, gravest.remedy


def _of(count: Decimal, total: Decimal) -> str:
    noun = "answer" if total == 1 else "answers"
    return f"{format_number(count)} of {format_number(total)} {noun} ({format_whole_share(count, total)})"


def _are(count: Decimal) -> str:
    return "is" if count == 1 else "are"
