"""Control charts made by hand: every case of spc_cases/, by the library and by the slow reference alike."""

from pathlib import Path

import pytest
import scalar_chart as scalar
import yaml

from concordat.metrics import rule_sets, spc

FOLDER = Path(__file__).parent / "spc_cases"
BASE = [9, 11] * 6
CASES = [
    pytest.param(case, id=f"{path.stem}: {case['case']}")
    for path in sorted(FOLDER.glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]


def values_and_options(case):
    options = dict(case.get("options", {}))
    if "after" in case:
        return BASE + case["after"], {"fix_after": 12} | options
    return case["values"], options


@pytest.mark.parametrize("case", CASES)
def test_a_chart_made_by_hand(case):
    values, options = values_and_options(case)
    chart = spc(values, **options)
    if "limits" in case:
        assert [chart.lower, chart.mean, chart.upper] == near(case["limits"])
    for number, limits in case.get("limits-at", {}).items():
        point = chart.points[number - 1]
        assert [point.lower, point.mean, point.upper] == near(limits)
    if "rules" in case:
        assert {at: list(point.rules) for at, point in enumerate(chart.points, 1) if point.rules} == case["rules"]
    if "classes" in case:
        kinds = {at: point.kind for at, point in enumerate(chart.points, 1) if point.kind != "common-cause"}
        assert kinds == case["classes"]
    for icon in ("variation", "assurance"):
        if icon in case:
            assert getattr(chart, icon) == case[icon]


@pytest.mark.parametrize("case", CASES)
def test_the_slow_reference_agrees_with_the_hand(case):
    values, options = values_and_options(case)
    target, rules = options.pop("target", None), rule_sets()[options.pop("rules", "making-data-count-2023")]
    latest = target[-1] if isinstance(target, list) else target
    rebase = [number - 1 for number in options.pop("rebase", [])]
    slow = scalar.chart_of(
        values, good=options.pop("good", "neither"), rules=rules, target=latest, rebase=rebase, **options
    )
    if "rules" in case:
        assert {at: point["rules"] for at, point in enumerate(slow["points"], 1) if point["rules"]} == case["rules"]
    if "classes" in case:
        kinds = {at: point["class"] for at, point in enumerate(slow["points"], 1) if point["class"] != "common-cause"}
        assert kinds == case["classes"]
    for icon in ("variation", "assurance"):
        if icon in case:
            assert slow[icon] == case[icon]


def near(limits):
    return [None if limit is None else pytest.approx(limit, abs=6e-5) for limit in limits]
