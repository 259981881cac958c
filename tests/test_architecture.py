"""The shape of the code, kept true by tests: what the linter of imports cannot see.

See docs/explanation/architecture.md.
"""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "concordat"
SOURCES = sorted(path for path in PACKAGE.rglob("*.py") if "tests" not in path.parts)
WITHOUT_CLI = [path for path in SOURCES if "cli" not in path.relative_to(PACKAGE).parts]
# Only these know Django: three rooms, and in every other the files and folders of these names.
WEB_ROOMS = {"config", "prepared", "web"}
WEB_NAMES = {"models", "access", "actions", "forms", "urls", "api", "admin", "apps", "middleware", "context"}
WEB_NAMES |= {"mail", "outbox", "demo", "clock", "views", "templatetags", "migrations", "management"}
WEB_NAMES |= {"urls_places", "urls_signing"}
TERMINAL = {"typer", "rich", "click"}
WEB = {"django", "allauth", "ninja", "django_htmx", "whitenoise", "gunicorn"}
NEVER_NAMES = {"utils", "util", "common", "core", "helpers", "misc", "base"}


def imports(path):
    """(name, whether it stands inside a function) of everything a file imports, type checking aside."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, id(node) in inside) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or ""), id(node) in inside


def room(path):
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def may_know_the_web(path):
    names = {part.removesuffix(".py") for part in path.relative_to(PACKAGE).parts}
    return room(path) in WEB_ROOMS or bool(names & WEB_NAMES)


@pytest.mark.parametrize("path", WITHOUT_CLI, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_rooms_know_no_terminal_and_the_web_only_where_a_name_says_so(path):
    known = {name.partition(".")[0] for name, _ in imports(path)}
    assert not known & TERMINAL
    assert may_know_the_web(path) or not known & WEB


@pytest.mark.parametrize("path", WITHOUT_CLI, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_rooms_import_at_the_top_only(path):
    """A lazy import inside a function is how a forbidden direction slips past the linter."""
    assert [name for name, lazy in imports(path) if lazy] == []


def test_every_room_stands_in_the_order_of_use():
    rooms = {room(path) for path in SOURCES} - {"__init__"}
    assert rooms == set(heights())


def heights():
    """Each room's layer, counted from the top."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = [layer.split("|") for layer in contracts[0]["layers"]]
    return {name.strip(): number for number, layer in enumerate(layers) for name in layer}


def test_foreign_keys_never_point_up():
    """A string such as `"returns.Return"` would slip past the linter of imports."""
    height = heights()
    ours = [model for model in apps.get_models() if model.__module__.startswith("concordat.")]
    assert ours
    for model in ours:
        for field in model._meta.get_fields():
            if field.is_relation and field.concrete and field.related_model in ours:
                here, there = (one.__module__.split(".")[1] for one in (model, field.related_model))
                assert height[there] > height[here] or there == here, field


def test_order_of_use_is_kept():
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("init", sorted(PACKAGE.glob("*/__init__.py")), ids=lambda path: path.parent.name)
def test_every_room_says_what_it_is_in_one_sentence(init):
    first = ast.get_docstring(ast.parse(init.read_text(encoding="utf-8")))
    assert first
    assert first.splitlines()[0].endswith(".")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_files_are_named_by_nouns_and_stay_short(path):
    assert path.stem not in NEVER_NAMES
    assert "migrations" in path.parts or len(path.read_text(encoding="utf-8").splitlines()) <= 300


def test_importing_the_package_loads_no_room():
    code = "import sys, concordat; print([name for name in sys.modules if name.startswith('concordat.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_help_loads_no_room_and_nothing_heavy():
    code = (
        "import sys\nsys.argv = ['concordat', '--help']\nfrom concordat.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'django', 'gunicorn', 'pydantic', 'yaml',"
        "'altair', 'jinja2', 'vl_convert', 'concordat.returns', 'concordat.frameworks'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert "rollup" in done.stdout


def test_the_form_engine_has_no_policy_word():
    """Any form as data: whoever writes a new one must find no trace of this one in the code."""
    words = ("better care", "ccg", "nhs", "wellbeing", "pooled", "southend", "condition is met", "quarterly return")
    for path in (path for path in SOURCES if room(path) == "questionnaires"):
        text = path.read_text(encoding="utf-8").lower()
        assert [word for word in words if word in text] == [], path


def test_no_file_names_an_index_or_a_path_of_a_machine():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("this is no git checkout: there is no list of the project's files")
    machine = str(ROOT.parent) + "/"
    indexes = ("py" + "pi.org", "files.python" + "hosted", "registry.npm" + "js", "index-" + "url =")
    for name in listed.stdout.split("\0"):
        path = ROOT / name
        if name and path.is_file() and path.stat().st_size < 2_000_000:
            text = path.read_bytes().decode("utf-8", errors="ignore")
            assert machine not in text, name
            assert not [one for one in indexes if one in text], name
