"""The worked examples of docs/reference/codes.yaml: run, so that a page has today's words, and told."""

import json
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from concordat.findings import Finding
from concordat.frameworks.read_yaml import ENVIRONMENT
from concordat.metrics.ambition import read_ambitions
from concordat.metrics.known_figure import read_known_figures
from concordat.places.read_figures import read_figures, read_footprints
from concordat.places.rules import check_footprints
from concordat.places.sharing import share_money_to_areas, share_to_areas
from concordat.questionnaires.read_yaml import read_plain
from concordat.returns.load import check_files
from concordat.returns.place_return import Known
from reference.pages import ROOT, Lines

EXAMPLES = ROOT / "examples" / "southend-on-sea"
INVENTED = ROOT / "docs" / "examples"


def tell_example(code: str, given: Mapping[str, Any]) -> Lines:
    finding = next((one for one in run_example(given) if one.code == code), None)
    if finding is None:
        raise SystemExit(f"docs/reference/codes.yaml: the example of {code} does not give it; mend the example.")
    yield from ("```text", f"{finding.severity:<8}  {finding.message}")
    yield from (f"          {finding.remedy}  [{finding.code} {finding.where}]", "```")
    yield from ("", f"*{_say_example(given)}*", "")


def run_example(given: Mapping[str, Any]) -> Sequence[Finding]:
    """The findings of one example of docs/reference/codes.yaml."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if "figure" in given:
            return share_to_areas({"NHS Southend CCG": float(given["figure"])}, 2017).findings
        if text := given.get("share") or given.get("footprints"):
            path = folder / "given.csv"
            path.write_text(text, encoding="utf-8")
            if "share" in given:
                return share_money_to_areas(read_figures(path), 2017).findings
            return check_footprints(read_footprints(path), 2017)
        return _check_changed(folder, given)


def _check_changed(folder: Path, given: Mapping[str, Any]) -> Sequence[Finding]:
    invented = not given["in"].startswith("q")
    files = sorted((INVENTED / "returns" if invented else EXAMPLES).glob("*.yaml"))
    changed = next(file for file in files if file.stem.endswith(given["in"]))
    paths = []
    for file in files[: files.index(changed) + 1]:
        content = read_plain(file)
        if file == changed:
            _change(content, given)
        text = given["text"] if file == changed and "text" in given else json.dumps(content)
        names = [file.name] + ([given["beside"]] if file == changed and "beside" in given else [])
        for written in names:
            paths.append(folder / written)
            paths[-1].write_text(text, encoding="utf-8")
    if invented:
        os.environ[ENVIRONMENT] = str(INVENTED / "frameworks")
    try:
        checked = check_files(paths, known=_read_known(folder, given))
        return next(one for one in checked if one.file.path.name == changed.name).findings
    finally:
        os.environ.pop(ENVIRONMENT, None)


def _read_known(folder: Path, given: Mapping[str, Any]) -> Known | None:
    """The figures and ambitions of an example, beside the return."""
    if "figures" not in given:
        return None
    for name in ("figures", "ambitions"):
        (folder / f"{name}.csv").write_text(given[name], encoding="utf-8")
    return Known(tuple(read_known_figures(folder / "figures.csv")), tuple(read_ambitions(folder / "ambitions.csv")))


def _change(content: dict[str, Any], given: Mapping[str, Any]) -> None:
    for key, value in given.get("set", {}).items():
        node, last = _reach(content, key)
        node[last] = value
    for key, length in given.get("long", {}).items():
        node, last = _reach(content, key)
        node[last] = "word " * (int(length) // 5)
    for key in given.get("drop", []):
        node, last = _reach(content, key)
        node.pop(last, None)


def _reach(content: dict[str, Any], key: str) -> tuple[dict[str, Any], str]:
    """Where a key with dots leads: `printed` and its like hold whole ids."""
    top, _, rest = key.partition(".")
    if top == "answers-whole":
        return content["answers"], rest
    if top != "answers":
        return (content.setdefault(top, {}), rest) if rest else (content, top)
    *path, last = key.split(".")
    node = content
    for step in path:
        node = node.setdefault(step, {})
    return node, last


def _say_example(given: Mapping[str, Any]) -> str:
    if "figure" in given:
        return f"`share_to_areas` of `concordat.places.sharing`, called with the figure `{given['figure']}`."
    for kind in ("share", "footprints"):
        if kind in given:
            return f"`concordat places {kind}` with the lines {_quoted(given[kind].splitlines()[1:])}."
    whose = (
        "The invented return 2032-33-h1"
        if not given["in"].startswith("q")
        else f"Southend-on-Sea, 2016-17-{given['in']}"
    )
    changes = [
        f"`{key.replace('answers-whole.', 'answers: ')}` set to {_quoted([_short(value)])}"
        for key, value in given.get("set", {}).items()
    ]
    changes += [f"`{key}` made {int(length):,} characters long" for key, length in given.get("long", {}).items()]
    changes += [f"`{key}` taken out" for key in given.get("drop", [])]
    changes += ["the file replaced by two lines that say `place` twice"] if "text" in given else []
    changes += [f"with a second file, `{given['beside']}`"] if "beside" in given else []
    if "figures" in given:
        changes.append(f"with the figure {_quoted(given['figures'].splitlines()[1:])}")
        changes.append(f"and the ambition {_quoted(given['ambitions'].splitlines()[1:])}")
    return f"{whose}, {'; '.join(changes)}." if changes else f"{whose}, as it stands."


def _short(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return "".join(ch if ch.isprintable() else "·" for ch in text)


def _quoted(lines: Iterable[str]) -> str:
    return ", ".join(f"`{line}`" for line in lines)
