import pytest

from concordat.frameworks.read_yaml import framework_ids, load_framework
from concordat.frameworks.unverified import list_unverified


def doubts_of(id):
    return [f"{doubt.kind} {doubt.where} {doubt.what}" for doubt in list_unverified(load_framework(id))]


@pytest.mark.parametrize(
    ("id", "doubt"),
    [
        ("2016-17", "unverified calendar.yaml: calendar.return-q1 Return of the first quarter due: 9 September 2016"),
        ("2016-17", "unverified calendar.yaml: calendar.plan-final Final planning return due: 16 March 2016"),
        ("2016-17", "unknown calendar.yaml: calendar.assurance-outcome Outcome of assurance confirmed: 31 April TBC"),
        ("2016-17", "unknown money.yaml: streams.dfg.national[0] Disabled Facilities Grant: not known for 2016-17"),
        ("2017-19", "unknown calendar.yaml: calendar.plan Plan for 2017-19 due: autumn 2017"),
        ("2025-26", "unverified money.yaml: totals.fund-2025-26 The Better Care Fund in 2025-26: £9bn in 2025-26"),
        ("2025-26", "unverified conditions.yaml: conditions.4 Complying with oversight and support processes"),
        ("2026-27", "unknown framework.yaml: unknown[0] Amounts, metrics and dates are not known here"),
    ],
)
def test_list_unverified_names_what_the_domain_page_doubts(id, doubt):
    assert doubt in doubts_of(id)


@pytest.mark.parametrize("id", framework_ids())
def test_list_unverified_names_a_source_for_everything(id):
    framework = load_framework(id)
    titles = tuple(source.title for source in framework.sources)

    doubts = list_unverified(framework)

    assert doubts
    assert all(doubt.source.startswith(titles) for doubt in doubts)


@pytest.mark.parametrize("id", framework_ids())
def test_list_unverified_names_every_value_that_is_not_verified(id):
    framework = load_framework(id)
    places = {doubt.where for doubt in list_unverified(framework)}

    assert {f"{file}.yaml: {place}" for file, place, item in framework.sourced() if not item.verified} <= places


def test_list_unverified_says_which_absent_parts_are_not_known():
    said = {unknown.part for unknown in load_framework("2026-27").unknown}

    assert said >= {"conditions", "metrics", "money", "outcomes", "questionnaires"}


def test_doubt_as_dict_leaves_out_an_absent_note():
    first = list_unverified(load_framework("2026-27"))[0]

    assert set(first.as_dict()) == {"kind", "where", "what", "source"}
