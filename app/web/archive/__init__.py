"""The archive's blueprint: only archivists, their reviewers and administrators pass."""

from app.web.archive import files, home, integrity, inventories, nomenclature, selections, transfers
from app.web.archive.door import archive

__all__ = ["archive", "files", "home", "integrity", "inventories", "nomenclature", "selections", "transfers"]
