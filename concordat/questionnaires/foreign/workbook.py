"""A workbook that somebody else made, as the parts of its zip: refused where it is a trap, else read with care.

Only what a map needs is understood: sheets, texts, dates and number formats. All other parts are bytes.
"""

import posixpath
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from lxml import etree

from concordat.questionnaires.foreign.number_formats import Shows, shown_by
from concordat.questionnaires.foreign.sheet import ForeignSheet, Strings, local, read_strings
from concordat.questionnaires.read_yaml import DataError

MOST_BYTES = 50_000_000  # of the file
MOST_UNPACKED = 200_000_000  # of all its parts
MOST_PARTS = 5_000
ENDINGS = (".xlsx", ".xlsm")

_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # an OLE2 container: an .xls, or an .xlsx under a password


@dataclass
class ForeignWorkbook:
    """The parts of a workbook, in the order of its zip, and its sheets by name."""

    path: Path
    infos: list[ZipInfo]
    parts: dict[str, bytes]
    main: str  # the part that lists the sheets
    date1904: bool
    sheet_parts: dict[str, str]
    shows: list[Shows]  # by the number of a cell's style
    strings: Strings
    _sheets: dict[str, ForeignSheet] = field(default_factory=dict)

    def sheet(self, name: str) -> ForeignSheet:
        """A sheet by its name; parsed when it is first asked for."""
        if name not in self._sheets:
            root = parse_xml(self.parts[self.sheet_parts[name]], self.path)
            try:
                self._sheets[name] = ForeignSheet(name, root, self.shows, self.strings)
            except ValueError as problem:
                raise DataError(f"{self.path}: the sheet {name!r} is damaged: {problem}.") from None
        return self._sheets[name]


def open_workbook(path: Path) -> ForeignWorkbook:
    """Read an .xlsx or .xlsm. Raises DataError for all else: another format, a password, a damaged file, a trap."""
    infos, parts = read_parts(path)
    main = _target(parts, "", "/officeDocument", path)
    root = parse_xml(_part(parts, main, path), path)
    related = _relations(parts, main, path)
    properties = _find(root, "workbookPr")
    sheets = {}
    for node in _find_all(root, "sheets", "sheet"):
        link = next((str(value) for name, value in node.attrib.items() if str(name).endswith("}id")), "")
        kind, target = related.get(link, ("", ""))
        if kind.endswith("/worksheet") and target in parts:
            sheets[str(node.get("name"))] = target
    if not sheets:
        raise DataError(f"{path}: there is no sheet in this workbook.")
    by_kind = {kind.rpartition("/")[2]: target for kind, target in related.values()}
    texts = parts.get(by_kind.get("sharedStrings", ""))
    styles = parts.get(by_kind.get("styles", ""))
    return ForeignWorkbook(
        path=path,
        infos=infos,
        parts=parts,
        main=main,
        date1904=properties is not None and properties.get("date1904") in ("1", "true"),
        sheet_parts=sheets,
        shows=_shows(parse_xml(styles, path)) if styles else [],
        strings=read_strings(parse_xml(texts, path)) if texts else [],
    )


def read_parts(path: Path) -> tuple[list[ZipInfo], dict[str, bytes]]:
    """The parts of the zip, after a look at what it claims to be. Raises DataError."""
    _refuse_other_files(path)
    try:
        with ZipFile(path) as file:
            infos = file.infolist()
            _refuse_traps(path, infos)
            return infos, {info.filename: file.read(info) for info in infos}
    except (BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as problem:
        if isinstance(problem, DataError):
            raise
        raise DataError(f"{path}: the file is damaged; fetch it anew.") from None


def parse_xml(data: bytes, path: Path) -> etree._Element:
    """Parse a part; no entities, no network. Raises DataError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_blank_text=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise DataError(f"{path}: the file is damaged: one of its parts is no XML; fetch it anew.") from None
    about: Any = root.getroottree().docinfo
    if about.doctype:
        raise DataError(f"{path}: the file declares a document type, which no workbook needs; it is not opened.")
    return root


def _refuse_other_files(path: Path) -> None:
    try:
        if path.is_dir():
            raise DataError(f"{path}: this is a folder; name a workbook in it.")
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(8)
            old = file.read() if start == _OLD and size <= MOST_BYTES else b""
    except FileNotFoundError:
        raise DataError(f"{path}: there is no such file.") from None
    except OSError as problem:
        raise DataError(f"{path}: cannot be read ({problem.strerror}).") from None
    if size > MOST_BYTES:
        raise DataError(f"{path}: {size / 1e6:,.0f} MB is too large for a workbook that people fill in.")
    if start == _OLD and "EncryptedPackage".encode("utf-16-le") in old:
        raise DataError(f"{path}: the workbook is locked with a password; save a copy without one.")
    if start == _OLD:
        raise DataError(f"{path}: this is a workbook of the old kind (.xls); save it as .xlsx.")
    if not start.startswith(b"PK"):
        raise DataError(f"{path}: this is no workbook; give an .xlsx or .xlsm file.")


def _refuse_traps(path: Path, infos: list[ZipInfo]) -> None:
    """What a zip may claim and no workbook does: too many parts, too much in them, two of one name, a password."""
    names = {info.filename for info in infos}
    if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > MOST_UNPACKED:
        raise DataError(f"{path}: unpacked, the file is too large for a workbook that people fill in.")
    if len(names) < len(infos):
        raise DataError(f"{path}: the file is damaged: two of its parts have one name; fetch it anew.")
    if any(info.flag_bits & 1 for info in infos):
        raise DataError(f"{path}: the file is locked with a password; save a copy without one.")
    if any(info.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for info in infos):
        raise DataError(f"{path}: the file is packed in a way that no spreadsheet uses; save it anew as .xlsx.")
    if "[Content_Types].xml" not in names or "xl/workbook.bin" in names:
        raise DataError(f"{path}: this is no .xlsx or .xlsm workbook; save it as one.")


def _part(parts: dict[str, bytes], name: str, path: Path) -> bytes:
    if name not in parts:
        raise DataError(f"{path}: the file is damaged: {name or 'its main part'} is missing; fetch it anew.")
    return parts[name]


def _target(parts: dict[str, bytes], part: str, kind: str, path: Path) -> str:
    found = (target for type, target in _relations(parts, part, path).values() if type.endswith(kind))
    return next(found, "")


def _relations(parts: dict[str, bytes], part: str, path: Path) -> dict[str, tuple[str, str]]:
    """By id, the (type, part) that a part is related to."""
    folder, name = posixpath.split(part)
    root = parse_xml(_part(parts, posixpath.join(folder, "_rels", f"{name}.rels"), path), path)
    return {
        str(node.get("Id")): (
            str(node.get("Type")),
            posixpath.normpath(posixpath.join("/", folder, str(node.get("Target")))).lstrip("/"),
        )
        for node in root
        if isinstance(node.tag, str) and node.get("TargetMode") != "External"
    }


def _shows(root: etree._Element) -> list[Shows]:
    codes = {str(node.get("numFmtId")): node.get("formatCode") for node in _find_all(root, "numFmts", "numFmt")}
    numbers = [node.get("numFmtId") or "0" for node in _find_all(root, "cellXfs", "xf")]
    return [shown_by(int(number) if number.isdigit() else 0, codes.get(number)) for number in numbers]


def _find(root: etree._Element, name: str) -> etree._Element | None:
    return next((node for node in root if local(node) == name), None)


def _find_all(root: etree._Element, group: str, name: str) -> list[etree._Element]:
    found = _find(root, group)
    return [] if found is None else [node for node in found if local(node) == name]
