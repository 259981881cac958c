"""The example returns of Southend-on-Sea, held against the pack they are transcribed from and against themselves.

The pack is not part of the project. With CONCORDAT_SOURCES naming a folder that holds it as text, the figures, options
and dates of the examples are compared with what the pack prints; without it, only the second part runs.
"""

import os
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from concordat.questionnaires.read_yaml import read_plain

EXAMPLES = Path(__file__).parents[1] / "examples" / "southend-on-sea"
QUARTERS = (1, 2, 3, 4)
SETTINGS = ["gp", "hospital", "social-care", "community", "mental-health", "palliative"]
CONDITIONS = ["1", "2", "3-i", "3-ii", "4-i", "4-ii", "4-iii", "4-iv", "5", "6", "7", "8"]
METRICS = [
    "non-elective-admissions",
    "delayed-transfers",
    "local",
    "patient-experience",
    "residential-admissions",
    "reablement",
]
STATUSES = [
    "On track to meet target",
    "On track for improved performance, but not to meet full target",
    "No improvement in performance",
    "Data not available to assess progress",
]
COUNTS = {
    1: {"Cover": 5, "Budget Arrangements": 2, "National Conditions": 36, "I&E": 21, "Supporting Metrics": 13},
    2: {"Cover": 5, "Budget Arrangements": 1, "National Conditions": 36, "I&E": 15, "Supporting Metrics": 13},
    3: {"Cover": 5, "Budget Arrangements": 1, "National Conditions": 36, "I&E": 17, "Supporting Metrics": 13},
    4: {"Cover": 5, "Budget Arrangements": 1, "National Conditions": 24, "I&E": 19, "Supporting Metrics": 13}
    | {"Year End Feedback": 13},
}
for _counts in COUNTS.values():
    _counts |= {"Additional Measures": 67, "Narrative": 1}
OPEN, CLOSED = "Shared via Open API", "Not currently shared digitally"
MISREAD = {"introdcution": "introduction", "idata sharind": "data sharing", "tinance": "finance"}
COPIED = 8  # this many words in a row are a sentence taken over, not retold


def example(quarter: int) -> dict[str, Any]:
    return read_plain(EXAMPLES / f"2016-17-q{quarter}.yaml")


def answers(quarter: int) -> dict[str, Any]:
    return example(quarter)["answers"]


def commentaries(quarter: int) -> dict[str, str]:
    """The texts of one return that the pack words otherwise, by question."""
    returned = example(quarter)
    said = {f"metrics.{metric}.commentary": returned["answers"]["metrics"][metric]["commentary"] for metric in METRICS}
    remarks = {f"remark on {question}": remark for question, remark in returned["remarks"].items()}
    return said | remarks | {"narrative.text": returned["answers"]["narrative"]["text"]}


def leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from leaves(inner)
    else:
        yield value


def amounts(text: str) -> list[str]:
    return re.findall(r"£[\d,]+", text)


def pounds(text: str) -> int:
    return int(re.sub(r"[£,]", "", text))


def periods_named(text: str) -> Counter[str]:
    return Counter(re.findall(r"Q\d \d\d/\d\d|20\d\d/\d\d|\b\d\d/\d\d\b|20\d\d", text))


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:[.,/'’][^\W_]+)*%?", text.lower())


def between(text: str, start: str, end: str) -> str:
    """The text from the first match of one pattern to the next match of another; both must be there."""
    match = re.search(f"(?ms){start}(.*?){end}", text)
    assert match, f"the pack has no stretch from {start!r} to {end!r}"
    return match[1]


# Part one: against the pack


@pytest.fixture(scope="module")
def pack() -> str:
    folder = os.environ.get("CONCORDAT_SOURCES")
    if not folder:
        pytest.skip("CONCORDAT_SOURCES does not name the folder of packs")
    for file in sorted(Path(folder).iterdir()):
        if file.is_file():
            text = file.read_bytes().decode("utf-8", errors="replace")
            if "Southend" in text and "Better Care Fund Template Q1 2016/17" in text:
                return text
    return pytest.fail("no file in the folder that CONCORDAT_SOURCES names is the Southend pack")


@pytest.fixture(scope="module")
def returns(pack: str) -> dict[int, str]:
    """What the pack prints for each quarter, from the cover to the end of the narrative."""
    parts = re.findall(
        r"(?ms)^Cover\n+(Q(\d) 2016/17\n.*?)^(?:Quarterly Reporting Template|This page is intentionally)", pack
    )
    found = {int(quarter): text for text, quarter in parts}
    assert sorted(found) == list(QUARTERS)
    return found


@pytest.fixture(params=QUARTERS, ids=lambda quarter: f"q{quarter}")
def quarter(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.fixture
def printed(returns: dict[int, str], quarter: int) -> str:
    return returns[quarter]


def test_the_cover_names_the_same_people(printed: str, quarter: int) -> None:
    lines = printed.split("Question Completion")[0].splitlines()
    cells = [cell for line in lines if re.search("[A-Za-z]", cell := line.split("\t")[-1].strip())]
    cover = answers(quarter)["cover"]
    assert [cover["place"], cover["completed-by"], cover["signed-off-by"]] == [cells[1], cells[2], cells[-1]]


def test_the_dates_of_submission_are_those_the_reports_state(pack: str) -> None:
    stated = re.findall(r"most recent return made to NHS England \((\d+ \w+ 2017)\)", pack)
    months = {"March": "03", "May": "05"}
    days = [date.split() for date in stated]
    in_figures = sorted(f"{year}-{months[month]}-{int(day):02d}" for day, month, year in days)
    assert [example(quarter).get("submitted") for quarter in QUARTERS] == [None, None, *in_figures]


def test_the_sections_count_as_many_answers(printed: str, quarter: int) -> None:
    found = re.findall(r"(?m)^\d\. ([^\t\n]+)\t(\d+)$", between(printed, "No. of questions answered", "^Budget"))
    assert {name: int(count) for name, count in found} == COUNTS[quarter]


def test_the_pooling_answer_is_the_same(printed: str, quarter: int) -> None:
    pooled = re.search(r"(?m)^Have the funds been pooled via a s.75 pooled budget\?\t(\w+)", printed)
    assert pooled
    assert answers(quarter)["budget"] == {"pooled": pooled[1]}


def test_every_condition_has_the_answers_of_this_and_the_earlier_quarters(printed: str, quarter: int) -> None:
    table = between(printed, "^National Conditions$", "^National conditions - detailed definitions")
    cells = Counter(cell.strip() for line in table.splitlines() for cell in line.split("\t"))
    ours = answers(quarter)["conditions"]
    assert list(ours) == CONDITIONS
    assert [ours[condition] for condition in CONDITIONS] == [{"answer": "Yes"}] * 12
    printed_twice = 1 if quarter == 2 else 0  # the text has condition 3 ii of that quarter on two lines
    assert (cells["Yes"] - printed_twice, cells["No"], cells["No - In Progress"]) == (12 * quarter, 0, 0)


@pytest.mark.parametrize("flow", ["income", "expenditure"])
def test_the_money_is_the_same(printed: str, quarter: int, flow: str) -> None:
    heading, end = ("^Income$", "^Expenditure$") if flow == "income" else ("^Expenditure$", "^National and locally")
    table = between(printed, heading, end)
    rows = {}  # the amended table stands last and wins
    for name, cells in re.findall(r"(?m)(?:^|\t)(Plan|Forecast|Actual)\*?\t(.*)$", table):
        rows[name.lower()] = amounts(cells)
    money, beside = answers(quarter)["money"], example(quarter)["printed"]
    ours = {name: list(money[flow].get(name, {}).values()) for name in rows}
    assert list(money[flow]["forecast"]) == ["q1", "q2", "q3", "q4"]
    assert list(money[flow]["actual"]) == ["q1", "q2", "q3", "q4"][:quarter]
    assert ours["plan"] == (rows["plan"][:4] if quarter == 1 else [])
    assert ours["forecast"] == rows["forecast"][:4]
    assert ours["actual"] == rows["actual"][:quarter]
    assert money["fund"] == rows["plan"][5]
    assert beside[f"money.{flow}.plan"] == rows["plan"][4]
    assert beside[f"money.{flow}.forecast"] == rows["forecast"][4]
    assert [beside[key] for key in beside if key == f"money.{flow}.actual"] == rows["actual"][quarter:]
    asked = "Please comment if there is a difference between the forecasted"
    differs = re.search(rf"(?m)^\t(.+)\n{asked}|^{asked}.*\t(.+)$", table)  # a cell may stand above its label
    assert money[flow].get("difference") == (differs[1] or differs[2] if differs else None)


def test_the_comment_on_the_money_is_the_same_filler(printed: str, quarter: int) -> None:
    said = re.search(r"(?:\t(.+)\n)?Commentary on progress against financial plan:\t(.*)", printed)
    assert said
    assert answers(quarter)["money"]["commentary"] == (said[2] or said[1])


def metrics_printed(printed: str) -> str:
    return between(printed, "^National and locally defined metrics", "^(?:Footnotes|Additional Measures)")


def test_every_metric_has_the_same_status(printed: str, quarter: int) -> None:
    statuses = re.findall("|".join(map(re.escape, STATUSES)), metrics_printed(printed))
    ours = [answers(quarter)["metrics"][metric]["status"] for metric in METRICS]
    if quarter < 4:  # the page with reablement is lost from the text of the first three
        assert ours.pop() == STATUSES[0]
        assert {"metrics.reablement.status", "metrics.reablement.commentary"} <= set(example(quarter)["remarks"])
    assert ours == statuses


def test_the_commentary_gives_the_same_figures_and_periods(printed: str, quarter: int) -> None:
    theirs = metrics_printed(printed)
    ours = " ".join(answers(quarter)["metrics"][metric]["commentary"] for metric in METRICS)
    assert re.findall(r"[\d.]+%", ours) == re.findall(r"[\d.]+%", theirs)
    assert re.findall(r"\S+% against a target of \S+%", ours) == re.findall(
        r"\S+% against a target of \S+%", " ".join(theirs.split())
    )
    assert periods_named(ours) == periods_named(theirs)
    assert "July 16 to March 17 will not be available until September 17" in ours
    assert "July 16 - March 17 will not be available until Sep 17" in " ".join(
        theirs.replace("Commentary on progress:", "").split()
    )


def test_the_misspelling_of_escalate_is_the_same(printed: str, quarter: int) -> None:
    theirs = re.findall(r"agreed process to (\w+)", printed)
    ours = re.findall(r"agreed how to (\w+)", answers(quarter)["metrics"]["delayed-transfers"]["commentary"])
    assert ours == theirs


def test_the_measure_of_patient_experience_is_the_one_printed(printed: str, quarter: int) -> None:
    measure = answers(quarter)["metrics"]["patient-experience-measure"]
    theirs = between(printed, r"(?=Friends and Family)", "$").replace("SUFHT", "SUHFT")
    assert words(measure.replace("in-patient", "in patient")) == [word for word in words(theirs) if word != "-"]


def test_the_nhs_number_answers_are_the_same(printed: str, quarter: int) -> None:
    table = between(printed, "^1. Proposed M", "^2. Proposed M")
    cells = re.findall(r"\b(?:Yes|No)\b", table)
    additional = answers(quarter)["additional"]
    ours = [
        additional[setting][question]
        for question in ("nhs-number-on-letters", "nhs-number-retrieves")
        for setting in SETTINGS
    ]
    assert ours == cells


def test_the_sharing_matrix_is_the_same(printed: str, quarter: int) -> None:
    table = between(printed, r"^Please indicate across which settings[^\n]*", "^In each of the following settings")
    rows = []
    for line in table.splitlines():  # a cell wraps onto two lines: what counts is the line with its last word
        cells = [cell.strip() for cell in line.split("\t")][1:7]
        if len(cells) == 6 and set(cells) <= {OPEN, "digitally"}:
            rows.append([OPEN if cell == OPEN else CLOSED for cell in cells])
    sharing = answers(quarter)["additional"]["sharing"]
    assert list(sharing) == SETTINGS
    assert all(list(row) == SETTINGS for row in sharing.values())
    assert [list(row.values()) for row in sharing.values()] == rows
    assert Counter(leaves(sharing)) == {OPEN: table.count(OPEN), CLOSED: table.count("digitally")}


def test_the_progress_and_go_live_dates_are_the_same(printed: str, quarter: int) -> None:
    progress = re.search(r"(?m)^Progress status\t(.*)$", printed)
    live = re.search(r"(?m)^Projected 'go-live' date \(dd/mm/yy\)\t(.*)$", printed)
    assert progress
    assert live
    additional = answers(quarter)["additional"]
    assert [additional[setting]["api-live"] for setting in SETTINGS] == live[1].split("\t")
    assert {additional[setting]["api-progress"] for setting in SETTINGS} == {progress[1].strip()}


def test_the_pilot_is_at_the_same_stage(printed: str, quarter: int) -> None:
    stage = re.search(
        r"\t(Pilot [a-z ]+)$", between(printed, "^3. Proposed M", "^(?:Other|4. Proposed) M"), re.MULTILINE
    )
    assert stage
    assert answers(quarter)["additional"]["care-record-pilot"] == stage[1]


def test_the_personal_health_budgets_are_the_same(printed: str, quarter: int) -> None:
    block = between(printed, "^4. Proposed M.*?$", "^5. Proposed M")
    figures = re.findall(r"(?m)(?:^|\s)([\d.,]+%?)$", block)
    additional = answers(quarter)["additional"]
    assert figures == [
        additional["budgets-in-place"],
        example(quarter)["printed"]["additional.budgets-rate"],
        additional["budgets-new"],
        additional["budgets-stopped"],
        additional["budgets-continuing-care"],
        additional["population"],
    ]


def test_the_teams_are_as_widespread(printed: str, quarter: int) -> None:
    extents = re.findall(r"Yes - (?:in some parts of|throughout the)", between(printed, "^5. Proposed M", "^Footnotes"))
    additional = answers(quarter)["additional"]
    whole = [f"{extent} Health and Wellbeing Board area" for extent in extents]
    assert [additional["teams-community"], additional["teams-acute"]] == whole


def test_the_year_end_is_the_same(returns: dict[int, str]) -> None:
    feedback = between(returns[4], "^Year End Feedback on", "^Footnotes")
    year_end = answers(4)["year-end"]
    agreed = [inner["agree"] for inner in year_end.values() if "agree" in inner]
    assert agreed == re.findall(r"\t((?:Strongly )?(?:Agree|Disagree))\t", feedback)
    theirs = re.findall(r"(?m)^[^\t]*\t([^\t]+)\t(\d+\. .+)$", feedback)
    ours = [
        (year_end[place][kind], year_end[place][f"{kind}-category"])
        for kind in ("success", "challenge")
        for place in ("first", "second", "third")
    ]
    for wrong, right in MISREAD.items():
        theirs = [(text.replace(wrong, right), category) for text, category in theirs]
    assert ours == theirs


def test_the_narrative_is_as_long_and_names_the_same_periods(printed: str, quarter: int) -> None:
    theirs = between(printed, "(?=Non Elective, residential admissions and DToC)", r"(?<=remained on plan\.)")
    ours = answers(quarter)["narrative"]["text"]
    remaining = re.search(r"Remaining Characters\s+([\d,]+)", printed)
    assert remaining
    assert example(quarter)["printed"]["narrative.text"] == remaining[1]
    assert len(ours) == len(theirs)
    assert re.findall(r"\d+", ours) == re.findall(r"\d+", theirs)
    assert ("Essex Success Regime" in ours, "STP" in ours) == ("Essex Success Regime" in theirs, "STP" in theirs)


def test_no_sentence_is_copied(pack: str, quarter: int) -> None:
    theirs = words(pack)
    runs = {tuple(theirs[start : start + COPIED]) for start in range(len(theirs) - COPIED + 1)}
    copied = []
    for question, text in commentaries(quarter).items():
        ours = words(text)
        copied += [
            f"{question}: {' '.join(ours[start : start + COPIED])}"
            for start in range(len(ours) - COPIED + 1)
            if tuple(ours[start : start + COPIED]) in runs
        ]
    assert copied == []


# Part two: by themselves


def test_a_file_says_which_return_it_is(quarter: int) -> None:
    returned = example(quarter)
    assert {key: returned[key] for key in ("place", "questionnaire", "version", "source")} == {
        "place": "southend-on-sea",
        "questionnaire": f"2016-17-q{quarter}",
        "version": "1",
        "source": "Health and Wellbeing Board pack of 21 June 2017, appendix B",
    }


@pytest.mark.parametrize("before_the_last", [1, 2, 3])
def test_the_restated_reablement_names_its_quarter(before_the_last: int) -> None:
    commentary = answers(before_the_last)["metrics"]["reablement"]["commentary"]
    assert commentary.endswith(f"at the end of quarter {before_the_last}.")


def test_nothing_private_of_the_officer_is_in_a_file(quarter: int) -> None:
    text = (EXAMPLES / f"2016-17-q{quarter}.yaml").read_text(encoding="utf-8")
    assert "southend.gov.uk" not in text
    assert answers(quarter)["cover"]["email"] == "bcf.lead@southend.example"
    assert re.findall(r"\S+@\S+", text) == ["bcf.lead@southend.example"]
    numbers = re.findall(r"(?<![\d.,£])(?:\+44|0)[\d ()-]{8,}", text)
    assert [number.strip() for number in numbers] == ["01632 960 123"]  # kept by Ofcom for drama: it rings nowhere


def test_the_quarters_add_up_to_the_fund(quarter: int) -> None:
    money = answers(quarter)["money"]
    for flow in ("income", "expenditure"):
        for name in ("plan", "forecast", "actual"):
            quarters = money[flow].get(name, {})
            if len(quarters) == 4:
                assert sum(map(pounds, quarters.values())) == pounds(money["fund"]), f"{flow}.{name}"
    totals = {value for key, value in example(quarter)["printed"].items() if key.startswith("money.")}
    assert totals == {money["fund"]}


def test_as_many_answers_stand_in_a_section_as_the_pack_counts(quarter: int) -> None:
    returned, expected = answers(quarter), COUNTS[quarter]
    unasked = 1 if quarter == 4 else 2  # a date (not in the last quarter) and a reason, where the answer is Yes
    assert len(list(leaves(returned["cover"]))) == expected["Cover"]
    assert len(returned["conditions"]) * (1 + unasked) == expected["National Conditions"]
    assert len(list(leaves(returned["metrics"]))) == expected["Supporting Metrics"]
    assert len(list(leaves(returned["additional"]))) - len(["population"]) == expected["Additional Measures"]
    money = len(list(leaves(returned["money"]))) - len(["fund"])
    differences_left_empty = 0 if quarter == 4 else 2
    assert money + differences_left_empty == expected["I&E"]
    categories = 6
    assert len(list(leaves(returned.get("year-end", {})))) - categories * (quarter == 4) == expected.get(
        "Year End Feedback", 0
    )


def shared_words(one: str, other: str) -> float:
    common = sum((Counter(words(one)) & Counter(words(other))).values())
    return common / max(len(words(one)), len(words(other)))


def test_the_quarters_repeat_each_other_as_the_originals_do() -> None:
    texts = {quarter: commentaries(quarter) for quarter in QUARTERS}
    same = {
        "metrics.local.commentary": {(1, 2), (3, 4)},
        "metrics.residential-admissions.commentary": {(1, 2), (2, 3), (3, 4)},
        "metrics.delayed-transfers.commentary": {(3, 4)},
        "narrative.text": {(1, 2)},
        "metrics.non-elective-admissions.commentary": set(),
        "metrics.patient-experience.commentary": set(),
        "metrics.reablement.commentary": set(),
    }
    for question, expected in same.items():
        found = {
            (before, after) for before, after in pairwise(QUARTERS) if texts[before][question] == texts[after][question]
        }
        assert found == expected, question
    near = [
        ("metrics.non-elective-admissions.commentary", 1, 2),
        ("metrics.non-elective-admissions.commentary", 3, 4),
        ("metrics.delayed-transfers.commentary", 1, 2),
        ("metrics.delayed-transfers.commentary", 2, 3),
        ("metrics.local.commentary", 2, 3),
        ("narrative.text", 3, 4),
    ]
    for question, before, after in near:
        assert shared_words(texts[before][question], texts[after][question]) > 0.85, (question, before, after)
