"""Write docs/reference/faults.md: `python tools/make_faults_table.py`, or `--check` to compare it only.

Faults of every kind, and their near-miss twins, are put into made-up returns and into Southend's own, one at a time,
and the checks are run: the table says what they found. The same code and data give the same page.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from concordat.findings import Finding
from concordat.returns.checks import check_return
from concordat.returns.load import load_returns
from concordat.returns.place_return import Return
from concordat.synthetic.fault import FAULT, TWIN, Kind
from concordat.synthetic.faults import KINDS, Spoiled, spoil_each
from concordat.synthetic.nation import generate_nation

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "reference" / "faults.md"
SOUTHEND = ROOT / "examples" / "southend-on-sea"
SEED = 1
EVERY = 19  # one made-up return in so many carries every kind, one at a time
MADE = "<!-- Made by tools/make_faults_table.py: change concordat/synthetic or the checks, then run make docs. -->"


@dataclass
class Tally:
    """How often a fault or a twin of a kind was put in, and how often the checks were right about it."""

    put: Counter[tuple[str, str]] = field(default_factory=Counter)
    right: Counter[tuple[str, str]] = field(default_factory=Counter)

    def cell(self, kind: Kind, what: str) -> str:
        """`31 of 31`; a dash where the kind does not arise."""
        key = kind.id, what
        return f"{self.right[key]} of {self.put[key]}" if self.put[key] else "–"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where the page is out of date")
    page = render_page()
    if not parser.parse_args().check:
        PAGE.write_text(page, encoding="utf-8", newline="")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page:
        sys.exit(f"{PAGE.relative_to(ROOT)} is out of date; run make docs.")


def render_page() -> str:
    made_up = list(generate_nation(seed=SEED))[::EVERY]
    own = [ret for _, ret in load_returns(sorted(SOUTHEND.glob("*.yaml"))) if ret]
    return "\n".join(_lines(made_up, own)) + "\n"


def count(returns: Iterable[Return]) -> Tally:
    """Put every kind into every return, and see what the checks say."""
    tally = Tally()
    for ret in returns:
        sound = check_return(ret)
        for spoiled, changed in spoil_each(ret, SEED):
            key = spoiled.kind.id, spoiled.what
            tally.put[key] += 1
            tally.right[key] += is_right(spoiled, sound, check_return(changed))
    return tally


def is_right(spoiled: Spoiled, sound: Sequence[Finding], found: Sequence[Finding]) -> bool:
    """A fault is found at its place under its code; a twin brings no finding of that code to a place without one."""
    new = [one for one in found if one.code == spoiled.kind.code and one not in sound]
    if spoiled.what == FAULT:
        return any(one.where == spoiled.change.where for one in new)
    return {one.where for one in new} <= {one.where for one in sound if one.code == spoiled.kind.code}


def _lines(made_up: Sequence[Return], own: Sequence[Return]) -> Iterator[str]:
    nation, southend = count(made_up), count(own)
    yield from (MADE, "", "# Faults and their twins", "")
    yield (
        f"Mistakes of {len(KINDS)} kinds, each beside a near miss that looks like it and is none. Every kind was put "
        f"into {len(made_up)} made-up returns (seed {SEED}) and into Southend's own {len(own)}, one at a time, "
        "wherever it can arise. *Found* counts the faults that brought a new finding of the code at the very "
        "question; *silent* the twins that brought none of that code to any question that had none before. The "
        "generator and the faults know no rule: `concordat examples england --faults` writes a whole nation with them "
        "and a truth that says where."
    )
    yield from ("", "| kind | code | fault | found | in Southend | twin | silent | in Southend |")
    yield "|---|---|---|---|---|---|---|---|"
    for kind in KINDS:
        cells = (
            kind.id,
            f"[{kind.code}](checks.md#{kind.code})",
            kind.fault,
            nation.cell(kind, FAULT),
            southend.cell(kind, FAULT),
            kind.twin,
            nation.cell(kind, TWIN),
            southend.cell(kind, TWIN),
        )
        yield f"| {' | '.join(cells)} |"
    total = [
        f"{sum(one.right[k] for k in one.put if k[1] == what)} of {sum(n for k, n in one.put.items() if k[1] == what)}"
        for what in (FAULT, TWIN)
        for one in (nation, southend)
    ]
    yield f"| **all** | | | {total[0]} | {total[1]} | | {total[2]} | {total[3]} |"
    yield from ("", "A dash: the kind does not arise there, or the returns have it already.", "")


if __name__ == "__main__":
    main()
