"""Each metric of records, held against its specification: by the pass over months, and by its plain definition."""

import sys
from pathlib import Path

import pytest

pytest.importorskip("ibis")
sys.path.insert(0, str(Path(__file__).parent.parent / "tools"))

from records_specs import read_cases, run_case, write_case

from concordat.records.engines.follow_months import FOLLOWED
from concordat.records.metrics.catalogue import METRICS

CASES = list(read_cases())


def test_every_metric_has_a_specification():
    assert {case.metric for case in CASES} == set(METRICS)


def name_of(case):
    return f"{case.metric}-{case.number}"


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_compute_counts_what_the_specification_says(case, tmp_path):
    write_case(case, tmp_path)
    assert run_case(case, tmp_path) == [dict(one) for one in case.expect]


@pytest.mark.parametrize("case", [case for case in CASES if METRICS[case.metric] in FOLLOWED], ids=name_of)
def test_plain_definitions_count_what_the_pass_over_months_counts(case, tmp_path):
    write_case(case, tmp_path)
    assert run_case(case, tmp_path, plain=True) == [dict(one) for one in case.expect]
