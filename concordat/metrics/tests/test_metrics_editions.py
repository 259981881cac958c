"""Editions that someone loads: whole or not at all, never in place of another, a place's own always apart."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from concordat.metrics import load_series
from concordat.metrics.edition import FIGURES, LOCAL
from concordat.metrics.edition_changes import compare_editions, compare_own
from concordat.metrics.kinds import read_file
from concordat.metrics.shelf import LIST, load_shelf
from concordat.metrics.store import add_edition, find_earlier, list_changes, open_shelf
from concordat.periods import FinancialYear
from concordat.questionnaires.read_yaml import DataError

TODAY = date(2026, 11, 22)
HEADER = "year,level,ons_code,name,ascof_code,measure,value\n"
REISSUED = HEADER + "2022-23,Council,E06000033,Southend-on-Sea,2B1,reablement_91_days_pct,79.9\n"
OWN = "metric,place,period,numerator,denominator\n"


def load(tmp_path, text, store="store", **told):
    """What `concordat metrics load` does with one file."""
    path = tmp_path / "file.csv"
    path.write_text(text, encoding="utf-8")
    folder = tmp_path / store
    kind, reading = read_file(path, open_shelf(folder))
    assert reading.is_sound, reading.findings
    return add_edition(folder, kind, reading, on=TODAY, **told)


def test_a_reissued_file_is_a_new_edition_and_its_difference_is_listed(tmp_path):
    path = tmp_path / "file.csv"
    path.write_text(REISSUED, encoding="utf-8")
    shelf = open_shelf(tmp_path / "store")
    kind, reading = read_file(path, shelf)
    earlier = find_earlier(shelf, kind)
    assert earlier.id == "ascof-2023-24"
    (change,) = list_changes(shelf, earlier, reading).differences
    assert (change.name, change.period, change.first, change.second) == (
        "Southend-on-Sea",
        FinancialYear(2022),
        79.2,
        79.9,
    )
    added = add_edition(tmp_path / "store", kind, reading, on=TODAY, title="ASCOF again", published=date(2024, 12, 12))
    assert (added.id, added.published, added.rows) == ("ascof-again", date(2024, 12, 12), 1)
    series = load_series("reablement", "Southend", store=tmp_path / "store")
    values = {str(value.period): (value.value, value.edition) for value in series.values}
    assert values["2022-23"] == (79.9, "ascof-again")
    assert values["2021-22"] == (81.9, "ascof-2023-24")
    assert len(series.values) == 7
    assert series.edition == "ascof-again"
    first = load_series("reablement", "Southend", store=tmp_path / "store", edition="ascof-2023-24")
    assert first.values[5].value == 79.2
    alone = load_series("reablement", "Southend", store=tmp_path / "store", edition="ASCOF again")
    assert [value.value for value in alone.values] == [79.9]


def test_the_same_title_twice_is_refused(tmp_path):
    load(tmp_path, REISSUED, title="ASCOF again")
    with pytest.raises(DataError, match="There is an edition 'ascof-again' already; give this one another name"):
        load(tmp_path, REISSUED, title="ascof AGAIN")
    with pytest.raises(DataError, match="There is an edition 'ascof-2023-24' already"):
        load(tmp_path, REISSUED, title="ascof-2023-24")
    with pytest.raises(DataError, match="give this one another name"):
        load(tmp_path, REISSUED, title="…")
    assert [one.id for one in open_shelf(tmp_path / "store").editions][8:] == ["ascof-again"]


def test_an_edition_without_a_title_is_called_by_its_kind_and_day(tmp_path):
    assert load(tmp_path, REISSUED).title.endswith("measures of the Better Care Fund, loaded 2026-11-22")
    assert load(tmp_path, REISSUED).title.endswith("loaded 2026-11-22 2")


def test_own_figures_stand_apart_and_beside_the_published(tmp_path):
    text = OWN + "people-delayed-per-day,Southend,2019-12,330,\npeople-delayed-per-day,Southend,2020-01,290,\n"
    edition = load(tmp_path, text)
    assert (edition.title, edition.provisional, edition.id) == (LOCAL, True, "local-provisional")
    store = tmp_path / "store"
    published = load_series("people-delayed-per-day", "Southend", store=store)
    assert len(published.values) == 105
    assert {value.edition for value in published.values} == {"delayed-transfers-2020-02"}
    own = load_series("people-delayed-per-day", "Southend", store=store, edition=LOCAL)
    assert [value.value for value in own.values] == [330 / 31, 290 / 31]
    (both,) = compare_own(own, published)
    assert both.difference == pytest.approx(3 / 31)
    assert (both.own.numerator, both.published.numerator) == (330, 327)
    assert load_series("people-delayed-per-day", "Essex", store=store, edition=LOCAL).why_empty == (
        "Essex gave no figures of its own of people-delayed-per-day."
    )


def test_own_figures_loaded_again_are_another_edition_and_the_later_counts(tmp_path):
    load(tmp_path, OWN + "reablement,Southend,2024-25,84,100\nreablement,Southend,2023-24,80,100\n")
    second = load(tmp_path, OWN + "reablement,Southend,2024-25,90,100\n")
    assert second.id == "local-provisional-2"
    own = load_series("reablement", "Southend", store=tmp_path / "store", edition=LOCAL)
    assert [(value.value, value.edition) for value in own.values] == [
        (80, "local-provisional"),
        (90, "local-provisional-2"),
    ]
    assert own.values[1].lower < 90 < own.values[1].upper
    first = load_series("reablement", "Southend", store=tmp_path / "store", edition="local-provisional")
    assert first.values[1].value == 84


def test_own_figures_of_a_metric_without_open_data(tmp_path):
    """27,884 recovered of 57,060 less 3,200: 51.8%, the sum that the definition tells."""
    load(tmp_path, OWN + "iapt-recovery,Southend,2016-17 Q4,27884,53860\niapt-recovery,Southend,2016-17 Q3,-,\n")
    own = load_series("iapt-recovery", "Southend", store=tmp_path / "store", edition=LOCAL)
    assert [str(value.period) for value in own.values] == ["2016-17-q3", "2016-17-q4"]
    assert own.values[0].missing == "The place gives no figure here."
    assert own.values[1].value == pytest.approx(51.8, abs=0.05)


def test_an_own_value_without_its_numerator_stands_as_it_is(tmp_path):
    load(tmp_path, "metric,place,period,value\ndelayed-transfers,Southend,2018-06,250.5\n")
    value = load_series("delayed-transfers", "Southend", store=tmp_path / "store", edition=LOCAL).values[0]
    assert (value.value, value.numerator, value.lower, value.missing) == (250.5, None, None, "")


def test_an_own_numerator_takes_the_population_of_its_year_or_says_why_not(tmp_path):
    load(tmp_path, OWN + "delayed-transfers,Southend,2019-12,330,\ndelayed-transfers,Southend,2018-12,330,\n")
    own = load_series("delayed-transfers", "Southend", store=tmp_path / "store", edition=LOCAL)
    assert own.values[-1].value == pytest.approx(100_000 * 330 / 143_387)
    assert own.values[0].missing.endswith("not for mid-2018.")
    assert len(own.values) == 13  # the months between are there too, and missing


WRONG_LINES = [
    ("delayed,Southend,2019-12,330,", "own-figure-unreadable", "There is no metric 'delayed'"),
    ("delayed-transfers,Nowhere,2019-12,330,", "own-figure-unreadable", "There is no place called 'Nowhere'"),
    ("delayed-transfers,Southend,2019-13,330,", "own-figure-unreadable", "'2019-13' is not a period"),
    ("delayed-transfers,Southend,2019-20,330,", "own-figure-unreadable", "is monthly; 2019-20 is no such period"),
    ("delayed-transfers,Southend,2019-12,many,", "own-figure-unreadable", "numerator is 'many'; write a number"),
    ("delayed-transfers,Southend,2019-12,-330,", "own-figure-unreadable", "a figure is below 0"),
    ("delayed-transfers,Southend,2019-12,330,0", "own-figure-unreadable", "the denominator is 0"),
    ("delayed-transfers,Southend,2019-12,,10", "own-figure-unreadable", "a denominator without a numerator"),
    (",Southend,2019-12,330,", "own-figure-unreadable", "metric is empty"),
    ("reablement,Southend,2023-24,8,9\nreablement,Southend UA,2023/24,8,9", "row-twice", "stand on line 2 too"),
]


@pytest.mark.parametrize(("line", "code", "said"), WRONG_LINES, ids=[said for _, _, said in WRONG_LINES])
def test_each_mistake_in_own_figures_is_told_with_its_line(tmp_path, line, code, said):
    path = tmp_path / "own.csv"
    path.write_text(OWN + line + "\n", encoding="utf-8")
    kind, reading = read_file(path, load_shelf())
    assert [finding.code for finding in reading.findings] == [code]
    assert said in reading.findings[0].message
    assert reading.findings[0].where.startswith("own.csv: line ")
    with pytest.raises(ValueError, match="findings that block"):
        add_edition(tmp_path / "store", kind, reading, on=TODAY)
    assert not (tmp_path / "store").exists()


def test_an_own_value_that_its_parts_do_not_make_is_told(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("metric,place,period,numerator,denominator,value\nreablement,Southend,2023-24,80,100,85\n")
    _, reading = read_file(path, load_shelf())
    assert "value is 85, but numerator and denominator make 80 %" in reading.findings[0].message
    path.write_text("metric,place,period,numerator,denominator,value\nreablement,Southend,2023-24,80,100,80\n")
    assert read_file(path, load_shelf())[1].is_sound
    path.write_text("metric,place,period,numerator,denominator\n")
    with pytest.raises(DataError, match="there is no figure in this file"):
        read_file(path, load_shelf())


def test_a_store_that_is_not_there_or_damaged_is_told(tmp_path):
    with pytest.raises(DataError, match="no edition was loaded into this folder"):
        load_shelf(tmp_path / "nowhere")
    edition = load(tmp_path, REISSUED, title="again")
    store = tmp_path / "store"
    whole = (store / edition.file).read_bytes()
    (store / edition.file).write_bytes(whole[:100])
    with pytest.raises(DataError, match="this file of figures is damaged; load its edition again"):
        load_series("reablement", "Southend", store=store)
    (store / edition.file).unlink()
    with pytest.raises(DataError, match="this file of figures is gone"):
        load_series("reablement", "Southend", store=store)
    pl.DataFrame({"name": ["Ann"]}).write_parquet(store / edition.file)
    with pytest.raises(DataError, match="this file does not hold the 1 figures of its edition"):
        load_series("reablement", "Southend", store=store)
    text = (store / LIST).read_text()
    for broken, said in (
        (text.replace("rows: 1", "rows: many"), "rows: 'many' does not fit: a whole number is wanted"),
        (text.replace("id: again", "id: deprivation-2019"), "edition deprivation-2019 ships with the product"),
        (text + text.partition("\n")[2], "edition again stands twice"),
        (text[:40], "not valid YAML|is missing|file: "),
    ):
        (store / LIST).write_text(broken)
        with pytest.raises(DataError, match=said):
            load_shelf(store)


def test_a_load_that_fails_leaves_the_store_as_it_was(tmp_path, monkeypatch):
    load(tmp_path, REISSUED, title="first")
    before = (tmp_path / "store" / LIST).read_bytes()

    def no_room(*_, **__):
        raise OSError(28, "No space left on device", "store")

    monkeypatch.setattr(pl.DataFrame, "write_parquet", no_room)
    with pytest.raises(OSError, match="No space left"):
        load(tmp_path, REISSUED, title="second")
    assert (tmp_path / "store" / LIST).read_bytes() == before
    assert [one.id for one in open_shelf(tmp_path / "store").editions][8:] == ["first"]


KEYS = st.tuples(st.sampled_from(["E06000033", "E06000034"]), st.sampled_from([date(2018, 1, 1), date(2018, 2, 1)]))
EDITIONS = st.dictionaries(KEYS, st.none() | st.integers(0, 3), max_size=4)


def as_figures(cells):
    rows = [("m", "total", code, day, number, None, None, "") for (code, day), number in cells.items()]
    return pl.DataFrame(rows, schema=FIGURES, orient="row")


@given(first=EDITIONS, second=EDITIONS)
def test_compare_editions_leaves_nothing_out(first, second):
    """Same, changed, only here and only there make up all; turning the two round turns the differences round."""
    changes = compare_editions(as_figures(first), as_figures(second))
    both = first.keys() & second.keys()
    assert {(one.code, one.period.first_day): (one.first, one.second) for one in changes.differences} == {
        key: (first[key], second[key]) for key in both if first[key] != second[key]
    }
    assert changes.same + len(changes.differences) == len(both)
    assert (changes.only_first, changes.only_second) == (len(first) - len(both), len(second) - len(both))
    back = compare_editions(as_figures(second), as_figures(first))
    assert [(one.second, one.first) for one in back.differences] == [(o.first, o.second) for o in changes.differences]
    assert changes.are_none == (first == second)
