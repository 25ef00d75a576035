"""The blueprint of documents: each is looked up through the right to its case; only staff pass."""

from app.web.documents import home, page
from app.web.documents.door import documents

__all__ = ["documents", "home", "page"]
