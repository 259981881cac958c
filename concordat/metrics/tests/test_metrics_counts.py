"""Counts of records become figures: with their provenance, suppressed ones missing for that reason, synthetic apart."""

from datetime import date

import pytest

from concordat.metrics import load_series
from concordat.metrics.kinds import read_file
from concordat.metrics.shelf import load_shelf
from concordat.metrics.store import add_edition, open_shelf
from concordat.questionnaires.read_yaml import DataError

HEAD = "metric,area,month,numerator,denominator,version,rule,inputs,records\n"
TOLD = "1,suppress-under-8-round-5 v1,abc123,real"
SOUTHEND = "E06000033"


def write(tmp_path, *lines, head=HEAD, told=TOLD):
    path = tmp_path / "counts.csv"
    path.write_text(head + "".join(f"{line},{told}\n" for line in lines), encoding="utf-8")
    return path


def load(tmp_path, *lines, **told):
    kind, reading = read_file(write(tmp_path, *lines, **told), open_shelf(tmp_path / "store"))
    assert kind.id == "released-counts"
    assert reading.is_sound, reading.findings
    return add_edition(tmp_path / "store", kind, reading, on=date(2026, 11, 22))


def series(tmp_path, metric, edition):
    return load_series(metric, "southend-on-sea", edition=edition, store=tmp_path / "store")


def test_counts_become_values_and_suppressed_ones_say_so(tmp_path):
    added = load(
        tmp_path,
        f"readmissions-30-days,{SOUTHEND},2024-01,20,100",
        f"readmissions-30-days,{SOUTHEND},2024-02,*,95",
        f"readmissions-30-days,{SOUTHEND},2024-03,0,*",
        f"readmissions-30-days,{SOUTHEND},2024-04,0,80",
    )
    assert (added.provisional, added.synthetic) == (True, False)
    assert added.note == (
        "Counted as readmissions-30-days v1; released by suppress-under-8-round-5 v1; inputs abc123; real records."
    )
    first, second, third, fourth = series(tmp_path, "readmissions-30-days", "local provisional").values
    assert (first.numerator, first.denominator, first.value, first.missing) == (20, 100, 20, "")
    assert (second.numerator, second.denominator, second.value) == (None, 95, None)
    assert second.missing.startswith("Suppressed: a small count, or one that would give a small count away.")
    assert "suppress-under-8-round-5 v1" in second.missing
    assert (third.numerator, third.value) == (0, None)
    assert third.missing == second.missing
    assert (fourth.value, fourth.missing) == (0, "")


def test_synthetic_counts_stand_apart_from_a_places_own_and_from_published_ones(tmp_path):
    line = f"discharge-delay,{SOUTHEND},2024-04,50,25"
    added = load(tmp_path, line, told=TOLD.replace("real", "synthetic"))
    assert added.synthetic
    assert added.title == "Synthetic counts, loaded 2026-11-22"
    assert series(tmp_path, "discharge-delay", "synthetic").values[0].value == 2
    assert series(tmp_path, "discharge-delay", "local provisional").values == ()
    published = load_series("discharge-delay", "southend-on-sea", store=tmp_path / "store")
    assert {value.edition for value in published.values} == {"discharge-ready-2024-25"}
    shelf = load_shelf(tmp_path / "store")
    assert added not in shelf.of_measure("discharge-delay")
    assert added not in shelf.of_measure("discharge-delay", provisional=True)


def test_a_count_of_people_gets_the_population_of_its_year_or_says_that_there_is_none(tmp_path):
    load(tmp_path, *(f"emergency-admissions-65,{SOUTHEND},{month},100," for month in ("2019-12", "2020-01", "2021-01")))
    values = {str(one.period): one for one in series(tmp_path, "emergency-admissions-65", "local provisional").values}
    assert 200 < values["2019-12"].value < 350  # of some 35,000 people, for 100,000
    assert values["2019-12"].denominator != values["2020-01"].denominator
    assert (values["2021-01"].numerator, values["2021-01"].value) == (100, None)
    assert "2021" in values["2021-01"].missing


def test_a_percentile_is_a_value_by_itself(tmp_path):
    load(
        tmp_path, f"stay-90th-percentile-65,{SOUTHEND},2024-01,17,120", f"stay-90th-percentile-65,{SOUTHEND},2024-02,,0"
    )
    first, second = series(tmp_path, "stay-90th-percentile-65", "local provisional").values
    assert (first.value, first.missing) == (17, "")
    assert (second.value, second.missing) == (None, "Nobody was there to count.")


def test_counts_by_quarter_belong_to_the_metrics_of_the_scorecard(tmp_path):
    load(tmp_path, f"long-stays-65,{SOUTHEND},2019-20-q1,40,", head=HEAD.replace("month", "quarter"))
    (value,) = series(tmp_path, "a2-long-emergency-stays", "local provisional").values
    assert (str(value.period), value.numerator) == ("2019-20-q1", 40)


def test_what_belongs_to_no_metric_or_area_is_left_out_and_said(tmp_path):
    path = write(
        tmp_path,
        f"reablement-offered-65,{SOUTHEND},2024-01,10,100",
        f"long-stays-65,{SOUTHEND},2024-01,10,",
        "long-stays-65,not known,2024-01,10,",
    )
    _, reading = read_file(path, open_shelf(tmp_path / "store"))
    assert [finding.message for finding in reading.findings] == [
        "1 rows left out: no metric here is counted by month as reablement-offered-65.",
        "1 rows left out: of records that name no area.",
    ]
    assert reading.figures.height == 1


WRONG = [
    ([f"long-stays-65,{SOUTHEND},2024-13,10,"], TOLD, "unknown-period", "month is '2024-13', which is no month."),
    ([f"long-stays-65,{SOUTHEND},2023-24,10,"], TOLD, "unknown-period", "month is '2023-24', which is no month."),
    (["long-stays-65,E99999999,2024-01,10,"], TOLD, "unknown-code", "'E99999999', the code of no council"),
    ([f"long-stays-65,{SOUTHEND},2024-01,few,"], TOLD, "not-a-figure", "numerator is 'few'"),
    ([f"long-stays-65,{SOUTHEND},2024-01,-3,"], TOLD, "not-a-figure", "numerator is '-3'"),
    ([f"long-stays-65,{SOUTHEND},2024-01,10,"] * 2, TOLD, "row-twice", "stands twice, first on line 2"),
    ([f"long-stays-65,{SOUTHEND},2024-01,10,"], "9" + TOLD[1:], "another-version", "counted by version 9"),
    ([f"long-stays-65,{SOUTHEND},2024-01,3,"], "1,none v1,abc,real", "not-released", "by no rule of disclosure"),
    ([f"long-stays-65,{SOUTHEND},2024-01,10,"], TOLD.replace("real", "fake"), "unknown-word", "records is 'fake'"),
]


@pytest.mark.parametrize(
    ("lines", "told", "code", "message"), WRONG, ids=[f"{one[2]}-{n}" for n, one in enumerate(WRONG)]
)
def test_each_mistake_in_a_file_of_counts_is_told_with_its_line(tmp_path, lines, told, code, message):
    _, reading = read_file(write(tmp_path, *lines, told=told), open_shelf(tmp_path / "store"))
    assert not reading.is_sound
    found = {finding.code: finding for finding in reading.findings}
    assert message in found[code].message
    assert "counts.csv: line " in found[code].where


def test_two_releases_in_one_file_are_refused(tmp_path):
    path = write(tmp_path, f"long-stays-65,{SOUTHEND},2024-01,10,")
    path.write_text(path.read_text() + f"long-stays-65,{SOUTHEND},2024-02,10,,{TOLD.replace('real', 'synthetic')}\n")
    _, reading = read_file(path, open_shelf(tmp_path / "store"))
    (finding,) = reading.findings
    assert finding.code == "mixed-release"
    assert "records is 'synthetic', and 'real' on line 2" in finding.message


def test_counts_that_were_not_released_are_no_kind_of_file(tmp_path):
    head = "metric,area,month,numerator,denominator\n"
    (tmp_path / "counts.csv").write_text(head + f"long-stays-65,{SOUTHEND},2024-01,10,\n")
    with pytest.raises(DataError, match=r"The nearest is .*released-counts|The nearest is own-figures"):
        read_file(tmp_path / "counts.csv", open_shelf(tmp_path / "store"))
