"""The years whose forms are held, and which of them a day belongs to."""

from datetime import date

from concordat.frameworks.forms import form_ids
from concordat.frameworks.framework import Framework
from concordat.frameworks.read_yaml import framework_ids, load_framework


def list_years() -> list[Framework]:
    """The frameworks that have forms to fill, earliest first."""
    return [one for id in framework_ids() if form_ids(one := load_framework(id))]


def find_year(id: str) -> Framework | None:
    """The framework of that id, where it has forms to fill."""
    return next((one for one in list_years() if one.id == id), None)


def year_on(day: date) -> Framework:
    """The framework whose years a day falls into; else the latest that began before it, or the first of all.

    Of two that a day belongs to the later one, which replaced the other.
    """
    years = list_years()
    inside = [one for one in years if one.years[0].first_day <= day <= one.years[-1].last_day]
    before = [one for one in years if one.years[0].first_day <= day]
    return (inside or before or years[:1])[-1]
