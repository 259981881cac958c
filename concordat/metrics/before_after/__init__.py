"""Before and after: how a series changed at a known date, with its interval, by a method that is named."""

from concordat.metrics.before_after.effect import BeforeAfter, Estimate
from concordat.metrics.before_after.means import compare_means
from concordat.metrics.before_after.rebased import draw_rebased
from concordat.metrics.before_after.segmented import segmented_regression

__all__ = ["BeforeAfter", "Estimate", "compare_means", "draw_rebased", "segmented_regression"]
