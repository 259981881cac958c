"""The statistics of the room once more, one figure at a time, as slowly as the formulas read: the oracle of tests."""

import math
from statistics import NormalDist

EUROPE = [5, 5.5, 5.5, 5.5, 6, 6, 6.5, 7, 7, 7, 7, 6.5, 6, 5.5, 5, 4, 2.5, 1.5, 1]  # thousands


def z_of(confidence):
    return NormalDist().inv_cdf((1 + confidence) / 2)


def byar(o, confidence=0.95):
    z = z_of(confidence)
    low = o * (1 - 1 / (9 * o) - z / (3 * math.sqrt(o))) ** 3 if o else 0.0
    return max(low, 0.0), (o + 1) * (1 - 1 / (9 * (o + 1)) + z / (3 * math.sqrt(o + 1))) ** 3


def poisson_at_most(k, mean):
    return math.fsum(math.exp(i * math.log(mean) - mean - math.lgamma(i + 1)) for i in range(k + 1))


def solve(rises, target, low, high):
    """Where a rising function reaches a target, by halving."""
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if rises(middle) < target else (low, middle)
    return (low + high) / 2


def exact_poisson(o, confidence=0.95):
    """The means under which the count, or one further out, has half of what confidence leaves."""
    tail, most = (1 - confidence) / 2, 10 * o + 50
    low = solve(lambda mean: 1 - poisson_at_most(o - 1, mean), tail, 1e-12, most) if o else 0.0
    return low, solve(lambda mean: -poisson_at_most(o, mean), -tail, 1e-12, most)


def rate_interval(o, n, per=1.0, confidence=0.95):
    low, high = exact_poisson(o, confidence) if o < 10 else byar(o, confidence)
    return low / n * per, high / n * per


def wilson(x, n, confidence=0.95):
    """The shares from which x of n is just as far as z standard errors, by halving the distance."""
    z, p = z_of(confidence), x / n

    def distance(share):
        return (share - p) / math.sqrt(share * (1 - share) / n)

    low = solve(distance, -z, 1e-15, max(p, 1e-14)) if x else 0.0
    high = solve(distance, z, min(p, 1 - 1e-14), 1 - 1e-15) if x < n else 1.0
    return low, high


def standardised(counts, people, weights=EUROPE, per=100_000, confidence=0.95):
    total = sum(counts)
    if total < 10:
        return None
    rate = sum(w * x / n for w, x, n in zip(weights, counts, people, strict=True)) / sum(weights)
    variance = sum(w**2 * x / n**2 for w, x, n in zip(weights, counts, people, strict=True)) / sum(weights) ** 2
    low, high = byar(total, confidence)
    step = math.sqrt(variance / total)
    return per * rate, per * (rate + step * (low - total)), per * (rate + step * (high - total))


def funnel_of_rate(centre, n, per=1.0, confidence=0.95):
    return rate_interval(centre * n, n, per, confidence) if centre * n >= 10 else None


def compare(benchmark, low, high, low_far, high_far, good, itself=False):
    if itself or any(math.isnan(one) for one in (benchmark, low, high)):
        return "not compared"
    if low <= benchmark <= high:
        return "similar"
    is_high = benchmark < low
    if good == "neither":
        return "higher" if is_high else "lower"
    word = "better" if is_high == (good == "high") else "worse"
    return f"much {word}" if benchmark < low_far or benchmark > high_far else word


def quantile(values, place, groups=5):
    """Which part a place falls in: its group is the first that is not filled by those lower."""
    there = [one for one in values if not math.isnan(one)]
    if len(there) < groups or math.isnan(values[place]):
        return None
    lower = sum(1 for one in there if one < values[place])
    return next(group for group in range(1, groups + 1) if lower * groups < group * len(there))


def slope_of(points):
    """(slope, its standard error) of (x, y, weight)."""
    total = sum(w for _, _, w in points)
    mean_x = sum(w * x for x, _, w in points) / total
    mean_y = sum(w * y for _, y, w in points) / total
    spread = sum(w * (x - mean_x) ** 2 for x, _, w in points)
    return sum(w * (x - mean_x) * (y - mean_y) for x, y, w in points) / spread, 1 / math.sqrt(spread)


def trend(values, lower, upper):
    if len(values) < 5:
        return None
    last = list(zip(values, lower, upper, strict=True))[-5:]
    if any(math.isnan(one) for row in last for one in row) or any(high == low for _, low, high in last):
        return None
    points = [(x, y, 1 / ((high - low) / 3.92) ** 2) for x, (y, low, high) in enumerate(last)]
    slope, error = slope_of(points)
    slopes = [slope, *(slope_of(points[:left] + points[left + 1 :])[0] for left in range(5))]
    one_sign = all(one > 0 for one in slopes) or all(one < 0 for one in slopes)
    if not one_sign or (slope / error) ** 2 <= 9.5495:
        return "no significant change"
    return "increasing" if slope > 0 else "decreasing"
