"""Returns for a command: loaded, or started, and told in words where that cannot be."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from concordat.cli.terminal import fail, find_files, plainly

if TYPE_CHECKING:
    from concordat.returns.place_return import Known, Return


def load_one(file: Path, after: Sequence[str] = ()) -> "Return":
    """The return of a file, beside earlier ones. Stops where it cannot be read, and says why."""
    from concordat.returns.load import load_returns

    with plainly():
        read, ret = load_returns([*find_files(after), file])[-1]
    if ret is None:
        fail(f"{file}: {read.findings[0].message} {read.findings[0].remedy}")
    return ret


def start_one(form: str, place: str, after: Sequence[str] = ()) -> "tuple[Return, dict[str, str]]":
    """A return with what is known already, and where each answer comes from, by question id.

    Stops at an earlier return that cannot be read, is no earlier period of the form, or is another place's.
    """
    from concordat.frameworks.forms import framework_of, load_form
    from concordat.places.find import find_area
    from concordat.returns.read_file import vintage_of
    from concordat.returns.start import start_return

    with plainly():
        framework, asked = framework_of(form), load_form(form)
        area = find_area(place, vintage_of(framework))
        earlier = _earlier(find_files(after), asked.earlier)
    others = [ret.place.name for ret in earlier if ret.place and ret.place != area]
    if others:
        fail(f"The earlier returns are of {', '.join(dict.fromkeys(others))}, not of {area.name}.")
    return start_return(asked, framework, area, sorted(earlier, key=lambda one: one.form.id))


def load_known(ambitions: Path | None, figures: Path | None) -> "Known | None":
    """What the statuses of returns can be held against: ambitions, and figures of a file or else the published ones."""
    if ambitions is None:
        if figures is not None:
            fail(f"{figures}: figures say nothing without the ambitions for them; give those with --ambitions.")
        return None
    from concordat.metrics.ambition import read_ambitions
    from concordat.metrics.known_figure import read_known_figures
    from concordat.returns.place_return import Known

    with plainly():
        given = read_ambitions(ambitions)
        if figures is not None:
            return Known(tuple(read_known_figures(figures)), tuple(given))
        from concordat.metrics.published_figures import list_published

        return Known(tuple(list_published(given)), tuple(given))


def _earlier(paths: list[Path], forms: tuple[str, ...]) -> "list[Return]":
    from concordat.returns.load import load_returns

    found = []
    for file, ret in load_returns(paths):
        if ret is None:
            fail(f"{file.path}: {file.findings[0].message} {file.findings[0].remedy}")
        if ret.form.id not in forms:
            earlier = f"earlier are {', '.join(forms)}" if forms else "it has no earlier periods"
            fail(f"{file.path}: {ret.form.id} is no earlier period of this form; {earlier}.")
        found.append(ret)
    return found
