"""The table of capacity and demand: sums that follow from the system, and a round trip through both kinds of file."""

from datetime import date

import openpyxl
import pytest
from flow_systems import make_pathway, make_system

from concordat.flow.calendar import calculate_arrival_rates
from concordat.flow.cells import BadTable
from concordat.flow.planning_template import COLUMNS, VERIFIED, apply_template, fill_template
from concordat.flow.simulate import simulate
from concordat.flow.template_files import read_template, render_csv, render_excel
from concordat.periods import Month

CHANGES = [{"from": 0, "places": 21}, {"from": date(2026, 12, 1), "places": 24}]


@pytest.fixture(scope="module")
def winter():
    return make_system(
        make_pathway("Home", arrivals=4.0, mean=5.0, capacity=CHANGES, arrivals_per_day=4.0),
        make_pathway("Bed", arrivals=1.0, mean=8.0, capacity=9, unit="beds"),
        days=90,
        start_date=date(2026, 11, 10),
    )


@pytest.fixture(scope="module")
def result(winter):
    return simulate(winter, replications=20, seed=1)


def test_fill_template_adds_up(winter, result):
    lines = fill_template(result)
    assert [(str(one.month), one.pathway) for one in lines[:3]] == [
        ("2026-11", "Home"),
        ("2026-11", "Bed"),
        ("2026-12", "Home"),
    ]
    home = [one for one in lines if one.pathway == "Home"]
    assert sum(one.demand for one in home) == pytest.approx(calculate_arrival_rates(winter, winter.pathways[0]).sum())
    assert sum(one.delayed_days for one in home) == pytest.approx(result.pathway("Home").delayed_days.mean())
    assert [one.places for one in home] == [21, 24, 24, 24]
    assert home[0].capacity == pytest.approx(21 * 21 / 5)  # places by days over the mean stay
    assert home[0].gap == pytest.approx(21 * 21 / 5 - 21 * 4)
    assert home[1].time_to_start == pytest.approx(home[1].delayed_days / (31 * 4))
    assert VERIFIED is False


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_table_comes_back_as_it_went(winter, result, tmp_path, ending):
    lines = fill_template(result)
    path = tmp_path / f"table.{ending}"
    path.write_bytes(render_csv(lines).encode() if ending == "csv" else render_excel(lines))
    read = read_template(path)
    assert [(one.month, one.pathway, one.places) for one in read] == [
        (one.month, one.pathway, one.places) for one in lines
    ]
    again = fill_template(simulate(apply_template(winter, read), replications=20, seed=1))
    assert [one.cells[:6] for one in again] == [one.cells[:6] for one in lines]
    assert [one.delayed_days for one in again] == pytest.approx([one.delayed_days for one in lines], rel=1e-6)


def test_render_excel_says_that_the_titles_are_not_confirmed(result, tmp_path):
    (tmp_path / "t.xlsx").write_bytes(render_excel(fill_template(result)))
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert tuple(cell.value for cell in book["Capacity and demand"][1]) == COLUMNS
    assert "verified: false" in book["Notes"]["A1"].value


HEAD = 'Month,Pathway,"Expected demand, people",Places\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Month,Pathway,Places\n",
            "there is no column Expected demand, people; the columns are Month, Pathway, Places",
        ),
        (HEAD, "there is no row; give one for each pathway and month"),
        (HEAD + "winter,Home,1,2\n", "line 2, column Month: 'winter' is not a month"),
        (HEAD + "2026-11,Home,many,2\n", "column Expected demand, people: 'many' is not a number"),
        (HEAD + "2026-11,Home,1,-2\n", "column Places: -2 is too low"),
        (HEAD + "2026-11,,1,2\n", "column Pathway: is empty; write the pathway"),
        (HEAD + "2026-11,Home,1,2\n2026-11,Home,1,2\n", "line 3, column Month: Home has two rows for 2026-11"),
    ],
)
def test_read_template_refuses(tmp_path, text, said):
    (tmp_path / "t.csv").write_text(text)
    with pytest.raises(BadTable, match=said):
        read_template(tmp_path / "t.csv")


def test_apply_template_refuses_what_does_not_fit(winter, result):
    lines = fill_template(result)
    with pytest.raises(ValueError, match="Home: 2026-12 is missing from the table"):
        apply_template(winter, [one for one in lines if (one.month, one.pathway) != (Month(2026, 12), "Home")])
    with pytest.raises(ValueError, match="No pathway is called 'Bed'; there are Other"):
        apply_template(make_system(make_pathway("Other"), start_date=date(2026, 11, 10), days=90), lines)
    with pytest.raises(ValueError, match="needs start_date; add it"):
        fill_template(simulate(make_system(), replications=2, seed=1))
