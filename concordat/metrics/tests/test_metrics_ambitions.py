"""Files of ambitions and of known figures: read, and refused with the line and what to do."""

import re

import pytest

from concordat.metrics.ambition import Ambition, find_ambition, read_ambitions
from concordat.metrics.known_figure import find_figure, read_known_figures
from concordat.metrics.typed_cells import read_number
from concordat.periods import FinancialYear, Month, Quarter
from concordat.questionnaires.read_yaml import DataError

HEAD = "metric,place,period,baseline,target,unit,source,note\n"
GOOD = 'reablement,Southend,2016-17,82.5%,"1,250.5",%,plan of 2016-17,\n'
FIGURES = "metric,place,period,value,lower,upper,unit,edition\n"
YEAR = FinancialYear(2016)


def write(tmp_path, text, name="ambitions.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_read_ambitions_of_csv(tmp_path):
    unknown = "delayed-transfers,southend-on-sea,2016-17-q1,,,days,,"
    with pytest.raises(DataError, match=r"line 3: source is empty; fill it in\.$"):
        read_ambitions(write(tmp_path, HEAD + GOOD + unknown))
    unknown = "delayed-transfers,southend-on-sea,2016-17-q1,,,days,none,not published by area"
    found = read_ambitions(write(tmp_path, HEAD + GOOD + unknown))
    assert found[0] == Ambition("reablement", "southend-on-sea", YEAR, 82.5, 1250.5, "%", "plan of 2016-17", "")
    assert (found[1].target, str(found[1])) == (None, "target unknown")
    assert str(found[0]) == "1,250.5%"


def test_read_ambitions_of_yaml(tmp_path):
    text = (
        "ambitions:\n"
        "  - {metric: reablement, place: Southend-on-Sea, period: 2016-17, target: 86, unit: '%', source: plan}\n"
    )
    found = read_ambitions(write(tmp_path, text, "ambitions.yaml"))
    assert found == [Ambition("reablement", "southend-on-sea", YEAR, None, 86.0, "%", "plan")]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("reablement,Southend,2016-17,,high,%,plan,", "line 2: target is 'high'; write a number such as 1250.5"),
        ("reablement,Southend,2016-17,,nan,%,plan,", "line 2: target is 'nan'; write a number"),
        ("reablement,Southend,2016-17,,1e999,%,plan,", "line 2: target is '1e999'; write a number"),
        ("reablement,Southend,2016-17,,,%,plan,", "line 2: target is empty; write it, or say under note why"),
        ("reablement,Southsea,2016-17,,86,%,plan,", "line 2: There is no place called 'Southsea'"),
        ("reablement,Southend,next year,,86,%,plan,", "line 2: 'next year' is not a period; write a year (2016-17)"),
        (",Southend,2016-17,,86,%,plan,", "line 2: metric is empty; fill it in."),
        ("reablement,Southend,2016-17,,86,,plan,", "line 2: unit is empty; fill it in."),
        ("reablement,Southend,2016-17,,86,%", "line 2: 6 fields where 8 belong"),
        (GOOD + GOOD.replace("Southend", "southend-on-sea"), "line 3: reablement of southend-on-sea in 2016-17 stands"),
        ("", "there is no ambition in this file; add one for each metric, place and period."),
    ],
)
def test_read_ambitions_of_a_spoiled_csv(line, message, tmp_path):
    with pytest.raises(DataError, match=re.escape(message)):
        read_ambitions(write(tmp_path, HEAD + line))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ambitions: []\n", "there is no ambition in this file"),
        ("ambition: []\n", "ambition: is not a key here; did you mean 'ambitions'?"),
        ("ambitions:\n  - {metric: reablement}\n", "ambitions[0].place: is missing; add it."),
        (
            "ambitions:\n  - {metric: r, place: Southend, period: 2016-17, target: '86', unit: x, source: y}\n",
            "ambitions[0].target: '86' does not fit: a number is wanted, without quotes.",
        ),
        (
            "ambitions:\n  - {metric: r, place: Nowhere, period: 2016-17, target: 86, unit: x, source: y}\n",
            "ambition 1: There is no place called 'Nowhere'",
        ),
        ("ambitions: [\n", "not valid YAML"),
    ],
)
def test_read_ambitions_of_a_spoiled_yaml(text, message, tmp_path):
    with pytest.raises(DataError, match=re.escape(message)):
        read_ambitions(write(tmp_path, text, "ambitions.yaml"))


def test_read_ambitions_of_another_kind_of_file(tmp_path):
    with pytest.raises(DataError, match=r"are read from \.csv or \.yaml files"):
        read_ambitions(write(tmp_path, "x", "ambitions.xlsx"))
    with pytest.raises(DataError, match="there is no such file"):
        read_ambitions(tmp_path / "gone.csv")
    with pytest.raises(DataError, match=r"the columns are not as expected \(missing: baseline"):
        read_ambitions(write(tmp_path, "metric,place,period,target,unit,source,note\n"))


def test_find_ambition_takes_the_shortest_period_around():
    def one(period, target):
        return Ambition("reablement", "southend-on-sea", period, None, target, "%", "plan")

    year, quarter = one(YEAR, 1.0), one(Quarter(YEAR, 4), 2.0)
    assert find_ambition([year, quarter], "reablement", "southend-on-sea", Quarter(YEAR, 4)) == quarter
    assert find_ambition([year, quarter], "reablement", "southend-on-sea", Month(2017, 2)) == quarter
    assert find_ambition([year, quarter], "reablement", "southend-on-sea", Quarter(YEAR, 3)) == year
    assert find_ambition([quarter], "reablement", "southend-on-sea", YEAR) is None
    assert find_ambition([year], "reablement", "thurrock", YEAR) is None


def test_read_known_figures(tmp_path):
    text = FIGURES + "reablement,Southend,2016-17-q4,90%,84.2,94.1,%,local provisional\n"
    one = read_known_figures(write(tmp_path, text, "figures.csv"))[0]
    assert (one.place, one.value, one.lower, one.upper, one.edition) == (
        "southend-on-sea", 90, 84.2, 94.1, "local provisional",
    )  # fmt: skip
    assert str(one) == "90%"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("reablement,Southend,2016-17,,,,%,first", "line 2: value is empty; fill it in or take the line out."),
        ("reablement,Southend,2016-17,many,,,%,first", "line 2: value is 'many'; write a number"),
        ("reablement,Southend,2016-17,90,84,,%,first", "line 2: one end of the interval is there and the other is not"),
        ("reablement,Southend,2016-17,90,91,94,%,first", "line 2: value 90 is not between lower 91 and upper 94"),
        ("reablement,Southend,2016-17,90,,,%,", "line 2: edition is empty"),
        ("reablement,Southend,2016-17,9,,,%,a\nreablement,Southend,2016-17,9,,,%,b", "stands on line 2 too; keep one."),
        ("", "there is no figure in this file"),
    ],
)
def test_read_known_figures_of_a_spoiled_file(line, message, tmp_path):
    with pytest.raises(DataError, match=re.escape(message)):
        read_known_figures(write(tmp_path, FIGURES + line, "figures.csv"))


def test_find_figure_takes_the_latest_within(tmp_path):
    lines = "".join(
        f"reablement,Southend,{period},{value},,,%,first\n"
        for period, value in (("2017-01", 1), ("2017-03", 3), ("2016-17-q3", 2))
    )
    figures = read_known_figures(write(tmp_path, FIGURES + lines, "figures.csv"))
    assert find_figure(figures, "reablement", "southend-on-sea", Quarter(YEAR, 4)).value == 3
    assert find_figure(figures, "reablement", "southend-on-sea", Quarter(YEAR, 3)).value == 2
    assert find_figure(figures, "reablement", "southend-on-sea", Quarter(YEAR, 1)) is None


@pytest.mark.parametrize(("text", "number"), [("1,250.5", 1250.5), ("-12,345", -12345), ("91.7%", 91.7), (" ", None)])
def test_figures_are_read_as_typed(text, number):
    assert read_number(text, "target", "line 2") == number


@pytest.mark.parametrize("text", ["10,5", "1,23", ",5", "1e308", "nan", "9" * 16])
def test_a_decimal_comma_and_a_figure_beyond_any_are_refused(text):
    with pytest.raises(DataError, match="line 2: target is "):
        read_number(text, "target", "line 2")
