"""Places ranked by a value alone: order, what is said, what is missing, what is drawn; and held against the file."""

from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import polars as pl
import pytest

import concordat.metrics
from concordat.metrics import load_all, load_series, spc
from concordat.metrics.places_ranked import NO_INTERVAL, rank_places, ranked_picture
from concordat.metrics.value import Value
from concordat.periods import FinancialYear, Month, Quarter

YEAR = FinancialYear(2022)
DATA = Path(concordat.metrics.__file__).parent / "data"


def place(name, *values):
    """A series of values from 2022-23 on; None is no figure."""
    definition = SimpleNamespace(label="At home", unit="%", good="high")
    found = tuple(
        Value(FinancialYear(2022 + step), None, None, value, None, None, "", "" if value else "Too few were asked.")
        for step, value in enumerate(values)
    )
    return SimpleNamespace(definition=definition, name=name, slug=name.lower(), values=found, why_empty="Never asked.")


FOUR = [place("Alder", 80.0, 70.0), place("Beech", 91.5), place("Cedar", 60.0), place("Elm", None)]


def test_places_are_in_order_of_the_period_that_most_of_them_have():
    found = rank_places(FOUR, chosen="cedar", england=place("England", 82.0))
    assert (found.names, found.values) == (("Beech", "Alder", "Cedar"), (91.5, 80.0, 60.0))
    assert (found.period, found.whole, found.chosen) == (YEAR, 82.0, 2)
    assert found.outside == (("Elm", "Too few were asked."),)
    later = rank_places(FOUR, chosen="cedar", period=FinancialYear(2023))
    assert (later.names, later.chosen) == (("Alder",), None)
    assert later.outside[0] == ("Beech", "Never asked.")


def test_it_is_said_with_englands_value_and_without_an_interval():
    picture = ranked_picture(rank_places(FOUR, chosen="alder", england=place("England", 82.0)))
    assert picture.said == (
        "Alder in 2022-23: 80%, 2 of 3 places from the highest. England: 82%. "
        "From the highest (Beech, 91.5%) to the lowest (Cedar, 60%)."
    )
    assert picture.notes == [NO_INTERVAL, "Without a figure: Elm."]
    assert picture.rows == [["Beech", "91.50"], ["Alder", "80.00"], ["Cedar", "60.00"]]


def test_the_drawing_has_a_bar_for_each_and_names_the_place_that_is_asked_about():
    with_line, without = (
        ranked_picture(rank_places(FOUR, chosen="beech", england=england)).svg
        for england in (place("England", 82.0), None)
    )
    words = [one.text for one in ElementTree.fromstring(with_line).iter() if one.tag.endswith("text")]
    assert "Beech" in words
    assert "Alder" not in words
    assert "Each place; the line is England" in words
    assert len(with_line) > len(without)
    assert 'aria-roledescription="bar"' not in with_line  # a label on each of 150 marks would double it


def test_nothing_to_rank_says_so():
    with pytest.raises(ValueError, match="No place has a figure of this metric"):
        rank_places([place("Elm", None)])


def test_the_order_agrees_with_the_file_of_the_figures():
    rows = pl.read_parquet(DATA / "ascof-2023-24.parquet").filter(
        (pl.col("measure") == "reablement-at-home")
        & (pl.col("breakdown") == "total")
        & (pl.col("period") == pl.date(2023, 4, 1))
        & pl.col("published").is_not_null()
    )
    councils = rows.filter(~pl.col("code").str.contains("^E(12|92)"))  # neither regions nor England
    southend = councils.filter(pl.col("code") == "E06000033")["published"].item()
    before = councils.filter(pl.col("published") > southend).height
    found = rank_places(load_all("reablement", 2023), chosen="southend-on-sea")
    assert found.names[found.chosen] == "Southend-on-Sea"
    assert found.chosen == before
    assert len(found.names) == councils.height
    assert load_series("reablement", "england").values[-1].value == pytest.approx(
        rows.filter(pl.col("code") == "E92000001")["published"].item()
    )


@pytest.mark.parametrize(
    ("period", "label"), [(FinancialYear(2024), "2024-25"), (Quarter(FinancialYear(2019), 3), "Q3 2019-20")]
)
def test_a_chart_of_one_point_calls_it_by_its_period(period, label):
    assert spc([1.0], [period]).points[0].label == label
    assert spc([1.0], [Month(2020, 4)]).points[0].label == "Apr 2020"
    assert spc([1.0], [period.first_day]).points[0].label != label  # a day alone does not say of which period
