"""From a spreadsheet to a system: what the sheets say arrives, and what is wrong is told by sheet and cell, at once."""

from datetime import date

import openpyxl
import pytest

from concordat.flow.assumed import list_unexplained
from concordat.flow.cells import BadTable
from concordat.flow.example_workbook import BED, CARE_HOME, HOME, PATHWAYS, REMARK, STAYED, make_blank, make_example
from concordat.flow.filled_workbook import read_filled
from concordat.flow.read_parameters import parse_system, read_mapping
from concordat.flow.read_scenarios import read_scenarios
from concordat.flow.start_system import start_system
from concordat.flow.workbook_layout import SHEETS
from concordat.flow.write_parameters import render_system
from concordat.flow.write_scenarios import render_scenarios
from concordat.flow.write_workbook import render_workbook


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    path = tmp_path_factory.mktemp("flow") / "place.xlsx"
    path.write_bytes(render_workbook(make_example(), PATHWAYS, REMARK))
    return path


@pytest.fixture(scope="module")
def started(example):
    return start_system(read_filled(example))


def test_start_system_takes_over_what_the_sheets_say(started):
    system = started.system
    assert [one.name for one in system.pathways] == list(PATHWAYS)
    assert (system.start_date, system.days, system.acute_beds, system.seed) == (date(2026, 11, 1), 151, 480, 1)
    assert [(one.from_, one.places) for one in system.pathway(HOME).capacity] == [
        (date(2026, 11, 1), 118),
        (date(2027, 1, 4), 124),
    ]
    assert (system.pathway(BED).capacity, system.pathway(BED).unit, system.pathway(BED).start.waiting) == (
        40,
        "beds",
        2,
    )
    assert (system.costs.acute_bed_day, system.costs.place_day[CARE_HOME]) == (345, 145)


def test_start_system_fits_and_forecasts(started):
    for name in PATHWAYS:
        pathway, (_, mean, sd) = started.system.pathway(name), STAYED[name]
        assert pathway.stay.mean == pytest.approx(mean, rel=0.25)
        assert pathway.stay.sd == pytest.approx(sd, rel=0.35)
        assert list(pathway.arrivals.monthly) == ["2026-11", "2026-12", "2027-01", "2027-02", "2027-03"]
    assert sum(started.system.pathway(HOME).arrivals.monthly.values()) == pytest.approx(4.6 * 1.06 * 151, rel=0.1)
    assert sum("80% interval" in sentence for sentence in started.said) == 3


def test_start_system_gives_a_reason_for_every_parameter(started):
    assert list_unexplained(started.system) == []
    assert {one.source for one in started.system.assumptions} == {"workbook place.xlsx", "made up for this example"}
    assert not any(one.verified for one in started.system.assumptions)


def test_the_files_that_are_written_read_back(started, tmp_path):
    (tmp_path / "system.yaml").write_text(render_system(started.system))
    assert parse_system(read_mapping(tmp_path / "system.yaml")) == started.system
    (tmp_path / "scenarios.yaml").write_text(render_scenarios(started.scenarios))
    assert read_scenarios(tmp_path / "scenarios.yaml", started.system) == started.scenarios
    assert [one.name for one in started.scenarios.scenarios][2] == "Flu in January and February"
    assert len(started.scenarios.scenarios[2].changes) == 2


def spoil(example, tmp_path, changes, sheets=()):
    book = openpyxl.load_workbook(example)
    for sheet, cell, value in changes:
        book[sheet][cell] = value
    for sheet in sheets:
        del book[sheet]
    book.save(tmp_path / "spoilt.xlsx")
    return tmp_path / "spoilt.xlsx"


MISTAKES = [
    ("Question", "A2", "Titel", "cell A2: 'Titel' is not an item; there are Title, First day"),
    ("Question", "B3", "soon", "cell B3: 'soon' is not a date; write it as DD/MM/YYYY"),
    ("Question", "B4", 10.5, "cell B4: 10.5 is not a whole number; write one."),
    ("Arrivals", "A5", "winter", "cell A5: 'winter' is not a month"),
    ("Arrivals", "B6", -3, "cell B6: -3 is too low; write 0 or more."),
    ("Arrivals", "A8", date(2022, 11, 1), "cell A8: 2022-11 stands twice; keep one of the rows."),
    ("Stays", "B7", "many", "cell B7: 'many' is not a number; write digits"),
    ("Stays", "A8", "Hospice", "cell A8: 'Hospice' is no column of Arrivals; write Home with support"),
    ("Stays", "C9", "perhaps", "cell C9: 'perhaps' is neither yes nor no"),
    ("Capacity", "C2", -1, "cell C2: -1 is too low"),
    ("Capacity", "B3", None, "cell B3: Home with support has two rows from the start on; keep one of them."),
    ("Start", "E2", "cups", "cell E2: 'cups' is not a unit; write slots, beds, visits."),
    ("Start", "A3", "Home with support", "cell A3: Home with support stands twice"),
    ("Costs", "B2", "dear", "cell B2: 'dear' is not a number"),
    ("Costs", "A3", "Acute bed", "cell A3: Acute bed stands twice"),
    ("Scenarios", "C2", "more", "cell C2: 'more' is not a change; write one of add places, places, arrivals times"),
    ("Scenarios", "D2", 1.5, "cell D2: 1.5 is not a whole number"),
    ("Scenarios", "A3", None, "cell A3: is empty; write the scenario's name"),
    ("Scenarios", "E4", "when it snows", "cell E4: 'when it snows' is not a date"),
    ("Assumptions", "B2", None, "cell B2: is empty; an assumption has a reason and a source."),
]


@pytest.mark.parametrize(("sheet", "cell", "value", "said"), MISTAKES, ids=[f"{one[0]}-{one[1]}" for one in MISTAKES])
def test_read_filled_tells_the_cell_and_what_to_do(example, tmp_path, sheet, cell, value, said):
    problems = read_filled(spoil(example, tmp_path, [(sheet, cell, value)])).problems
    assert any(line.startswith(f"spoilt.xlsx, sheet {sheet}, {said}") for line in problems.lines), problems.lines


def test_start_system_tells_everything_at_once(example, tmp_path):
    changes = [("Stays", "B7", "many"), ("Capacity", "C2", "none"), ("Question", "B3", None)]
    with pytest.raises(BadTable) as problem:
        start_system(read_filled(spoil(example, tmp_path, changes, ["Start"])))
    said = str(problem.value)
    for part in ("sheet Stays, cell B7", "sheet Capacity, cell C2", "First day is missing", "there is no sheet Start"):
        assert part in said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([("Arrivals", "B20", None)], "Home with support: 2024-05 is empty between months that are filled; fill it."),
        ([("Arrivals", f"B{row}", None) for row in range(2, 40)], "10 months before it are too few to forecast from"),
        ([("Arrivals", f"B{row}", 0) for row in range(2, 50)], "every month is 0; there is nothing to forecast from."),
        ([("Question", "B4", 151 + 365 * 6)], "months ahead are too many to forecast"),
        ([("Capacity", "B4", date(2026, 12, 1))], "Rehabilitation bed: begins 2026-12-01, after the first day"),
        (
            [("Scenarios", "E2", date(2030, 1, 1))],
            "sheet Scenarios: Eight more slots at home: from 2030-01-01 is outside",
        ),
        (
            [("Stays", f"A{row}", CARE_HOME) for row in range(2, 322)],
            "Home with support: 0 stays that ended are too few",
        ),
        ([("Start", "B2", 500)], "start.occupied: 500 are more people than its 118 places take"),
    ],
)
def test_start_system_tells_what_does_not_go_together(example, tmp_path, changes, said):
    with pytest.raises(ValueError) as problem:  # noqa: PT011  the message is what counts
        start_system(read_filled(spoil(example, tmp_path, changes)))
    assert said in str(problem.value)


def test_months_ahead_that_are_filled_are_taken_as_they_are(example, tmp_path):
    rows = [("Arrivals", f"A{50 + n}", day) for n, day in enumerate([date(2026, 11, 1), date(2026, 12, 1)])]
    filled = [("Arrivals", f"B{50 + n}", 300 + n) for n in range(2)]
    monthly = start_system(read_filled(spoil(example, tmp_path, rows + filled))).system.pathway(HOME).arrivals.monthly
    assert (monthly["2026-11"], monthly["2026-12"]) == (300, 301)
    assert monthly["2027-01"] > 0


def test_a_blank_workbook_has_every_sheet_and_asks_for_the_rest(tmp_path):
    path = tmp_path / "blank.xlsx"
    path.write_bytes(render_workbook(make_blank(), ("A", "B")))
    assert openpyxl.load_workbook(path).sheetnames == ["Read me", *(one.name for one in SHEETS)]
    with pytest.raises(BadTable) as problem:
        start_system(read_filled(path))
    assert "First day is missing" in str(problem.value)
    assert "sheet Capacity: A has no row" in str(problem.value)


def test_read_filled_of_what_is_no_workbook(tmp_path):
    (tmp_path / "x.xlsx").write_text("text")
    with pytest.raises(BadTable, match="cannot be opened as a workbook"):
        read_filled(tmp_path / "x.xlsx")
