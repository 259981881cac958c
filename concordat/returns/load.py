"""Many files to many returns: one place's files ordered by period, each with the earlier ones, then checked."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from concordat.findings import Finding, Severity
from concordat.questionnaires.changes import FormChange
from concordat.questionnaires.completion import calculate_completion
from concordat.returns.checks import check_return
from concordat.returns.place_return import Known, Return
from concordat.returns.read_file import FileRead, read_return_file

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Checked:
    """One file, as far as it came: its return where it could be read, its completion and its findings.

    `completion` is (answered, asked) by section.
    """

    file: FileRead
    ret: Return | None
    completion: dict[str, tuple[int, int]]
    findings: tuple[Finding, ...]

    @property
    def place(self) -> str | None:
        """The slug of the place; the name in the file where no such place is known."""
        return self.file.place.slug if self.file.place else self.file.place_named or None

    def as_dict(self) -> dict[str, object]:
        """The JSON of `concordat return check`."""
        return {
            "file": str(self.file.path),
            "place": self.place,
            "questionnaire": self.file.form_named or None,
            "completion": {section: list(counts) for section, counts in self.completion.items()},
            "findings": [finding.as_dict() for finding in self.findings],
        }


def load_returns(paths: Iterable[Path], progress: Progress | None = None) -> list[tuple[FileRead, Return | None]]:
    """Read files, in the order given; each return sees the same place's returns of earlier periods among them.

    A file that cannot be read, or names no form that is held, comes with None. Of two files for one period, the one
    submitted later, else the later in order, is what later periods see.
    """
    return link_returns(read_files(paths, progress))


def read_files(paths: Iterable[Path], progress: Progress | None = None) -> list[FileRead]:
    """Read files one after the other."""
    files = []
    for path in paths:
        files.append(read_return_file(path))
        if progress:
            progress(path.name)
    return files


def link_returns(files: Sequence[FileRead]) -> list[tuple[FileRead, Return | None]]:
    """The returns of files that were read, each after the earlier ones of its place; as `load_returns`."""
    made: dict[int, Return] = {}
    latest: dict[tuple[str, str], Return] = {}
    for number in sorted(range(len(files)), key=lambda number: _order(files[number])):
        file = files[number]
        if file.form is not None:
            earlier = [latest[key] for id in file.form.earlier if (key := (_whose(file), id)) in latest]
            made[number] = latest[_whose(file), file.form.id] = make_return(file, earlier)
    return [(file, made.get(number)) for number, file in enumerate(files)]


def make_return(file: FileRead, earlier: Sequence[Return]) -> Return:
    """The return of a file whose form is held, after the same place's earlier ones."""
    assert file.framework is not None, file.path
    answers, changes = file.answers(tuple(ret.answers for ret in earlier))
    moved = {change.was: change.id for change in changes if change.was}
    return Return(
        place=file.place,
        framework=file.framework,
        answers=answers,
        earlier=tuple(earlier),
        submitted=file.submitted,
        reasons=tuple(replace(one, where=moved.get(one.where, one.where)) for one in file.reasons),
        printed={moved.get(id, id): text for id, text in file.printed.items()},
        remarks={moved.get(id, id): text for id, text in file.remarks.items()},
        assigned=file.assigned,
        source=file.source,
        reissued=tuple(changes),
    )


def check_files(
    paths: Iterable[Path], on: date | None = None, progress: Progress | None = None, known: Known | None = None
) -> list[Checked]:
    """Read and check files, one place's in the order of their periods, places in the order in which they appear.

    `known` are figures and ambitions to hold their statuses against.
    """
    return check_read(read_files(paths, progress), on, known)


def check_read(files: Sequence[FileRead], on: date | None = None, known: Known | None = None) -> list[Checked]:
    """Check files that were read, in the order of `check_files`."""
    twins = _twins(files)
    linked = [(file, replace(ret, known=known) if ret and known else ret) for file, ret in link_returns(files)]
    checked = [_check(file, ret, on, twins) for file, ret in linked]
    appears = {place: number for number, place in reversed(list(enumerate(_whose(one.file) for one in checked)))}
    return sorted(checked, key=lambda one: (appears[_whose(one.file)], _order(one.file)))


def _check(
    file: FileRead, ret: Return | None, on: date | None, twins: dict[tuple[str, str], list[FileRead]]
) -> Checked:
    findings = list(file.findings)
    if ret is None:
        return Checked(file, None, {}, tuple(findings))
    findings += _check_twins(file, twins)
    findings += _list_reissued(ret.reissued)
    findings += check_return(ret, on)
    findings.sort(key=lambda finding: finding.severity.rank)
    return Checked(file, ret, calculate_completion(ret.answers), tuple(findings))


def _check_twins(file: FileRead, twins: dict[tuple[str, str], list[FileRead]]) -> Iterator[Finding]:
    others = [other.path.name for other in twins[_whose(file), file.form_named] if other is not file]
    if others:
        message = f"{' and '.join(others)} {'is' if len(others) == 1 else 'are'} also {file.form_named} of this place."
        remedy = "Keep the one that counts and take the others out of the folder."
        yield Finding("two-for-one-period", Severity.BLOCKS, file.path.name, message, remedy)


def _list_reissued(changes: Iterable[FormChange]) -> Iterator[Finding]:
    for change in changes:
        message = f"The form was reissued: {change.label}, {change.change}: {change.note}."
        yield Finding("reissued", Severity.NOTE, change.id, message, "Look at the answer once more.")


def _twins(files: Iterable[FileRead]) -> dict[tuple[str, str], list[FileRead]]:
    found: dict[tuple[str, str], list[FileRead]] = {}
    for file in files:
        found.setdefault((_whose(file), file.form_named), []).append(file)
    return found


def _whose(file: FileRead) -> str:
    return file.place.slug if file.place else file.place_named or str(file.path)


def _order(file: FileRead) -> tuple[str, str, str]:
    """By form, which sorts periods within a year, then by the day of submission."""
    return (file.form_named, str(file.submitted or ""), str(file.path))
