"""The archive's blueprint: only archivists, their reviewers and administrators pass."""

from app.web.archive import home
from app.web.archive.door import archive

__all__ = ["archive", "home"]
