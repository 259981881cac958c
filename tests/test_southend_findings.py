"""What a sharp-eyed reviewer says of Southend's four returns of 2016-17: every finding, and how complete they are."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from concordat.returns.load import check_files

EXAMPLES = Path(__file__).parents[1] / "examples" / "southend-on-sea"
MOST_TO_EXPLAIN = 12  # more than a busy person reads

FINDINGS = {
    "2016-17-q1": """
        filler                        money.commentary
        status-contradicts-figure     metrics.patient-experience.status
        status-without-data           metrics.local.status
        percentage-of-count           additional.budgets-continuing-care
    """,
    "2016-17-q2": """
        role-not-name                 cover.signed-off-by
        filler                        money.commentary
        text-unchanged                metrics.delayed-transfers.commentary
        text-unchanged                metrics.local.commentary
        text-unchanged                metrics.residential-admissions.commentary
        text-unchanged                narrative.text
        worse-without-comment         metrics.non-elective-admissions.status
        status-without-data           metrics.local.status
        figure-restated               metrics.patient-experience.commentary
        stock-from-flows              additional.budgets-in-place
        percentage-of-count           additional.budgets-continuing-care
        figures-unchanged             additional.budgets-in-place
    """,
    "2016-17-q3": """
        filler                        money.commentary
        text-unchanged                metrics.delayed-transfers.commentary
        text-unchanged                metrics.residential-admissions.commentary
        status-without-data           metrics.local.status
        stock-from-flows              additional.budgets-in-place
        percentage-of-count           additional.budgets-continuing-care
        figures-unchanged             additional.budgets-in-place
    """,
    "2016-17-q4": """
        filler                        money.commentary
        text-unchanged                metrics.delayed-transfers.commentary
        text-unchanged                metrics.local.commentary
        text-unchanged                metrics.residential-admissions.commentary
        worse-without-comment         additional.teams-acute
        date-passed                   additional.gp.api-live
        status-contradicts-figure     metrics.patient-experience.status
        status-without-data           metrics.local.status
        stock-from-flows              additional.budgets-in-place
        percentage-of-count           additional.budgets-continuing-care
        identical-all-year            money.income.actual
        identical-all-year            money.expenditure.actual
        statement-contradicts-status  year-end.non-elective-admissions.agree
        figures-unchanged             additional.budgets-in-place
    """,
}
NOTES = {"figures-unchanged", "identical-all-year", "statement-contradicts-status"}

# The counts that the packs print, as (answered, asked) of every section: all of them answered.
COMPLETION = """
                cover  budget  conditions  money  metrics  year-end  additional  narrative
    2016-17-q1      5       2          36     21       13         -          67          1
    2016-17-q2      5       1          36     15       13         -          67          1
    2016-17-q3      5       1          36     17       13         -          67          1
    2016-17-q4      5       1          24     19       13        13          67          1
"""


@cache
def southend():
    return {one.file.form_named: one for one in check_files(sorted(EXAMPLES.glob("*.yaml")))}


def completion():
    sections, *rows = (line.split() for line in COMPLETION.strip().splitlines())
    for quarter, *counts in rows:
        yield quarter, {name: int(count) for name, count in zip(sections, counts, strict=True) if count != "-"}


@pytest.mark.parametrize("quarter", FINDINGS)
def test_check_files_southend_finds_exactly(quarter):
    expected = [tuple(line.split()) for line in FINDINGS[quarter].strip().splitlines()]
    assert [(one.code, one.where) for one in southend()[quarter].findings] == expected


@pytest.mark.parametrize("quarter", FINDINGS)
def test_check_files_southend_asks_little_and_blocks_nothing(quarter):
    counts = Counter(str(one.severity) for one in southend()[quarter].findings)
    assert counts["blocks"] == 0
    assert counts["explain"] <= MOST_TO_EXPLAIN
    assert {one.code for one in southend()[quarter].findings if str(one.severity) == "note"} <= NOTES


@pytest.mark.parametrize(("quarter", "counts"), list(completion()))
def test_check_files_southend_is_as_complete_as_its_packs_say(quarter, counts):
    assert southend()[quarter].completion == {section: (count, count) for section, count in counts.items()}
