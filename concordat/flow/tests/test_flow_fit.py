"""Stays fitted: known parameters come back, and every answer agrees with another way to it."""

import numpy as np
import pytest
import yaml
from scipy import optimize, stats

from concordat.flow.charts import draw_fit
from concordat.flow.fit import Stays, fit_stays
from concordat.flow.fitted_stay import advise_distribution, make_stay, render_stay
from concordat.flow.parameters import Stay


def make_stays(days, still_in=None):
    days = np.asarray(days, float)
    return Stays(days, np.zeros(len(days), bool) if still_in is None else np.asarray(still_in, bool))


def find(fitted, name):
    return next(one for one in fitted.fits if one.distribution == name)


DRAWS = {
    "lognormal": lambda rng, n: rng.lognormal(3.0, 0.7, n),
    "gamma": lambda rng, n: rng.gamma(2.5, 9.0, n),
    "exponential": lambda rng, n: rng.exponential(20.0, n),
}


@pytest.mark.parametrize("name", DRAWS)
def test_fit_stays_recovers_what_was_drawn(name):
    fitted = fit_stays(make_stays(DRAWS[name](np.random.default_rng(5), 4000)))
    exact = {
        "lognormal": (stats.lognorm(0.7, scale=np.exp(3.0)).stats("mv")),
        "gamma": (22.5, 2.5 * 81),
        "exponential": (20.0, 400.0),
    }[name]
    found = find(fitted, name)
    assert found.mean == pytest.approx(exact[0], rel=0.04)
    assert found.sd == pytest.approx(exact[1] ** 0.5, rel=0.06)
    assert (
        fitted.best.aic >= found.aic - 2.5
    )  # within the penalty of a parameter more, of which the exponential has less
    assert found.ks < 0.02


def test_fit_stays_of_exact_stays_is_the_closed_form():
    days = np.random.default_rng(1).lognormal(2.0, 1.0, 300)
    fitted = fit_stays(make_stays(days))
    logs = np.log(days)
    assert find(fitted, "lognormal").mean == pytest.approx(np.exp(logs.mean() + logs.var() / 2), rel=1e-4)
    assert find(fitted, "exponential").mean == pytest.approx(days.mean(), rel=1e-6)
    likelihood = stats.expon(scale=days.mean()).logpdf(days).sum()
    assert find(fitted, "exponential").aic == pytest.approx(2 - 2 * likelihood)


def test_fit_stays_never_gives_the_mean_of_logs_as_arithmetic():
    """A known mistake of published models: the two ways to write a log-normal mixed up."""
    days = np.random.default_rng(2).lognormal(3.0, 0.9, 2000)
    found = find(fit_stays(make_stays(days)), "lognormal")
    assert found.mean == pytest.approx(days.mean(), rel=0.05)
    assert abs(found.mean - np.exp(3.0)) > 5  # the median, which the slip would give
    stay = make_stay(fit_stays(make_stays(days)), "lognormal")
    sigma2 = np.log1p((stay.sd / stay.mean) ** 2)
    assert np.log(stay.mean) - sigma2 / 2 == pytest.approx(np.log(days).mean(), abs=0.01)


def test_fit_stays_with_some_going_on_maximises_the_censored_likelihood():
    """An exponential has days over ends; the log-normal agrees with a likelihood written out and searched for here."""
    rng = np.random.default_rng(3)
    days, limit = rng.lognormal(3.0, 0.8, 800), rng.uniform(10, 80, 800)
    seen, going_on = np.minimum(days, limit), days > limit
    fitted = fit_stays(make_stays(seen, going_on))
    assert find(fitted, "exponential").mean == pytest.approx(seen.sum() / (~going_on).sum(), rel=1e-4)

    def minus_log_likelihood(parameters):
        z = (np.log(seen) - parameters[0]) / np.exp(parameters[1])
        ended = stats.norm.logpdf(z) - parameters[1] - np.log(seen)
        return -np.where(going_on, stats.norm.logsf(z), ended).sum()

    best = optimize.minimize(minus_log_likelihood, [2.0, 0.0], method="BFGS")
    found = find(fitted, "lognormal")
    assert found.mean == pytest.approx(np.exp(best.x[0] + np.exp(2 * best.x[1]) / 2), rel=1e-3)
    assert found.aic == pytest.approx(4 + 2 * best.fun, abs=0.01)
    assert found.ad is None
    naive = np.log(seen)
    assert np.exp(naive.mean() + naive.var() / 2) < 0.8 * found.mean  # what counting them as ended would give


def test_fit_stays_in_whole_days_is_near_to_the_exact_ones():
    days = np.random.default_rng(4).gamma(2.0, 3.0, 3000)
    exact, whole = fit_stays(make_stays(days)), fit_stays(make_stays(np.round(days)))
    assert whole.stays.in_whole_days
    for name in ("gamma", "exponential"):
        assert find(whole, name).mean == pytest.approx(find(exact, name).mean, rel=0.01)
    assert find(whole, "gamma").sd == pytest.approx(find(exact, "gamma").sd, rel=0.03)


def test_distances_are_those_of_scipy():
    days = np.random.default_rng(6).gamma(2.0, 7.3, 150)
    found = find(fit_stays(make_stays(days)), "gamma")
    assert found.ks == pytest.approx(stats.kstest(days, found.frozen.cdf).statistic)
    quantiles = found.frozen.cdf(np.sort(days))
    steps = (np.arange(150) + 0.5) / 150
    by_sum = 2 * np.sum(steps * -np.log(quantiles) + (1 - steps) * -np.log1p(-quantiles)) - 150  # Anderson and Darling
    assert found.ad == pytest.approx(by_sum, rel=1e-6)


def test_curve_with_some_going_on_is_kaplan_and_meiers():
    stays = make_stays([1.5, 2.5, 3.5, 4.5], [False, True, False, False])
    days, share = stays.curve
    assert dict(zip(days.tolist(), share.tolist(), strict=True)) == pytest.approx(
        {1.5: 1 / 4, 2.5: 1 / 4, 3.5: 1 - 3 / 4 * 1 / 2, 4.5: 1.0}
    )


def test_make_stay_takes_the_stays_themselves_where_no_curve_is_near():
    days = np.concatenate([np.full(60, 2.2), np.full(60, 40.3)]) + np.linspace(0, 0.1, 120)
    fitted = fit_stays(make_stays(days))
    assert advise_distribution(fitted) == "empirical"
    stay = make_stay(fitted)
    assert stay.average == pytest.approx(days.mean(), rel=0.01)
    assert "too far" in render_stay(fitted)


def test_make_stay_without_an_end_to_the_longest_stays_says_so():
    days = np.linspace(1.1, 60.2, 60)
    fitted = fit_stays(make_stays(days, days > 40))
    with pytest.raises(ValueError, match="longest stays have not ended"):
        make_stay(fitted, "empirical")
    with pytest.raises(ValueError, match="'weibull' is not a distribution of stays; write"):
        make_stay(fitted, "weibull")


def test_fit_stays_refuses_what_says_nothing():
    with pytest.raises(ValueError, match="3 stays that ended are too few"):
        fit_stays(make_stays([1.0, 2.0, 3.0]))
    with pytest.raises(ValueError, match="every stay lasts 7 days"):
        fit_stays(make_stays([7.0] * 30))


def test_render_stay_is_a_line_of_a_parameter_file():
    fitted = fit_stays(make_stays(np.random.default_rng(7).gamma(2.0, 7.3, 150)))
    stay = Stay.model_validate(yaml.safe_load(render_stay(fitted))["stay"])
    assert stay == make_stay(fitted)


def test_draw_fit_shows_seen_and_fitted():
    svg = draw_fit(fit_stays(make_stays(np.random.default_rng(8).gamma(2.0, 7.3, 60)), "Home"))
    assert svg.startswith("<svg")
    assert "Home: stays seen (black) and fitted" in svg
    assert "gamma" in svg
