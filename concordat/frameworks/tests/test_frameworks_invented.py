"""A policy year that does not exist, added as data only."""

from pathlib import Path

import pytest

from concordat.frameworks.compare import compare_frameworks
from concordat.frameworks.read_yaml import framework_ids, load_framework
from concordat.questionnaires.read_yaml import DataError

INVENTED = Path(__file__).parent / "invented"


def test_load_framework_from_an_extra_folder():
    framework = load_framework("2031-32", extra=INVENTED)

    assert framework.condition("2-i").part_of == "2"
    assert framework.deadline_for("2031-32-q2").at == "12:00"
    assert framework.source_title(framework.condition("1").source) == "Invented framework of 2031, page 2"


def test_load_framework_from_the_folder_of_the_environment(monkeypatch):
    monkeypatch.setenv("CONCORDAT_FRAMEWORKS", str(INVENTED))

    assert framework_ids()[-1] == "2031-32"
    assert load_framework("2031-32").title == "Invented Care Fund framework 2031-32"
    assert load_framework("2031-32", extra=INVENTED) is load_framework("2031-32")


def test_compare_frameworks_uses_the_crosswalk_of_the_extra_folder():
    comparison = compare_frameworks("2025-26", "2031-32", extra=INVENTED)

    assert comparison.way == ("2025-26", "2031-32")
    assert [str(change.after) for change in comparison.conditions.continued] == ["2031-32/1"]
    assert [str(change.after) for change in comparison.metrics.begun] == ["2031-32/days-at-home"]
    # the crosswalk says nothing of the others
    assert [str(change.before or change.after) for change in comparison.conditions.unclear] == [
        *("2025-26/2", "2025-26/3", "2025-26/4", "2031-32/2-i"),
    ]


def test_compare_frameworks_is_all_unclear_without_a_crosswalk():
    comparison = compare_frameworks("2026-27", "2031-32", extra=INVENTED)

    assert comparison.way == ("2026-27", "2031-32")
    assert [str(change.after) for change in comparison.conditions.unclear] == ["2031-32/1", "2031-32/2-i"]


def test_load_framework_names_the_known_ones_and_the_closest():
    with pytest.raises(DataError) as caught:
        load_framework("2016/17")

    assert str(caught.value) == (
        "There is no framework '2016/17'; there are 2014-16, 2016-17, 2017-19, 2023-25, 2025-26, 2026-27. "
        "Did you mean 2016-17?"
    )


def test_load_framework_refuses_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(DataError) as caught:
        load_framework("2031-32", extra=tmp_path / "nowhere")

    assert str(caught.value) == (
        f"{tmp_path / 'nowhere'}: there is no such folder of frameworks; name one that holds a folder for each year."
    )


def test_load_framework_refuses_a_second_framework_of_one_id(tmp_path):
    (tmp_path / "2016-17").mkdir()

    with pytest.raises(DataError) as caught:
        load_framework("2016-17", extra=tmp_path)

    kept = load_framework("2016-17").folder
    assert str(caught.value) == (
        f"{tmp_path / '2016-17'}: there is a framework 2016-17 already, in {kept}; give this one another id."
    )
