"""Receives uploaded files without keeping more of one than a photo may have (see FILE_UPLOAD_HANDLERS)."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from .facts import LARGEST_UPLOAD

MOST_FILES = 20
"""Files of one form that are kept at all; no form takes as many."""


class CutOff(UploadedFile):  # type: ignore[type-arg] # not a generic class when it runs
    """A file of which nothing was kept: its name and size are true, its content is empty."""


class CappedUploads(FileUploadHandler):
    """Comes before Django's own handlers and keeps from them what is too large.

    The rest of the upload is read and thrown away, so that the browser gets a page that says why and not a broken line.
    """

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._files = 0

    def new_file(self, *args: Any, **more: Any) -> None:
        """Count the files."""
        super().new_file(*args, **more)
        self._files += 1

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Hand a piece on, as long as the file may still be taken."""
        return raw_data if self._is_taken(start + len(raw_data)) else None

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        """Return what stands for a file that was cut off; None leaves the whole one to the next handler."""
        if self._is_taken(file_size):
            return None
        return CutOff(file=BytesIO(), name=self.file_name, content_type=self.content_type, size=file_size)

    def _is_taken(self, size: int) -> bool:
        return size <= LARGEST_UPLOAD and self._files <= MOST_FILES
