"""One mistake at a time in a small framework that is otherwise right, and what is said about it."""

import shutil
from pathlib import Path

import pytest

from concordat.frameworks.crosswalk import read_crosswalk
from concordat.frameworks.read_yaml import read_framework
from concordat.questionnaires.read_yaml import DataError

INVENTED = Path(__file__).parent / "invented"


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(INVENTED, tmp_path / "years")) / "2031-32"


def spoil(path, right, wrong):
    text = path.read_text(encoding="utf-8")
    assert text.count(right) >= 1, f"{right!r} is not in {path.name}"
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")


MISTAKES = {
    "unknown key": (
        "conditions.yaml",
        "    label: One plan",
        "    lable: One plan",
        "conditions[1].lable: is not a key here; did you mean 'label'?",
    ),
    "unknown key, none close": (
        "framework.yaml",
        "title: Invented framework of 2031",
        "title: Invented framework of 2031\n    colour: blue",
        "sources[invented].colour: is not a key here; known are id, title, note.",
    ),
    "doubled key": (
        "metrics.yaml",
        "    label: Days at home",
        "    label: Days at home\n    label: Nights at home",
        "line 4: 'label' stands twice, first on line 3; keep one of them.",
    ),
    "date that does not exist": (
        "calendar.yaml",
        "2031-11-28",
        "2031-11-31",
        "day is out of range for month; write dates that exist, as YYYY-MM-DD.",
    ),
    "date in another order": (
        "calendar.yaml",
        "2031-11-28",
        "28/11/2031",
        "calendar[return].day: '28/11/2031' does not fit: a date is wanted, written as YYYY-MM-DD, without quotes.",
    ),
    "no day and no reason": (
        "calendar.yaml",
        "2031-11-28",
        "null",
        "calendar[return]: has no day; give day, or say under printed what the source prints.",
    ),
    "time without quotes": (
        "calendar.yaml",
        'at: "12:00"',
        "at: 12:00",
        "calendar[return].at: 720 does not fit: words are wanted, with quotes round a number, a date or a yes.",
    ),
    "no time of day": (
        "calendar.yaml",
        "12:00",
        "midday",
        "calendar[return].at: 'midday' is not a time of day; write hours and minutes, such as \"12:00\".",
    ),
    "deadline of another year's form": (
        "calendar.yaml",
        "2031-32-q2",
        "2016-17-q2",
        "calendar.return.for: '2016-17-q2' is not a questionnaire of this year; its id begins with 2031-32-, "
        "such as 2031-32-q1.",
    ),
    "source that is not listed": (
        "conditions.yaml",
        "source: invented, page 2",
        "source: invneted, page 2",
        "conditions.1.source: there is no source 'invneted'; did you mean 'invented'?",
    ),
    "source of an unknown that is not listed": (
        "framework.yaml",
        "what: Outcome lists\n    source: invented",
        "what: Outcome lists\n    source: elsewhere",
        "unknown[0].source: there is no source 'elsewhere'; there are invented.",
    ),
    "group that is not there": (
        "conditions.yaml",
        'part-of: "2"',
        'part-of: "3"',
        "conditions.2-i.part-of: there is no group '3'; there are 2.",
    ),
    "total of a stream that is not there": (
        "money.yaml",
        "of: [common-pot]",
        "of: [comon-pot]",
        "totals.fund.of: there is no stream 'comon-pot'; did you mean 'common-pot'?",
    ),
    "bare Yes": (
        "framework.yaml",
        'later-ratification: "yes"',
        "later-ratification: Yes",
        "line 14: put quotes round 'Yes'; bare, YAML reads it as true or false.",
    ),
    "missing key": ("metrics.yaml", "    good: high\n", "", "metrics[days-at-home].good: is missing; add it."),
    "value outside the list": (
        "metrics.yaml",
        "good: high",
        "good: hihg",
        "metrics[days-at-home].good: 'hihg' does not fit: write 'low', 'high' or 'unknown'.",
    ),
    "number where text stands": (
        "conditions.yaml",
        '  - id: "1"',
        "  - id: 1",
        "conditions[0].id: 1 does not fit: words are wanted, with quotes round a number, a date or a yes.",
    ),
    "text where true or false stands": (
        "metrics.yaml",
        "verified: true",
        'verified: "true"',
        "metrics[days-at-home].verified: 'true' does not fit: true or false is wanted, without quotes.",
    ),
    "empty value": (
        "metrics.yaml",
        "label: Days at home",
        "label:",
        "metrics[days-at-home].label: is empty; words are wanted, with quotes round a number, a date or a yes.",
    ),
    "figure without quotes": (
        "money.yaml",
        'value: "2.50"',
        "value: 2.50",
        'streams[common-pot].national[0].value: put quotes round 2.5, such as "2.5", so that its digits are kept.',
    ),
    "no figure": (
        "money.yaml",
        'value: "2.50"',
        "value: about 2",
        "streams[common-pot].national[0].value: 'about 2' is not a figure; write digits only, such as \"3.65\".",
    ),
    "total without a figure": (
        "money.yaml",
        'value: "2.5"\n',
        "value:\n",
        "totals[fund].value: is empty; text in quotes is wanted.",
    ),
    "no financial year": (
        "money.yaml",
        'year: "2031-32"',
        'year: "2031-33"',
        "streams[common-pot].national[0].year: '2031-33' is not a financial year; write one such as 2016-17.",
    ),
    "financial year without quotes": (
        "money.yaml",
        'year: "2031-32"',
        "year: 2031",
        "streams[common-pot].national[0].year: 2031 does not fit: text in quotes is wanted.",
    ),
    "id not in kebab-case": (
        "metrics.yaml",
        "id: days-at-home",
        "id: Days_at_home",
        "metrics[Days_at_home].id: 'Days_at_home' is not an id; use small letters, digits and hyphens, such as "
        "delayed-transfers.",
    ),
    "id twice": (
        "conditions.yaml",
        "  - id: 2-i",
        '  - id: "1"',
        "conditions: the id '1' stands twice; give each entry its own.",
    ),
    "mapping where a list stands": (
        "money.yaml",
        "of: [common-pot]",
        "of: common-pot",
        "totals[fund].of: 'common-pot' does not fit: a list is wanted, such as [first, second].",
    ),
    "text where a mapping stands": (
        "framework.yaml",
        "  - what: Outcome lists\n    source: invented\n    part: outcomes",
        "  - Outcome lists",
        "unknown[0]: 'Outcome lists' does not fit: a mapping is wanted, with what, source.",
    ),
    "years with a gap": (
        "framework.yaml",
        'years: ["2031-32"]',
        'years: ["2031-32", "2033-34"]',
        'years: list the financial years one after the other, such as ["2017-18", "2018-19"].',
    ),
    "id that does not fit the years": (
        "framework.yaml",
        'years: ["2031-32"]',
        'years: ["2031-32", "2032-33"]',
        "id: '2031-32' does not fit the years; with these years it is '2031-33'.",
    ),
    "absent part of which nothing is said": (
        "framework.yaml",
        "part: outcomes",
        "part: metrics",
        "unknown: the outcomes of this year are not given; add an entry with part: outcomes that says what is not "
        "known and where to look.",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_read_framework_names_file_place_and_way_out(folder, mistake):
    file, right, wrong, said = MISTAKES[mistake]
    spoil(folder / file, right, wrong)

    with pytest.raises(DataError) as caught:
        read_framework(folder)

    assert str(caught.value) == f"{folder / file}: {said}"


def test_read_framework_refuses_an_empty_part(folder):
    (folder / "metrics.yaml").write_text("metrics: []\n", encoding="utf-8")

    with pytest.raises(DataError) as caught:
        read_framework(folder)

    assert str(caught.value) == (
        f"{folder / 'metrics.yaml'}: metrics: is empty; fill it, or leave the file out and say so under unknown in "
        "framework.yaml."
    )


def test_read_framework_refuses_an_empty_file(folder):
    (folder / "metrics.yaml").write_text("", encoding="utf-8")

    with pytest.raises(DataError) as caught:
        read_framework(folder)

    assert str(caught.value) == f"{folder / 'metrics.yaml'}: is empty; a mapping is wanted, with metrics."


def test_read_framework_accepts_the_unspoilt_copy(folder):
    assert read_framework(folder).id == "2031-32"


def test_read_framework_names_several_mistakes_at_once(folder):
    path = folder / "metrics.yaml"
    spoil(path, "    good: high\n", "")
    spoil(path, "verified: true", "verified: 1")

    with pytest.raises(DataError) as caught:
        read_framework(folder)

    assert str(caught.value).splitlines() == [
        f"{path}: metrics[days-at-home].verified: 1 does not fit: true or false is wanted, without quotes.",
        f"{path}: metrics[days-at-home].good: is missing; add it.",
    ]


def test_read_framework_refuses_a_folder_of_another_name(folder):
    other = folder.rename(folder.with_name("2032-33"))
    spoil(other / "calendar.yaml", "    for: 2031-32-q2\n", "")

    with pytest.raises(DataError) as caught:
        read_framework(other)

    assert str(caught.value) == (
        f"{other / 'framework.yaml'}: id: '2031-32' stands in a folder named '2032-33'; make them the same."
    )


def test_read_framework_refuses_a_file_of_another_name(folder):
    (folder / "metrics.yaml").rename(folder / "metric.yaml")

    with pytest.raises(DataError) as caught:
        read_framework(folder)

    assert str(caught.value) == (f"{folder / 'metric.yaml'}: a framework has no such file; did you mean metrics.yaml?")


def test_read_framework_refuses_a_folder_without_framework_yaml(folder):
    (folder / "framework.yaml").unlink()

    with pytest.raises(DataError) as caught:
        read_framework(folder)

    assert str(caught.value) == f"{folder / 'framework.yaml'}: there is no such file."


CROSSWALK_MISTAKES = {
    "condition that does not exist": (
        "from: 2025-26/1",
        "from: 2025-26/9",
        "links[0].from: 2025-26 has no condition '9'; there are 1, 2, 3, 4.",
    ),
    "framework that does not exist": (
        "from: 2025-26/1",
        "from: 2025-266/1",
        "links[0].from: there is no framework '2025-266'; did you mean '2025-26'?",
    ),
    "earlier year last": (
        "    from: 2025-26/1\n    to: 2031-32/1",
        "    from: 2031-32/1\n    to: 2025-26/1",
        "links[0].to: 2025-26 does not come after 2031-32; write the earlier year under from.",
    ),
    "ends with an item on both sides": (
        "relation: continues",
        "relation: ends",
        "links[0].relation: what ends has an item under from and the year alone under to, such as 2017-19.",
    ),
    "begins with an item on both sides": (
        "relation: continues",
        "relation: begins",
        "links[0].relation: what begins has the year alone under from, such as 2014-16, and an item under to.",
    ),
    "continues without an item": (
        "relation: begins",
        "relation: continues",
        "links[1].relation: continues needs an item, such as 2016-17/7, on both sides.",
    ),
    "source that is not listed": (
        "source: invented, page 3",
        "source: invneted, page 3",
        "links[0].source: there is no source 'invneted'; did you mean 'invented'?",
    ),
    "no reference": (
        "from: 2025-26/1",
        "from: 2025-26/conditions/1",
        "links[0].from: '2025-26/conditions/1' is not a reference; write the year and the id, such as 2016-17/7.",
    ),
    "unknown relation": (
        "relation: continues",
        "relation: grows",
        "links[0].relation: 'grows' does not fit: write 'continues', 'narrows', 'widens', 'replaces', 'ends', 'begins' "
        "or 'unknown'.",
    ),
    "missing key": ("    break: false\n", "", "links[0].break: is missing; add it."),
}


@pytest.mark.parametrize("mistake", CROSSWALK_MISTAKES)
def test_read_crosswalk_names_file_link_and_way_out(folder, mistake):
    right, wrong, said = CROSSWALK_MISTAKES[mistake]
    path = folder.parent / "crosswalk.yaml"
    spoil(path, right, wrong)

    with pytest.raises(DataError) as caught:
        read_crosswalk(extra=folder.parent)

    assert str(caught.value) == f"{path}: {said}"
