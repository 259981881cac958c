"""Wrong parameters: one broken file per mistake, and what is said of it; what a run says of odd systems."""

from contextlib import suppress
from pathlib import Path

import pytest
import yaml
from flow_systems import make_pathway, make_system
from hypothesis import given
from hypothesis import strategies as st

from concordat.flow.assumed import list_unexplained
from concordat.flow.parameters import System
from concordat.flow.read_parameters import ParameterError, parse_system, read_system
from concordat.flow.rules import calculate_load, check_system
from concordat.flow.simulate import simulate
from concordat.flow.write_parameters import render_system

BROKEN = yaml.safe_load((Path(__file__).parent / "broken_parameters.yaml").read_text(encoding="utf-8"))
MISTAKES = BROKEN["mistakes"]


def text_of(case):
    if "file" in case:
        return case["file"]
    lines = BROKEN["sound"].splitlines()
    if "line" in case:
        lines[case["line"] - 1] = case["is"]
    return "\n".join([*lines, case.get("add", ""), ""])


def read(folder, text):
    path = folder / "winter.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path, lambda: read_system(path)


def test_the_sound_file_is_sound(tmp_path):
    _, read_it = read(tmp_path, BROKEN["sound"])
    assert read_it().pathways[0].stay.average == 20


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_with_its_file_its_key_and_the_way_out(tmp_path, name):
    path, read_it = read(tmp_path, text_of(MISTAKES[name]))
    with pytest.raises(ParameterError) as told:
        read_it()
    lines = str(told.value).splitlines()
    assert all(line.startswith(f"{path}: ") for line in lines)
    assert [line.removeprefix(f"{path}: ") for line in lines] == MISTAKES[name]["says"].splitlines()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"days: \xa3", "this is not a text file in UTF-8; a workbook is not read here, write the parameters as YAML."),
        (b"days: " + b"[" * 30, "line 1: nested more than 20 levels deep; no parameter file is."),
        (b"# " + b"x" * 20_000_001, "is larger than 20 MB; that is no parameter file."),
    ],
)
def test_what_is_no_parameter_file_is_refused(tmp_path, content, message):
    path, read_it = read(tmp_path, content)
    with pytest.raises(ParameterError) as told:
        read_it()
    assert str(told.value) == f"{path}: {message}"


def test_a_file_that_is_not_there_and_a_folder_are_told(tmp_path):
    for path, message in (
        (tmp_path / "none.yaml", "there is no such file."),
        (tmp_path, "this is a folder; name a file"),
    ):
        with pytest.raises(ParameterError, match=message):
            read_system(path)


def test_only_so_many_mistakes_are_told_at_once():
    with pytest.raises(ParameterError) as told:
        parse_system({f"key{number}": 1 for number in range(20)}, "winter.yaml")
    lines = str(told.value).splitlines()
    assert len(lines) == 9
    assert lines[-1] == "winter.yaml: and 14 more."


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["days", "pathways", "stay", "capacity", "name", "from", "x"]), inner, max_size=4
            )
        ),
        max_leaves=12,
    )
)
def test_no_content_makes_the_reader_fall_over(data):
    with suppress(ParameterError):
        assert isinstance(parse_system(data), System)


def test_json_is_read_too(tmp_path):
    _, read_it = read(
        tmp_path,
        '{"days": 10, "start_date": "2026-11-01", "pathways": [{"name": "Home", "arrivals_per_day": 1, "stay":'
        '{"distribution": "gamma", "mean": 3, "sd": 1}, "capacity": [{"from": "2026-11-01", "places": 4}]}]}',
    )
    assert read_it().day_number(read_it().pathways[0].changes[0].from_) == 0


def test_a_system_that_is_written_reads_back_the_same(tmp_path):
    example = read_system(Path(__file__).parent.parent / "example.yaml")
    _, read_it = read(tmp_path, render_system(example))
    assert read_it() == example


def test_parameters_without_a_reason_are_listed():
    why = {"reason": "counted", "source": "the register"}
    system = make_system(make_pathway(), assumptions=[{"what": "pathways.Home.stay", **why}])
    assert list_unexplained(system) == ["pathways.Home.arrivals_per_day", "pathways.Home.capacity"]


def findings(*pathways, **more):
    return [(one.code, one.where, one.message, one.remedy) for one in check_system(make_system(*pathways, **more))]


def test_an_unstable_system_runs_and_says_how_it_grows():
    """Six people come each day, five leave: one more waits each day."""
    system = make_system(make_pathway(arrivals=6.0, mean=4.0, capacity=20, start={"occupied": 20}), days=200)
    (found,) = check_system(system)
    assert found.code == "flow-unstable"
    assert found.message == (
        "Home: 24.0 places are needed on average and 20.0 are there; the waiting list grows by about 1.00 people a day "
        "and never settles."
    )
    assert found.remedy == (
        "Read the figures as those of these days only: longer runs give longer waits. "
        "At least 25 places stop the growth."
    )
    assert calculate_load(system, system.pathways[0]) == pytest.approx(1.2)
    result = simulate(system, replications=100, seed=1)
    assert result.findings == tuple(check_system(system))
    assert result.pathways[0].daily_waiting[:, -1].mean() == pytest.approx(200, rel=0.05)


def test_no_places_at_all_is_unstable():
    code, _, message, _ = findings(make_pathway(capacity=0, start={"waiting": 3}))[0]
    assert code == "flow-unstable"
    assert "grows by about 1.00 people a day" in message


def test_a_nearly_full_system_is_noted():
    code, where, message, _ = findings(make_pathway(arrivals=4.95, mean=4.0, capacity=20, start={"occupied": 20}))[0]
    assert (code, where) == ("flow-nearly-full", "pathways[Home].capacity")
    assert message.startswith("Home: 99.0% of the places are needed on average;")


def test_pathways_that_share_places_are_weighed_together():
    """10 places are needed at home, with those who come back 12.5, and 2 in beds; 9 and 7 are there, then 5."""
    home = make_pathway("Home", 2.5, 4.0, 9, next_best="Bed", **{"return": {"probability": 0.2, "after_days": 1.0}})
    started = {"start": {"occupied": 0}}
    bed = make_pathway("Bed", 0.5, 4.0, 7, **started)
    assert findings(home | started, bed) == []
    code, _, message, _ = findings(home | started, bed | {"capacity": 5})[0]
    assert code == "flow-unstable"
    assert message.startswith(
        "Home and Bed: 14.5 places are needed on average and 14.0 are there; the waiting list grows"
    )


def test_a_limit_to_the_queue_keeps_any_system_stable():
    assert findings(make_pathway(arrivals=60.0, queue_limit=3, start={"occupied": 5})) == []


def test_a_cold_start_is_noted_unless_the_warm_up_is_long():
    assert findings(make_pathway(mean=4.0), warm_up_days=12) == []
    assert findings(make_pathway(mean=4.0), warm_up_days=11) == [
        (
            "flow-starts-empty",
            "pathways[Home].start",
            "Home: starts with nobody in it, and a warm-up of 11 days is less than three mean stays, 12 days; waits "
            "come out too short.",
            "Add start with occupied and waiting, or a longer warm_up_days.",
        )
    ]


def test_waiting_while_places_are_free_is_told_and_runs():
    pathway = make_pathway(arrivals=0.0, capacity=5, start={"occupied": 2, "waiting": 4})
    assert findings(pathway) == [
        (
            "flow-waiting-while-free",
            "pathways[Home].start",
            "Home: 4 wait while 3 of 5 places are free; they take them at once.",
            "Correct occupied or waiting; if the free places cannot be used, take them off capacity.",
        )
    ]
    one = simulate(make_system(pathway), replications=3, seed=1).pathways[0]
    assert (one.daily_delayed[:, 0] <= 1).all()


def test_a_change_after_the_end_is_noted():
    changes = [{"from": 0, "places": 5}, {"from": 100, "places": 6}]
    code, _, message, _ = findings(make_pathway(capacity=changes, start={"occupied": 5}))[0]
    assert (code, message) == (
        "flow-change-after-end",
        "Home: the change from 100 on comes after the 100 days of the run.",
    )
