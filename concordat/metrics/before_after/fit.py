"""Least squares for points in time, which are alike where they are neighbours.

An interval that takes such points as independent is too narrow. Three ways to allow for that, the first the default
because it came nearest to what it promises in simulated series with a known effect (the figures stand in
docs/how-to/before-and-after.md; Turner and others, 2021, found the same):

* `ar1`: generalised least squares with errors of first-order autocorrelation, estimated by restricted maximum
  likelihood (REML), not below 0; a gap in the series weakens it by as many steps;
* `newey-west`: ordinary least squares with Newey and West's errors, lags by their rule of 1994, t distribution;
* `ols`: ordinary least squares; right only where points do not depend on one another.
"""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import stdtrit
from statsmodels.regression.linear_model import OLS

from concordat.metrics.before_after.timeline import Timeline
from concordat.metrics.numbers_in import FloatArray

Errors = Literal["ar1", "newey-west", "ols"]
ERRORS: tuple[Errors, ...] = ("ar1", "newey-west", "ols")
MOST_ALIKE = 0.98  # autocorrelation beyond which a line and its errors cannot be told apart


@dataclass(frozen=True, slots=True)
class Fit:
    """Coefficients of a design with their covariance; `how` says in words how errors were treated.

    `freedom` is the degrees of freedom of Student's t, `autocorrelation` None where none was estimated.
    """

    coefficients: FloatArray
    covariance: FloatArray
    freedom: float
    how: str
    autocorrelation: float | None = None

    def combine(self, weights: FloatArray, confidence: float) -> list[tuple[float, float, float]]:
        """Value, lower and upper of each row of weights of the coefficients."""
        values = weights @ self.coefficients
        spread = np.sqrt(np.einsum("ij,jk,ik->i", weights, self.covariance, weights))
        reach = spread * stdtrit(self.freedom, (1 + confidence) / 2)
        return [(float(v), float(v - r), float(v + r)) for v, r in zip(values, reach, strict=True)]


def fit_points(line: Timeline, design: FloatArray, errors: Errors, *, weigh: bool = True) -> Fit:
    """Fit the points of a timeline to a design.

    With `ar1`, points are weighed by what they add to their neighbours; where coefficients have to stay plain means,
    `weigh` is False, and only their covariance allows for autocorrelation. Raises ValueError for errors that do not
    exist.
    """
    match errors:
        case "ols":
            return _fit(OLS(line.values, design).fit(), "ordinary least squares, points taken as independent")
        case "newey-west":
            lags = max(1, int(4 * (len(line.at) / 100) ** (2 / 9)))
            kinds = {"maxlags": lags, "use_correction": True}
            found = OLS(line.values, design).fit(cov_type="HAC", cov_kwds=kinds, use_t=True)
            over = f"{lags} lag{'s' if lags > 1 else ''}"
            return _fit(found, f"ordinary least squares with Newey-West errors over {over}")
        case "ar1":
            return _fit_alike(line, design, weigh)
    raise ValueError(f"There are no errors {errors!r}; the ways are {', '.join(ERRORS)}.")


def _fit(found: Any, how: str, autocorrelation: float | None = None) -> Fit:
    """From the results of statsmodels."""
    return Fit(found.params, np.asarray(found.cov_params()), float(found.df_resid), how, autocorrelation)


def _fit_alike(line: Timeline, design: FloatArray, weigh: bool) -> Fit:
    steps = np.diff(line.at)
    about = (design, line.values, steps)
    alike = float(minimize_scalar(_restricted_likelihood, bounds=(0, MOST_ALIKE), args=about, method="bounded").x)
    found = OLS(_whiten(line.values, alike, steps), _whiten(design, alike, steps)).fit()
    how = f"errors with autocorrelation {alike:.2f} from one {line.step} to the next (REML)"
    if weigh:
        return _fit(found, how, alike)
    plain = np.linalg.pinv(design)
    between = found.scale * alike ** np.abs(line.at[:, None] - line.at[None, :])
    return Fit(plain @ line.values, plain @ between @ plain.T, float(found.df_resid), how, alike)


def _whiten(rows: FloatArray, alike: float, steps: FloatArray) -> FloatArray:
    """Rows less what the row before foretells of them, in units of what it does not; `steps` lie between rows."""
    weight = alike**steps
    rest = np.sqrt(1 - weight**2)
    return np.concatenate([rows[:1], ((rows[1:].T - weight * rows[:-1].T) / rest).T])


def _restricted_likelihood(alike: float, design: FloatArray, values: FloatArray, steps: FloatArray) -> float:
    """-2 x the restricted log likelihood of an autocorrelation, but for a constant (Harville, 1977)."""
    orthogonal, triangle = np.linalg.qr(_whiten(design, alike, steps))
    white = _whiten(values, alike, steps)
    rest = white - orthogonal @ (orthogonal.T @ white)
    points, columns = design.shape
    spread = np.log(max(float(rest @ rest), np.finfo(float).tiny))
    shape = np.log(1 - alike ** (2 * steps)).sum() + 2 * np.log(np.abs(np.diag(triangle))).sum()
    return float((points - columns) * spread + shape)
