"""A workbook's file taken apart: refused before it is opened where it is none, or would swell beyond measure."""

import re
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from concordat.findings import Finding, Severity

MOST_BYTES = 20_000_000  # of the file; a return is a tenth of a megabyte
MOST_INSIDE = 100_000_000  # of its parts, taken out of their packing
MOST_READ = 40_000_000  # of those that are read
MOST_PARTS = 3_000
MOST_PACKED, PACKED_FROM = 300, 5_000_000  # times smaller, where it is more than this: no answers pack so well

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SKIPPED = re.compile(
    r"docprops|xl/(media|drawings|charts|embeddings|theme|externallinks|comments|printersettings|vba)|xl/worksheets/_rels"
)
_SAVE = "Open it in Excel or LibreOffice and save it as an Excel workbook (.xlsx)."
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


@dataclass(frozen=True)
class Parts:
    """The parts of a workbook that matter, by name in small letters, and what is odd about the file.

    Without parts it is no workbook that can be read, and the findings say why.
    """

    by_name: dict[str, bytes]
    findings: tuple[Finding, ...]

    def repacked(self) -> BytesIO:
        """The parts as a workbook without packing, so that nothing can swell when it is opened."""
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            for name, content in self.by_name.items():
                archive.writestr(zipfile.ZipInfo(name), content)
        out.seek(0)
        return out


def read_parts(path: Path) -> Parts:
    """Take a workbook's file apart. Never raises for what stands in it; a file that is no workbook has a finding."""
    where = path.name
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            return _refused(_too_large(where, f"{size / 1e6:,.0f} MB is too large for a return."))
        data = path.read_bytes()
    except OSError as problem:
        return _refused(_no_workbook(where, f"The file cannot be read ({problem.strerror})."))
    if data.startswith(_OLE):
        return _refused(_old(where, data))
    if not data.startswith(b"PK"):
        said = "This is not an Excel workbook, whatever its name ends with." if data else "The file is empty."
        return _refused(_no_workbook(where, said))
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _take_apart(where, archive, len(data))
    except _BROKEN:
        said = "The file is damaged, or was cut off on its way."
        remedy = "Ask for the file again, or open it in Excel and save it anew."
        return _refused(_blocks("damaged-workbook", where, said, remedy))


def _take_apart(where: str, archive: zipfile.ZipFile, size: int) -> Parts:
    members = archive.infolist()
    inside = sum(member.file_size for member in members)
    if len(members) > MOST_PARTS or inside > MOST_INSIDE or (inside > PACKED_FROM and inside > MOST_PACKED * size):
        said = f"The file would swell to {inside / 1e6:,.0f} MB in {len(members):,} parts; this is no return."
        return _refused(_too_large(where, said))
    names = {member.filename.casefold() for member in members}
    if any(member.flag_bits & 1 for member in members):
        return _refused(_locked(where))
    if "xl/workbook.xml" not in names:
        return _refused(_no_workbook(where, _what_instead(names)))
    parts: dict[str, bytes] = {}
    for member in members:
        name = member.filename.replace("\\", "/").casefold()
        if name in parts or not name.endswith((".xml", ".rels")) or _SKIPPED.match(name):
            continue
        if sum(map(len, parts.values())) + member.file_size > MOST_READ:
            return _refused(_too_large(where, f"Its sheets come to more than {MOST_READ / 1e6:,.0f} MB."))
        with archive.open(member) as part:
            parts[name] = part.read(MOST_READ)
    has_macro = any("vbaproject" in name for name in names)
    return Parts(parts, (_macro(where),) if has_macro else ())


def _what_instead(names: set[str]) -> str:
    if "xl/workbook.bin" in names:
        return "This is a binary workbook (.xlsb), which is not read."
    if "content.xml" in names:
        return "This is an OpenDocument file, which is not read."
    if "word/document.xml" in names:
        return "This is a Word document."
    return "This is an archive, but no Excel workbook."


def _refused(finding: Finding) -> Parts:
    return Parts({}, (finding,))


def _old(where: str, data: bytes) -> Finding:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return _locked(where)
    return _blocks("legacy-workbook", where, "This is a workbook of the old kind (.xls), which is not read.", _SAVE)


def _locked(where: str) -> Finding:
    remedy = "Open it with its password, take the password off (File, Info, Protect Workbook) and save it."
    return _blocks("encrypted-workbook", where, "The workbook is locked: a password is needed to open it.", remedy)


def _no_workbook(where: str, message: str) -> Finding:
    return _blocks("not-a-workbook", where, message, _SAVE)


def _too_large(where: str, message: str) -> Finding:
    remedy = "Do not open it before you know who made it; send the workbook that you were given, filled."
    return _blocks("workbook-too-large", where, message, remedy)


def _macro(where: str) -> Finding:
    message = "The workbook holds a macro, which is not run and not kept; its answers are read."
    return Finding("macro", Severity.NOTE, where, message, "Save it as .xlsx, without macros; the form needs none.")


def _blocks(code: str, where: str, message: str, remedy: str) -> Finding:
    return Finding(code, Severity.BLOCKS, where, message, remedy)
