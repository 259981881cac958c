"""All places in one period: verdicts, funnel, ranking, what is said and drawn; and the names of the room."""

from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import numpy as np
import pytest

import concordat.metrics
from concordat.metrics import byar, compare_places, load_all, render_funnel, render_rank
from concordat.metrics.places_charts import funnel_picture, list_cautions, rank_picture, render_sentence
from concordat.metrics.places_compared import find_period, vintage_of
from concordat.metrics.value import Value
from concordat.periods import FinancialYear, Month, Quarter

JUNE, JULY = Month(2019, 6), Month(2019, 7)


def place(name, *figures, interval="byar", good="low", per=1000.0):
    """A series of (count, people) from June 2019 on; None is no figure."""
    definition = SimpleNamespace(
        label="Falls", unit="per 1,000 people", good=good, interval=interval, multiplier=per, denominator="People"
    )
    values = []
    for step, figure in enumerate(figures):
        count, people = figure or (None, None)
        value = None if figure is None else per * count / people
        missing = "" if figure else "It was not asked."
        values.append(Value(JUNE.plus(step), count, people, value, None, None, "", missing))
    slug = name.lower().replace(" ", "-")
    return SimpleNamespace(definition=definition, name=name, slug=slug, values=tuple(values), why_empty="")


# 40 of 1,000 and 100 of 5,000 and 30 of 1,000 and 30 of 3,000: together 200 of 10,000 = 20 per 1,000
FOUR = [
    place("Alder", (40, 1000)),
    place("Beech", (100, 5000)),
    place("Cedar", (30, 1000)),
    place("Elm", (30, 3000)),
]


def test_places_are_ranked_and_compared_with_all_of_them():
    found = compare_places([*FOUR, place("Fir", None)], chosen="cedar")
    assert found.names == ("Alder", "Cedar", "Beech", "Elm")
    assert found.centre == pytest.approx(20)
    assert found.values == pytest.approx([40, 30, 20, 10])
    assert found.lower[1] == pytest.approx(byar(30)[0])
    # Alder: 99.8% interval of 40 is 22.9 to 64.2; Cedar: 95% of 30 is 20.2 to 42.8; Elm: 99.8% of 30 / 3 is 5.2 to 17.1
    assert list(found.verdicts) == ["much worse", "worse", "similar", "much better"]
    assert found.outside == (("Fir", "It was not asked."),)
    assert found.chosen == 1


def test_the_funnel_is_wider_for_a_smaller_place():
    found = compare_places(FOUR)
    low, high = found.limits(0.95)
    assert high[0] == pytest.approx(byar(20)[1])  # 1,000 people, 20 to be expected
    assert high[2] - low[2] < high[0] - low[0]
    assert found.count_outside() == 2  # Alder and Elm
    assert found.table()[0]["funnel_95"] == (low[0], high[0])


def test_the_sentence_says_how_the_place_stands_and_how_all_do():
    told = render_sentence(compare_places(FOUR, chosen="cedar"))
    assert told == (
        "All 4 places together in Jun 2019: 20 per 1,000 people. Cedar: 30 (95% interval 20.2 to 42.8), 2 of 4 from "
        "the highest; worse in comparison with all places. "
        "Of all places: 1 much worse, 1 worse, 1 similar, 1 much better."
    )


def test_a_place_without_a_figure_is_named_and_too_many_outside_are_cautioned_about():
    cautions = list_cautions(compare_places([*FOUR, place("Fir", None)]))
    assert cautions[0].startswith("2 of 4 places lie outside the 99.8% limits. So many are not all exceptional")
    assert cautions[1] == "Without a figure: Fir (It was not asked)."
    assert list_cautions(compare_places([place("A", (20, 1000)), place("B", (41, 2000))])) == []


def test_proportions_take_wilson_and_its_inverse():
    pair = [place("A", (60, 100), interval="wilson", per=100.0), place("B", (90, 200), interval="wilson", per=100.0)]
    found = compare_places(pair)
    assert found.centre == pytest.approx(50)
    low, high = found.limits(0.95)
    assert (low[0], high[0]) == pytest.approx((50 - 1.959964 * 5, 50 + 1.959964 * 5))


def test_the_latest_period_that_most_places_have_is_taken():
    pair = [place("A", (1, 10), (2, 10), (3, 10)), place("B", (1, 20), (2, 20), None)]
    assert find_period(pair) == JULY
    assert compare_places(pair, period=JUNE).period == JUNE


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: compare_places([]), "this metric has none"),
        (lambda: compare_places([place("A", (1, 2), interval="none")]), "this metric has none"),
        (lambda: compare_places([place("A", None)]), "Falls: no place has a figure that can be compared."),
        (lambda: compare_places(FOUR, period=JULY), "Falls: no place has a figure for 2019-07 that can be compared."),
        (
            lambda: compare_places([*FOUR, place("Fir", None)], chosen="fir"),
            "fir has no figure for 2019-06 .* not asked.",
        ),
        (lambda: compare_places([place("A", (1, 30)), place("B", (2, 30))]), "Falls is a number, not a rate"),
    ],
)
def test_what_cannot_be_compared_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_drawings_name_the_place_and_the_period():
    found = compare_places(FOUR, chosen="cedar")
    for svg in (render_funnel(found), render_rank(found)):
        texts = {element.text for element in ElementTree.fromstring(svg).iter()}
        assert {"Cedar", "Falls, Jun 2019", "per 1,000 people"} <= texts
    assert "Alder" not in render_funnel(found)
    ElementTree.fromstring(render_rank(compare_places(FOUR)))


def test_pictures_have_a_row_for_each_place():
    found = compare_places(FOUR, chosen="cedar")
    assert [list(row) for row in funnel_picture(found).rows][1] == [
        "Cedar",
        "30",
        "20.24",
        "42.83",
        "30",
        "1,000",
        "worse",
    ]
    assert rank_picture(found).said == "From the highest (Alder, 40) to the lowest (Elm, 10)."


def test_boundaries_are_those_in_force():
    assert vintage_of(Month(2019, 12)) == 2019
    assert vintage_of(Month(2020, 2)) == 2019
    assert vintage_of(Quarter(FinancialYear(2012), 1)) == 2017  # the earliest held
    assert vintage_of(Month(2025, 3)) == 2023


def test_england_is_the_sum_of_the_places_that_are_compared():
    """Delayed days and adults of all 150 places of December 2019, against the published total within a hundredth."""
    found = compare_places(load_all("delayed-transfers", 2019), chosen="southend-on-sea")
    assert len(found.names) == 150
    assert found.numerators.sum() == pytest.approx(148_101, rel=0.01)
    assert np.all((found.lower <= found.values) & (found.values <= found.upper))


def test_no_file_of_the_room_is_called_as_a_name_that_it_gives():
    """A submodule of the same name would take the name's place once it is loaded."""
    folder = Path(concordat.metrics.__file__).parent
    files = {path.stem for path in folder.iterdir()}
    assert [name for name in dir(concordat.metrics) if name in files] == []
    assert all(getattr(concordat.metrics, name) for name in dir(concordat.metrics))
    with pytest.raises(AttributeError, match=r"concordat\.metrics has no nothing\."):
        _ = concordat.metrics.nothing
