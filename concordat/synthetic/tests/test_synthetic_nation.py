"""The made-up nation: the same from the same seed, clean, plausible, and marked as what it is."""

import ast
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest

from concordat.findings import Severity
from concordat.places.vintage import area_by_slug
from concordat.questionnaires.completion import calculate_completion
from concordat.returns.checks import check_return
from concordat.returns.write_file import render_yaml
from concordat.synthetic.nation import generate_nation, generate_place, places_of

ROOM = Path(__file__).parents[1]
SEEDS = (1, 7)
FEW = ("leeds", "isles-of-scilly", "kent", "city-of-london", "bournemouth-and-poole")
QUARTERS = ("q1", "q2", "q3", "q4")


@cache
def nation(seed):
    return tuple(generate_nation(seed=seed))


def few(seed):
    return list(generate_nation(seed=seed, places=[area_by_slug(2017)[slug] for slug in FEW]))


def texts(returns):
    return [render_yaml(ret) for ret in returns]


def by_place(returns):
    found = defaultdict(list)
    for ret in returns:
        found[ret.place.slug].append(ret)
    return found


def is_late(ret):
    return ret.submitted > ret.framework.deadline_for(ret.form.id).day


def test_generate_nation_same_seed_is_the_same_to_the_byte():
    code = (
        "import hashlib\nfrom concordat.returns.write_file import render_yaml\n"
        "from concordat.synthetic.faults import spoil\n"
        "from concordat.synthetic.nation import generate_nation, places_of\n"
        "returns, truth = spoil(generate_nation(seed=5, places=places_of()[:12]), 5)\n"
        "said = ''.join(map(render_yaml, returns)) + str([one.as_dict() for one in truth])\n"
        "print(hashlib.sha256(said.encode()).hexdigest())"
    )
    run = [sys.executable, "-c", code]
    digests = {
        subprocess.run(
            run,
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOM.parents[1],
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_generate_nation_other_seed_differs():
    assert not set(texts(few(1))) & set(texts(few(2)))


def test_generate_nation_place_does_not_depend_on_the_others():
    alone = texts(generate_place(area_by_slug(2017)["kent"], seed=1))
    assert alone == texts(ret for ret in nation(1) if ret.place.slug == "kent")


def test_generate_nation_unknown_year_says_which_are_known():
    with pytest.raises(ValueError, match=r"No returns can be made up for '2031-32'; the years are 2016-17\."):
        places_of("2031-32")


def test_generate_nation_covers_every_place_but_southend():
    assert {area.slug for area in places_of()} == set(area_by_slug(2017)) - {"southend-on-sea"}


@pytest.mark.parametrize("seed", SEEDS)
def test_generate_nation_is_clean(seed):
    found = [
        (ret.place.slug, ret.form.id, finding.code, finding.message)
        for ret in nation(seed)
        for finding in check_return(ret)
        if finding.severity is not Severity.NOTE
    ]
    assert found == []


def test_generate_nation_is_complete():
    for ret in few(3):
        assert all(answered == asked for answered, asked in calculate_completion(ret.answers).values())


@pytest.mark.parametrize("seed", SEEDS)
def test_generate_nation_comes_to_a_plausible_fund(seed):
    """45 to 120 pounds a head of 55 million people is 2.5 to 6.7 billion; the year's national money was 3.9."""
    funds = {ret.place.slug: ret.answers.value("money.fund") for ret in nation(seed)}
    people = {ret.place.slug: ret.answers.value("additional.population") for ret in nation(seed)}
    assert 3_000_000_000 < sum(funds.values()) < 7_000_000_000
    assert all(44 < funds[slug] / people[slug] < 121 for slug in funds)


@pytest.mark.parametrize("seed", SEEDS)
def test_generate_nation_some_are_late_and_some_missing(seed):
    expected = 150 * 4
    missing, late = expected - len(nation(seed)), sum(map(is_late, nation(seed)))
    assert 0.01 < missing / expected < 0.08
    assert 0.05 < late / expected < 0.16


def test_generate_nation_gives_every_answer_there_is():
    """Every verified option of every list somewhere, money above and below plan, no year but some pilots."""
    given, asked = set(), set()
    for ret in nation(1):
        for question in ret.form.asked:
            if question.options and question.options.verified:
                name = question.options.values
                asked |= {(name, value) for value in name}
                given.add((name, ret.answers.value(question.id)))
    unsaid = {value for _, value in asked - given}
    assert unsaid <= {"No", "8. Joint contracts and payment mechanisms"}
    said = [str(ret.answers.value("money.expenditure.difference")) for ret in nation(1)]
    assert any(" above the " in text for text in said)
    assert any(" below the " in text for text in said)


def test_generate_nation_conditions_get_better_over_the_year():
    met = Counter()
    for ret in nation(1):
        answers = [ret.answers.value(q.id) for q in ret.form.in_section("conditions") if q.id.endswith(".answer")]
        met[ret.form.id] += answers.count("Yes") / len(answers)
        met[f"{ret.form.id} returns"] += 1
    shares = [met[f"2016-17-{quarter}"] / met[f"2016-17-{quarter} returns"] for quarter in QUARTERS]
    assert shares == sorted(shares)
    assert shares[0] > 0.75
    assert shares[-1] < 1


def test_generate_nation_figures_add_up():
    """The sums, worked out here: plan to the fund, stock from flows, a share of whole people."""
    for returns in by_place(nation(7)).values():
        for ret in returns:
            value = ret.answers.value
            if ret.form.id.endswith("q1"):
                for flow in ("income", "expenditure"):
                    assert sum(value(f"money.{flow}.plan.{one}") for one in QUARTERS) == value("money.fund")
            stock, share = value("additional.budgets-in-place"), value("additional.budgets-continuing-care")
            assert (
                any(abs(100 * part / stock - float(share)) < 0.051 for part in range(stock + 1)) if stock else not share
            )
            if before := ret.answers.previous:
                flows = value("additional.budgets-new") - value("additional.budgets-stopped")
                assert stock == before.value("additional.budgets-in-place") + flows


def test_generate_nation_no_text_comes_twice_in_a_place():
    for returns in by_place(nation(1)).values():
        said = Counter(
            (question.id, str(ret.answers.value(question.id)))
            for ret in returns
            for question in ret.form.asked
            if question.kind == "text"
            and not question.steady
            and question.section != "year-end"
            and ret.answers.value(question.id)
        )
        assert [text for text, count in said.items() if count > 1] == []


def test_generate_nation_is_marked_and_reaches_nobody():
    for ret in few(2):
        value = ret.answers.value
        assert ret.source.startswith("Synthetic")
        assert "Synthetic" in ret.remarks["cover.place"]
        assert "synthetic return: a computer made it up" in value("narrative.text")
        assert value("cover.email").endswith(".example")
        assert re.fullmatch(r"01632 960 \d{3}", value("cover.telephone"))


def test_synthetic_imports_no_rule():
    """It may know what a return is and how one is written, and nothing that judges one."""
    allowed = {"concordat.returns.place_return", "concordat.returns.write_file"}
    for path in ROOM.glob("*.py"):
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        named = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
        assert {name for name in named if name.startswith("concordat.returns")} <= allowed, path
