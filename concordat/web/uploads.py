"""Uploads end where they are allowed to end, not where memory or disk does."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class LimitedUpload(FileUploadHandler):
    """Refuses a request that is longer than one file and its form may be, before reading it or while it comes in."""

    received = 0

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> tuple[Any, Any] | None:
        """Look at the length that the request says it has."""
        if content_length > settings.UPLOAD_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise RequestDataTooBig("The request is larger than UPLOAD_BYTES allows.")
        return None

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Count what really comes, and hand it on."""
        self.received += len(raw_data)
        if self.received > settings.UPLOAD_BYTES:
            raise RequestDataTooBig("The files are larger than UPLOAD_BYTES allows.")
        return raw_data

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        """Leave the file to the handlers after this one."""
        return None
