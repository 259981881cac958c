"""The same file and seed give the same figures to six digits, those stored beside this file.

After a change that is meant to move figures, call `store()` and say so in the changelog.
"""

import json
from pathlib import Path

import pytest
import yaml

from concordat.flow.read_parameters import parse_system
from concordat.flow.result import MEASURES
from concordat.flow.simulate import simulate

HERE = Path(__file__).parent
SYSTEMS = yaml.safe_load((HERE / "stored_systems.yaml").read_text(encoding="utf-8"))
STORED = HERE / "stored_figures.json"


def figures_of(name, **asked):
    found = simulate(parse_system(SYSTEMS[name]), replications=40, seed=2026, **asked).to_dict()["pathways"]
    return [[one["name"], *(figure for measure in MEASURES for figure in one[measure].values())] for one in found]


def store():
    STORED.write_text(json.dumps({name: figures_of(name) for name in SYSTEMS}, indent=1) + "\n", encoding="utf-8")


@pytest.mark.parametrize("compiler", [True, False])
@pytest.mark.parametrize("name", SYSTEMS)
def test_the_same_file_and_seed_give_the_stored_figures(name, compiler):
    found_again = figures_of(name, compiler=compiler)
    for found, stored in zip(found_again, json.loads(STORED.read_text(encoding="utf-8"))[name], strict=True):
        assert found[0] == stored[0]
        assert found[1:] == pytest.approx(stored[1:], rel=1e-6, abs=1e-9)


def test_another_seed_gives_other_figures():
    system = parse_system(SYSTEMS["plain"])
    one, other = (simulate(system, replications=5, seed=seed).to_dict()["pathways"] for seed in (1, 2))
    assert one[0]["delayed_days"]["mean"] != other[0]["delayed_days"]["mean"]
