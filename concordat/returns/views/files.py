"""Files out and in: a download with its name, and an upload as a file that readers can open."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LONGEST_NAME = 100  # characters of a file's name, its ending included


def send_file(name: str, content: str | bytes) -> HttpResponse:
    """A file to be saved under a name, whose ending says what it is."""
    kind = TYPES[name.rpartition(".")[2]]
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@contextmanager
def received(file: "UploadedFile[Any]") -> Iterator[Path]:
    """An upload as a file under its own name, for as long as it is read."""
    name = Path(file.name or "workbook").name
    stem, ending = Path(name).stem, Path(name).suffix
    with TemporaryDirectory(prefix="concordat-") as folder:
        path = Path(folder) / f"{stem[: LONGEST_NAME - len(ending)]}{ending}"
        with path.open("wb") as out:
            for chunk in file.chunks():
                out.write(chunk)
        yield path
