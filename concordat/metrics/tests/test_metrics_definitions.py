"""Definitions: those that ship are whole and are found by what policy years call them; each mistake is told."""

import re
from datetime import date

import pytest

from concordat.frameworks.read_yaml import framework_ids, load_framework
from concordat.metrics.read_definitions import SHIPPED, definitions, load_definition, read_definitions, versions_of
from concordat.metrics.shelf import load_shelf
from concordat.questionnaires.read_yaml import DataError

WHOLE = (SHIPPED / "delayed-transfers.yaml").read_text(encoding="utf-8")


def test_every_metric_of_every_policy_year_has_a_definition():
    defined = {one.id: one for one in definitions()}
    asked = [metric for year in framework_ids() for metric in load_framework(year).metrics]
    assert len(asked) > 15
    assert [metric.id for metric in asked if metric.id not in defined] == []
    directions = [(one.id, one.good) for one in asked if one.good != "unknown" and defined[one.id].good != one.good]
    assert directions == []


def test_definitions_name_measures_that_ship_and_every_measure_has_a_definition():
    shelf = load_shelf()
    named = {one.held.measure for one in definitions() if one.held}
    assert named == {measure for edition in shelf.editions for measure in edition.measures}
    for one in definitions():
        held = (
            [span[0] for e in shelf.of_measure(one.held.measure) for span in shelf.spans(e, one.held.measure)]
            if one.held
            else []
        )
        assert set(one.held.breakdowns if one.held else ()) <= set(held)


def test_what_nobody_checked_does_not_say_that_it_is_verified():
    assert [one.id for one in definitions() if one.verified or one.checked_by or one.next_review] == []


def test_a_definition_has_versions():
    first, second = versions_of("residential-admissions")
    assert (first.version, second.version) == (1, 2)
    assert first.until < second.from_ == date(2014, 4, 1)
    assert load_definition("residential-admissions") is second
    assert load_definition("residential-admissions", 1) is first
    with pytest.raises(DataError, match="has no version 7; there are 1, 2"):
        load_definition("residential-admissions", 7)


def test_load_definition_names_the_closest():
    with pytest.raises(DataError, match=r"There is no metric 'delayed transfer'. Did you mean delayed-transfers"):
        load_definition("delayed transfer")


BROKEN = [
    ("good: low", "god: low", "god: is not a key here; did you mean 'good'"),
    ("good: low", "good: small", "good: "),
    ("multiplier: 100000.0", "multiplier: 0.0", "multiplier that is not above 0"),
    ("multiplier: 100000.0", 'multiplier: "100000"', "a number is wanted, without quotes"),
    ("version: 1", "version: 1\nversion: 2", "'version' stands twice"),
    ("frequency: monthly", "frequency: weekly", "frequency: "),
    ("interval: byar", "interval: exact", "interval: "),
    ("from: 2010-08-01", "from: 2010-02-30", "write dates that exist, as YYYY-MM-DD"),
    ("from: 2010-08-01", "from: 2021-08-01", "ends before it begins"),
    ("  denominator: adults", "  denominator: children", "denominator: "),
    ("verified: false", "verified: true", "is verified by nobody; say who under checked-by"),
    ("licence: Open", "no-data: None is held.\nlicence: Open", "give held where figures are held, else no-data"),
    ("label: Delayed transfers of care\n", "", "label: "),
    ("id: delayed-transfers", "id: delayed-transfer", "this is version 1 of delayed-transfer; name the file so"),
    ("version: 1", "version: 2", r"delayed-transfers has versions \[2\]; keep them all from 1"),
]


@pytest.mark.parametrize(("old", "new", "message"), BROKEN, ids=[new[:40] for _, new, _ in BROKEN])
def test_each_mistake_in_a_definition_is_told(tmp_path, old, new, message):
    assert old in WHOLE
    (tmp_path / "delayed-transfers.yaml").write_text(WHOLE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError, match=message) as told:
        read_definitions(tmp_path)
    assert str(tmp_path) in str(told.value)


def test_the_definition_that_the_mistakes_are_made_in_is_right(tmp_path):
    (tmp_path / "delayed-transfers.yaml").write_text(WHOLE, encoding="utf-8")
    assert read_definitions(tmp_path)["delayed-transfers"][0] == load_definition("delayed-transfers")
    assert re.search("^held:", WHOLE, re.MULTILINE)
