"""The files of a made-up nation: read back as they were, replaced only where nothing is lost, written by a command."""

import hashlib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from concordat.cli import examples
from concordat.places.vintage import area_by_slug
from concordat.returns.checks import check_return
from concordat.returns.load import load_returns
from concordat.synthetic.nation import generate_nation
from concordat.synthetic.write_nation import NotOurs, render_nation, write_nation

SOUTHEND = Path(__file__).parents[3] / "examples" / "southend-on-sea"
FEW = ("leeds", "isles-of-scilly", "kent")


def few(seed):
    return list(generate_nation(seed=seed, places=[area_by_slug(2017)[slug] for slug in FEW]))


def test_write_nation_files_read_back_as_they_were(tmp_path):
    made = few(2)
    write_nation(tmp_path, render_nation(made, "a test"))
    read = {(ret.place.slug, ret.form.id): ret for _, ret in load_returns(sorted(tmp_path.rglob("*.yaml")))}
    assert len(read) == len(made)
    for ret in made:
        back = read[ret.place.slug, ret.form.id]
        assert (back.answers.answers.keys(), back.submitted) == (ret.answers.answers.keys(), ret.submitted)
        assert all(back.answers.value(id) == ret.answers.value(id) for id in ret.answers.answers)
        assert check_return(back) == check_return(ret)
    first = (tmp_path / "kent" / f"{made[-1].form.id}.yaml").read_text()
    assert first.startswith("# SYNTHETIC")


def test_write_nation_replaces_what_it_wrote_and_nothing_else(tmp_path):
    write_nation(tmp_path, render_nation(few(1), "a test"))
    write_nation(tmp_path, render_nation(few(2)[:2], "a test"))
    assert len(list(tmp_path.rglob("*.yaml"))) == 2
    changed = next(tmp_path.rglob("*.yaml"))
    changed.write_text(changed.read_text() + "# mine\n")
    with pytest.raises(NotOurs, match="was changed since it was written; name an empty folder"):
        write_nation(tmp_path, render_nation(few(1), "a test"))
    changed.unlink()
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(NotOurs, match=r"notes\.txt was not written by this command"):
        write_nation(tmp_path, render_nation(few(1), "a test"))
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_england_writes_a_nation_with_faults_and_the_truth(tmp_path):
    to = tmp_path / "england"
    done = CliRunner().invoke(examples.app, ["england", "--seed", "7", "-o", str(to), "--faults"])
    assert done.exit_code == 0, done.output
    assert f"Written: {len(list(to.rglob('*.yaml')))} synthetic returns of 150 places in {to}." in done.output
    assert (to / "truth.csv").read_text().startswith("file,kind,where,what,code,in-words\n")
    assert "--year 2016-17 --seed 7 --faults --per-kind 1" in (to / "README.txt").read_text()
    digest = hashlib.sha256((to / "README.txt").read_bytes()).hexdigest()
    assert f"{digest}  README.txt" in (to / "written.txt").read_text()


def test_england_wrong_year_or_folder_says_so(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    for named, message in (
        (["--year", "2017-19", "-o", str(tmp_path / "new")], "the years are 2016-17."),
        (["-o", str(tmp_path)], "mine.txt was not written by this command"),
        (["-o", str(tmp_path / "mine.txt")], "this is a file; name a folder."),
    ):
        done = CliRunner().invoke(examples.app, ["england", "--seed", "1", *named])
        assert done.exit_code == 2
        assert message in done.stderr
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_england_also_real_returns_stand_marked_among_them(tmp_path):
    to = tmp_path / "england"
    command = ["england", "--seed", "1", "-o", str(to), "--faults", "--also", str(SOUTHEND)]
    done = CliRunner().invoke(examples.app, command)
    assert done.exit_code == 0, done.output
    assert "4 real returns stand among them." in done.output
    first = (to / "southend-on-sea" / "2016-17-q1.yaml").read_text().partition("\n")[0]
    assert first.startswith("# AMONG SYNTHETIC RETURNS: Southend-on-Sea, 2016-17-q1; ")
    assert "southend-on-sea/" in (to / "truth.csv").read_text()
