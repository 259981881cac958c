"""Schemas, code lists and the rule of high risk are data, and hang together."""

import subprocess
import sys
from pathlib import Path

import pytest

from concordat.records.data_file import WrongData, read_data
from concordat.records.high_risk_rule import load_high_risk
from concordat.records.schema import CodeList, Table, codes_of, load_code_lists, load_tables

ROOT = Path(__file__).parents[3]
CONTRACT = ["person", "birth_year", "sex", "area", "method", "admitted", "discharged", "ready", "destination"]


def test_admissions_have_the_columns_that_everybody_counts_on():
    assert [column.id for column in load_tables()["admissions"].columns] == CONTRACT
    assert codes_of("admissions", "method").ids == ("emergency", "elective", "other")


def test_every_table_and_list_says_where_it_comes_from():
    for one in (*load_tables().values(), *load_code_lists().values()):
        assert one.source
        assert one.verified or one.note, one.id


def test_the_score_has_the_points_of_the_published_table():
    """109 codes; the highest, the lowest, and what all of them come to."""
    points = load_high_risk()[1].points
    assert len(points) == 109
    assert (points["F00"], points["R50"]) == (7.1, 0.1)
    assert round(sum(points.values()), 1) == 173.2
    assert load_high_risk()[1].verified is False


@pytest.mark.parametrize(
    ("text", "model", "said"),
    [
        (
            "id: a\ntitle: b\nsource: c\nverified: true\ncodes: []\n",
            CodeList,
            "codes: Tuple should have at least 1 item",
        ),
        (
            "id: a\ntitle: b\nsource: c\nverified: true\ncodes:\n- {id: x, label: X, also: [y]}\n- {id: y, label: Y}\n",
            CodeList,
            "y stands for two codes",
        ),
        ("id: a\nid2: b\n", CodeList, "id2: Extra inputs are not permitted"),
        ("id: [\n", CodeList, "broken.yaml"),
        (
            "id: a\ntitle: b\nwhat: c\nsource: d\nverified: true\nmonth-of: when\nbegins: when\noverlaps: accepted\n"
            "columns: [{id: person, type: identifier, required: true, what: who}]\n",
            Table,
            "when is no column of dates",
        ),
    ],
)
def test_read_data_names_the_mistake(text, model, said, tmp_path):
    (tmp_path / "broken.yaml").write_text(text)
    with pytest.raises(WrongData) as problem:
        read_data("broken.yaml", model, tmp_path)
    assert said in str(problem.value)


def test_the_pages_are_what_the_data_says():
    pytest.importorskip("ibis")
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "make_records_pages.py", "--check"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
