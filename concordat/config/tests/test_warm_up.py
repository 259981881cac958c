"""What is loaded before the server makes its workers."""

import gc

import pytest
from django.template import engines
from django.urls import get_resolver

from concordat.config.warm_up import template_names, warm_up
from concordat.frameworks import forms
from concordat.returns.checks import bindings
from concordat.returns.years import list_years


@pytest.fixture
def _thawed():
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("_thawed")
def test_warm_up_leaves_no_form_to_read_and_asks_no_database():  # without the mark `django_db` a query would fail
    warm_up()
    known = [forms.load_form(id) for year in list_years() for id in forms.form_ids(year)]
    before = bindings.cache_info().misses
    assert len(known) > 5
    for form in known:
        bindings(form)
    assert bindings.cache_info().misses == before
    assert get_resolver()._populated
    assert gc.get_freeze_count() > 10_000


def test_template_names_are_those_that_pages_are_rendered_with():
    names = set(template_names())
    assert {"returns/section.html", "returns/parts/saved.html", "rollups/footprint.html", "web/base.html"} <= names
    assert not any(name.startswith("rollup_") for name in names)  # of Jinja, for files
    for name in names:
        assert engines["django"].get_template(name)
