"""Tables as files to download."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import HttpResponse

from concordat.questionnaires.write_csv import render_table
from concordat.rollups.write_tables import write_table

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
}


def table_download(
    kind: str, name: str, title: str, columns: Sequence[str], lines: Iterable[Sequence[object]]
) -> HttpResponse:
    """A table as CSV or as a workbook, by `kind`."""
    if kind == "csv":
        return download(kind, name, render_table(columns, lines).encode())
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.xlsx"
        write_table(columns, lines, path, title)
        return download(kind, name, path.read_bytes())


def download(kind: str, name: str, content: bytes) -> HttpResponse:
    """A file that the browser keeps instead of showing it."""
    response = HttpResponse(content, content_type=KINDS[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
