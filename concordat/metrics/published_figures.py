"""The published figures that ambitions can be held against."""

from collections.abc import Iterable
from pathlib import Path

from concordat.metrics.ambition import Ambition
from concordat.metrics.known_figure import KnownFigure, list_known
from concordat.metrics.loading import load_series
from concordat.metrics.read_definitions import definitions


def list_published(ambitions: Iterable[Ambition], store: Path | None = None) -> list[KnownFigure]:
    """Every published value of the metrics and places that have an ambition; none for a metric that is not defined.

    `store` is a folder of editions beside those that ship. Raises DataError where that cannot be read.
    """
    defined = {one.id for one in definitions()}
    pairs = dict.fromkeys((one.metric, one.place) for one in ambitions if one.metric in defined)
    return [one for metric, place in pairs for one in list_known(load_series(metric, place, store=store))]
