"""Roll-ups: counts, names, coverage, sums, differences and rates, against sums that anyone can do by hand."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from concordat.frameworks.forms import framework_of, load_form
from concordat.places.footprint import footprints
from concordat.places.vintage import area_by_slug, areas
from concordat.questionnaires.answers import read_answers
from concordat.returns.load import check_files
from concordat.returns.place_return import Return
from concordat.returns.tests.invented_returns import change, invent, q
from concordat.rollups.coverage import WHOLE, Group, Weights, format_share
from concordat.rollups.groups import make_report
from concordat.rollups.summing import roll_up

Q2, Q3 = "2016-17-q2", "2016-17-q3"
PEOPLE = {"kent": 3000, "medway": 1000, "essex": 2000, "thurrock": 500, "southend-on-sea": 500}


def place_return(slug, answers, form=Q3, submitted=None, earlier=()):
    questionnaire = load_form(form)
    said = read_answers(questionnaire, answers, tuple(one.answers for one in earlier))
    return Return(area_by_slug(2017)[slug], framework_of(form), said, tuple(earlier), submitted)


def rolled(*returns, among=None):
    slugs = among or [ret.place.slug for ret in returns]
    group = Group("nation", "England", dict.fromkeys(slugs, WHOLE))
    return roll_up(returns, group, [area_by_slug(2017)[slug] for slug in slugs], Weights(PEOPLE, "invented"))


def counted(roll, id):
    return next(one for one in roll.counted if one.question.id == id)


def series(roll, id):
    return next(one for one in roll.series if one.series.id == id)


def slugs(names):
    return [named.slug for named in names]


def test_roll_up_counts_each_answer_with_the_places_behind_it():
    roll = rolled(
        place_return("kent", {"budget": {"pooled": "Yes"}}),
        place_return("medway", {"budget": {"pooled": "No"}}),
        place_return("essex", {"budget": {"pooled": "Yes"}}),
        place_return("thurrock", {}),
    )
    pooled = counted(roll, "budget.pooled")
    assert slugs(pooled.answers["Yes"]) == ["kent", "essex"]
    assert slugs(pooled.answers["No"]) == ["medway"]
    assert slugs(pooled.unanswered) == ["thurrock"]
    assert (pooled.count("Yes"), pooled.total, pooled.share("Yes")) == (2, 3, Decimal(2) / 3)


def test_roll_up_coverage_names_missing_late_and_undated():
    due = framework_of(Q3).deadline_for(Q3).day
    roll = rolled(
        place_return("kent", {}, submitted=due),
        place_return("medway", {}, submitted=due.replace(day=due.day + 4)),
        place_return("essex", {}),
        among=["kent", "medway", "essex", "thurrock"],
    )
    coverage = roll.coverage
    assert slugs(coverage.missing) == ["thurrock"]
    assert [(named.slug, days) for named, days in coverage.late] == [("medway", 4)]
    assert slugs(coverage.undated) == ["essex"]
    assert coverage.due == due
    assert coverage.population == pytest.approx(6000 / 6500)
    assert str(coverage) == "3 of 4 areas, 92% of population"


def test_roll_up_of_places_of_which_none_returned_still_says_when_it_was_due():
    group = Group("nation", "Kent", {"kent": WHOLE})
    roll = roll_up([place_return("essex", {})], group, [area_by_slug(2017)["kent"]], Weights(PEOPLE, "invented"))
    assert roll.coverage.due == framework_of(Q3).deadline_for(Q3).day
    assert str(roll.coverage) == "0 of 1 areas, 0% of population"


def test_roll_up_completion_sums_answered_and_asked_by_section():
    roll = rolled(
        place_return("kent", {"narrative": {"text": "It goes well."}}),
        place_return("medway", {}),
    )
    assert roll.completion["narrative"] == (1, 2)


def test_roll_up_difference_is_of_the_places_that_gave_both_figures():
    roll = rolled(
        place_return("kent", {"money": {"income": {"forecast": {"q1": 100}, "actual": {"q1": 90}}}}),
        place_return("medway", {"money": {"income": {"forecast": {"q1": 1000}}}}),
        place_return("essex", {"money": {"income": {"actual": {"q1": 7}}}}),
    )
    forecast, actual = series(roll, "money.income.forecast"), series(roll, "money.income.actual")
    assert (forecast.cells[0].total, forecast.cells[0].given, slugs(forecast.cells[0].lacking)) == (1100, 2, ["essex"])
    assert (actual.cells[0].total, slugs(actual.cells[0].lacking)) == (97, ["medway"])
    assert actual.against == "Forecast"
    assert actual.difference[0] == -10
    assert actual.difference[1] is None
    assert forecast.year is None


def test_roll_up_year_is_shown_only_where_every_place_gave_every_period():
    whole = {"money": {"income": {"forecast": {"q1": 1, "q2": 2, "q3": 3, "q4": 4}}}}
    part = {"money": {"income": {"forecast": {"q1": 1, "q2": 2, "q3": 3}}}}
    assert series(rolled(place_return("kent", whole)), "money.income.forecast").year == 10
    both = rolled(place_return("kent", whole), place_return("medway", part))
    assert series(both, "money.income.forecast").year is None


def test_roll_up_takes_the_plan_of_an_earlier_period_first_whichever_place_has_it():
    """The first place has no return of quarter 1, where the plan is asked; the plan is the yardstick all the same."""
    first_of_kent = place_return("kent", {"money": {"income": {"forecast": {"q1": 5}}}}, Q2)
    first_of_medway = place_return("medway", {"money": {"income": {"plan": {"q1": 50}}}}, "2016-17-q1")
    kent = place_return("kent", {"money": {"income": {"actual": {"q1": 6}}}}, earlier=[first_of_kent])
    medway = place_return("medway", {"money": {"income": {"actual": {"q1": 40}}}}, earlier=[first_of_medway])
    roll = rolled(kent, medway)
    assert [one.series.label for one in roll.series if one.series.item == "Income"] == ["Plan", "Forecast", "Actual"]
    assert series(roll, "money.income.actual").against == "Plan"
    assert series(roll, "money.income.actual").difference[0] == -10


def test_roll_up_rate_is_made_from_the_sums_and_weighs_each_place():
    def ans(budgets, people, share):
        return {"additional": {"budgets-in-place": budgets, "population": people, "budgets-continuing-care": share}}

    roll = rolled(
        place_return("kent", ans(30, 300_000, "10%")),
        place_return("medway", ans(10, 20_000, "90%")),
        place_return("essex", {"additional": {"budgets-in-place": 99}}),
    )
    rate, share = roll.recomputed
    assert (rate.numerator, rate.denominator, rate.per) == (40, 320_000, 100_000)
    assert rate.value == Decimal("12.5")  # the average of 10 and 50 would be 30
    assert slugs(rate.lacking) == ["essex"]
    assert share.value == (Decimal(3) + 9) * 100 / 40  # 10% of 30 people and 90% of 10, not 50%
    assert share.among == "Personal health budgets in place"


def test_roll_up_counts_a_straddling_place_with_its_share():
    group = Group("stp", "Half of Kent and Medway", {"kent": Decimal("0.25"), "medway": WHOLE})
    returns = [
        place_return("kent", {"budget": {"pooled": "Yes"}, "money": {"fund": 100}}),
        place_return("medway", {"budget": {"pooled": "Yes"}, "money": {"fund": 1}}),
    ]
    both = [area_by_slug(2017)[slug] for slug in ("kent", "medway")]
    roll = roll_up(returns, group, both, Weights(PEOPLE, "invented"))
    assert counted(roll, "budget.pooled").count("Yes") == Decimal("1.25")
    assert roll.added[0].total == 26


def test_roll_up_refuses_two_forms():
    with pytest.raises(ValueError, match="one form; these returns are to 2"):
        rolled(place_return("kent", {}), place_return("medway", {}, Q2))


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (0, "0%"),
        (0.0001, "under 0.1%"),
        (0.003, "0.3%"),
        (0.5, "50%"),
        (0.994, "99.4%"),
        (0.9999, "over 99.9%"),
        (1, "100%"),
    ],
)
def test_format_share_never_shows_nothing_of_something(share, shown):
    assert format_share(share) == shown


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(
        st.sampled_from([area.slug for area in areas(2017)]),
        st.tuples(st.sampled_from(["Yes", "No", None]), st.integers(0, 10**8)),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from(["region", "stp"]),
)
def test_roll_up_groups_of_any_division_add_up_to_the_whole(said, kind):
    returns = [
        place_return(slug, {"budget": {"pooled": pooled} if pooled else {}, "money": {"fund": fund}})
        for slug, (pooled, fund) in said.items()
    ]
    every = areas(2017)
    weights = Weights({area.slug: 1 for area in every}, "invented")
    whole = roll_up(returns, Group("nation", "England", {area.slug: WHOLE for area in every}), every, weights)
    groups = [
        roll_up(returns, Group(kind, one.name, {s: Decimal(repr(v)) for s, v in one.shares.items()}), every, weights)
        for one in footprints(kind, 2017)
    ]
    for answer in ("Yes", "No"):
        parts = sum(counted(group, "budget.pooled").count(answer) for group in groups)
        assert abs(parts - counted(whole, "budget.pooled").count(answer)) < Decimal("1e-9")
    assert abs(sum(group.added[0].total for group in groups) - whole.added[0].total) < Decimal("0.01")
    if kind == "region":
        for section, (answered, asked) in whole.completion.items():
            pairs = [group.completion[section] for group in groups if section in group.completion]
            assert (sum(a for a, _ in pairs), sum(b for _, b in pairs)) == (answered, asked)


def test_make_report_of_two_files_of_one_place_counts_the_one_submitted_later(tmp_path):
    earlier = invent(tmp_path / "a", "kent", 3, submitted="2017-03-01")
    later = invent(tmp_path / "b", "kent", 3, change(q("conditions.1.answer"), "No"), submitted="2017-03-02")
    report = make_report(check_files([later, earlier]))
    assert slugs(counted(report.forms[0].whole, "conditions.1.answer").answers["No"]) == ["kent"]
