"""Made-up returns as a folder of files, each marked synthetic, with what was spoiled on purpose."""

import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from concordat.returns.place_return import Return
from concordat.returns.write_file import render_yaml
from concordat.synthetic.faults import Spoiled

README, TRUTH, WRITTEN = "README.txt", "truth.csv", "written.txt"
COLUMNS = ("file", "kind", "where", "what", "code", "in-words")
Files = Iterator[tuple[str, str]]  # path within the folder, and text


class NotOurs(ValueError):
    """The folder holds what was not written here; the message names a file and says what to do."""


def render_nation(returns: Sequence[Return], command: str, truth: Sequence[Spoiled] = ()) -> Files:
    """Every file of the folder: a return as `<place>/<form>.yaml`, the truth where there is one, and a README.

    `command` is what the README says it was made by.
    """
    spoiled = {one.file for one in truth}
    for ret in returns:
        assert ret.place is not None, ret.form.id
        name = f"{ret.place.slug}/{ret.form.id}.yaml"
        yield name, f"{_mark(ret, name in spoiled)}\n{render_yaml(ret)}"
    if truth:
        yield TRUTH, render_truth(truth)
    yield README, render_readme(returns, command, truth)


def render_truth(truth: Iterable[Spoiled]) -> str:
    """The truth as CSV; a twin's code is the one that must not be found. No YAML: a folder's YAML files are returns."""
    text = io.StringIO()
    table = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    table.writeheader()
    table.writerows(one.as_dict() for one in truth)
    return text.getvalue()


def render_readme(returns: Sequence[Return], command: str, truth: Sequence[Spoiled]) -> str:
    """What the folder is, in a few lines."""
    made_up = [ret for ret in returns if ret.is_synthetic]
    places = {ret.place.slug for ret in made_up if ret.place}
    late = sum(_is_late(ret) for ret in made_up)
    lines = [
        "SYNTHETIC RETURNS",
        "",
        "A computer made these returns up: no council wrote them, nobody named in them exists, nothing happened.",
        f"{len(made_up)} quarterly returns of {len(places)} places, {late} of them late; some are missing on purpose.",
        f"Made by: {command}",
        "The same version and seed give the same files.",
    ]
    if len(made_up) < len(returns):
        lines += ["", f"{len(returns) - len(made_up)} real returns stand among them; their files say so."]
    if truth:
        counts = {what: sum(one.what == what for one in truth) for what in ("fault", "twin")}
        lines += [
            "",
            f"{counts['fault']} faults were put in on purpose, and {counts['twin']} twins that look like one and are "
            f"none; {TRUTH} says where.",
        ]
    return "\n".join(lines) + "\n"


def write_nation(folder: Path, files: Files, tick: Callable[[str], None] | None = None) -> int:
    """Write the files, in the place of those written there before; how many.

    Raises NotOurs where the folder holds anything else, or a file that was changed since: `written.txt` lists what was
    written with a digest of each.
    """
    for old in check_folder(folder):
        old.unlink()
        if old.parent != folder and not any(old.parent.iterdir()):
            old.parent.rmdir()
    written = {}
    for name, text in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        written[name] = _digest(text.encode())
        if tick:
            tick(name)
    listed = "".join(f"{digest}  {name}\n" for name, digest in written.items())
    (folder / WRITTEN).write_text(listed, encoding="utf-8", newline="")
    return len(written)


def check_folder(folder: Path) -> list[Path]:
    """The files that an earlier run wrote, if the folder holds no others. Raises NotOurs."""
    if not folder.exists():
        return []
    if not folder.is_dir():
        raise NotOurs(f"{folder}: this is a file; name a folder.")
    found = sorted(path for path in folder.rglob("*") if not path.is_dir())
    listed = folder / WRITTEN
    lines = listed.read_text(encoding="utf-8").splitlines() if listed.is_file() else []
    known = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    for path in found:
        name = path.relative_to(folder).as_posix()
        if path != listed and known.get(name) != _digest(path.read_bytes()):
            said = "was changed since it was written" if name in known else "was not written by this command"
            raise NotOurs(f"{folder}: {name} {said}; name an empty folder, so that nothing is lost.")
    return found


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _mark(ret: Return, is_spoiled: bool) -> str:
    place = ret.place.name if ret.place else ""
    if ret.is_synthetic:
        return f"# SYNTHETIC: {place}, {ret.form.id}; made up, not sent by any council"
    done = "spoiled on purpose, not what was sent" if is_spoiled else "a copy of what was sent"
    return f"# AMONG SYNTHETIC RETURNS: {place}, {ret.form.id}; {done}"


def _is_late(ret: Return) -> bool:
    deadline = ret.framework.deadline_for(ret.form.id)
    return bool(deadline and deadline.day and ret.submitted and ret.submitted > deadline.day)
