"""The archive: closed files, how long they are kept, where they lie, and how some of them end."""

from app.cityhall.archive.files import Filed, file_away, keep_from, keep_until, of_case
from app.cityhall.archive.models import PERMANENT, ArchiveFile

__all__ = ["PERMANENT", "ArchiveFile", "Filed", "file_away", "keep_from", "keep_until", "of_case"]
