"""The documentation, held against the product: commands are run, links lead somewhere, lists are whole.

A fenced block marked `console` holds commands after `$ `; each is run, in the order of its page, in a copy of the
examples, and every line of output that the page shows has to be among what the command prints (`…` stands for lines
left out). `console exit=1` says how the last command of a block ends. Blocks marked `python` are run too.
"""

import importlib
import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import get_args

import pytest
from pydantic import BaseModel
from typer.testing import CliRunner

from concordat.cli.app import app
from concordat.frameworks.forms import load_form
from concordat.questionnaires.definition import Definition
from concordat.returns.load import check_files

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = [*sorted(DOCS.rglob("*.md")), *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "GLOSSARY.md"))]
PAGES += [ROOT / "CHANGELOG.md"]
BLOCK = re.compile(r"^```(?P<info>[^\n`]+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\((?P<target>[^)\s]+)\)")
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
FEWEST_WORDS, LARGEST_PICTURE = 8, 80_000  # of what stands for a picture; bytes
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
NEEDS_A_SHELL = set("|&;<>$`")


def load_tool(name):
    """A tool as it runs on the command line, with its own folder first on the path."""
    if str(ROOT / "tools") not in sys.path:
        sys.path.insert(0, str(ROOT / "tools"))
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool


@pytest.fixture(scope="module")
def reference():
    """The package behind tools/make_reference.py, its files by name."""
    load_tool("make_reference")
    return SimpleNamespace(
        **{name: importlib.import_module(f"reference.{name}") for name in ("codes", "commands", "make", "pages")}
    )


def blocks(page):
    return [(match["info"].split(), match["body"]) for match in BLOCK.finditer(page.read_text(encoding="utf-8"))]


def is_runnable(page):
    return any(info[0] in ("console", "python") for info, _ in blocks(page))


def name_of(page):
    return str(page.relative_to(ROOT))


RUNNABLE = [page for page in PAGES if is_runnable(page)]


@pytest.mark.parametrize("page", RUNNABLE, ids=name_of)
def test_what_a_page_tells_to_run_runs(page, tmp_path, monkeypatch):
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    shutil.copytree(DOCS / "examples", tmp_path / "docs" / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CONCORDAT_FRAMEWORKS", raising=False)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    names = {"__name__": "docs"}
    for info, body in blocks(page):
        if info[0] == "python":
            exec(compile(body, name_of(page), "exec"), names)
        elif info[0] == "console":
            run_block(info, body)


def run_block(info, body):
    wanted = next((int(word.removeprefix("exit=")) for word in info if word.startswith("exit=")), 0)
    commands = re.split(r"^\$ ", re.sub(r"\\\n\s*", "", body), flags=re.MULTILINE)[1:]
    assert commands, body
    for number, text in enumerate(commands, 1):
        command, *shown = text.splitlines()
        if command.startswith("make "):
            assert command.split()[1] in TARGETS, command
            continue
        code, printed = run(command)
        assert code == (wanted if number == len(commands) else 0), f"{command}\n{printed}"
        there = {plain(line) for line in printed.splitlines()}
        missing = [line for line in shown if plain(line) not in ("", "…") and plain(line) not in there]
        assert not missing, f"{command}\nprints no line {missing}\n{printed}"


def plain(line):
    return " ".join(line.split())


def run(command):
    """(exit code, everything printed); the product's own commands in this process, all others by a shell."""
    words = shlex.split(command)
    settings = dict(word.split("=", 1) for word in words if re.match(r"^[A-Z_]+=", word))
    words = words[len(settings) :]
    if words[0] == "concordat" and not NEEDS_A_SHELL & set(command):
        done = CliRunner().invoke(app, words[1:], env=settings, prog_name="concordat")
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.exit_code, done.output
    ran = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    return ran.returncode, ran.stdout + ran.stderr


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page):
    lost = []
    for match in LINK.finditer(re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)):
        path, _, anchor = match["target"].partition("#")
        if "://" in path:
            continue
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            lost.append(match["target"])
    assert lost == []


def anchors(page):
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\s-]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def test_every_picture_is_shown_with_words_for_it_and_is_small():
    """A page shows only what is there, nothing is there that no page shows, and none makes a reader wait."""
    shown = [(page, *match.groups()) for page in PAGES for match in PICTURE.finditer(page.read_text(encoding="utf-8"))]
    taken = {path.resolve(): path.stat().st_size for path in (DOCS / "pictures").iterdir()}
    assert {(page.parent / path).resolve() for page, _, path in shown} == set(taken)
    assert [path for _, words, path in shown if len(words.split()) < FEWEST_WORDS] == []
    assert {path.name: size for path, size in taken.items() if size > LARGEST_PICTURE} == {}


def test_every_page_can_be_reached_from_the_index():
    reached, todo = set(), [ROOT / "README.md", DOCS / "index.md"]
    while todo:
        page = todo.pop()
        reached.add(page)
        found = ((page.parent / target.partition("#")[0]).resolve() for target in LINK.findall(page.read_text()))
        todo += [path for path in found if path.suffix == ".md" and path.exists() and path not in reached]
    assert [name_of(page) for page in PAGES if page not in reached] == []


@pytest.mark.parametrize("tool", ["make_reference.py", "make_faults_table.py", "make_metric_pages.py"])
def test_generated_pages_are_what_the_code_says(tool):
    done = subprocess.run([sys.executable, ROOT / "tools" / tool, "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_page_that_is_out_of_date_is_named(reference, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(reference.pages, "REFERENCE", tmp_path)
    monkeypatch.setattr(reference.make, "make_pages", lambda: {"places.md": "# Places\n"})
    monkeypatch.setattr(sys, "argv", ["make_reference.py", "--check"])
    with pytest.raises(SystemExit) as stopped:
        reference.make.main()
    assert stopped.value.code == 1
    assert capsys.readouterr().out == "docs/reference/places.md is not what the code says; run make docs.\n"


def test_every_command_and_option_is_documented(reference):
    text = (DOCS / "reference" / "commands.md").read_text()
    for command, options in reference.commands.list_commands():
        assert f"## `{command}`" in text
        assert [option for option in options if f"`{option}`" not in text] == [], command


def test_every_setting_is_documented():
    text = "".join((DOCS / "reference" / page).read_text() for page in ("commands.md", "settings.md"))
    named = {
        name
        for path in (ROOT / "concordat").rglob("*.py")
        for name in re.findall(r"CONCORDAT_[A-Z_]+", path.read_text())
    }
    assert [name for name in named if f"`{name}`" not in text] == []


def test_every_code_of_a_finding_is_documented(reference):
    text = (DOCS / "reference" / "checks.md").read_text()
    documented = re.findall(r"^### `([a-z-]+)`", text, re.MULTILINE)
    assert sorted(documented) == sorted(reference.codes.find_codes())
    examples = (ROOT / "concordat" / "returns" / "tests" / "examples").glob("*.yaml")
    assert {path.stem for path in examples} <= set(documented)


@pytest.mark.parametrize("guide", ["load-published-figures.md", "map-the-official-workbook.md", "work-in-excel.md"])
def test_every_code_of_maps_and_workbooks_is_told_in_its_guide(reference, guide):
    """Once in the guide's tables, a note as a note; and named in checks.md, which leads there."""
    codes = reference.codes.find_codes(guide)
    tables = re.findall(
        r"^\| code \| what \|\n\|.*\n((?:\|.*\n)+)", (DOCS / "how-to" / guide).read_text(), re.MULTILINE
    )
    told = re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", "".join(tables), re.MULTILINE)
    assert sorted(code for code, _ in told) == sorted(codes)
    assert [code for code, what in told if codes[code] == ["note"] and "note: " not in what] == []
    listed = (DOCS / "reference" / "checks.md").read_text().partition(f"(../how-to/{guide}) has the codes")[2]
    assert [code for code in codes if f"| `{code}` |" not in listed] == []


def test_no_file_that_makes_findings_has_moved_away_from_its_guide(reference):
    assert [file for file in reference.codes.GUIDES if not (ROOT / "concordat" / file).exists()] == []


def test_every_dependency_has_its_line():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    named = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    named += [one for extra in project["project"]["optional-dependencies"].values() for one in extra]
    text = (DOCS / "explanation" / "dependencies.md").read_text()
    for name in {re.split(r"[<>=\[; ]", requirement)[0] for requirement in named} - {"concordat"}:
        assert f"| {name} |" in text, name


def test_every_make_target_is_documented():
    text = (ROOT / "CONTRIBUTING.md").read_text()
    assert [target for target in TARGETS if f"`make {target}`" not in text] == []


def test_the_glossary_fixes_each_word_once():
    words = re.findall(r"^\*\*(.+?)\*\*", (ROOT / "GLOSSARY.md").read_text(), re.MULTILINE)
    said = Counter(part.strip().lower() for word in words for part in re.split(r",| \(", word.rstrip(")")))
    assert len(words) > 40
    assert [word for word, times in said.items() if times > 1] == []


def test_southend_is_told_finding_by_finding():
    """docs/explanation/southend.md has a row for each finding on the examples, under its quarter, and no other."""
    text = (DOCS / "explanation" / "southend.md").read_text()
    told = {
        part.splitlines()[0].strip(): set(re.findall(r"^\| `([a-z-]+)` \| `([a-z0-9.-]+)` \|", part, re.MULTILINE))
        for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    }
    for one in check_files(sorted((ROOT / "examples" / "southend-on-sea").glob("*.yaml"))):
        found = {(finding.code, finding.where) for finding in one.findings}
        assert told[f"Quarter {one.file.form_named[-1]}"] == found, one.file.form_named


def test_the_form_of_the_guide_has_every_key_of_the_format(monkeypatch):
    """The example form loads, and it and the guide's table between them name every key that a file may have."""
    monkeypatch.setenv("CONCORDAT_FRAMEWORKS", str(DOCS / "examples" / "frameworks"))
    assert load_form("2032-33-h1", 1).questions["homes.packages"].kind == "count"
    assert load_form("2032-33-h1", 2).questions["homes.packages-in-place"].was == "homes.packages"
    guide = (DOCS / "how-to" / "write-a-questionnaire.md").read_text()
    for model in models_of(Definition):
        for name, field in model.model_fields.items():
            assert f"`{field.alias or name}`" in guide, f"{model.__name__}: {field.alias or name}"


def models_of(annotation):
    """Every model that a model is made of, itself included; the two of `wanted` are told in sentences of their own."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if "rounding" not in annotation.model_fields and "per" not in annotation.model_fields:
            yield annotation
        for field in annotation.model_fields.values():
            yield from models_of(field.annotation)
    for part in get_args(annotation):
        yield from models_of(part)


def test_postgresql_that_does_not_answer_is_left_out_and_no_failure(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    assert any("PostgreSQL" in line for line in load_tool("left_out").list_left_out())
    assert load_tool("on_postgresql").main() == 0


def test_what_is_run_on_postgresql_is_there():
    assert [path for path in load_tool("on_postgresql").TESTS if not (ROOT / path).exists()] == []


def test_what_is_left_out_is_said(monkeypatch, tmp_path):
    tool = load_tool("left_out")
    monkeypatch.setattr(tool.shutil, "which", lambda _: "/usr/bin/soffice")
    monkeypatch.setattr(tool.importlib.util, "find_spec", lambda _: object())
    monkeypatch.setattr(tool, "ASSETS", ROOT)
    monkeypatch.delenv("CONCORDAT_SOURCES", raising=False)
    assert "names no folder" in tool.list_left_out()[0]
    monkeypatch.setenv("CONCORDAT_SOURCES", str(tmp_path / "gone"))
    assert "is no folder" in tool.list_left_out()[0]
    monkeypatch.setenv("CONCORDAT_SOURCES", str(tmp_path))
    assert tool.list_left_out() == []
    monkeypatch.setattr(tool.shutil, "which", lambda _: None)
    assert "soffice is not on this machine" in tool.list_left_out()[0]
    assert "no Chromium is on this machine" in tool.list_left_out()[1]
    monkeypatch.setattr(tool.importlib.util, "find_spec", lambda _: None)
    assert "atheris is not there" in tool.list_left_out()[-1]
