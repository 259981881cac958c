"""All places by a figure that was published without what it was made of: an order, and no interval or verdict."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from concordat.metrics.control_charts.when import label_period
from concordat.metrics.definition import Definition
from concordat.metrics.drawing import Spec
from concordat.metrics.figures_said import decimals_of, say_column, say_with_unit
from concordat.metrics.picture_page import Picture
from concordat.metrics.places_charts import draw_rank, draw_ranked_bars
from concordat.metrics.value import Series
from concordat.periods import Period

HEADINGS = ("Place", "Value")
NO_INTERVAL = (
    "Published as a value only, without what it was made of: there is no interval, so that places near each other in "
    "this order may differ by chance alone."
)


@dataclass(frozen=True, slots=True)
class PlacesRanked:
    """A metric in one period, places by value, the highest first. `outside` are those without a value, and why.

    `whole` is the value published for England, or None; `chosen` is the index of the place asked about, or None.
    """

    definition: Definition
    period: Period
    names: tuple[str, ...]
    slugs: tuple[str, ...]
    values: tuple[float, ...]
    outside: tuple[tuple[str, str], ...]
    whole: float | None
    chosen: int | None

    @property
    def label(self) -> str:
        """The period as people say it."""
        return label_period(self.period)


def rank_places(
    series: Sequence[Series], *, chosen: str | None = None, england: Series | None = None, period: Period | None = None
) -> PlacesRanked:
    """All places of `series` in a period, by default the latest that most places have; `chosen` is a slug.

    Raises ValueError where no place has a value.
    """
    many = Counter(value.period for one in series for value in one.values if value.value is not None)
    if not many:
        raise ValueError("No place has a figure of this metric.")
    most = max(many.values())
    when = period or max(one for one, count in many.items() if count == most)
    found = [(one, _value_in(one, when)) for one in series]
    held = sorted(((one, value) for one, value in found if value is not None), key=lambda pair: -pair[1])
    slugs = [one.slug for one, _ in held]
    return PlacesRanked(
        series[0].definition,
        when,
        tuple(one.name for one, _ in held),
        tuple(slugs),
        tuple(value for _, value in held),
        tuple(sorted((one.name, _why_missing(one, when)) for one, value in found if value is None)),
        _value_in(england, when) if england else None,
        slugs.index(chosen) if chosen in slugs else None,
    )


def ranked_picture(ranked: PlacesRanked) -> Picture:
    """The ranking with its words and its table."""
    decimals = decimals_of(ranked.values)
    values = say_column(ranked.values, decimals + 1)
    outside = f"Without a figure: {'; '.join(name for name, _ in ranked.outside)}." if ranked.outside else ""
    return Picture(
        heading=f"All places, ranked: {ranked.definition.label}, {ranked.label}",
        svg=_render(ranked),
        said=_sentence(ranked, decimals),
        headings=HEADINGS,
        rows=[list(row) for row in zip(ranked.names, values, strict=True)],
        notes=[note for note in (NO_INTERVAL, outside) if note],
        numeric=1,
    )


def _sentence(ranked: PlacesRanked, decimals: int) -> str:
    unit, total = ranked.definition.unit, len(ranked.names)
    told = []
    if (at := ranked.chosen) is not None:
        value = say_with_unit(ranked.values[at], decimals, unit)
        told.append(f"{ranked.names[at]} in {ranked.label}: {value}, {at + 1} of {total} places from the highest.")
    if ranked.whole is not None:
        told.append(f"England: {say_with_unit(ranked.whole, decimals, unit)}.")
    ends = [f"{ranked.names[at]}, {say_with_unit(ranked.values[at], decimals, unit)}" for at in (0, -1)]
    return " ".join([*told, f"From the highest ({ends[0]}) to the lowest ({ends[1]})."])


def _render(ranked: PlacesRanked) -> str:
    rows: list[Spec] = [
        {"name": name, "value": value, "upper": value, "chosen": at == ranked.chosen, "rank": at + 1}
        for at, (name, value) in enumerate(zip(ranked.names, ranked.values, strict=True))
    ]
    below = "Each place; the line is England" if ranked.whole is not None else "Each place"
    bars = draw_ranked_bars(ranked.definition, rows, ranked.whole)
    return draw_rank(f"{ranked.definition.label}, {ranked.label}", below, bars)


def _value_in(series: Series, period: Period) -> float | None:
    return next((value.value for value in series.values if value.period == period), None)


def _why_missing(series: Series, period: Period) -> str:
    return next((value.missing for value in series.values if value.period == period), series.why_empty)
