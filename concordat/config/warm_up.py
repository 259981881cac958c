"""What every worker needs, loaded before the server makes its workers: none of them has a slow first request.

Nothing here asks the database, whose connections no two processes may share.
"""

import gc
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.contrib.auth import get_backends
from django.template.loader import get_template
from django.urls import reverse

from concordat.frameworks.forms import form_ids, load_form
from concordat.metrics.shelf import load_shelf
from concordat.places.tree import covers
from concordat.places.vintage import areas
from concordat.questionnaires.answers import read_answers
from concordat.returns.checking import check_whole
from concordat.returns.place_return import Return
from concordat.returns.read_file import vintage_of
from concordat.returns.years import list_years

OURS, FOOTPRINT = "concordat.", "england"


def warm_up() -> None:
    """Import the views, compile the templates, read the places and the forms, and check an empty return to each."""
    reverse("home")
    get_backends()
    for name in template_names():
        get_template(name)
    for year in list_years():
        place = areas(vintage_of(year))[0]
        covers(FOOTPRINT, place.slug)
        for form in form_ids(year):
            check_whole(Return(place, year, read_answers(load_form(form), {})))
    load_shelf()
    gc.collect()
    gc.freeze()  # what is here stays: workers share its memory, and never look through it for garbage


def template_names() -> Iterator[str]:
    """The templates of our pages, as they name each other; what lies above their folders is of Jinja, for files."""
    for app in apps.get_app_configs():
        folder = Path(app.path) / "templates"
        if app.name.startswith(OURS) and folder.is_dir():
            yield from (path.relative_to(folder).as_posix() for path in sorted(folder.glob("*/**/*.html")))
