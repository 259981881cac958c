import shutil

import pytest

from concordat.places.area import VINTAGES
from concordat.places.find import find_area
from concordat.places.population import (
    ADULTS,
    EVERYONE,
    OLDER,
    Missing,
    ages_by_code,
    population,
    population_weights,
    read_population,
)
from concordat.places.vintage import DATA, areas
from concordat.questionnaires.read_yaml import DataError

ENGLAND = {2017: 55_619_430, 2019: 56_286_961, 2020: 56_550_138}  # as ONS published them


@pytest.mark.parametrize(
    ("vintage", "year"),
    [(2017, 2017), (2018, 2017), (2019, 2019), (2020, 2020), (2021, 2020), (2022, 2020), (2023, 2020)],
)
def test_population_weights_add_up_to_england(vintage, year):
    weights = population_weights(vintage)
    assert sum(weights.people.values()) == ENGLAND[year]
    assert set(weights.people) == {area.slug for area in areas(vintage)}
    assert weights.missing == {}
    assert weights.basis == f"ONS mid-{year} population estimates, all ages, on the boundaries of {vintage}"


def test_population_southend():
    southend = find_area("Southend", 2017)
    assert population(southend, 2017) == 181_808
    assert population(southend, 2019) == 183_125
    assert population(southend, 2017, EVERYONE) == 181_808
    assert population(southend, 2017, ADULTS) + population(southend, 2017, range(18)) == 181_808


@pytest.mark.parametrize("slug", ["city-of-london", "isles-of-scilly"])
def test_population_the_smallest_places_are_there(slug):
    for vintage in VINTAGES:
        assert population_weights(vintage).people[slug] > 2000


def test_population_65_and_over_by_age_agrees_with_the_tables_of_commissioners():
    for area in areas(2017):
        assert population(area, 2017, OLDER) > 0
    assert population(find_area("Bradford", 2017), 2017, OLDER) == sum(
        ages_by_code(2017)["E08000032"].whole(str(age)) for age in range(65, 90)
    ) + ages_by_code(2017)["E08000032"].whole("90+")


def test_population_joint_area_has_totals_but_no_single_ages():
    joint = find_area("Bournemouth", 2017)
    assert population(joint, 2017) == 194_752 + 151_270
    assert population(joint, 2017, OLDER) == 35_307 + 33_824
    assert population(joint, 2017, ADULTS) == Missing(
        "The mid-2017 estimates by age are on other boundaries, which Bournemouth (E06000028) does not join. "
        "Only all ages and 65 and over are known."
    )


def test_population_never_a_neighbouring_year():
    assert population(find_area("Leeds", 2018), 2018) == Missing(
        "Populations are held for mid-2017, mid-2019 and mid-2020, not for mid-2018."
    )


def test_population_boundaries_that_do_not_join():
    assert population(find_area("Poole", 2018), 2019) == Missing(
        "The mid-2019 estimates are on other boundaries, which Bournemouth (E06000028) does not join."
    )
    missing = [area.slug for area in areas(2023) if isinstance(population(area, 2017), Missing)]
    assert missing == ["cumberland", "north-northamptonshire", "west-northamptonshire", "westmorland-and-furness"]


def test_population_a_new_status_is_the_same_land():
    assert population(find_area("Buckinghamshire", 2017), 2020) == population(find_area("E06000060", 2021), 2020)
    assert population(find_area("Somerset", 2023), 2019) == population(find_area("Somerset", 2019), 2019)


def test_population_2020_of_counties_that_were_split():
    north, west = (population(find_area(f"{side} Northamptonshire", 2021), 2020) for side in ("North", "West"))
    assert population(find_area("Northamptonshire", 2020), 2020) == north + west == 757_181
    # Allerdale 97,831, Carlisle 108,524, Copeland 68,041
    assert population(find_area("Cumberland", 2023), 2020) == 97_831 + 108_524 + 68_041


@pytest.mark.parametrize("ages", [range(65, 100), range(5, 5), range(0, 90, 2), range(-1, 4)])
def test_population_odd_ages(ages):
    with pytest.raises(ValueError, match="is no run of ages; use range"):
        population(find_area("Leeds", 2017), 2017, ages)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("E06000002,", "E06000001,", "line 3: code E06000001 stands twice, first on line 2"),
        ("E06000001,1016", "E06000001,1016.5", "line 2: 0 is '1016.5'; write a whole number"),
        ("E06000001,1016", "E06000001,", "line 2: 0 is ''; write a whole number"),
        (",90+", "", r"line 1: .*missing: 90\+"),
        ("E06000001,1016", "E06000001", "line 2: 91 fields where 92 belong"),
    ],
)
def test_read_population_broken_file(tmp_path, old, new, message):
    path = tmp_path / "population_2017.csv"
    shutil.copy(DATA / path.name, path)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError, match=message):
        read_population(path)
