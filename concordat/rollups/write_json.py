"""A report as JSON: every number of the roll-ups with the names behind it.

Counts, money, shares and rates are strings of a plain decimal number ("13131049", "0.564593"), exact to six places, so
that no reader turns pence into binary fractions; numbers of places and of questions are JSON numbers.
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from concordat.rollups.coverage import WHOLE, Coverage, Named
from concordat.rollups.groups import FormRollUp, Report
from concordat.rollups.rollup import Added, AddedSeries, Counted, Recomputed, RollUp

PLACES = Decimal("0.000001")
Json = dict[str, Any]


def rollup_as_dict(report: Report) -> Json:
    """The JSON of `concordat rollup`: `by`, `forms` (each with `whole` and `groups`), `unused` files with findings."""
    return {
        "by": report.by,
        "forms": [_form(form) for form in report.forms],
        "unused": [
            {"file": str(file.path), "findings": [finding.as_dict() for finding in findings]}
            for file, findings in report.unused
        ],
    }


def plain(number: Decimal) -> str:
    """A number to six places without a trail of noughts."""
    rounded = number.quantize(PLACES, ROUND_HALF_EVEN)
    text = f"{rounded:f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _form(form: FormRollUp) -> Json:
    asked = form.whole.form
    return {
        "form": asked.id,
        "title": asked.title,
        "version": asked.version,
        "whole": _rollup(form.whole),
        "groups": [_rollup(group) for group in form.groups],
    }


def _rollup(rolled: RollUp) -> Json:
    """One roll-up; where nobody has returned there is its coverage and nothing else."""
    numbers = {
        "completion": {
            section: {"answered": answered, "asked": asked} for section, (answered, asked) in rolled.completion.items()
        },
        "answers": [_counted(one) for one in rolled.counted],
        "series": [_series(one) for one in rolled.series],
        "added": [_added(one) for one in rolled.added],
        "rates": [_rate(one) for one in rolled.recomputed],
    }
    return {
        "group": {"kind": rolled.group.kind, "name": rolled.group.name},
        "coverage": _coverage(rolled.coverage),
        **(numbers if rolled.coverage.returned else {}),
    }


def _coverage(coverage: Coverage) -> Json:
    return {
        "text": str(coverage),
        "expected": coverage.expected,
        "returned": _names(coverage.returned),
        "missing": _names(coverage.missing),
        "late": [{**_named(named), "days": days} for named, days in coverage.late],
        "undated": _names(coverage.undated),
        "unready": _names(coverage.unready),
        "due": str(coverage.due) if coverage.due else None,
        "population": None if coverage.population is None else plain(Decimal(repr(coverage.population))),
        "basis": coverage.basis,
        "uncounted": _names(coverage.uncounted),
    }


def _counted(one: Counted) -> Json:
    return {
        "id": one.question.id,
        "section": one.question.section,
        "label": one.question.name,
        "matrix": one.question.series,
        "total": plain(one.total),
        "answers": [
            {"answer": answer, "count": plain(one.count(answer)), "share": _share(one, answer), "places": _names(names)}
            for answer, names in one.answers.items()
        ],
        "unanswered": _names(one.unanswered),
    }


def _share(one: Counted, answer: str) -> str | None:
    share = one.share(answer)
    return None if share is None else plain(share)


def _series(one: AddedSeries) -> Json:
    differences = one.difference or (None,) * len(one.cells)
    return {
        "id": one.series.id,
        "label": one.series.name,
        "kind": one.kind,
        "year": None if one.year is None else plain(one.year),
        "against": one.against or None,
        "cells": [
            {**_added(cell), "difference": None if difference is None else plain(difference)}
            for cell, difference in zip(one.cells, differences, strict=True)
        ],
    }


def _added(one: Added) -> Json:
    return {
        "id": one.id,
        "label": one.label,
        "total": plain(one.total) if one.given else None,
        "given": one.given,
        "lacking": _names(one.lacking),
    }


def _rate(one: Recomputed) -> Json:
    return {
        "id": one.id,
        "label": one.label,
        "of": one.of,
        "among": one.among,
        "numerator": plain(one.numerator),
        "denominator": plain(one.denominator),
        "per": one.per,
        "value": None if one.value is None else plain(one.value),
        "given": one.given,
        "lacking": _names(one.lacking),
    }


def _names(names: Iterable[Named]) -> list[Json]:
    return [_named(named) for named in names]


def _named(named: Named) -> Json:
    """Slug and name; `share` only where a part of the place counts."""
    part = {} if named.share == WHOLE else {"share": plain(named.share)}
    return {"slug": named.slug, "name": named.name, **part}
